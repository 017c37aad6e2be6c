"""The signs of roots: KaTeX draws each anew, a page holds each drawing once."""

import re
from collections import Counter

# KaTeX's strokes that stretch; one of a few hundred bytes, often further apart than gzip sees.
DRAWING = re.compile(r'(<svg width="400em"[^>]*>)<path d="([^"]{200,})"/></svg>')


def share(html: str) -> str:
    """The page with every drawing that it has twice at the end of its article, in use above.

    Not within the first formula that has it: that one may be copied, and its id with it.
    """
    end = html.rfind("</article>")
    counts = Counter(match[2] for match in DRAWING.finditer(html))
    often = [path for path, count in counts.items() if count > 1]
    if end < 0 or not often:
        return html
    ids = {path: f"root-{number}" for number, path in enumerate(often, 1)}

    def use(match: re.Match[str]) -> str:
        if match[2] not in ids:
            return match[0]
        # not href: Material's script sets the href of whatever has one
        return f'{match[1]}<use xlink:href="#{ids[match[2]]}"></use></svg>'

    paths = (f'<path id="{ids[path]}" d="{path}" stroke="none"/>' for path in often)
    store = f'<svg display="none">{"".join(paths)}</svg>'
    return DRAWING.sub(use, html[:end]) + store + html[end:]
