"""The tokens of a formula: one after the other, a group at once, or cut at separators."""

import re

from downhill.equations.notation import UnreadableError

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[A-Za-z]|\S")
OPENS, CLOSES = ("(", "[", "{", "\\begin"), (")", "]", "}", "\\end")


class Tokens:
    """The tokens of a formula, and how many of them have been taken."""

    def __init__(self, latex: str) -> None:
        self.tokens: list[str] = TOKEN.findall(latex)
        self.at = 0

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def raw(self, opening: str, closing: str) -> list[str]:
        """The tokens of a group whose opening has been taken."""
        depth = 1
        found: list[str] = []
        while True:
            token = self.take()
            if not token:
                raise UnreadableError(f"`{closing}` is missing")
            depth += (token == opening) - (token == closing)
            if not depth:
                return found
            found.append(token)

    def argument(self) -> list[str]:
        """The tokens of `{...}`, or the one token that stands for it."""
        token = self.take()
        if token[:1].isdigit() and len(token) > 1:  # \frac12
            self.at -= 1
            self.tokens[self.at] = token[1:]
            return [token[0]]
        return self.raw("{", "}") if token == "{" else [token]


def split(tokens: list[str], at: str) -> list[list[str]]:
    """Tokens cut at a separator that stands in no group."""
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token in OPENS) - (token in CLOSES)
        if token == at and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
