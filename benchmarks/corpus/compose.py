"""One whole note from a seed: title page, outline, paragraphs, respondents, footnotes, boxes and annexes.

Here: putting the parts together and numbering them. Not here: the parts, and how they are printed.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from benchmarks.corpus.masthead import FORMS, masthead
from benchmarks.corpus.model import Block, Box, Heading, Note, Paragraph
from benchmarks.corpus.outline import Planned, annex, headings, plan
from benchmarks.corpus.paragraphs import Writer, annotate, assembled
from benchmarks.corpus.phrases import Filler
from benchmarks.corpus.respondents import Declaration, declaration
from benchmarks.corpus.states import CONFUSABLE, states

if TYPE_CHECKING:
    from collections.abc import Sequence

PROFILES = ("family", "plain", "adversarial")
SIZE = 41  # numbered paragraphs of the one real note: about 15 kB of text


def compose(seed: str, index: int, profile: str = "family", size: int = SIZE, forms: Sequence[str] = FORMS) -> Note:
    """The note with that index of a corpus: the same arguments give the same note.

    `forms`: title pages that the layout can print. Raises ValueError for an unknown profile.
    """
    if profile not in PROFILES:
        msg = f"profile {profile!r} is none of {', '.join(PROFILES)}"
        raise ValueError(msg)
    rng = Random(f"{seed}/{profile}/{index}")  # noqa: S311 - reproducible on purpose
    mast = masthead(rng, profile, index, tuple(forms))
    year = int(mast.issued[-4:])
    variety = {"plain": 0.0, "family": 0.08, "adversarial": 0.25}[profile]
    filler = Filler(rng, year, variety, straight=profile != "plain" and rng.random() < 0.3)
    declared, late, reporters, others = _cast(rng, profile)
    listing = profile == "plain" or rng.random() < 0.9
    said = declaration(rng, filler, declared, late, plain=profile == "plain") if listing else None
    writer = Writer(
        rng,
        filler,
        profile,
        reporters=reporters,
        respondents=said.declared if said else [],
        others=others,
    )
    if mast.form == "none":
        writer.begin("introduction")  # the text that names the Convention, since no masthead does
    outline = plan(rng, profile, size)
    if profile != "plain" and rng.random() < 0.15:
        outline.append(annex(rng))
    blocks = _blocks(rng, writer, outline, said, profile)
    _span(blocks)
    return Note(
        name=f"note-{index:06d}",
        seed=f"{seed}/{profile}/{index}",
        profile=profile,
        masthead=mast,
        blocks=blocks,
        summary=writer.prose("summary", 5).text if profile != "plain" and rng.random() < 0.2 else None,
        contents=profile != "plain" and rng.random() < 0.2,
        respondents=said.declared if said else [],
        declared=said.number if said else None,
    )


def _cast(rng: Random, profile: str) -> tuple[list[str], list[str], list[str], list[str]]:
    """Declared States, late senders, States that report (some of them undeclared), all others."""
    codes = list(states())
    chosen = rng.sample(codes, rng.randint(9, 30))
    if profile != "plain":
        for group in rng.sample(CONFUSABLE, 5 if profile == "adversarial" else 1):
            chosen += [code for code in group if code not in chosen]
    rng.shuffle(chosen)
    declared, late = chosen, []
    if profile != "plain" and rng.random() < 0.25:
        declared, late = chosen[2:], chosen[:2]
    silent = min(rng.randint(0, 4), len(declared) - 7)
    reporters = declared[silent:] + late
    others = [code for code in codes if code not in chosen]
    if profile != "plain" and rng.random() < 0.4:
        undeclared, others = others[:2], others[2:]
        reporters = reporters + undeclared
    rng.shuffle(reporters)
    return declared, late, reporters, others


def _blocks(rng: Random, writer: Writer, outline: list[Planned], said: Declaration | None, profile: str) -> list[Block]:
    """Headings and paragraphs in order, numbered; the numbers start again in an annex."""
    blocks: list[Block] = []
    number = 0
    part = "body"
    for planned in outline:
        if planned.heading.part != part:
            part, number = planned.heading.part, 0
        blocks.append(planned.heading)
        place = planned.paragraphs - 1 if planned.role == "introduction" else -1
        for index in range(planned.paragraphs):
            number += 1
            blocks.append(_paragraph(rng, writer, planned, number, said if index == place else None))
        if profile != "plain" and planned.role == "analysis" and planned.paragraphs and rng.random() < 0.03:
            blocks.append(Box(*rng.choice(headings()["box"])))
    if said and said.annex:
        title = rng.choice(headings()["annex"])
        part = "annex-2" if part == "annex-1" else "annex-1"
        blocks += [Heading(1, None, title, part, {}), said.annex]
    return blocks


def _paragraph(rng: Random, writer: Writer, planned: Planned, number: int, said: Declaration | None) -> Paragraph:
    part = planned.heading.part
    if said:
        paragraph = assembled(number, part, [said.unit])
        paragraph.notes += said.notes
        return paragraph
    if planned.role in ("analysis", "annex"):
        units = writer.analysis(planned.subject)
    else:
        units = [writer.prose(planned.role, planned.subject) for _ in range(rng.choice((1, 1, 2)))]
    paragraph = assembled(number, part, units)
    if rng.random() < (0.03 if writer.profile == "plain" else 0.12):
        annotate(rng, paragraph, writer.footnote(planned.subject))
    return paragraph


def _span(blocks: list[Block]) -> None:
    """Set the first and last paragraph of each heading, those of the headings below it included."""
    open_: list[Heading] = []
    for block in blocks:
        if isinstance(block, Heading):
            open_ = [h for h in open_ if h.level < block.level and h.part == block.part]
            open_.append(block)
        elif isinstance(block, Paragraph):
            for heading in open_:
                heading.first = heading.first or block.number
                heading.last = block.number
