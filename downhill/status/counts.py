"""What a chapter holds, counted in its source."""

import re
from dataclasses import dataclass
from functools import lru_cache

from downhill.exercises.reading import questions
from downhill.pages.blocks import fences, language, outside

CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
EXERCISE = re.compile(r"\n### .*\{#exercise-\d+\}")


@dataclass(frozen=True)
class Counts:
    """What a page holds, in the words that the status page uses."""

    blocks: int
    outputs: int
    figures: int
    formulas: int
    questions: int
    exercises: int


@lru_cache(maxsize=1024)
def count(text: str) -> Counts:
    """Count what a page's source holds, without rendering it."""
    lines = text.splitlines()
    languages = [language(opening["info"]) for *_, opening in fences(lines)]
    said = "\n".join(line for _, line in outside(lines))
    shown = CODE.sub("", said).replace("\\$", "")
    displays = shown.count("$$")
    return Counts(
        blocks=languages.count("python"),
        outputs=languages.count("output"),
        figures=shown.count("!["),
        formulas=displays // 2 + (shown.count("$") - 2 * displays) // 2,
        questions=sum(bool(asked.options) for asked in questions(lines)),
        exercises=len(EXERCISE.findall(said)),
    )
