"""Rates of change: average rates."""


# --8<-- [start:average_rate]
def average_rate(f, a: float, b: float) -> float:
    """Return the slope of the secant of f between a and b."""
    if a == b:
        raise ValueError("an average rate needs two different points")
    return (f(b) - f(a)) / (b - a)


# --8<-- [end:average_rate]
