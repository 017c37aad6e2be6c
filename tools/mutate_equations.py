"""Change every display in one place, and count how many changes the witness lets pass.

python tools/mutate_equations.py [PAGE...]: a sign, a digit, an index or a prime is changed,
one at a time, where they are verified. A change is caught if an equation of the page is then
false or not read. The survivors are printed: some mean the same.
"""

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from downhill.equations.claims import Claim, claims
from downhill.equations.deciding import verdict_on
from downhill.equations.page import read
from downhill.maths.roles import plain
from downhill.problem import DOCS

PLACE = re.compile(r"\\\\\[[^\]]*\]|\\[A-Za-z]+|[-+]|\d|(?<=_)[a-z]|'")
OTHER = {"-": "+", "+": "-", "'": "", "i": "j", "j": "i", "k": "i", "t": "k", "n": "m"}


def mutants(latex: str) -> Iterator[str]:
    """Return a formula with one sign, digit, index or prime changed."""
    for match in PLACE.finditer(latex):
        old = match[0]
        new = str((int(old) + 1) % 10) if old.isdigit() else OTHER.get(old)
        if new is not None:
            yield f"{latex[: match.start()]}{new}{latex[match.end() :]}"


def passes(claim: Claim) -> bool:
    return verdict_on(claim).word in ("verified", "definition")


def survivors(path: Path) -> tuple[int, list[str]]:
    """Return how many changes were tried on a page, and those that pass."""
    page = read(path)
    good = [c for c in claims(page) if c.kind == "display" and passes(c)]
    known, claimed = {repr(c) for c in good}, {c.line for c in good if c.sign != ":="}
    tried, found = 0, []
    for number, text in enumerate(page.texts):
        span = range(text.line, text.line + text.text.count("\n") + 1)
        if text.kind != "display" or not claimed & set(span):
            continue  # nothing can refuse a definition
        for new in mutants(plain(text.text)):
            tried += 1
            texts = [*page.texts]
            texts[number] = text._replace(text=new)
            after = claims(replace(page, texts=texts))
            if all(
                passes(c)
                for c in after
                if c.kind == "display" and c.line in claimed and repr(c) not in known
            ):
                found.append(f"{path.name}:{text.line}: {' '.join(new.split())}")
    return tried, found


def main() -> None:
    pages = [Path(one).resolve() for one in sys.argv[1:]] or sorted(DOCS.rglob("*.md"))
    tried, left = 0, 0
    with ProcessPoolExecutor() as pool:
        for count, found in pool.map(survivors, pages):
            tried, left = tried + count, left + len(found)
            print(*found, sep="\n", end="\n" if found else "")
    print(
        f"{tried} changes, {tried - left} caught, {(tried - left) / max(tried, 1):.1%}"
    )


if __name__ == "__main__":
    main()
