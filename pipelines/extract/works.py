"""Decides which documents are one note, under which identifier, and which of its versions the tables follow.

Here: pure decisions over the claims of documents, the declarations of `sources.yaml` among them, and the register of
the last release; signals about notes that may be one. Not here: extraction (`batch.py`), how versions are laid over
each other (`versions/`).
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
    """Which text of a note: `("fr", "Rev.1")`; the revision is empty for the first text."""

    language: str
    revision: str

    @property
    def number(self) -> int:
        """Number of the revision, 0 for the first text."""
        return int(self.revision.removeprefix("Rev.")) if self.revision else 0


def decide(documents: Sequence[DocumentClaims], register: Register) -> list[Work]:
    """Group documents into notes, sorted by identifier; the order of the documents does not matter.

    The English and the French document with the symbol X/2022/3 are the note `x-2022-3`, the English version first.
    """
    translations = _translations(documents, register)
    works = [_work(note_id, group, register) for note_id, group in _groups(documents, register, translations).items()]
    note_of = {document.sha256: work.note_id for work in works for v in work.versions for document in v.files}
    notices: dict[str, list[Notice]] = defaultdict(list)
    for group in translations:
        if note_id := note_of.get(group[0].sha256):
            notices[note_id].append(_taken_for_translation(group))
    claims = {work.note_id: work.versions[0].claims for work in works if work.versions}
    for note_id, notice in (*_nearly_the_same(claims), *_perhaps_translations(claims)):
        notices[note_id].append(notice)
    return [
        replace(work, notices=(*work.notices, *sorted(notices[work.note_id])))
        for work in sorted(works, key=attrgetter("note_id"))
    ]


def _groups(
    documents: Sequence[DocumentClaims], register: Register, translations: Sequence[Sequence[DocumentClaims]]
) -> dict[str, list[DocumentClaims]]:
    """The documents of each note, by its identifier: those that share a key, and translations (`_translations`)."""
    declared = _declared_ids(documents)
    bases = _base_ids(documents, register)
    shared = _shared_contents(documents, register)
    keys_of = {d.sha256: _keys(d, declared, bases, shared, register) for d in documents}
    together: dict[Key, set[Key]] = {}
    for keys in (*keys_of.values(), *([keys_of[d.sha256][0] for d in group] for group in translations)):
        joined = set(keys).union(*(together.get(key, ()) for key in keys))
        together |= dict.fromkeys(joined, joined)
    groups: dict[Key, list[DocumentClaims]] = defaultdict(list)
    for document in sorted(documents, key=attrgetter("sha256")):
        groups[min(together[keys_of[document.sha256][0]])].append(document)
    return {_identifier(group, keys_of, bases, register): group for group in groups.values()}


def _declared_ids(documents: Iterable[DocumentClaims]) -> dict[Key, str]:
    """By key of a document, the identifier that `sources.yaml` gives to the one document that has it.

    A key that two texts of one language and revision share gives none: one of them was declared to keep them apart.
    """
    declared: dict[Key, set[str]] = defaultdict(set)
    contents: dict[tuple[Key, str, str], set[str]] = defaultdict(set)
    for document in documents:
        for key in document.note_keys():
            contents[key, document.language, document.revision].add(document.content)
            if document.declared:
                declared[key].add(document.declared)
    apart = {key for (key, _, _), texts in contents.items() if len(texts) > 1}
    return {key: min(ids) for key, ids in declared.items() if len(ids) == 1 and key not in apart}


def _keys(
    document: DocumentClaims,
    declared: Mapping[Key, str],
    bases: Mapping[str, str],
    shared: set[str],
    register: Register,
) -> list[Key]:
    """The keys that join a document with others: documents that share any of them are one note."""
    if document.declared:
        return [(_ID, document.declared)]
    keys = [key for key in document.note_keys() if key[0] != CONTENT or key[1] not in shared or not document.symbol]
    of_another = next((declared[key] for key in keys if key in declared), None)
    if of_another:
        return [(_ID, of_another)]
    published = register.notes_of(keys) or [bases[document.sha256]]
    return [*keys, *((_ID, note_id) for note_id in sorted(published))]


def _base_ids(documents: Iterable[DocumentClaims], register: Register) -> dict[str, str]:
    """By checksum, the identifier that a document gives its note: `2022-06-09-title`.

    It is `2022-06-09-title-<checksum>` where another note has the same date and title by chance.
    """
    bases: dict[str, str] = {}
    holders: dict[str, list[DocumentClaims]] = defaultdict(list)
    for document in documents:
        bases[document.sha256] = document.base_id
        published = register.note_of(document.note_keys())
        if published or not (document.symbol or document.declared):
            holders[published or document.base_id].append(document)
    for base_id, group in holders.items():
        first = min(group, key=lambda d: (register.note_of(d.note_keys()) is None, *_seniority(d)))
        for document in group:
            if document.base_id == base_id and not document.symbol and not _alike(document, first):
                bases[document.sha256] = f"{base_id}-{document.sha256[:8]}"
    return bases


def _shared_contents(documents: Iterable[DocumentClaims], register: Register) -> set[str]:
    """Contents that documents of several symbols print, or printed in the last release: they are no one note.

    Two symbols that are joined (`A/80/82-E/2025/63`) are those of one note.
    """
    published: dict[str, set[str]] = defaultdict(set)
    for (kind, symbol), note_id in register.notes.items():
        if kind == SYMBOL:
            published[note_id].add(symbol)
    symbols_of: dict[str, set[frozenset[str]]] = defaultdict(set)
    for document in documents:
        if document.symbol and document.content:
            symbols_of[document.content].add(frozenset(document.work.split("-")))
            if symbols := published[register.notes.get((CONTENT, document.content), "")]:
                symbols_of[document.content].add(frozenset(symbols))
    return {
        c for c, groups in symbols_of.items() if any(one.isdisjoint(other) for one, other in combinations(groups, 2))
    }


def _identifier(
    group: Sequence[DocumentClaims], keys_of: Mapping[str, list[Key]], bases: Mapping[str, str], register: Register
) -> str:
    """The identifier of the note of a group: as declared, else as published, else by its longest symbol."""
    if declared := [d.declared for d in group if d.declared]:
        return min(declared)
    senior = sorted(group, key=lambda d: (not d.symbol, -len(d.work), d.work, _rank(d), *_seniority(d)))
    fresh = [bases[d.sha256] for d in senior]
    published = register.notes_of(key for d in group for key in keys_of[d.sha256])
    return next((base for base in fresh if base in published), min(published)) if published else fresh[0]


def _seniority(document: DocumentClaims) -> tuple[str, str]:
    """The key by which texts are sorted that differ in nothing else: day of issue, then checksum."""
    return document.issued or "9999", document.sha256


def _rank(document: DocumentClaims) -> int:
    return _RANKS.get(document.language, len(_RANKS))


def _work(note_id: str, group: Sequence[DocumentClaims], register: Register) -> Work:
    """The note that a group of documents is: its versions in order, and signals on texts that do not stand."""
    texts: dict[_Text, list[DocumentClaims]] = defaultdict(list)
    for document in group:
        texts[_Text(document.language, document.revision)].append(document)
    ids = {note_id, *register.notes_of(key for d in group for key in d.note_keys())}
    standing: dict[_Text, list[DocumentClaims]] = {}
    notices: list[Notice] = []
    for text, documents in sorted(texts.items()):
        files = {sha256 for i in ids for sha256 in register.standing.get((i, *text), {}).values()}
        standing[text], others = _standing(documents, files)
        notices += [_other_text(standing[text][0], other) for other in others]
    carrier = _carrier(standing)
    if carrier is None:
        return Work(note_id, (), tuple(group))
    versions = [
        Version(tuple(files), current=not files[0].corrects and text.number == carrier.number)
        for text, files in sorted(standing.items(), key=lambda pair: (pair[0] != carrier, pair[0]))
    ]
    notices += [doubt for version in versions[1:] for doubt in version.claims.doubts]
    newer = [t.revision for t, files in standing.items() if not files[0].corrects and t.number > carrier.number]
    if newer:
        notices.append(_not_followed(standing, max(newer), carrier))
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


def _carrier(standing: Mapping[_Text, Sequence[DocumentClaims]]) -> _Text | None:
    """The text that carries the structure, whose revision the tables follow; None where there are corrigenda alone.

    English, or else the original language, in its newest revision: a revision that is there in another language alone
    replaces nothing yet.
    """
    texts = [text for text, files in standing.items() if not files[0].corrects]
    original = {code for files in standing.values() for d in files for code in d.original_language.split(";")}
    for languages in ({"en"}, original, set(LANGUAGES), {text.language for text in texts}):
        if candidates := [text for text in texts if text.language in languages]:
            return max(candidates, key=lambda text: (text.number, -_rank(standing[text][0])))
    return None


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
    """Whether two texts are the same, or have at least half of their paragraphs in common."""
    return one.content == other.content or _share(one.sketch, other.sketch) >= 0.5


def _share(one: Sequence[str], other: Sequence[str]) -> float:
    """Which part of the paragraphs of two texts both have, by what their samples have in common."""
    both = sorted({*one, *other})[:SAMPLE]
    common = set(one) & set(other)
    return len(common.intersection(both)) / len(both) if len(common) >= _FEWEST else 0.0


def _nearly_the_same(notes: Mapping[str, DocumentClaims]) -> Iterator[tuple[str, Notice]]:
    """Yield a signal for either of two notes with much the same paragraphs; of several, the nearest is named.

    `notes`: by identifier, the claims of the document that carries the structure.
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


def _perhaps_translations(notes: Mapping[str, DocumentClaims]) -> Iterator[tuple[str, Notice]]:
    """Yield a signal for either of two notes of one day and numbering in two languages, not both with a symbol."""
    outlines = {i: [(c.issued, c.outline)] for i, c in notes.items() if c.issued and c.paragraph_count >= _FEWEST}
    for pair in _in_common(outlines):
        one, other = (notes[note_id] for note_id in pair)
        if one.language != other.language and not (one.symbol and other.symbol):
            for note_id, near in (pair, pair[::-1]):
                called = f"{near}, language {notes[near].language}"
                what = f"has the date and the numbering of {notes[note_id].file}"
                yield note_id, _doubt("perhaps_a_translation", called, notes[near], what)


def _in_common(traits: Mapping[str, Iterable[Hashable]]) -> Counter[tuple[str, str]]:
    """Count what each two notes have in common, without what many have; `traits`: by identifier of the note."""
    holders: dict[Hashable, list[str]] = defaultdict(list)
    for note_id, of_note in sorted(traits.items()):
        for trait in of_note:
            holders[trait].append(note_id)
    return Counter(pair for ids in holders.values() if len(ids) <= _COMMONPLACE for pair in combinations(ids, 2))


def _doubt(rule: str, called: str, other: DocumentClaims, what: str) -> Notice:
    message = f"{other.file} ({called}) {what}; both are counted. The SHA-256 of the former is {other.sha256}."
    return rule, message


def _translations(documents: Sequence[DocumentClaims], register: Register) -> list[list[DocumentClaims]]:
    """Groups of documents in several languages that are one note, though not all print its symbol.

    Their day, meeting, numbering and cited symbols are the same, and their respondents, where a list is read. Nothing
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
        and len(register.notes_of(key for d in group for key in d.note_keys())) <= 1
    )


def _taken_for_translation(group: Sequence[DocumentClaims]) -> Notice:
    """The signal on documents that are taken for one note (`_translations`)."""
    files = ", ".join(f"{d.file} ({d.language}, {d.symbol or 'no symbol'})" for d in group)
    bare = next(d for d in group if not d.symbol)
    message = (
        f"These are taken for one note in several languages: {files}. They have the same day, meeting, numbering and "
        f"cited symbols. The SHA-256 of {bare.file} is {bare.sha256}."
    )
    return "taken_for_translation", message
