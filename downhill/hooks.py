"""What MkDocs calls: one thin line for each event, the work is done elsewhere."""

import shutil
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage

from downhill import neighbours, pages, sections
from downhill.problem import ROOT, Problem


class Build:
    """What one build knows: made anew at each."""

    chapters: neighbours.Graph = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    if str(ROOT) not in sys.path:  # MkDocs takes it off again after loading this file
        sys.path.insert(0, str(ROOT))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    read = pages.read_all(Path(config.docs_dir))
    for page in read:
        pages.check_form(page)
    sections.check(read)
    Build.chapters = neighbours.graph(read)
    return files


def on_page_markdown(markdown: str, page: SitePage, **_: Any) -> str:
    address = page.file.src_uri.removesuffix(".md")
    if address in Build.chapters:
        markdown += "\n" + neighbours.markdown(address, Build.chapters)
    return markdown


def on_build_error(error: Exception, **_: Any) -> None:
    if isinstance(error, Problem):
        raise Abort(str(error))
