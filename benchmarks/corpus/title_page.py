"""What stands before the first heading, and what all printed forms share: title page, contents, labels, marks.

Here: the groups of lines of each form of title page. Not here: how a layout sets them on a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.corpus.model import Box, Heading, Listing, Note

if TYPE_CHECKING:
    from random import Random

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
Groups = list[list[str]]


def before_title(note: Note) -> Groups:
    """Groups of lines from the top of the page to the agenda item."""
    mast = note.masthead
    top = ["United Nations", *([mast.symbol] if mast.symbol else [])]
    meeting = [*([mast.body] if mast.body else []), *mast.session_line.split("\n")]
    item = [mast.item_line, mast.agenda]
    match mast.form:
        case "none":
            return []
        case "bare":
            name = [] if mast.body else [[mast.conference]]
            return [[mast.issued], ["Original: English"], *name, *([line] for line in meeting), [mast.item_line]]
        case "nineties":
            block = ["Distr.", "GENERAL", *([mast.symbol] if mast.symbol else []), mast.issued, "ORIGINAL: ENGLISH"]
            return [["UNITED", "NATIONS"], block, [mast.conference.upper()], meeting, item]
        case "geneva":
            return [[f"{mast.job} (E)    {mast.job_date[:13]}"], [mast.conference], meeting, item]
        case "columns":
            first, middle, last = "Conference of the States Parties", "to the United Nations", "Convention against"
            woven = f"{first} Distr.: General {mast.issued} {middle} Original: English {last}"
            return [[" ".join(top)], [woven], meeting, item]
        case _:
            block = ["Distr.: General", mast.issued, "Original: English"]
            return [top, [mast.conference], block, meeting, item]


def late_masthead(note: Note) -> Groups:
    """What Geneva prints after the first page's text: the symbol, the distribution, the date."""
    mast = note.masthead
    if mast.form != "geneva":
        return []
    top = ["United Nations", *([mast.symbol] if mast.symbol else [])]
    return [top, ["Distr.: General", mast.issued, "Original: English"]]


def contents_lines(note: Note, rng: Random) -> list[str]:
    """A contents table: every heading again, with dot leaders, paragraph range and page."""
    leader = rng.choice(["......................", " . . . . . . . . . . .", "\t"])
    lines = ["Contents", "Paragraphs Page"]
    page = 2
    for heading in note.headings:
        span = "" if heading.first is None else f"{heading.first}–{heading.last}"
        if heading.first == heading.last and heading.first is not None:
            span = str(heading.first)
        lines.append(f"{printed(heading)} {leader} {span} {page}".replace("  ", " "))
        page += rng.random() < 0.4
    return lines


def printed(heading: Heading) -> str:
    """A heading on one line: `II. Public reporting (article 10)`, `Annex Title`."""
    if heading.part != "body":
        return f"{annex_name(heading)} {heading.text}"
    return f"{heading.label}. {heading.text}" if heading.label else heading.text


def annex_name(heading: Heading) -> str:
    """`Annex`, or `Annex II` for the second one."""
    return "Annex" if heading.part == "annex-1" else "Annex II"


def box_lines(box: Box, number: int) -> list[str]:
    """A box as lines."""
    return [f"Box {number}", box.title, box.text]


def listing_text(listing: Listing) -> str:
    """Unnumbered lines."""
    return "\n".join(listing.lines)


def mark_text(number: int, style: str) -> str:
    """A footnote mark as printed in the text: `superscript`, `bracket`, or a figure glued to the word before."""
    if style == "superscript":
        return str(number).translate(SUPERSCRIPT)
    return f"[{number}]" if style == "bracket" else str(number)
