"""Answer blocks are read, computed and written; tasks are tried as in the page."""

import json
from pathlib import Path
from typing import Any

import markdown
import pytest
from lxml import html

from downhill import cache, form, pages
from downhill.document import Document, of, read
from downhill.exercises import computing
from downhill.exercises.tasks import Tasks
from downhill.pages import Page
from downhill.problem import DOCS, Problem
from downhill.session import Session

CHAPTERS = [page for page in pages.read_all() if page.is_chapter]
HEAD = "## Exercises\n\n### 1. One {#exercise-1}\n\n"
CODE = "```python\ndef square(x):\n    return x * x\n```\n\n"
EXTENSIONS = ["attr_list", "pymdownx.superfences", "downhill.exercises"]
NUMBER = """/// answer | The square of {a}
expected: square(a)
tolerance: 0.01
variants: a = 3, -4
wrong:
  2 * a + square(1): *Twice*, and 1.
///
"""
FORMULA = """/// answer | The square times y
formula: square(x) * y
variables: x, y
domain: -2 to 2
wrong:
  square(y) * x: The square of the other.
///
"""


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "CACHE", tmp_path)


def made(text: str, **options: Any) -> Any:
    rendered = markdown.markdown(
        text,
        extensions=EXTENSIONS,
        extension_configs={"downhill.exercises": options},
    )
    return html.document_fromstring(rendered)


def asked(text: str, **options: Any) -> dict[str, Any]:
    (box,) = made(text, **options).find_class("answer")
    assert box.attrib["data-exercise"] == "exercise-1"
    found: dict[str, Any] = json.loads(box.attrib["data-answer"])
    return found


def said(text: str) -> str:
    with pytest.raises(Problem) as problem:
        made(text)
    return str(problem.value)


def test_a_number_is_computed_for_each_variant() -> None:
    assert asked(HEAD + CODE + NUMBER) == {
        "expected": [9.0, 16.0],
        "wrong": [[7.0, -7.0]],
        "tolerance": 0.01,
    }


def test_a_formula_is_computed_at_points_that_stay() -> None:
    found = asked(HEAD + CODE + FORMULA)
    assert found == asked(HEAD + CODE + FORMULA)
    assert len(found["at"]) == computing.POINTS
    for (x, y), value in zip(found["at"], found["expected"], strict=True):
        assert value == pytest.approx(x * x * y)
        assert max(abs(x), abs(y)) <= 2


def test_what_a_reader_sees() -> None:
    page = made(HEAD + CODE + NUMBER)
    shown, hidden = page.find_class("asked")
    assert shown.text_content() == "The square of 3 to within 0.01"
    assert hidden.text_content() == "The square of -4 to within 0.01"
    assert "hidden" in hidden.attrib
    assert "hidden" not in shown.attrib
    (hint,) = page.find_class("because")
    assert "hidden" in hint.attrib
    assert html.tostring(hint.find("em"), with_tail=False) == b"<em>Twice</em>"
    assert "expected:" not in page.text_content()
    (formula,) = made(HEAD + CODE + FORMULA).find_class("asked")
    assert formula.text_content().endswith("a formula in x and y")


def test_an_answer_knows_the_blocks_to_the_end_of_its_exercise_and_no_more() -> None:
    block = "/// answer | It\nexpected: n + 0\ntolerance: 0\n///\n\n"
    one = HEAD + block + "```python\nn = 1\n```\n"
    two = one + "\n### 2. Two {#exercise-2}\n\n```python\nn = 2\n```\n"
    assert asked(two)["expected"] == [1.0]
    apart = one + '\n```{.python data-apart="start"}\nn = 5\n```\n'
    assert asked(apart)["expected"] == [1.0]


def test_what_computes_changes_nothing_for_the_next() -> None:
    text = "```python\nlist_ = [1]\n```\n\n"
    for name in ("A", "B"):
        text += f"/// answer | {name}\nexpected: list_.append(1) or len(list_)\n"
        text += "tolerance: 0\n///\n\n"
    found = made(HEAD + text).find_class("answer")
    values = [json.loads(box.attrib["data-answer"])["expected"] for box in found]
    assert values == [[2.0], [2.0]]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (" | The square of {a}", "", "an answer block without a question"),
        ("expected: square(a)\n", "", "needs `expected` or `formula`"),
        ("expected: square(a)", "expected:", "needs `expected` or `formula`"),
        ("square(a)", "square(a", "is no expression"),
        ("square(a)", "9.0 + a", "an answer typed instead of computed"),
        ("2 * a + square(1)", "2 + 7", "an answer typed instead of computed"),
        ("2 * a + square(1)", "9.0", "the wrong answer `9.0` is right, for a = 3"),
        ("square(a)", "square(a * 1e200)", "is not finite"),
        ("square(a)", "square(a) + b", "NameError: name 'b' is not defined"),
        ("{a}", "it", "the question does not say `{a}`"),
        ("a = 3", "c = 1, 2; a = 3", "the question does not say `{c}`"),
        ("3, -4", "3, -4; a = 1, 2", "`a` varies twice"),
        ("tolerance: 0.01\n", "", "a number without a tolerance"),
        ("tolerance", "tolerence", "is nothing that an answer block says"),
        ("tolerance", "expected: square(2)\ntolerance", "`expected` stands here twice"),
        ("wrong:\n", "wrong:\n  a: *Twice*, and 1.\n", "have the same hint"),
        ("///\n", "", "this answer block is not closed"),
        ("0.01", "small", "`small` is not what stands under `tolerance`"),
        ("0.01", "-1", "it is negative"),
        ("3, -4", "3, b", "`3, b` is not what stands under `variants`"),
        ("a = 3, -4", "a = 3, -4; b = 1", "is not what stands under `variants`"),
        ("variants:", "variables: x\nvariants:", "`variables` does not go with"),
        ("square(1): *T", "square(1) *T", "is no wrong answer"),
        ("wrong:\n", "", "is no wrong answer"),
        ("square(a)", "[square(a)]", "raises TypeError"),
        ("square(a)", "square(a) * 1j", "raises TypeError"),
        ("2 * a + square(1)", "square(a) + 0.005", "is right, for a = 3"),
    ],
)
def test_a_number_that_is_not_right(old: str, new: str, says: str) -> None:
    assert old in NUMBER
    assert says in said(HEAD + CODE + NUMBER.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("variables: x, y\n", "", "a formula without its `variables`"),
        ("x, y", "x, x", "a formula without its `variables`"),
        ("x, y", "x, y, z", "`z` does not occur in"),
        ("square(x) * y", "x * y", "an answer typed instead of computed"),
        ("-2 to 2", "2 to -2", "it is empty"),
        ("-2 to 2", "2", "`2` is not what stands under `domain`"),
        ("square(y) * x", "y * x * x", "the wrong answer `y * x * x` is right"),
        ("square(x)", "square(x) * 1e999", "is not finite"),
        ("domain:", "tolerance: 1\ndomain:", "`tolerance` does not go with"),
    ],
)
def test_a_formula_that_is_not_right(old: str, new: str, says: str) -> None:
    assert old in FORMULA
    assert says in said(HEAD + CODE + FORMULA.replace(old, new, 1))


def test_people_answer_numbers() -> None:
    text = HEAD + CODE + NUMBER.replace("2 * a + square(1)", "1")
    assert asked(text)["wrong"] == [[1.0, 1.0]]


def test_where_an_answer_stands() -> None:
    assert "belongs to no exercise" in said(CODE + NUMBER)
    assert "does not stand at the left edge" in said_in_a_box()
    failing = HEAD + "```python\n1 / 0\n```\n\n" + CODE + NUMBER
    assert "ZeroDivisionError" in said(failing)
    meant = CODE + NUMBER + '```{.python data-raises="ZeroDivisionError"}\n1 / 0\n```\n'
    assert asked(HEAD + meant)["expected"] == [9.0, 16.0]


def said_in_a_box() -> str:
    inside = "".join(f"    {line}\n" for line in NUMBER.splitlines())
    with pytest.raises(Problem) as problem:
        markdown.markdown(
            f'{HEAD}{CODE}??? note "Box"\n{inside}',
            extensions=[*EXTENSIONS, "pymdownx.details"],
        )
    return str(problem.value)


def test_a_problem_names_the_line_of_the_file(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    head = "---\ndescription: A page.\n---\n# Page\n\n"
    body = HEAD + CODE + NUMBER.replace("2 * a + square(1)", "square(a)")
    page.write_text(head + body, encoding="utf-8")
    line = (head + body).splitlines().index("  square(a): *Twice*, and 1.") + 1
    with pytest.raises(Problem) as problem:
        made(body, page=str(page))
    assert problem.value.place.endswith(f"page.md:{line}")


def page_of(text: str) -> Document:
    return of(Page(Path("page.md"), "page", {"needs": []}, text, text))


def test_the_words_of_a_page_are_those_of_its_answer_blocks_too() -> None:
    page = page_of(HEAD + NUMBER + "End.")
    found = [line for _, line in page.prose()]
    assert len(found) == len(page.lines)
    assert [line for line in found if line][2:] == [
        "The square of {a}",
        "*Twice*, and 1.",
        "End.",
    ]
    assert [line for _, line in page.prose(asked=False) if line][2:] == ["End."]


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.address)
def test_a_chapter_asks_all_that_it_should(page: Page) -> None:
    form.check_asked(of(page))


def chapter(questions: str, exercises: str) -> Document:
    text = f"# Title\n\n## Questions\n\n{questions}\n## Exercises\n\n{exercises}"
    return page_of(text)


def test_a_chapter_lacks_what_it_should_ask() -> None:
    """Each with its line; options that are right where they are named are no others."""
    options = "".join(map(option, ("A. 1", "B. 2")))
    right = option("C. 3", "**Right.**")
    number = NUMBER.partition("wrong:")[0] + "///\n"
    asked = HEAD.partition("\n\n")[2].replace("exercise-1", "exercise-2") + number
    with pytest.raises(Problem) as found:
        form.check_asked(chapter(f"**1. A?**\n\n{options}**2. B?**\n\n{right}", asked))
    lines = str(found.value).splitlines()
    assert [line for line in lines if line.startswith("page.md")] == [
        "page.md:5: a question with 2 options",
        "page.md:15: a question with 1 options",
        "page.md:22: no exercise of the chapter asks for a formula",
        "page.md:22: no exercise of the chapter asks for code",
        "page.md:26: no hint for what people get wrong",
        "page.md:24: this exercise is not `exercise-1`, by which progress is kept",
        "page.md:24: 0 `??? hint` below this exercise, not 2",
        "page.md:24: 0 `??? solution` below this exercise, not 1",
    ]
    with pytest.raises(Problem, match=r"page.md: the chapter asks no question"):
        form.check_asked(chapter("A?\n", ""))
    page = of(Page(Path("page.md"), "page", {}, "# T\n", "# T\n")).page
    with pytest.raises(Problem, match=r"page.md: the chapter .*(.|\n)*a number"):
        form.check_asked(of(page))


@pytest.mark.parametrize(
    ("solution", "agrees"),
    [
        ("print(square(3))\n    ```\n    ```output\n    9\n", True),
        ("print(-square(3))\n    ```\n    ```output\n    -9\n", False),
        ("print(square(30))\n    ```\n    ```output\n    900\n", False),
        ("print(square(3) / 1e6)\n    ```\n    ```output\n    9e-06\n", True),
        ("x = 1\n    ```\n\n    It is 9.0.\n\n    ```text\n    x\n", True),
    ],
)
def test_a_solution_comes_to_what_is_expected(solution: str, agrees: bool) -> None:
    text = f'{HEAD}{CODE}{NUMBER}\n??? solution "S"\n\n    ```python\n    {solution}    ```\n'
    said = [fault.what for fault in form.solved(page_of(text))]
    assert said == (
        [] if agrees else ["9 is expected, and the solution comes to no such number"]
    )


def option(title: str, body: str = "**No.**") -> str:
    return f'??? option "{title}"\n\n    {body}\n\n'


A, B, C = option("A. 1"), option("B. 2"), option("C. 3", "**Right.** It is 3.")


@pytest.mark.parametrize(
    ("asked", "line", "what"),
    [
        (f"**2. A?**\n\n{A}{B}{C}", 5, "question 2 is number 1"),
        (f"**1. A?**\n\n{A}{B}{C}**1. B?**\n\n{A}{B}{C}", 19, "question 1 is number 2"),
        (f"**1. A?**\n\nThink.\n\n{A}{B}{C}", 5, "something stands between"),
        (f"**1. A?**\n\n{A}{C}{B}", 5, "not A, B, C in order"),
        (f"**1. A?**\n\n{A}{option('B. 1')}{C}", 5, "two options .* say the same"),
        (f"**1. A?**\n\n{A}{B}{option('C. 3')}", 5, "0 options of this"),
        (
            f"**1. A?**\n\n{A}{B}{C}{option('D. 4', '**Right.**')}",
            5,
            "2 options of this",
        ),
        (f"**1. A?**\n\n{A}{option('B. 2', '')}{C}", 5, "says nothing"),
        (f"**1. A?**\n\nText.\n\n**2. B?**\n\n{A}{B}{C}", 5, "with 0 options"),
    ],
)
def test_a_question_is_refused(asked: str, line: int, what: str) -> None:
    with pytest.raises(Problem, match=rf"^page.md:{line}: .*{what}"):
        form.check_questions(chapter(asked, ""))


def test_questions_stand_where_they_help() -> None:
    code = "    ```python\n    # **9. No?**\n    ```\n\n"
    first = f"**1. A?**\nAnd then?\n\n{A}{option('B. 2', code.strip())}{C}"
    page = chapter(f"{first}\nText.\n\n### On\n\n**2. B?**\n\n{A}{B}{C}Text.\n", "")
    form.check_questions(page)
    found = page.questions
    assert [(one.number, len(one.options)) for one in found] == [(1, 3), (2, 3)]


def example(begins: str) -> str:
    """What the contributing page shows."""
    shown = [block.code for block in read(DOCS / "contributing.md").blocks]
    (found,) = [code for code in shown if code.startswith(begins)]
    return found


def test_the_answers_of_the_contributing_page() -> None:
    code = "```python\ndef area(t):\n    return t * (t + 1)\n```\n\n"
    number, formula = made(f"{code}{example('## Exercises')}").find_class("answer")
    said = json.loads(number.attrib["data-answer"])
    assert said["expected"] == pytest.approx([7.0, -1.0, 11.0])
    assert json.loads(formula.attrib["data-answer"])["variables"] == ["t"]


def test_the_task_of_the_contributing_page() -> None:
    text = "## Exercises\n\n" + example("### 2. Twice")
    found, tasks = page_of(text).python, Tasks(page_of(text))
    with Session() as session:
        outputs = [tasks.run(session, block).output for block in found]
    assert [output for output in outputs if output] == [
        "0 of 2 checks pass. It has to be twice as much.\n",
        "1 of 2 checks pass. It has to hold for negative numbers too.\n",
    ]


TASK = f"""{HEAD}```python
data = [1]

def helper():
    return g()

def g():
    return 1
```

```{{.python data-apart="start"}}
def g():
    return 0
```

```{{.python data-apart="check"}}
data.append(1)
assert helper() == 2, "helper calls g"
assert len(data) == 2, "not copied"
```

```{{.python data-apart="wrong"}}
def g():
    return 3
```

```{{.python data-apart="wrong"}}
data.append(2)

def g():
    return 2
```

```python
def g():
    return 2
```
"""


def test_a_task_runs_on_a_copy_and_its_functions_find_the_answer() -> None:
    found, tasks = page_of(TASK).python, Tasks(page_of(TASK))
    with Session() as session:
        outputs = [tasks.run(session, block).output for block in found]
        last = found[0].__class__(Path("page.md"), 1, 3, "", ("",), code="print(data)")
        assert session.run(last).output == "[1]\n"
    assert outputs == [
        "",
        "",
        "",
        "0 of 2 checks pass. helper calls g\n",
        "1 of 2 checks pass. not copied\n",
        "",
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"start"', '"begin"', "`begin` is no part of a task"),
        ('"start"', '"check"', "a `check` without a start above"),
        ('"wrong"', '"start"', "a second start"),
        ("### 1. One {#exercise-1}", "### 1. One", "belongs to no exercise"),
        ('data-apart="check"', "", "a task with no check"),
        ('{.python data-apart="wrong"}', "text", "fewer than two wrong answers"),
    ],
)
def test_a_task_that_is_not_whole(old: str, new: str, says: str) -> None:
    assert old in TASK
    text = TASK.replace(old, new, 1)
    with pytest.raises(Problem) as problem:
        Tasks(page_of(text))
    assert says in str(problem.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("return 0", "return 2", "the starting block passes every check"),
        ("return 0", "return [] + 1", "and no check has answered"),
        ("return 2\n```\n", "return 4\n```\n", "the solution does not pass the checks"),
        ("return 3", "return 2", "the checks pass this wrong answer"),
        (
            "data.append(2)\n\ndef g():\n    return 2",
            "def g():\n    return 5",
            "gets the hint of",
        ),
    ],
)
def test_a_task_whose_checks_do_not_tell(old: str, new: str, says: str) -> None:
    text = new.join(TASK.rsplit(old, 1))
    found, tasks = page_of(text).python, Tasks(page_of(text))
    problems = []
    with Session() as session:
        for block in found:
            try:
                tasks.run(session, block)
            except Problem as problem:
                problems.append(str(problem))
    assert says in " ".join(problems)
