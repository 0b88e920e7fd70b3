"""Draws bar charts as SVG: inside a page, as a file to embed, and their numbers as CSV.

Here: layout of a chart and its three forms. Not here: what is counted (the page that shows the chart).

The picture is a template rather than a plotting library's: a horizontal bar chart is a few rectangles, and the wheels
that draw one weigh 80 MB.
"""

from __future__ import annotations

import csv
import textwrap
from dataclasses import dataclass

from markupsafe import Markup

from pipelines.publish.site.rendering import Site

_WIDTH = 400
_LABEL = 52  # characters of a line above a bar
_LINE, _BAR, _GAP = 17, 16, 14


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


def draw(site: Site, bars: list[Bar], *, name: str, page: str, title: str, note: str) -> Chart:
    """Draw a chart and write its SVG and CSV below `charts/`."""
    top = max((bar.of or bar.value for bar in bars), default=1) or 1
    shapes, y = [], 0
    for bar in bars:
        lines = textwrap.wrap(bar.label, _LABEL) or [""]
        whole = bar.of or 0
        shapes.append(
            {
                "lines": [(line, y + _LINE * (i + 1) - 4) for i, line in enumerate(lines)],
                "y": y + _LINE * len(lines) + 1,
                # 70 units at the right stay free for the number.
                "width": round((_WIDTH - 70) * bar.value / top, 1),
                "whole": round((_WIDTH - 70) * whole / top, 1),
                "text": f"{bar.value} of {bar.of}" if bar.of is not None else f"{bar.value}",
            }
        )
        y += _LINE * len(lines) + _BAR + _GAP
    words = "; ".join(f"{bar.label}: {bar.value}" + (f" of {bar.of}" if bar.of is not None else "") for bar in bars)
    context = {"name": name, "title": title, "words": words, "shapes": shapes, "width": _WIDTH, "height": y}
    folder = site.facts.folder / "charts"
    folder.mkdir(exist_ok=True)
    picture = site.fragment("chart.svg", standalone=True, **context)
    (folder / f"{name}.svg").write_text(picture + "\n", encoding="utf-8")
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["label", "value", "of"])
        writer.writerows([_plain(bar.label), bar.value, "" if bar.of is None else bar.of] for bar in bars)
    base = site.facts.publication.base_url
    snippet = site.fragment(
        "embed.html", picture=f"{base}charts/{name}.svg", page=base + page, title=title, words=words
    )
    return Chart(name, title, note, page, site.fragment("chart.svg", standalone=False, **context), str(snippet).strip())


def _plain(label: str) -> str:
    """A label that no spreadsheet runs as a formula."""
    return f"'{label}" if label.startswith(("=", "+", "-", "@", "\t", "\r")) else label
