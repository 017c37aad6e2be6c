"""What MkDocs calls. Each step takes the build and does one thing; the work is elsewhere.

MkDocs loads this file anew with each configuration, so what it holds is one build.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as SitePage

from downhill import (
    assets,
    checks,
    configuration,
    document,
    downloads,
    figures,
    fonts,
    frame,
    glossary,
    graph,
    labs,
    maths,
    navigation,
    offline,
    packages,
    pages,
    runtime,
    search,
    style,
    whole,
)
from downhill.cache import Rows
from downhill.figures import images
from downhill.figures.workers import Drawing
from downhill.files import compressed, write_whole
from downhill.pages import links
from downhill.problem import CACHE, ROOT, Faults, Problem, raise_all

MATHS, HIGHLIGHT = "downhill.maths", "downhill.pages.highlight"
GLOSSARY = "downhill.glossary"
EXERCISES = "downhill.exercises"


class Build:
    """What one build knows."""

    drawing: Drawing

    def __init__(self) -> None:
        self.faults = Faults()  # of formulas and answers, until all pages are made
        self.pages: list[pages.Page] = []  # labs too
        self.documents: dict[str, document.Document] = {}  # by address
        self.chapters: graph.Graph = {}
        self.terms: list[glossary.Entry] = []  # of the glossary
        self.figures: dict[str, Path] = {}  # of labs too
        self.labs: dict[str, Path] = {}  # by the page that it becomes
        self.downloads: list[downloads.Downloads] = []
        self.seen: fonts.Seen = {}
        self.glyphs: set[str] = set()

    def begin(self, files: Files, config: MkDocsConfig) -> None:
        """Take what MkDocs knows."""
        self.files, self.config, self.site = files, config, Path(config.site_dir)
        # A page that is served gets a script of MkDocs' own, which reloads it.
        self.serving = f"//{config.dev_addr}/" in (config.site_url or "")

    def add(self, uri: str, made: Path | str | bytes) -> None:
        """Add a file to the site, or what it is to hold."""
        if isinstance(made, Path):
            file = File.generated(self.config, uri, abs_src_path=str(made))
        else:
            file = File.generated(self.config, uri, content=made)
        self.files.append(file)

    def source_of(self, page: SitePage) -> Path:
        """Return the file that an author edits for this page."""
        return self.labs.get(page.file.src_uri) or Path(str(page.file.abs_src_path))


def read_pages(build: Build) -> None:
    build.documents = checks.read(Path(build.config.docs_dir))
    build.pages = [each.page for each in build.documents.values()]
    build.chapters = graph.graph(build.pages)


def check_pages(build: Build) -> None:
    raise_all(checks.forms(build.documents.values()))


def redirect(build: Build) -> None:
    for uri, html in navigation.redirects(build.pages).items():
        build.add(uri, html)


def define_terms(build: Build) -> None:
    if page := build.documents.get(glossary.PAGE.removesuffix(".md")):
        build.terms = glossary.read(page)
        raise_all(checks.early(build.terms, build.documents, build.chapters))


def begin_figures(build: Build) -> None:
    """Draw while the pages are read: `finish_figures` waits for them."""
    figures.check(build.documents.values())
    build.drawing = figures.start()
    build.figures = dict(build.drawing.paths)
    for uri, strip in build.drawing.strips.items():
        build.add(uri.removesuffix(".svg") + images.FRAMES, strip.target)


def run_labs(build: Build) -> None:
    faults = Faults()
    for file in [file for file in build.files if file.src_uri.endswith(".ipynb")]:
        with faults.noted():
            run_lab(build, file)
    raise_all(faults)
    for uri, path in build.figures.items():
        build.add(uri, path)


def run_lab(build: Build, file: File) -> None:
    source = Path(str(file.abs_src_path))
    lab = labs.make(source)
    page = file.src_uri.removesuffix(".ipynb") + ".md"
    build.labs[page] = source
    build.files.remove(file)
    build.add(page, lab.markdown)
    build.add(file.src_uri, lab.notebook)
    for name, path in lab.figures.items():
        build.figures[(Path(file.src_uri).parent / name).as_posix()] = path


def plan_downloads(build: Build) -> None:
    build.downloads = [downloads.plan(page) for page in build.chapters.values()]
    for take in build.downloads:
        for uri, path in take.files.items():
            build.add(uri, path)


def check_links(build: Build) -> None:
    links.check(build.documents.values(), {file.src_uri for file in build.files})
    listed = build.files.documentation_pages(inclusion=InclusionLevel.is_in_nav)
    navigation.check(build.config.nav, {file.src_uri for file in listed})


def add_parts(build: Build) -> None:
    for uri, content in runtime.files(packages.ensure()).items():
        build.add(uri, content)
    build.add("assets/stylesheets/palette.css", style.palette_css())


def configure_markdown(build: Build) -> None:
    options = build.config.mdx_configs
    options[HIGHLIGHT]["store"] = Rows(CACHE / "highlight" / "blocks.jsonl")
    options[GLOSSARY]["entries"] = build.terms
    for extension in (MATHS, EXERCISES):
        options[extension]["faults"] = build.faults


BEFORE_PAGES = (
    *(read_pages, check_pages, redirect, define_terms),
    *(begin_figures, run_labs, plan_downloads, check_links, add_parts),
    configure_markdown,
)


def check_rendered(build: Build) -> None:
    raise_all(build.faults)
    rendered = (file.page for file in build.files.documentation_pages())
    links.anchors(build.documents.values(), rendered)


def finish_figures(build: Build) -> None:
    build.drawing.finish()
    for strip in build.drawing.strips.values():  # its slider is in no page yet
        said = " ".join([strip.frames.label, *strip.texts])
        fonts.characters(said, strip.path, build.seen)

    for take in build.downloads:
        held = build.documents[take.page.address]
        downloads.write(take, held, build.figures, build.config.site_url or "")


AFTER_PAGES = (check_rendered, finish_figures)


def write_sitemap(build: Build) -> None:
    sitemap = build.site / "sitemap.xml"  # MkDocs' compressed one has the day in it
    write_whole(sitemap.with_suffix(".xml.gz"), compressed(sitemap.read_bytes()))


ON_THE_SITE = (
    lambda build: fonts.publish(build.site, build.seen, build.glyphs),
    lambda build: assets.publish(build.site),
    lambda build: search.publish(build.site, build.terms),
    write_sitemap,
    lambda build: offline.publish(build.site),
    lambda build: whole.publish(build.site),
)


build = Build()

# MkDocs loads this file before it says what is wrong with the names of the configuration.
configuration.at_its_line()
try:
    configuration.check()
except Problem as problem:
    raise Abort(str(problem)) from None


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    if str(ROOT) not in sys.path:  # MkDocs takes it off again after loading this file
        sys.path.insert(0, str(ROOT))
    config.extra["python"] = runtime.settings(config.extra.get("runtime"))
    if MATHS not in config.markdown_extensions:
        config.markdown_extensions += [MATHS, HIGHLIGHT, EXERCISES, GLOSSARY]
        config.mdx_configs |= {HIGHLIGHT: {}, EXERCISES: {}, GLOSSARY: {}}
        config.mdx_configs[MATHS] = {"placeholders": True}
    config.site_dir = whole.partial(config.site_dir)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    build.begin(files, config)
    for step in BEFORE_PAGES:
        step(build)
    return files


def on_page_markdown(
    markdown: str, page: SitePage, config: MkDocsConfig, **_: Any
) -> str:
    uri = page.file.src_uri
    address = uri.removesuffix(".md")
    config.mdx_configs[GLOSSARY]["page"] = address
    for extension in (MATHS, EXERCISES, HIGHLIGHT):
        config.mdx_configs[extension]["page"] = str(build.source_of(page))
    markdown = document.page_text(markdown, config.repo_url)
    if address in build.chapters:
        markdown += "\n" + graph.closing(address, build.chapters)
        markdown += downloads.markdown(build.chapters[address])
    if uri == graph.MAP:
        markdown += graph.chart(build.chapters, config.nav or [])
    if uri == graph.STATUS:
        markdown += graph.counts(build.chapters, build.documents.values())
    return markdown


def on_env(env: Any, **_: Any) -> Any:
    for step in AFTER_PAGES:
        step(build)
    return env


def on_post_page(output: str, page: SitePage, config: MkDocsConfig, **_: Any) -> str:
    source = build.source_of(page)
    fonts.characters(maths.PLACEHOLDER.sub("", output), source, build.seen)
    output = frame.report(frame.squeeze(output), config.repo_url, page.url)
    output = images.place(output, page.url, build.figures, build.drawing.strips)
    output = maths.fill(output, build.glyphs)
    return output if build.serving else frame.protect(output, source)


def on_post_template(output: str, template_name: str, **_: Any) -> str:
    protect = template_name.endswith(".html") and not build.serving
    return frame.protect(output, f"theme/{template_name}") if protect else output


def on_post_build(**_: Any) -> None:
    for step in ON_THE_SITE:
        step(build)


def on_serve(server: Any, **_: Any) -> Any:
    server.builder = whole.serving(Path(server.root), server.builder)
    return server


def on_build_error(error: Exception, **_: Any) -> None:
    if hasattr(build, "site"):
        whole.give_up(build.site)
    if isinstance(error, Problem):
        raise Abort(str(error))
