"""What MkDocs calls: one thin line for each event, the work is done elsewhere."""

import sys
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from jinja2 import FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import clean_directory

from downhill import (
    assets,
    chart,
    downloads,
    figures,
    fonts,
    labs,
    maths,
    offline,
    packages,
    pages,
    runtime,
    search,
    security,
    status,
    style,
)
from downhill.cache import Rows
from downhill.exercises import complete
from downhill.figures import images
from downhill.figures.workers import Drawing
from downhill.files import compressed, write_whole
from downhill.glossary import early, entries
from downhill.pages import (
    frame,
    links,
    navigation,
    neighbours,
    redirects,
    sections,
)
from downhill.problem import CACHE, ROOT, Faults, Problem, raise_all

MATHS, HIGHLIGHT = "downhill.maths", "downhill.pages.highlight"
GLOSSARY = "downhill.glossary"
EXERCISES = "downhill.exercises"


class Build:
    """What one build knows; made anew at its start."""

    drawing: Drawing

    def __init__(self) -> None:
        self.pages: list[pages.Page] = []  # what links can stand on
        self.faults = Faults()  # of formulas and answers, until all pages are made
        self.chapters: neighbours.Graph = {}
        self.terms: list[entries.Entry] = []  # of the glossary
        self.colored = Rows(CACHE / "highlight" / "blocks.jsonl")
        self.seen: fonts.Seen = {}
        self.glyphs: set[str] = set()
        self.figures: dict[str, Path] = {}
        self.labs: dict[str, Path] = {}  # by the page that it becomes
        self.downloads: list[downloads.Downloads] = []
        self.site = ""  # the folder, from when MkDocs has emptied it


now = Build()
serving = False  # then MkDocs adds a script of its own, which reloads the page


def on_startup(command: str, **_: Any) -> None:
    globals()["serving"] = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    if str(ROOT) not in sys.path:  # MkDocs takes it off again after loading this file
        sys.path.insert(0, str(ROOT))
    config.extra["python"] = runtime.settings(config.extra.get("runtime"))
    if MATHS not in config.markdown_extensions:
        config.markdown_extensions += [MATHS, HIGHLIGHT, EXERCISES, GLOSSARY]
        config.mdx_configs |= {HIGHLIGHT: {}, EXERCISES: {}, GLOSSARY: {}}
        config.mdx_configs[MATHS] = {"placeholders": True}
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    globals()["now"] = Build()
    now.site = config.site_dir
    config.mdx_configs[HIGHLIGHT]["store"] = now.colored
    read = pages.read_all(Path(config.docs_dir))
    forms = Faults()
    for page in read:
        for check in (pages.check_form, complete.check_questions):
            with forms.noted():
                check(page)
    raise_all(forms)
    sections.check([*read, *labs.cells(Path(config.docs_dir))])
    now.pages = [*read, *links.labs(Path(config.docs_dir))]
    moved = redirects.redirects(now.pages)  # refused before a lab runs
    now.chapters = neighbours.graph(read)
    if terms := next((p for p in read if f"{p.address}.md" == entries.PAGE), None):
        defined = entries.read(terms)
        met = partial(chart.path_to, chapters=now.chapters)
        raise_all(early.check(defined, now.chapters, met))
        config.mdx_configs[GLOSSARY]["entries"] = now.terms = defined
    figures.check()
    now.drawing = figures.start()
    now.figures = dict(now.drawing.paths)
    add_labs(files, config)
    for uri, path in now.figures.items():
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    now.downloads = [downloads.plan(page) for page in now.chapters.values()]
    for take in now.downloads:  # written in on_env, when the figures are drawn
        for uri, path in take.files.items():
            files.append(File.generated(config, uri, abs_src_path=str(path)))
    for uri, strip in now.drawing.strips.items():
        uri = uri.removesuffix(".svg") + images.FRAMES
        files.append(File.generated(config, uri, abs_src_path=str(strip.target)))
    for uri, html in moved.items():
        files.append(File.generated(config, uri, content=html))
    links.check(now.pages, {file.src_uri for file in files})
    listed = files.documentation_pages(inclusion=InclusionLevel.is_in_nav)
    navigation.check(config.nav, {file.src_uri for file in listed})
    for uri, content in runtime.files(packages.ensure()).items():
        files.append(File.generated(config, uri, content=content))
    engine = "assets/search/minisearch.js"
    files.append(File.generated(config, engine, content=search.engine()))
    palette = "assets/stylesheets/palette.css"
    files.append(File.generated(config, palette, content=style.palette_css()))
    return files


def add_labs(files: Files, config: MkDocsConfig) -> None:
    faults = Faults()
    for file in [file for file in files if file.src_uri.endswith(".ipynb")]:
        with faults.noted():
            add_lab(file, files, config)
    raise_all(faults)


def add_lab(file: File, files: Files, config: MkDocsConfig) -> None:
    source = Path(str(file.abs_src_path))
    lab = labs.make(source)
    folder = Path(file.src_uri).parent
    page = file.src_uri.removesuffix(".ipynb") + ".md"
    now.labs[page] = source
    files.remove(file)
    files.append(File.generated(config, page, content=lab.markdown))
    files.append(File.generated(config, file.src_uri, abs_src_path=str(lab.notebook)))
    for name, path in lab.figures.items():
        now.figures[(folder / name).as_posix()] = path


def source_of(page: SitePage) -> Path:
    """The file that an author edits for this page."""
    return now.labs.get(page.file.src_uri) or Path(str(page.file.abs_src_path))


def on_page_markdown(
    markdown: str, page: SitePage, config: MkDocsConfig, **_: Any
) -> str:
    config.mdx_configs[GLOSSARY]["page"] = page.file.src_uri.removesuffix(".md")
    for extension in (MATHS, EXERCISES):
        config.mdx_configs[extension]["page"] = str(source_of(page))
        config.mdx_configs[extension]["faults"] = now.faults
    address = page.file.src_uri.removesuffix(".md")
    markdown = markdown.replace("{{ repo_url }}", config.repo_url or "")
    if address in now.chapters:
        markdown += "\n" + neighbours.markdown(address, now.chapters)
        markdown += downloads.markdown(now.chapters[address])
    if page.file.src_uri == chart.PAGE:
        markdown += chart.markdown(now.chapters, config.nav)
    if page.file.src_uri == status.PAGE:
        markdown += status.markdown(now.chapters)
    return markdown


def on_env(env: Any, files: Files, config: MkDocsConfig) -> Any:
    raise_all(now.faults)
    compiled = CACHE / "templates"
    compiled.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(compiled))  # it knows an edit
    links.anchors(now.pages, (file.page for file in files.documentation_pages()))
    now.drawing.finish()  # it went on while the pages were read
    for take in now.downloads:
        downloads.write(take, now.figures, config.site_url or "")
    for strip in now.drawing.strips.values():  # its slider is in no page yet
        said = " ".join([strip.frames.label, *strip.texts])
        fonts.characters(said, strip.path, now.seen)
    return env


def on_post_page(output: str, page: SitePage, config: MkDocsConfig, **_: Any) -> str:
    fonts.characters(maths.PLACEHOLDER.sub("", output), source_of(page), now.seen)
    output = frame.report(frame.squeeze(output), config.repo_url, page.url)
    output = maths.fill(place_figures(output, page), now.glyphs)
    return output if serving else security.protect(output, source_of(page))


def place_figures(html: str, page: SitePage) -> str:
    return images.place(html, page.url, now.figures, now.drawing.strips)


def on_post_template(output: str, template_name: str, **_: Any) -> str:
    page = template_name.endswith(".html") and not serving
    return security.protect(output, f"theme/{template_name}") if page else output


def on_post_build(config: MkDocsConfig) -> None:
    fonts.publish(Path(config.site_dir), now.seen, now.glyphs)
    assets.publish(Path(config.site_dir))
    search.publish(Path(config.site_dir), now.terms)
    sitemap = Path(config.site_dir, "sitemap.xml")  # MkDocs' has the day in it
    write_whole(sitemap.with_suffix(".xml.gz"), compressed(sitemap.read_bytes()))
    offline.publish(Path(config.site_dir))


def on_build_error(error: Exception, **_: Any) -> None:
    if now.site:  # no half of a site that looks whole
        clean_directory(now.site)
    if isinstance(error, Problem):
        raise Abort(str(error))
