"""Short notes of the family for tests of what happens to notes, not of what is in them."""

from __future__ import annotations

_NOTE = """United Nations
CAC/COSP/WG.4/{symbol}
Distr.: General
{day} June {year}
Original: English

Conference of the States Parties to the United Nations Convention against Corruption

Open-ended Intergovernmental Working Group on the Prevention of Corruption

Vienna, 15–17 June {year}

Use of technologies in {year}

Note by the Secretariat

I. Introduction

1. The present note has been prepared on the basis of information provided by {count} States parties ({states}).

II. Analysis of submissions

A. Integrity in public procurement (article 9)

{paragraphs}
"""


def note(year: int, *states: str, number: int | str = 2, day: int = 9, said: str = "portal") -> bytes:
    """A note of that year in which each of the States reports that it has opened a portal, or what else is `said`."""
    paragraphs = "\n\n".join(f"{n}. {state} reported that it had opened a {said}." for n, state in enumerate(states, 2))
    listed = " and ".join(states) if len(states) < 3 else f"{', '.join(states[:-1])} and {states[-1]}"
    return _NOTE.format(
        symbol=f"{year}/{number}", day=day, year=year, count=len(states), states=listed, paragraphs=paragraphs
    ).encode()
