"""Decides which documents are one note, under which identifier, and which of its versions the tables follow.

Here: pure decisions over what documents say of themselves, what `sources.yaml` says of them, and what the last release
knew; translations, by what every language prints alike; signals about notes that may be one. Not here: extraction
(`batch.py`), how versions are laid over each other (`versions/`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from operator import attrgetter, itemgetter
from typing import NamedTuple

from pipelines.archive.formats.registry import rank
from pipelines.contract.languages import LANGUAGES
from pipelines.extract.claims import CONTENT, SAMPLE, SYMBOL, DocumentClaims, Key, Notice, Register, Version, Work

_ID = "id"
_RANKS = {language: n for n, language in enumerate(LANGUAGES)}

# Fewer paragraphs in common may be what all notes of a body say in the same words.
_FEWEST = 4
# A paragraph that more notes than this hold is a form of words.
_COMMONPLACE = 12


class _Text(NamedTuple):
    language: str
    revision: str


def decide(documents: Sequence[DocumentClaims], register: Register) -> list[Work]:
    """The notes that some documents are, sorted by identifier; whatever the order of the documents."""
    joined = _translations(documents, register)
    taken = {group[0].sha256: _taken_for_translation(group) for group in joined}
    works = [_work(note_id, group, register) for note_id, group in _groups(documents, register, joined).items()]
    doubts: dict[str, list[Notice]] = defaultdict(list)
    for work in works:
        doubts[work.note_id] += [taken[d.sha256] for v in work.versions for d in v.files if d.sha256 in taken]
    for note_id, notice in _doubtful_pairs({work.note_id: work.versions[0].claims for work in works if work.versions}):
        doubts[note_id].append(notice)
    return [
        replace(work, notices=(*work.notices, *sorted(doubts[work.note_id])))
        for work in sorted(works, key=attrgetter("note_id"))
    ]


def _groups(
    documents: Sequence[DocumentClaims], register: Register, joined: Sequence[Sequence[DocumentClaims]]
) -> dict[str, list[DocumentClaims]]:
    """The documents of each note, by its identifier; `joined`: such as are one note beside what their keys say."""
    claims = _claims(documents)
    bases = _bases(documents, register)
    shared = _shared_contents(documents, register)
    parents: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        while parents.setdefault(key, key) != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    keys_of = {d.sha256: _keys(d, claims, bases, shared, register) for d in documents}
    joint = [[keys_of[d.sha256][0] for d in group] for group in joined]
    for keys in (*keys_of.values(), *joint):
        for key in keys[1:]:
            parents[root(key)] = root(keys[0])
    groups: dict[Key, list[DocumentClaims]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: d.sha256):
        groups[root(keys_of[document.sha256][0])].append(document)
    return {_identifier(group, keys_of, bases, register): group for group in groups.values()}


def _claims(documents: Iterable[DocumentClaims]) -> dict[Key, str]:
    """By what a note is known by, the identifier that `sources.yaml` gives to the one document that has it.

    A document whose symbol another has too, in the same language with other words, was declared to keep them apart.
    """
    claims: dict[Key, set[str]] = defaultdict(set)
    texts: dict[tuple[Key, str, str], set[str]] = defaultdict(set)
    for document in documents:
        for key in document.known_by():
            texts[key, document.language, document.revision].add(document.content)
            if document.declared:
                claims[key].add(document.declared)
    apart = {key for (key, _, _), contents in texts.items() if len(contents) > 1}
    return {key: min(ids) for key, ids in claims.items() if len(ids) == 1 and key not in apart}


def _keys(
    document: DocumentClaims, claims: Mapping[Key, str], bases: Mapping[str, str], shared: set[str], register: Register
) -> list[Key]:
    """What joins a document with others: documents that share any of these are one note."""
    if document.declared:
        return [(_ID, document.declared)]
    keys = [key for key in document.known_by() if key[0] != CONTENT or key[1] not in shared or not document.symbol]
    claimed = next((claims[key] for key in keys if key in claims), None)
    if claimed:
        return [(_ID, claimed)]
    known = {register.notes[key] for key in keys if key in register.notes}
    return [*keys, *((_ID, note_id) for note_id in sorted(known or {bases[document.sha256]}))]


def _bases(documents: Iterable[DocumentClaims], register: Register) -> dict[str, str]:
    """The identifier that each document's note would have; one of its own where title and date are alike by chance."""
    bases: dict[str, str] = {}
    holders: dict[str, list[DocumentClaims]] = defaultdict(list)
    for document in documents:
        bases[document.sha256] = document.base_id
        known = register.note_of(document.known_by())
        if known or not (document.symbol or document.declared):
            holders[known or document.base_id].append(document)
    for base_id, group in holders.items():
        first = min(group, key=lambda d: (register.note_of(d.known_by()) is None, *_seniority(d)))
        for document in group:
            if document.base_id == base_id and not document.symbol and not _alike(document, first):
                bases[document.sha256] = f"{base_id}-{document.sha256[:8]}"
    return bases


def _shared_contents(documents: Iterable[DocumentClaims], register: Register) -> set[str]:
    """Contents that documents of several symbols print, or printed in the last release: they are no one note.

    Two symbols that are joined (`A/80/82-E/2025/63`) are those of one note.
    """
    known: dict[str, set[str]] = defaultdict(set)
    for (kind, symbol), note_id in register.notes.items():
        if kind == SYMBOL:
            known[note_id].add(symbol)
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    for document in documents:
        if document.symbol and document.content:
            found[document.content].add(frozenset(document.work.split("-")))
            if symbols := known[register.notes.get((CONTENT, document.content), "")]:
                found[document.content].add(frozenset(symbols))
    return {c for c, works in found.items() if any(one.isdisjoint(other) for one, other in combinations(works, 2))}


def _identifier(
    group: Sequence[DocumentClaims], keys_of: Mapping[str, list[Key]], bases: Mapping[str, str], register: Register
) -> str:
    declared = [d.declared for d in group if d.declared]
    if declared:
        return min(declared)
    published = {register.notes[key] for d in group for key in keys_of[d.sha256] if key in register.notes}
    senior = sorted(group, key=lambda d: (not d.symbol, -len(d.work), d.work, _rank(d), *_seniority(d)))
    fresh = [bases[d.sha256] for d in senior]
    return next((base for base in fresh if base in published), min(published)) if published else fresh[0]


def _seniority(document: DocumentClaims) -> tuple[str, str]:
    """Of two texts that nothing else tells apart, the one issued first comes first."""
    return document.issued or "9999", document.sha256


def _rank(document: DocumentClaims) -> int:
    return _RANKS.get(document.language, len(_RANKS))


def _work(note_id: str, group: Sequence[DocumentClaims], register: Register) -> Work:
    texts: dict[_Text, list[DocumentClaims]] = defaultdict(list)
    for document in group:
        texts[_Text(document.language, document.revision)].append(document)
    ids = {note_id, *(register.notes[key] for d in group for key in d.known_by() if key in register.notes)}
    standing: dict[_Text, list[DocumentClaims]] = {}
    notices: list[Notice] = []
    for text, documents in sorted(texts.items()):
        files = {sha256 for i in ids for sha256 in register.standing.get((i, *text), {}).values()}
        standing[text], others = _standing(documents, files)
        notices += [_other_text(standing[text][0], other) for other in others]
    revision, carrier = _carrier(standing)
    if carrier is None:
        return Work(note_id, (), tuple(group))
    versions = [
        Version(tuple(files), current=not files[0].corrects and _number(text.revision) == revision)
        for text, files in sorted(standing.items(), key=lambda pair: (pair[0] != carrier, pair[0]))
    ]
    notices += [doubt for version in versions[1:] for doubt in version.claims.doubts]
    newer = sorted({t.revision for t, f in standing.items() if not f[0].corrects and _number(t.revision) > revision})
    if newer:
        notices.append(_not_followed(standing, newer[-1], carrier))
    return Work(note_id, tuple(versions), notices=tuple(notices))


def _standing(
    documents: Sequence[DocumentClaims], published: Collection[str]
) -> tuple[list[DocumentClaims], list[DocumentClaims]]:
    """The documents of the text that stands for a version, the one that is read first; and those of other texts."""
    senior = sorted(documents, key=lambda d: (not d.stands, d.sha256 not in published, *_seniority(d)))
    content = senior[0].content
    same = [d for d in senior if d.content == content]
    # Of several forms of one text, the one that says most about its structure is read.
    read_first = sorted(same, key=lambda d: (rank(d.files[0].media_type), not d.symbol, d.sha256))
    return read_first, [d for d in senior if d.content != content]


def _carrier(standing: Mapping[_Text, Sequence[DocumentClaims]]) -> tuple[int, _Text | None]:
    """The revision that the tables follow, and the text that carries the structure.

    English, or else the original language, in its newest revision: a revision that is there in another language alone
    replaces nothing yet.
    """
    texts = [text for text, files in standing.items() if not files[0].corrects]
    original = {code for files in standing.values() for d in files for code in d.original_language.split(";")}
    for languages in ({"en"}, original, set(LANGUAGES), {text.language for text in texts}):
        found = [text for text in texts if text.language in languages]
        if found:
            best = max(found, key=lambda text: (_number(text.revision), -_rank(standing[text][0])))
            return _number(best.revision), best
    return 0, None


def _number(revision: str) -> int:
    """Number of a revision, 0 for the first text."""
    return int(revision.removeprefix("Rev.")) if revision else 0


def _other_text(standing: DocumentClaims, other: DocumentClaims) -> Notice:
    message = (
        f"{other.file} is another text of this note in the same language and revision as {standing.file}, which was "
        "there first and stands. Both are archived; only the one that stands is counted. The SHA-256 of the other is "
        f"{other.sha256}."
    )
    return "other_text_of_version", message


def _not_followed(standing: Mapping[_Text, Sequence[DocumentClaims]], newer: str, carrier: _Text) -> Notice:
    files = ", ".join(f[0].file for text, f in sorted(standing.items()) if text.revision == newer)
    message = (
        f"{newer} is there ({files}), but not in the language in which this note is read "
        f"({LANGUAGES[carrier.language].name}). What is published follows the text before it until it arrives."
    )
    return "revision_not_followed", message


def _alike(one: DocumentClaims, other: DocumentClaims) -> bool:
    """True where two texts say the same, or at least half of their paragraphs do."""
    return one.content == other.content or _share(one.sketch, other.sketch) >= 0.5


def _share(one: Sequence[str], other: Sequence[str]) -> float:
    """Which part of the paragraphs of two texts both have, by what their samples have in common."""
    both = sorted({*one, *other})[:SAMPLE]
    common = set(one) & set(other)
    return len(common.intersection(both)) / len(both) if len(common) >= _FEWEST else 0.0


def _doubtful_pairs(notes: Mapping[str, DocumentClaims]) -> Iterator[tuple[str, Notice]]:
    """Yield, for either of two notes that may be one, a signal's rule and message; of several, the nearest is named.

    `notes`: by identifier, what the document says that carries its structure.
    """
    nearest: dict[str, tuple[float, str]] = {}
    for pair, common in sorted(_in_common({note_id: claims.sketch for note_id, claims in notes.items()}).items()):
        one, other = (notes[note_id] for note_id in pair)
        if common >= _FEWEST and _alike(one, other):
            share = _share(one.sketch, other.sketch)
            for note_id, near in (pair, pair[::-1]):
                nearest[note_id] = max(nearest.get(note_id, (0.0, "")), (share, near), key=itemgetter(0))
    for note_id, (_, near) in nearest.items():
        what = f"says nearly the same as {notes[note_id].file}"
        yield note_id, _doubt("nearly_the_same_note", near, notes[near], what)
    # One day and numbering in two languages, not both with a symbol.
    outlines = {i: [(c.issued, c.outline)] for i, c in notes.items() if c.issued and c.paragraph_count >= _FEWEST}
    for pair in _in_common(outlines):
        one, other = (notes[note_id] for note_id in pair)
        if one.language != other.language and not (one.symbol and other.symbol):
            for note_id, near in (pair, pair[::-1]):
                called = f"{near}, language {notes[near].language}"
                what = f"has the date and the numbering of {notes[note_id].file}"
                yield note_id, _doubt("perhaps_a_translation", called, notes[near], what)


def _in_common(keys: Mapping[str, Iterable[Hashable]]) -> Counter[tuple[str, str]]:
    """Count what each two notes have in common, without what many have; `keys`: by identifier of the note."""
    holders: dict[Hashable, list[str]] = defaultdict(list)
    for note_id, of_note in sorted(keys.items()):
        for key in of_note:
            holders[key].append(note_id)
    return Counter(pair for ids in holders.values() if len(ids) <= _COMMONPLACE for pair in combinations(ids, 2))


def _doubt(rule: str, called: str, other: DocumentClaims, what: str) -> Notice:
    message = f"{other.file} ({called}) {what}; both are counted. The SHA-256 of the former is {other.sha256}."
    return rule, message


def _translations(documents: Sequence[DocumentClaims], register: Register) -> list[list[DocumentClaims]]:
    """Groups of documents in several languages that are one note, though not all print its symbol.

    They have one day, meeting and numbering, cite the same symbols and name the same respondents, where known. Nothing
    is joined that is declared, prints two symbols, has two texts in one language, or was published apart.
    """
    groups: dict[tuple[str, ...], list[DocumentClaims]] = defaultdict(list)
    for document in sorted(documents, key=attrgetter("sha256")):
        facts = document.issued, document.meeting, document.outline, " ".join(document.cited)
        if all(facts) and not document.declared and document.paragraph_count >= _FEWEST:
            groups[facts].append(document)
    originals: dict[str, list[DocumentClaims]] = defaultdict(list)
    for document in documents:
        if not document.revision:
            originals[document.work].append(document)
    return [group for group in groups.values() if _are_one(group, originals, register)]


def _are_one(
    group: Sequence[DocumentClaims], originals: Mapping[str, Sequence[DocumentClaims]], register: Register
) -> bool:
    """Whether documents that agree in all else are one note. `originals`: by symbol, what is no revision of it."""
    works = {d.work for d in group if d.work}
    texts: dict[str, set[str]] = defaultdict(set)
    for document in [*group, *(d for work in works for d in originals.get(work, ()))]:
        texts[document.language].add(document.content)
    return (
        len({d.language for d in group}) > 1
        and not all(d.work for d in group)
        and len(works) <= 1
        and all(len(contents) == 1 for contents in texts.values())
        and len({d.respondents for d in group if d.respondents}) <= 1
        and len({register.notes[key] for d in group for key in d.known_by() if key in register.notes}) <= 1
    )


def _taken_for_translation(group: Sequence[DocumentClaims]) -> Notice:
    """What is to be said of documents that are taken for one note (`_translations`)."""
    files = ", ".join(f"{d.file} ({d.language}, {d.symbol or 'no symbol'})" for d in group)
    bare = next(d for d in group if not d.symbol)
    message = (
        f"These are taken for one note in several languages: {files}. They have the same day, meeting, numbering and "
        f"cited symbols. The SHA-256 of {bare.file} is {bare.sha256}."
    )
    return "taken_for_translation", message
