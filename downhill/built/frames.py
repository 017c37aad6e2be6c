"""Every figure with a slider has all its frames, and the one that is shown is among them."""

import gzip
from collections.abc import Iterator
from typing import Any

from downhill.built.site import Page, Site
from downhill.figures.frames import HEAVIEST, unpacked
from downhill.figures.images import FRAMES
from downhill.problem import Problem

AGAIN = "build the site anew; downhill/figures/frames.py writes the file"


def check(page: Page, site: Site, linked: set[str]) -> Iterator[Problem]:
    """What is wrong with the frames of a page; the addresses of their files go to `linked`."""
    for slider in page.article.xpath(".//*[@data-frames]"):
        wide, above = str(slider.get("data-frames")), slider.getprevious()
        images = [] if above is None else above.xpath("self::img | .//img | .//source")
        sources = [str(one.get("src") or one.get("srcset")) for one in images]
        for image in sources or [""]:
            target = image.removesuffix(".svg") + FRAMES if image else wide
            found = site.resolve(page.url, target)
            if found is None or not site.file(found[0]).is_file():
                what, remedy = "is not there", AGAIN
            else:
                linked.add(found[0])
                data = site.file(found[0]).read_bytes()
                what, remedy = _fault(data, slider, _shown(page, site, image)), AGAIN
                if not what and len(gzip.compress(data)) > HEAVIEST:
                    what = f"more than {HEAVIEST / 1000:.0f} KB gzipped"
                    remedy = "fewer frames, or fewer points on what moves"
            if what:
                name = wide.removesuffix(FRAMES)
                yield page.problem(f"{target}: {what}", remedy, f"{name}.svg", target)


def _shown(page: Page, site: Site, source: str) -> str:
    """The SVG above the slider; "" if there is none."""
    found = site.resolve(page.url, source)
    if found is None or not site.file(found[0]).is_file():
        return ""
    return site.file(found[0]).read_text(encoding="utf-8")


def _fault(data: bytes, slider: Any, shown: str) -> str:
    """What is wrong with a file of frames under its slider; "" if nothing is."""
    try:
        texts, svgs = unpacked(data)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        return f"is no file of frames ({type(error).__name__}: {error})"
    control, output = slider.find(".//input"), slider.find(".//output")
    wanted, at = int(control.get("max")) + 1, int(control.get("value"))
    if len(svgs) != wanted or len(texts) != wanted:
        return f"holds {len(svgs)} frames and {len(texts)} texts, its slider {wanted}"
    if svgs[at] != shown:
        return f"frame {at} is not the image that is shown"
    said = {texts[at], output.text, control.get("aria-valuetext")}
    return "" if len(said) == 1 else f"the shown frame is called {sorted(said)}"
