"""Which font sets which character of a formula, by the rules of KaTeX's style sheet."""

import re
from html import unescape
from typing import NamedTuple

Face = tuple[str, str, str]  # family, style, weight
ROOT_FACE = ("KaTeX_Main", "normal", "400")
TOKEN = re.compile(
    r"<(?P<end>/?)\w+(?P<attributes>[^>]*?)(?P<empty>/?)>|(?P<text>[^<]+)"
)


class Rule(NamedTuple):
    """A rule that chooses a font: for an element with these classes, or a span in one."""

    classes: frozenset[str]
    inside: bool
    face: dict[str, str]


class Sheet(NamedTuple):
    """The faces that a style sheet declares, each with its file's name, and its rules."""

    faces: dict[Face, str]
    rules: list[Rule]

    @classmethod
    def read(cls, css: str) -> "Sheet":
        """Raise ValueError at a rule for a font whose selector is of a new form."""
        faces, rules = {}, []
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
            face = dict(re.findall(r"font-(family|style|weight):\"?([^;\"]+)", body))
            if selectors == "@font-face":
                key = (face["family"], face["style"], face["weight"])
                faces[key] = re.findall(r"fonts/([\w-]+)\.woff2", body)[0]
            elif face:
                rules += [_rule(selector, face) for selector in selectors.split(",")]
        return cls(faces, rules)

    def glyphs(self, html: str) -> str:
        """Return lines of `file characters`, both in order: what this formula asks of the fonts."""
        used: dict[str, set[str]] = {}
        stack: list[tuple[frozenset[str], Face]] = [(frozenset(), ROOT_FACE)]
        for token in TOKEN.finditer(html[html.index('<span class="katex-html"') :]):
            if text := token["text"]:
                used.setdefault(self.file(stack[-1][1]), set()).update(unescape(text))
            elif token["end"]:
                stack.pop()
            elif not token["empty"]:
                stack.append(self._enter(token["attributes"], *stack[-1]))
            if not stack:
                break  # the formula's own closing tags follow
        return "\n".join(
            f"{file} {''.join(sorted(used[file]))}" for file in sorted(used)
        )

    def file(self, face: Face) -> str:
        """Return the file a browser takes for this face: the nearest of its family."""
        family, style, weight = face
        near = [key for key in self.faces if key[0] == family]
        near.sort(key=lambda key: (key[1] != style, key[2] != weight, key))
        return self.faces[near[0]]

    def _enter(
        self, attributes: str, outer: frozenset[str], face: Face
    ) -> tuple[frozenset[str], Face]:
        found = re.search(r'class="([^"]*)"', attributes)
        classes = frozenset(found[1].split() if found else ())
        family, style, weight = face
        for rule in self.rules:
            if rule.classes <= (outer if rule.inside else classes):
                family = rule.face.get("family", family)
                style = rule.face.get("style", style)
                weight = rule.face.get("weight", weight)
        return classes, (family, style, weight)


def _rule(selector: str, face: dict[str, str]) -> Rule:
    simple = re.fullmatch(r"\.katex (?:\S+ )?((?:\.[\w-]+)+)(>span)?", selector)
    if not simple:
        raise ValueError(f"a selector for a font in a form that is new: {selector}")
    return Rule(frozenset(simple[1].split(".")[1:]), bool(simple[2]), face)
