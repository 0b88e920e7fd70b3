"""What a DOCX declares once and paragraphs refer to: styles (bold, size, outline level) and list numbering.

Here: resolving a style along the styles it is based on, and rendering automatic numbers as Word prints them.
Not here: the paragraphs themselves (`docx`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from pipelines.archive.formats.docx_package import W
from pipelines.archive.formats.numerals import in_format

HEADING_NAME = re.compile(r"heading ([1-6])", re.IGNORECASE)
MAX_DEPTH = 32  # of styles based on styles; more is a loop
VAL, BOLD, HIDDEN = W + "val", W + "b", W + "vanish"
SIZE, POSITION, RUN_STYLE = W + "sz", W + "vertAlign", W + "rStyle"
OFF = {"0", "false", "off", "none"}
# Bullets are mostly set in symbol fonts, whose characters have no meaning of their own.
BULLET = "•"


@dataclass(frozen=True, slots=True)
class Style:
    """The properties of a style, its own or those of the styles that it is based on; None where no style has one."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None
    superscript: bool | None = None
    heading: int | None = None
    number: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering definition."""

    start: int
    format: str
    text: str
    suffix: str
    legal: bool


BARE = Style(size=10.0)


def is_on(element: etree._Element | None) -> bool | None:
    """Return what an on/off property says; None where it is not there."""
    if element is None:
        return None
    return element.get(VAL, "1") not in OFF


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """Return an attribute of a property that may not be there."""
    return None if element is None else element.get(W + name)


def number_of(text: str | None, default: int = 0) -> int:
    """Return an attribute as a number, the default where it is none."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default


def numbered(style: Style, properties: etree._Element | None) -> Style:
    """Return a style with what list properties (`w:numPr`) say laid over it."""
    if properties is None:
        return style
    number, level = value(properties.find(W + "numId")), value(properties.find(W + "ilvl"))
    return replace(style, number=number or style.number, level=number_of(level, style.level))


class Styles:
    """The styles of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self.default = BARE
        self._default_paragraph: str | None = None
        if root is None:
            return
        self.default = self.run(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), self.default)
        for style in root.iterchildren(W + "style"):
            name = style.get(W + "styleId", "")
            self._elements.setdefault(name, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in {"1", "true", "on"}:
                self._default_paragraph = name

    def paragraph(self, name: str | None) -> Style:
        """Return a paragraph style; the document's default one for None."""
        return self._resolve(name or self._default_paragraph or "", 0)

    def run(self, properties: etree._Element | None, base: Style) -> Style:
        """Return a base style with the run properties (`w:rPr`) of a run or a style laid over it."""
        over: dict[str, Any] = {}
        for element in () if properties is None else properties:
            tag, setting = element.tag, element.get(VAL, "1")
            if tag == RUN_STYLE:
                named = self._resolve(setting, 0)
                fields = {field: getattr(named, field) for field in ("bold", "hidden", "superscript")}
                over = {field: own for field, own in fields.items() if own is not None} | over
            elif tag == BOLD:
                over["bold"] = setting not in OFF
            elif tag == HIDDEN:
                over["hidden"] = setting not in OFF
            elif tag == SIZE and number_of(setting):
                over["size"] = number_of(setting) / 2
            elif tag == POSITION:
                over["superscript"] = setting == "superscript"
        return replace(base, **over) if over else base

    def _resolve(self, name: str, depth: int) -> Style:
        if name in self._resolved:
            return self._resolved[name]
        element = self._elements.get(name)
        if element is None or depth > MAX_DEPTH:
            return self.default
        parent = value(element.find(W + "basedOn"))
        base = self._resolve(parent, depth + 1) if parent else self.default
        style = self.run(element.find(W + "rPr"), base)
        named = HEADING_NAME.fullmatch(value(element.find(W + "name")) or "")
        if named:
            style = replace(style, heading=int(named[1]))
        elif number_of(value(element.find(f"{W}pPr/{W}outlineLvl")), 9) < 6:
            # An outline level alone says that it is a heading, not which: templates give all of theirs the same.
            style = replace(style, heading=0)
        self._resolved[name] = style = numbered(style, element.find(f"{W}pPr/{W}numPr"))
        return style


class Numbering:
    """The lists of a document and how far each has been counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        for abstract in root.iterchildren(W + "abstractNum"):
            levels = {number_of(level.get(W + "ilvl")): _level(level) for level in abstract.iterchildren(W + "lvl")}
            self._levels[abstract.get(W + "abstractNumId", "")] = levels
        for number in root.iterchildren(W + "num"):
            identifier, abstract_id = number.get(W + "numId", ""), value(number.find(W + "abstractNumId")) or ""
            self._lists[identifier] = abstract_id
            for override in number.iterchildren(W + "lvlOverride"):
                start = value(override.find(W + "startOverride"))
                if start is not None:
                    self._starts.setdefault(identifier, {})[number_of(override.get(W + "ilvl"))] = number_of(start)

    def label(self, number: str, level: int) -> str:
        """Count one paragraph of a list and return its label as printed, with what parts it from the text."""
        abstract = self._lists.get(number, "")
        levels = self._levels.get(abstract, {})
        definition = levels.get(level)
        if not number or definition is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        start = self._starts.get(number, {}).get(level)
        if start is not None and (number, level) not in self._begun:
            counts[level] = start
        else:
            counts[level] = counts.get(level, definition.start - 1) + 1
        self._begun.add((number, level))
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        label = BULLET if definition.format == "bullet" else self._render(definition, levels, counts)
        return label + definition.suffix if label else ""

    @staticmethod
    def _render(definition: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
        def part(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            described = levels.get(other, definition)
            form = "decimal" if definition.legal else described.format
            return in_format(counts.get(other, described.start), form)

        return re.sub(r"%(\d)", part, definition.text)


def _level(element: etree._Element) -> Level:
    suffix = value(element.find(W + "suff"))
    return Level(
        start=number_of(value(element.find(W + "start")), 1),
        format=value(element.find(W + "numFmt")) or "decimal",
        text=value(element.find(W + "lvlText")) or "",
        suffix={"space": " ", "nothing": ""}.get(suffix or "", "\t"),
        legal=is_on(element.find(W + "isLgl")) or False,
    )
