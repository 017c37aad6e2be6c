"""The scripts that are sent: the short form of each that people wrote."""

from pathlib import Path

import pytest

from downhill import scripts
from downhill.problem import Problem


def test_a_built_site_has_the_short_ones(tmp_path: Path) -> None:
    scripts.publish(tmp_path)
    ours = [path.relative_to(scripts.ASSETS) for path in scripts.ASSETS.rglob("*.js")]
    assert len(ours) > 10
    for path in ours:
        written = (scripts.ASSETS / path).stat().st_size
        assert 0 < (tmp_path / "assets" / path).stat().st_size < written


@pytest.mark.parametrize(
    ("script", "line", "what"),
    [
        ("let a = 1;\nlet b = (a;\n", 2, 'Expected ")" but found ";"'),
        ("const a = 1;\n\na = 2;\n", 3, 'Cannot assign to "a"'),
    ],
)
def test_a_script_that_cannot_run_is_refused_at_its_line(
    script: str, line: int, what: str, tmp_path: Path
) -> None:
    (tmp_path / "a.js").write_text(script, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        scripts.publish(tmp_path / "site", tmp_path)
    assert caught.value.place.endswith(f"a.js:{line}")
    assert what in caught.value.what
