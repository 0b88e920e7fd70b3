"""Pictures that answer a question at first sight: SVG made of fields, with its numbers as CSV beside it.

Here: which States are quoted, as tiles; a State's years by articles; the share of the States that is quoted, by year.
The look of a field says what is there (`static/picture.css`). Not here: the pages that show a picture, its values,
which are those of documents (`sql/things/`), and PNG, which `static/picture.js` makes.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from pipelines.publish.data import csv_text
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.streams import Row

_CSS = Path(__file__).parent / "static" / "picture.css"
# Tiles in a row; the size of a field; a line of text; a column of a year; what stands left of a row; the least width.
_ACROSS, _WIDE, _HIGH, _LINE, _COLUMN, _LEFT, _LEAST = 14, 34, 24, 20, 80, 64, 340
# How a quote looks, by the stage that it tells, from the last stage to none; and who is not quoted.
_STAGES = {"in_place": "s4", "done": "s3", "under_way": "s2", "planned": "s1", None: "s0"}
_OTHERS = {"silent": "ring", "listed": "open"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its look, where it is, what stands in it; in a page, what it says and where it leads."""

    look: str
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    words: str = ""
    link: str = ""


@dataclass(slots=True)
class _Drawing:
    """What is drawn. `texts`: where each begins, and what it says."""

    fields: list[Field] = field(default_factory=list)
    texts: list[tuple[float, float, str]] = field(default_factory=list)
    width: int = _LEAST
    height: int = 0

    def explain(self, labels: Mapping[str, str]) -> None:
        """Say below it what each look means."""
        for look, label in labels.items():
            self.fields.append(Field(look, 1, self.height + 4, _WIDE - 10, _HIGH - 8))
            self.texts.append((_WIDE, self.height + 16, label))
            self.height += _HIGH


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file. `title`: what it shows. `words`: the same in words. `file`: its path, and the SVG."""

    name: str
    title: str
    words: str
    size: tuple[int, int]
    file: tuple[str, str]


def coverage_of(draft: ReleaseDraft) -> list[Row]:
    """How often notes quote and list each State, by group."""
    counted = {"statement_count": 0, "submission_count": 0}
    rows = rows_of_release(draft).ask("states")
    return sorted((row if row["there"] else row | counted for row in rows), key=_by_group)


def coverage(site: Site) -> Picture:
    """Which States are quoted: coverage, no score."""
    rows = coverage_of(site.draft)
    looks = ["s4" if row["statement_count"] else "ring" if row["submission_count"] else "none" for row in rows]
    count = Counter(looks)
    labels = {
        "s4": site.say("quoted (%(count)s)", count=count["s4"]),
        "ring": site.say("sent information, not quoted (%(count)s)", count=count["ring"]),
        "none": site.say("in no note (%(count)s)", count=count["none"]),
    }
    return _tiles(site, rows, looks, labels, name="coverage", title=site.say("Which States the notes quote"))


def on_topic(site: Site, document: Row, topic: str) -> list[Picture]:
    """Who is quoted on a topic, by the stage that the last quote tells; none, where that is one State alone."""
    if document["state_count"] == 1:
        return []
    groups = {row["state_iso3"]: row["un_regional_group"] for row in rows_of_release(site.draft).ask("states")}
    rows = [row | {"un_regional_group": groups[row["state_iso3"]]} for row in document["states"]]
    rows = sorted((row for row in rows if row["quoted"] is not False), key=_by_group)
    looks = [_STAGES[row["stage"]] if row["quoted"] else "open" for row in rows]
    count = Counter(looks)
    labels = {look: _stage(site, stage) for stage, look in _STAGES.items()} | {"open": site.say("unclear")}
    labels = {look: f"{label} ({count[look]})" for look, label in labels.items() if count[look]}
    title = site.say("%(topic)s: which States are quoted", topic=topic)
    return [_tiles(site, rows, looks, labels, name=f"{document['topic']['topic']}-states", title=title)]


def _by_group(row: Row) -> tuple[str, str]:
    return row["un_regional_group"] or "~", row["state_iso3"]


def _tiles(
    site: Site, rows: Sequence[Row], looks: Sequence[str], labels: Mapping[str, str], *, name: str, title: str
) -> Picture:
    """States as tiles, by regional group of the United Nations. `labels`: what each look means."""
    drawing = _Drawing(width=_ACROSS * _WIDE)
    for group, members in groupby(zip(rows, looks, strict=True), lambda one: one[0]["un_regional_group"]):
        drawing.texts.append((0, drawing.height + 14, site.say(group) if group else site.say("In no regional group")))
        top = drawing.height + _LINE
        for place, (row, look) in enumerate(members):
            y, x = (part * size for part, size in zip(divmod(place, _ACROSS), (_HIGH, _WIDE), strict=True))
            drawing.fields.append(Field(look, x + 1, top + y + 1, _WIDE - 3, _HIGH - 3, row["state_iso3"]))
        drawing.height = int(drawing.fields[-1].y) + _HIGH + 6
    drawing.explain(labels)
    return _filed(site, drawing, name=name, title=title, words=site.say(", ").join(labels.values()))


def by_year(site: Site, years: Sequence[Row], title: str) -> Markup:
    """Of the States that notes of each year list or mention, the share that they quote; nothing of one column alone.

    Where it can't be told how many were asked, the column is hollow.
    """
    if not [row for row in years if row["state_count"]][1:]:
        return Markup()
    drawing = _Drawing(width=max(_LEAST, len(years) * (_WIDE + 6)), height=_LINE + _COLUMN + 24)
    words = []
    for place, row in enumerate(years):
        x, quoted, asked = place * (_WIDE + 6) + 1, row["quoted_count"], row["state_count"]
        share = quoted / asked if asked else 0
        drawing.fields.append(Field("s0" if asked else "open", x, _LINE, _WIDE, _COLUMN, "" if asked else "?"))
        if share:
            high = round(_COLUMN * share)
            drawing.fields.append(Field("s4", x, _LINE + _COLUMN - high, _WIDE, high))
        drawing.texts.append((x, 14, site.phrases.share(share) if asked else ""))
        drawing.texts.append((x, _LINE + _COLUMN + 16, str(row["year"])))
        share = site.say("%(some)s of %(all)s", some=quoted, all=asked) if asked else site.say("unclear")
        words.append(f"{row['year']}: {share}")
    labels = {
        "s4": site.say("quoted"),
        "s0": site.say("listed or mentioned in the notes of that year"),
        "open": site.say("number of States unclear"),
    }
    drawing.explain({look: label for look, label in labels.items() if look in {one.look for one in drawing.fields}})
    caption = f"{title}: {site.say('; ').join(words)}"
    return site.fragment("picture.svg", drawing=drawing, title=caption, above=(), alone=False, role="img")


def strip(site: Site, document: Row, title: str, root: str) -> Markup:
    """A State's years by articles, each field with a link to the words; nothing, where they are one year.

    `root`: where addresses of pages begin, from the page that it stands on.
    """
    cells = [row for row in document["years"] if row["year"] and row["status"] != "mentioned"]
    years, articles = (sorted({row[name] for row in cells}) for name in ("year", "article"))
    if not years[1:]:
        return Markup()
    drawing = _Drawing(width=_LEFT + len(years) * _WIDE, height=(len(articles) + 1) * _HIGH)
    drawing.texts = [(_LEFT + place * _WIDE, 14, str(year)) for place, year in enumerate(years)]
    for place, number in enumerate(articles):
        drawing.texts.append((0, (place + 1) * _HIGH + 14, site.say("Art. %(number)s", number=number)))
    labels = {}
    for row in cells:
        quoted = row["status"] == "reported"
        look = _STAGES[row["stage"]] if quoted else _OTHERS[row["status"]]
        labels[look] = _stage(site, row["stage"]) if quoted else site.meanings["statuses"][row["status"]]
        drawing.fields.append(
            Field(
                look,
                _LEFT + years.index(row["year"]) * _WIDE,
                (articles.index(row["article"]) + 1) * _HIGH - 2,
                _WIDE - 4,
                _HIGH - 4,
                str(row["statement_count"] or ""),
                f"{row['year']}, {site.article(row['article'])}: {labels[look]}",
                addresses.place(row["note_id"], row["statement_id"] or row["note_id"]),
            )
        )
    drawing.explain({look: labels[look] for look in (*_STAGES.values(), *_OTHERS.values()) if look in labels})
    return site.fragment("picture.svg", drawing=drawing, title=title, root=root, above=(), alone=False, role="group")


def _stage(site: Site, code: str | None) -> str:
    return site.meanings["stages"][code] if code else site.say("stage not recognised")


def _filed(site: Site, drawing: _Drawing, *, name: str, title: str, words: str) -> Picture:
    """A picture in a file of its own, below its title and above its source."""
    publication = site.publication
    for line in textwrap.wrap(f"{publication.title}. {publication.publisher.name}, {publication.base_url}", 64):
        drawing.texts.append((0, drawing.height + 16, line))
        drawing.height += _LINE
    above, css = textwrap.wrap(title, 48), Markup(_CSS.read_text(encoding="utf-8"))  # noqa: S704 - the program's own
    shown = site.fragment(
        "picture.svg", drawing=drawing, title=f"{title}: {words}", above=above, css=css, alone=True, role="img"
    )
    file = f"{site.prefix}charts/{name}.svg", f"{shown}\n"
    return Picture(name, title, words, (drawing.width, drawing.height + len(above) * _LINE), file)


def numbers(name: str, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """The values of pictures as CSV: codes and numbers, the same in all languages. `rows`: alike."""
    yield f"charts/{name}.csv", csv_text(rows[0] if rows else (), (row.values() for row in rows))
