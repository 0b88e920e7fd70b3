"""Tells documents that say the same from those that nearly do, and translations by what every language prints alike.

Here: translations, and signals about notes that may be one. Not here: what is done about documents
that are one note (`works.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from operator import attrgetter, itemgetter

from pipelines.extract.claims import SAMPLE, DocumentClaims
from pipelines.extract.register import Register

# Fewer paragraphs in common may be what all notes of a body say in the same words.
_FEWEST = 4
# A paragraph that more notes than this hold is a form of words.
_COMMONPLACE = 12


def alike(one: DocumentClaims, other: DocumentClaims) -> bool:
    """True where two texts say the same, or at least half of their paragraphs do."""
    return one.content == other.content or _share(one.sketch, other.sketch) >= 0.5


def _share(one: Sequence[str], other: Sequence[str]) -> float:
    """Which part of the paragraphs of two texts both have, by what their samples have in common."""
    both = sorted({*one, *other})[:SAMPLE]
    common = set(one) & set(other)
    return len(common.intersection(both)) / len(both) if len(common) >= _FEWEST else 0.0


def doubtful_pairs(notes: Mapping[str, DocumentClaims]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield, for either of two notes that may be one, a signal's rule and message; of several, the nearest is named.

    `notes`: by identifier, what the document says that carries its structure.
    """
    nearest: dict[str, tuple[float, str]] = {}
    for pair in _sharing(notes):
        if alike(*(notes[note_id] for note_id in pair)):
            share = _share(*(notes[note_id].sketch for note_id in pair))
            for one, other in (pair, pair[::-1]):
                nearest[one] = max(nearest.get(one, (0.0, "")), (share, other), key=itemgetter(0))
    for one, (_, other) in nearest.items():
        yield one, _nearly(notes[one], other, notes[other])
    for one, other in _laid_out_alike(notes):
        yield one, _translation(notes[one], other, notes[other])
        yield other, _translation(notes[other], one, notes[one])


def translations(documents: Sequence[DocumentClaims], register: Register) -> list[list[DocumentClaims]]:
    """Groups of documents in several languages that are one note, though not all print its symbol.

    They have one day, meeting and numbering, cite the same symbols and name the same respondents, where known. Nothing
    is joined that is declared, prints two symbols, has two texts in one language, or was published apart.
    """
    groups: dict[tuple[str, ...], list[DocumentClaims]] = defaultdict(list)
    for document in sorted(documents, key=attrgetter("sha256")):
        facts = document.issued, document.meeting, document.outline, " ".join(document.cited)
        if all(facts) and not document.declared and document.paragraph_count >= _FEWEST:
            groups[facts].append(document)
    return [group for group in groups.values() if _are_one(group, documents, register)]


def _are_one(group: Sequence[DocumentClaims], documents: Sequence[DocumentClaims], register: Register) -> bool:
    works = {d.work for d in group if d.work}
    texts: dict[str, set[str]] = defaultdict(set)
    for document in [*group, *(d for d in documents if d.work in works and not d.revision)]:
        texts[document.language].add(document.content)
    return (
        len({d.language for d in group}) > 1
        and not all(d.work for d in group)
        and len(works) <= 1
        and all(len(contents) == 1 for contents in texts.values())
        and len({d.respondents for d in group if d.respondents}) <= 1
        and len({register.notes[key] for d in group for key in d.known_by() if key in register.notes}) <= 1
    )


def _sharing(notes: Mapping[str, DocumentClaims]) -> list[tuple[str, str]]:
    """Pairs of notes that have enough paragraphs of their samples in common to be compared."""
    holders: dict[str, list[str]] = defaultdict(list)
    for note_id, claims in sorted(notes.items()):
        for digest in claims.sketch:
            holders[digest].append(note_id)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        if len(ids) <= _COMMONPLACE:
            shared.update(combinations(ids, 2))
    return sorted(pair for pair, count in shared.items() if count >= _FEWEST)


def _laid_out_alike(notes: Mapping[str, DocumentClaims]) -> list[tuple[str, str]]:
    """Pairs of notes of one day and numbering in two languages, not both with a symbol."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for note_id, claims in sorted(notes.items()):
        if claims.issued and claims.paragraph_count >= _FEWEST:
            groups[claims.issued, claims.outline].append(note_id)
    return [
        (one, other)
        for ids in groups.values()
        if len(ids) <= _COMMONPLACE
        for one, other in combinations(ids, 2)
        if notes[one].language != notes[other].language and not (notes[one].symbol and notes[other].symbol)
    ]


def taken_for_translation(group: Sequence[DocumentClaims]) -> tuple[str, str]:
    """What is to be said of documents that are taken for one note (`translations`)."""
    files = ", ".join(f"{d.file} ({d.language}, {d.symbol or 'no symbol'})" for d in group)
    bare = next(d for d in group if not d.symbol)
    message = (
        f"These are taken for one note in several languages: {files}. They have the same day, meeting, numbering and "
        f"cited symbols. The SHA-256 of {bare.file} is {bare.sha256}."
    )
    return "taken_for_translation", message


def _nearly(claims: DocumentClaims, other_id: str, other: DocumentClaims) -> tuple[str, str]:
    message = (
        f"{other.file} ({other_id}) says nearly the same as {claims.file}; both are counted. The SHA-256 of the "
        f"former is {other.sha256}."
    )
    return "nearly_the_same_note", message


def _translation(claims: DocumentClaims, other_id: str, other: DocumentClaims) -> tuple[str, str]:
    message = (
        f"{other.file} ({other_id}, language {other.language}) has the date and the numbering of {claims.file}; both "
        f"are counted. The SHA-256 of the former is {other.sha256}."
    )
    return "perhaps_a_translation", message
