"""Other builders build the site too, so it does not depend on one that may end.

ProperDocs goes on where MkDocs stopped; Zensical reads MkDocs' configuration, without our
hooks and templates. Where one is not installed its test is skipped and says so.
"""

import json
import os
import re
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import html

from downhill import offline, pages
from downhill.problem import ROOT
from tests.project import copy, run

MADE_OF_ALL = {offline.ZIP, offline.WORKER}  # whose bytes know the tag, too
GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


def need(builder: str) -> None:
    if find_spec(builder) is None:
        if os.environ.get("CI") == "true" and builder == "properdocs":
            pytest.fail("ProperDocs is not installed; it is in requirements.txt")
        pytest.skip(f"{builder} is not installed: pip install {builder}")


def files(folder: Path) -> dict[str, bytes]:
    """The site's files without the tag that names the builder, those in its zip too."""
    found = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name not in MADE_OF_ALL
    }
    with zipfile.ZipFile(folder / offline.ZIP) as archive:
        for info in archive.infolist():
            found[f"{offline.ZIP}/{info.filename} {info.date_time}"] = archive.read(
                info
            )
    return {name: GENERATOR.sub(b"", data) for name, data in found.items()}


def worker(folder: Path) -> tuple[dict[str, str], str]:
    """The files that a kept copy lists, with the hashes that the tag has no part in; the script."""
    line, _, script = (folder / offline.WORKER).read_text("utf-8").partition("\n")
    copy = json.loads(line.removeprefix(offline.MADE).rstrip(";"))
    assert copy.keys() == {"version", "files"}
    for path, file in offline.kept(folder).items():
        if GENERATOR.search(file.read_bytes()):
            copy["files"][path] = "of the builder"
    return copy["files"], script


def test_properdocs_builds_the_same_site(built_site: Path, tmp_path: Path) -> None:
    need("properdocs")
    command = [sys.executable, "-m", "properdocs", "build", "-q", "-d", str(tmp_path)]
    config = ["-f", str(ROOT / "mkdocs.yml")]
    done = subprocess.run([*command, *config], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    ours, theirs = files(built_site), files(tmp_path)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert worker(built_site) == worker(tmp_path)


def derive(project: Path) -> None:
    """A configuration for Zensical beside ours, and what it cannot read made readable.

    It has no hooks, so the extension for formulas is named; its templates are its own, so
    ours are left out; and the keys of its front matter must be texts.
    """
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    for block in ("hooks", "extra_css", "extra_javascript"):
        config = re.sub(rf"\n{block}:.*\n(  .*\n)+", "\n", config)
    ours = r"\n  (custom_dir|favicon|icon|static_templates): .*"
    config = re.sub(ours, "", config).replace("strict: true", "strict: false")
    config = config.replace("!relative $config_dir/snippets", "snippets")
    config = config.replace(
        "\n  - pymdownx.superfences\n",
        "\n  - pymdownx.superfences\n  - downhill.maths\n  - downhill.exercises\n",
    )
    (project / "zensical.yml").write_text(config, encoding="utf-8")
    for page in (project / "docs").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        text = re.sub(r"^(  )(\d[\d.]*):", r'\1"\2":', text, flags=re.MULTILINE)
        text = re.sub(r"^template: .*\n", "", text, flags=re.MULTILINE)
        page.write_text(text, encoding="utf-8")


def test_zensical_builds_every_chapter(tmp_path: Path) -> None:
    """With its figures and formulas; what it lacks is on the contributing page."""
    need("zensical")
    chapters = [page for page in pages.read_all() if page.is_chapter]
    project = copy(tmp_path / "downhill")
    derive(project)
    assert run(project, "downhill", "figures", "--into", "docs")[0] == 0
    status, said = run(project, "zensical", "build", "-f", "zensical.yml")
    assert status == 0, said
    for chapter in chapters:
        file = project / "site" / chapter.address / "index.html"
        page = html.document_fromstring(file.read_text(encoding="utf-8"))
        (article,) = page.iter("article")
        drawn = [image.attrib["src"] for image in article.iter("img")]
        figures = [figure for figure in drawn if figure.endswith(".svg")]
        assert len(figures) == chapter.body.count(".svg)"), chapter.address
        for figure in figures:
            assert (file.parent / figure).is_file(), figure
        assert len(article.find_class("katex")) > 50, chapter.address
        text = page.text_content()
        assert "--8<--" not in text, chapter.address
        assert "\\frac" not in text, chapter.address
        assert article.find_class("highlight"), chapter.address
