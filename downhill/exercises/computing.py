"""Compute the answers of a page from its code, once for as long as both stay the same."""

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from zlib import crc32

from downhill.cache import digest, recalled
from downhill.document import Block
from downhill.exercises.asking import Answer
from downhill.problem import Faults, Problem, raise_all
from downhill.session import RUNNER, Session

POINTS = 6  # at which a formula is compared
DIGITS = ".9g"
JUDGES = [Path(__file__), RUNNER]


@dataclass(frozen=True)
class Values:
    """What was computed for an answer: a row for each of its variants, or of its points.

    `at` are the values of the variables or of the names that vary, `expected` one number
    for each row, `wrong` such a column for each wrong answer.
    """

    at: list[list[float]]
    expected: list[float]
    wrong: list[list[float]]


def compute(
    blocks: Sequence[Block], answers: Sequence[Answer], page: Path | str
) -> list[Values]:
    """Return the values of each answer, from the cache or from a run of the page's blocks.

    Raises Problem if a block or an expression fails, if what it gives is no number, and
    if a wrong answer is right or cannot be told from another one.
    """
    if not answers:
        return []
    facts = json.dumps([[each.code for each in blocks], [*map(_fact, answers)]])
    key = digest(facts, version("numpy"), sys.version, *JUDGES)
    made = recalled(
        f"exercises/{key}.json",
        lambda: [asdict(values) for values in _run(blocks, answers, page)],
    )
    return [Values(**values) for values in made]


def _fact(answer: Answer) -> object:
    """Return all that its values depend on, and not the lines."""
    wrong = [each.expression for each in answer.wrong]
    held = (answer.exercise, answer.after, answer.expected, answer.tolerance)
    return held, answer.variants, answer.variables, answer.domain, wrong


def _run(
    blocks: Sequence[Block], answers: Sequence[Answer], page: Path | str
) -> list[Values]:
    with Session() as session:
        done, found, faults = 0, [], Faults()
        for answer in answers:
            for block in blocks[done : answer.after]:
                result = session.run(block)
                if result.error and not block.raises:
                    remedy = "mend the block: the answers are computed with it"
                    raise Problem(page, result.line, result.last, result.remedy(remedy))
            done = answer.after
            with faults.noted():
                found.append(_values(session, answer, page))
        raise_all(faults)
        return found


def _values(session: Session, answer: Answer, page: Path | str) -> Values:
    rows: list[list[float]]
    if answer.variables:
        rows = _points(answer)
        names = list(answer.variables)
    else:
        rows = [[float(v) for v in variant.values()] for variant in answer.variants]
        names = list(answer.variants[0])

    def column(expression: str, line: int) -> list[float]:
        code = (
            f"import json as _json\n_of = lambda {', '.join(names)}: (\n{expression}\n)\n"
            f"print(_json.dumps([float(_of(*_at)) for _at in {rows!r}]))"
        )
        result = session.run(_block(page, line, code), copy=True)
        if result.error:
            what = f"`{expression}` raises {result.last}"
            remedy = "use names that the page has by the end of this exercise"
            raise Problem(page, line, what, remedy)
        values = [float(format(v, DIGITS)) for v in json.loads(result.output)]
        if not all(map(isfinite, values)):
            where = f" on {answer.domain[0]:g} to {answer.domain[1]:g}"
            what = f"`{expression}` is not finite{where if answer.variables else ''}"
            raise Problem(page, line, what, "choose other numbers, or another `domain`")
        return values

    expected = column(answer.expected, answer.of)
    columns = {answer.expected: expected}
    for each in answer.wrong:
        values = column(each.expression, each.line)
        for other, its in columns.items():
            row = _meeting(values, its, answer)
            if row is not None:
                at = ", ".join(
                    f"{n} = {v:g}" for n, v in zip(names, rows[row], strict=True)
                )
                same = "right" if its is expected else f"`{other}` too"
                what = f"the wrong answer `{each.expression}` is {same}"
                what += f", for {at}" if at and not answer.variables else ""
                remedy = "take another expression, or other `variants`"
                raise Problem(page, each.line, what, remedy)
        columns[each.expression] = values
    return Values(rows, expected, [columns[each.expression] for each in answer.wrong])


def _meeting(one: list[float], other: list[float], answer: Answer) -> int | None:
    """Return a row in which a reader's answer can meet both: for a formula, if it does in all."""
    near = 2 * answer.tolerance
    meet = [
        abs(a - b) <= near * (max(1, abs(b)) if answer.variables else 1)
        for a, b in zip(one, other, strict=True)
    ]
    wanted = all(meet) if answer.variables else any(meet)
    return meet.index(True) if wanted else None


def _points(answer: Answer) -> list[list[float]]:
    """Return the points at which a formula is compared: drawn at random, and the same in every build."""
    seed = crc32(f"{answer.exercise} {answer.expected}".encode())
    draw = random.Random(seed)
    return [
        [round(draw.uniform(*answer.domain), 3) for _ in answer.variables]
        for _ in range(POINTS)
    ]


def _block(page: Path | str, line: int, code: str) -> Block:
    lines = tuple(code.split("\n"))
    return Block(Path(page), line, line + len(lines) + 1, "", lines, "python", code)
