"""Style sheets joined, without the rules that no element of the site can meet."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import tinycss2

from downhill.problem import Problem
from downhill.sheet.names import Names

ANY_OF = {"is", "where", "has", "matches", "-webkit-any", "-moz-any"}
NESTED = {"media", "supports", "container", "layer"}


class Rule(NamedTuple):
    """What stands before the braces, and in them: rules, or declarations by name."""

    head: str
    rules: list["Rule"]
    declarations: list[tuple[str, str]]


def cut(sheets: Mapping[str, str], names: Names) -> str:
    """One sheet of these, in their order; raises Problem for what cannot be read."""
    rules = [
        rule
        for place, css in sheets.items()
        for rule in _rules(tinycss2.parse_stylesheet(css, True, True), names, place)
    ]
    while unread := _variables(rules) - _read(rules) - names.pages - names.scripts:
        rules = list(_without(rules, unread))
    return "".join(map(_text, _without(rules, set())))


def _rules(nodes: Iterable[Any], names: Names | None, place: str) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "error":
            remedy = "correct it: a browser would pass over it in silence"
            raise Problem(place, node.source_line, node.message, remedy)
        if node.type == "at-rule":
            yield from _at_rule(node, names, place)
            continue
        selectors = [
            each
            for each in _split(node.prelude)
            if names is None or _possible(each, names)
        ]
        if selectors:
            head = ",".join(map(_squeezed, selectors))
            yield Rule(head, [], list(_declarations(node.content, place)))


def _at_rule(node: Any, names: Names | None, place: str) -> Iterator[Rule]:
    name, head = node.at_keyword, f"@{node.at_keyword} {_squeezed(node.prelude)}"
    if name == "charset":
        return  # UTF-8, as the pages
    if node.content is None:
        remedy = "name the other sheet in downhill/sheet, so that it is joined"
        raise Problem(place, node.source_line, f"{head} has no block", remedy)
    if name in NESTED or name.endswith("keyframes"):
        inside = tinycss2.parse_rule_list(node.content, True, True)
        within = names if name in NESTED else None  # `from` and `to` are no elements
        rules = list(_rules(inside, within, place))
        yield Rule(head, rules, [])
    else:
        yield Rule(head.strip(), [], list(_declarations(node.content, place)))


def _declarations(content: Iterable[Any], place: str) -> Iterator[tuple[str, str]]:
    for node in tinycss2.parse_blocks_contents(content, True, True):
        if node.type != "declaration":
            what = getattr(node, "message", "a rule in a rule")
            remedy = "write declarations, each with its semicolon"
            raise Problem(place, node.source_line, what, remedy)
        value = _squeezed(node.value) or " "
        yield node.name, value + ("!important" if node.important else "")


def _possible(selector: Iterable[Any], names: Names) -> bool:
    """False if the selector asks for an element, a class or an id that no page has."""
    before = ""
    for node in selector:
        if node.type == "ident" and before != ":":
            name = f".{node.value}" if before == "." else node.lower_value
            if not names.has(name):
                return False
        elif node.type == "hash" and not names.has(f"#{node.value}"):
            return False
        elif node.type == "[] block":
            said = tinycss2.serialize(node.content)
            # only pages say in which direction they are read
            if said.startswith("dir=") and f"[{said}]" not in names.pages:
                return False
        elif node.type == "function" and node.lower_name in ANY_OF:
            choices = _split(node.arguments)
            if not any(_possible(choice, names) for choice in choices):
                return False
        before = node.value if node.type == "literal" else ""
    return True


def _split(nodes: Iterable[Any]) -> list[list[Any]]:
    """At the commas."""
    parts: list[list[Any]] = [[]]
    for node in nodes:
        if node.type == "literal" and node.value == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _squeezed(nodes: Iterable[Any]) -> str:
    """As text, without comments, and without spaces at the ends and beside commas."""
    text = ",".join(
        tinycss2.serialize([node for node in part if node.type != "comment"]).strip()
        for part in _split(nodes)
    )
    return " ".join(text.split()) if '"' not in text and "'" not in text else text


def _variables(rules: Iterable[Rule]) -> set[str]:
    """All that are set."""
    own = {name for rule in rules for name, _ in rule.declarations}
    inner = {name for rule in rules for name in _variables(rule.rules)}
    return {name for name in own | inner if name.startswith("--")}


def _read(rules: Iterable[Rule]) -> set[str]:
    """All names that stand in a value."""
    found: set[str] = set()
    for rule in rules:
        found |= _read(rule.rules)
        for _, value in rule.declarations:
            if "--" in value:
                found.update(re.findall(r"--[\w-]+", value))
    return found


def _without(rules: Iterable[Rule], names: set[str]) -> Iterator[Rule]:
    for rule in rules:
        inner = list(_without(rule.rules, names))
        own = [each for each in rule.declarations if each[0] not in names]
        if inner or own:
            yield Rule(rule.head, inner, own)


def _text(rule: Rule) -> str:
    inner = "".join(map(_text, rule.rules))
    inner += ";".join(f"{name}:{value}" for name, value in rule.declarations)
    return f"{rule.head}{{{inner}}}"
