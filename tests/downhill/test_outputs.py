"""`outputs` writes what blocks print, and nothing else."""

from pathlib import Path

import pytest

from downhill.problem import Problem
from downhill.session.outputs import refresh

HEAD = "---\ndescription: A page.\n---\n# Page\n"


def rewritten(tmp_path: Path, body: str) -> str:
    page = tmp_path / "page.md"
    page.write_text(HEAD + body, encoding="utf-8")
    refresh(page, tmp_path)
    return page.read_text(encoding="utf-8").removeprefix(HEAD)


def test_outputs_are_added_changed_and_removed(tmp_path: Path) -> None:
    before = """
```python
print(1)
```

Text.

!!! note

    ```python
    print(2)
    print(3)
    ```

    ```output
    old
    ```

```python
x = 1
```
```output
gone
```
"""
    after = """
```python
print(1)
```
```output
1
```

Text.

!!! note

    ```python
    print(2)
    print(3)
    ```

    ```output
    2
    3
    ```

```python
x = 1
```
"""
    assert rewritten(tmp_path, before) == after
    assert rewritten(tmp_path, after) == after


def test_a_failing_block_leaves_the_page_as_it_was(tmp_path: Path) -> None:
    body = "\n```python\nprint(1)\n```\n\n```python\n1 / 0\n```\n"
    with pytest.raises(Problem, match=r"page.md:11: ZeroDivisionError"):
        rewritten(tmp_path, body)
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == HEAD + body


def test_a_meant_failure_shows_its_last_line(tmp_path: Path) -> None:
    body = '\n```{.python data-raises="KeyError"}\nprint(1)\n{}["a"]\n```\n'
    shown = rewritten(tmp_path, body)
    assert shown == body + "```output\n1\nKeyError: 'a'\n```\n"


@pytest.mark.parametrize(
    "day", ["datetime.date.today()", "datetime.datetime.now().year", "time.ctime()"]
)
def test_what_depends_on_the_day_is_not_written(tmp_path: Path, day: str) -> None:
    body = f"\n```python\nimport datetime, time\nprint({day})\n```\n"
    with pytest.raises(Problem, match="something else at each run"):
        rewritten(tmp_path, body)
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == HEAD + body
