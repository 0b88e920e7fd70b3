"""Draws bar charts as SVG: inside a page, as a file, as a page for other sites' frames; and their numbers as CSV.

Here: layout of a chart and its forms. Not here: what is counted (the page that shows the chart), and the picture as
PNG, which `static/chart.js` makes of the SVG.

The picture is a template rather than a plotting library's: a horizontal bar chart is a few rectangles, and the wheels
that draw one weigh 80 MB.
"""

from __future__ import annotations

import csv
import textwrap
from dataclasses import dataclass, replace

from markupsafe import Markup

from pipelines.publish.site.rendering import Site

_WIDTH = 400
_LABEL = 52  # characters of a line above a bar
_SHORT = 10  # of a label that stands beside its bar
_LINE, _BAR, _GAP = 17, 16, 14
_BESIDE = 72
# A page that holds a chart in a frame is at most so wide; what stands around the picture there, in pixels.
_FRAME, _AROUND = 480, 70


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `of`: the whole of which `value` is a part, where there is one."""

    label: str
    value: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as pages show it. `page`: where it stands; `inline`: for the page; `snippet`: markup for other sites."""

    name: str
    title: str
    note: str
    page: str
    inline: Markup
    snippet: str


def draw(site: Site, bars: list[Bar], *, name: str, page: str, title: str, note: str, top: int = 0) -> Chart:
    """Draw a chart: write its SVG and CSV below `charts/`, and the page that other sites frame below `embed/`.

    `note`: what is counted, and what a blank means. `top`: the value of the longest bar, where several charts share it.
    """
    top = top or max((bar.of or bar.value for bar in bars), default=1) or 1
    beside = all(len(bar.label) <= _SHORT for bar in bars)
    left, room = (_BESIDE, _WIDTH - 70 - _BESIDE) if beside else (0, _WIDTH - 70)
    shapes, y = [], 0
    for bar in bars:
        lines = textwrap.wrap(bar.label, _LABEL) or [""]
        below = y + 1 if beside else y + _LINE * len(lines) + 1
        shapes.append(
            {
                "lines": [(line, y + _LINE * (i + 1) - 4) for i, line in enumerate(lines)],
                "y": below,
                # 70 units at the right stay free for the number.
                "width": round(room * bar.value / top, 1),
                "whole": round(room * (bar.of or 0) / top, 1),
                "text": _said(bar),
            }
        )
        y = below + _BAR + (5 if beside else _GAP)
    words = "; ".join(f"{bar.label}: {_said(bar)}" for bar in bars)
    context = {
        "name": name,
        "title": title,
        "words": words,
        "shapes": shapes,
        "width": _WIDTH,
        "height": y,
        "left": left,
    }
    publication = site.draft.publication
    folder = site.draft.folder / "charts"
    folder.mkdir(exist_ok=True)
    around = {
        "titles": textwrap.wrap(title, 44),
        "notes": textwrap.wrap(note, 60),
        "sources": textwrap.wrap(
            f"Source: {publication.title}. {publication.publisher.name}, {publication.base_url}", 64
        ),
    }
    picture = site.fragment("chart.svg", standalone=True, **context, **around)
    (folder / f"{name}.svg").write_text(picture + "\n", encoding="utf-8")
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["label", "value", "of"])
        site.written += [f"charts/{name}.svg", f"charts/{name}.csv"]
        writer.writerows([_plain(bar.label), bar.value, "" if bar.of is None else bar.of] for bar in bars)
    inline = site.fragment("chart.svg", standalone=False, **context)
    chart = Chart(name, title, note, page, inline, "")
    site.write(f"embed/{name}.html", "framed.html", kind="embed", title=title, chart=chart)
    height = -(-y * _FRAME // _WIDTH) + 30 * len(around["titles"]) + 24 * len(around["notes"]) + _AROUND
    frame = {"frame": f"{publication.base_url}embed/{name}.html", "title": title, "height": height}
    return replace(chart, snippet=str(site.fragment("embed.html", **frame)).strip())


def _said(bar: Bar) -> str:
    if bar.of is None:
        return f"{bar.value}"
    return f"{bar.value} of {bar.of}" if bar.of else "none listed"


def _plain(label: str) -> str:
    """A label that no spreadsheet runs as a formula."""
    return f"'{label}" if label.startswith(("=", "+", "-", "@", "\t", "\r")) else label
