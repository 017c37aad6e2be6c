"""What a chapter costs in a run of the tests: its own, and its part in those of the site."""

from collections.abc import Mapping, Sequence

from downhill.chapters import test_of


def of_chapter(address: str, seconds: Mapping[str, float]) -> float:
    """The seconds of all tests whose id names the chapter: its page, its file or a case."""
    names = (address, test_of(address))
    return sum(s for test, s in seconds.items() if any(name in test for name in names))


def said(addresses: Sequence[str], seconds: Mapping[str, float]) -> str:
    """One line: the seconds of each chapter on one core, of all tests, and the mean.

    `seconds` are those of each test by its node id.
    """
    costs = [of_chapter(address, seconds) for address in addresses]
    mean, total = sum(costs) / max(len(costs), 1), sum(seconds.values())
    each = ", ".join(
        f"{address.rpartition('/')[2]} {cost:.0f} s"
        for address, cost in zip(addresses, costs, strict=True)
    )
    return f"A chapter takes {mean:.0f} s of one core, of {total:.0f} s in all: {each}"
