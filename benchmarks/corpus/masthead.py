"""The title page of a note: its facts and the forms in which they are printed.

Here: symbol, dates, body, session, agenda item, title, kind, and what of them can be known from each form. Not here:
the lines of a page (`text.py`, `word.py`, `pdf.py`).
"""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from benchmarks.corpus.model import Masthead
from benchmarks.corpus.states import load

if TYPE_CHECKING:
    from random import Random

# How a title page is printed; see VARIATION 1. `bare`: starts with the date; `none`: title and kind alone.
FORMS = ("modern", "columns", "bare", "nineties", "geneva", "none")
# What may be odd about the symbol.
ODDITIES = ("plain", "asterisk", "spaced", "placeholder", "missing", "part", "double", "header-disagrees")


@cache
def facts() -> dict[str, Any]:
    """The facts to choose from."""
    data: dict[str, Any] = load("mastheads.yaml")
    return data


def masthead(rng: Random, profile: str, index: int, forms: tuple[str, ...]) -> Masthead:
    """The title page of the note with that index: no two notes have the same symbol and title and date."""
    data = facts()
    plain = profile == "plain"
    year = 2008 + index % 18
    form = "modern" if plain else rng.choice(forms)
    body = data["bodies"][0] if plain else rng.choices(data["bodies"], [b["weight"] for b in data["bodies"]])[0]
    number = str(2 + index // 18)
    symbol = body["symbol"].format(y=year, n=number) + ("" if plain else rng.choice(data["suffixes"]))
    oddity = "plain"
    if not plain and rng.random() < (0.6 if profile == "adversarial" else 0.25):
        oddity = rng.choice(ODDITIES)
    issued = dt.date(year, rng.randint(6, 9), rng.randint(1, 28))
    starts = issued + dt.timedelta(days=rng.randint(7, 60))
    session, start, end = _dates(rng, starts, starts + dt.timedelta(days=rng.randint(1, 4)))
    place = "Vienna" if plain or body["name"] else rng.choice(data["places"])
    ordinal = rng.choice(data["ordinals"]).capitalize()
    line = f"{place}, {session}" if body["name"] else f"{ordinal} session\n{place}, {session}"
    title = rng.choice(data["titles"])
    if form == "none":  # nothing but its title tells it from others
        title = f"Survey {index + 1} on {title[:1].lower()}{title[1:]}"
    item = rng.choice(data["items"])
    kind_line, kind = rng.choice(data["kinds"][:1] if plain else data["kinds"])
    printed, symbols, running, stars = _symbol(rng, oddity, symbol, year)
    agenda_mark = "*" * (len(stars) + 1)
    stars.append((agenda_mark, f"{body['symbol'].format(y=year, n=1)}."))
    if form in ("bare", "none"):
        printed, symbols, running = None, (), None
        stars = [("*", f"{body['symbol'].format(y=year, n=1)}.")] if form == "bare" else []
        agenda_mark = "*"
    known = form != "none"
    job = f"{year % 100:02d}-{rng.randint(1000, 9999):05d}"
    stamp = f"{issued:%d%m%y} {issued + dt.timedelta(days=1):%d%m%y} *{job.replace('-', '')[:7]}*"
    return Masthead(
        form=form,
        symbol=printed,
        symbols=symbols,
        running=running,
        job=f"GE.{job}" if form == "geneva" else f"V.{job}",
        job_date=stamp,
        conference=data["conference"],
        body=body["name"],
        issued=f"{issued.day} {issued:%B %Y}",
        issued_iso=issued.isoformat() if known else None,
        session_line=line,
        place=place if known else "",
        session_start=start.isoformat() if known else None,
        session_end=end.isoformat() if known else None,
        item_line=f"{rng.choice(data['item-lines']).format(i=item)}{agenda_mark}",
        item=item if known else None,
        agenda=rng.choice(data["agenda"]).format(title_lower=title[:1].lower() + title[1:]),
        title=title,
        kind_line=kind_line,
        kind=kind,
        stars=stars,
    )


def _symbol(
    rng: Random, oddity: str, symbol: str, year: int
) -> tuple[str | None, tuple[str, ...], str | None, list[tuple[str, str]]]:
    """How the symbol is printed, what may be extracted for it, the running header, and starred footnotes."""
    printed: str | None = symbol
    symbols: tuple[str, ...] = (symbol,)
    running: str | None = symbol
    stars: list[tuple[str, str]] = []
    match oddity:
        case "asterisk":
            printed = f"{symbol}{rng.choice(['', ' '])}*"
            stars = [("*", f"Reissued for technical reasons on {rng.randint(1, 28)} December {year}.")]
        case "spaced":
            printed = symbol.replace("/", " /", 1)
        case "placeholder":
            printed = running = f"{symbol.partition(f'/{year}/')[0]}/{year}/[..]"
            symbols = ()
        case "missing":
            printed, symbols, running = None, (), None
        case "part":
            printed = running = f"{symbol} (Part {rng.choice(['I', 'II'])})"
            symbols = (printed,)
        case "double":
            printed = running = f"{symbol}-CAC/COSP/IRG/{year}/{90 + rng.randint(0, 9)}"
            symbols = (printed, symbol)
        case "header-disagrees":
            running = symbol.rsplit("/", 1)[0] + f"/L.{rng.randint(1, 9)}"
    return printed, symbols, running, stars


def _dates(rng: Random, start: dt.date, end: dt.date) -> tuple[str, dt.date, dt.date]:
    """The dates of a meeting as printed."""
    if start.month != end.month:
        dash = rng.choice(["-", "–"])
        first = f"{start.day} {calendar.month_name[start.month]}"
        if start.year != end.year:
            first += f" {start.year}"
        return f"{first}{dash}{end.day} {end:%B %Y}", start, end
    span = rng.choice(["{a}-{b}", "{a}–{b}", "{a} –{b}", "{a} to {b}"])
    if end == start + dt.timedelta(days=1):
        span = "{a} and {b}"
    return f"{span.format(a=start.day, b=end.day)} {end:%B %Y}", start, end
