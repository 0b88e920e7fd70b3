"""Which documents are one note: by symbol, by content, by `sources.yaml`; and identifiers that never move."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from pipelines.archive.symbols import work_of
from pipelines.extract.claims import DocumentClaims, Register, SourceFile, Work, digest_of, sketch_of
from pipelines.extract.works import decide

TEXT = [f"Paragraph {n} says what was done about matter {n * 7}." for n in range(1, 13)]


def document(
    name: str,
    symbol: str = "",
    language: str = "en",
    paragraphs: Sequence[str] = (),
    media_type: str = "text/plain",
    **facts: object,
) -> DocumentClaims:
    """A document whose words follow from its language and symbol, unless they are given."""
    words = list(paragraphs) or [f"{language} {symbol} {p}" for p in TEXT]
    base = work_of(symbol)[0].replace("/", "-").lower() or f"2022-06-09-{language}-title"
    return replace(
        DocumentClaims(
            files=(SourceFile(name, hashlib.sha256(name.encode()).hexdigest(), 1, media_type),),
            base_id=base,
            symbol=symbol,
            issued="2022-06-09",
            title="Title",
            language=language,
            original_language="en",
            paragraph_count=len(words),
            content=digest_of(words),
            sketch=sketch_of(words),
            outline="1-12",
        ),
        **facts,  # type: ignore[arg-type]
    )


def published(works: Iterable[Work], before: Register | None = None) -> Register:
    """The register of a release of some notes."""
    notes = dict(before.notes) if before else {}
    standing = {}
    for work in works:
        for version in work.versions:
            claims = version.claims
            standing[work.note_id, claims.language, claims.revision] = {f.file: f.sha256 for f in version.files}
            notes |= {key: work.note_id for f in version.files for key in f.note_keys()}
    return Register(notes, standing)


EN = document("en.txt", "X/2022/3")
FR = document("fr.txt", "X/2022/3", "fr")
ES = document("es.txt", "X/2022/3", "es")
REVISED = document("rev.txt", "X/2022/3/Rev.1")
# The words of the English text without its symbol, as a page on the web has them.
BARE = document("page.html", "", "en", [f"en X/2022/3 {p}" for p in TEXT], media_type="text/html")


@pytest.mark.parametrize("order", list(permutations([EN, FR, REVISED, BARE], 4)))
def test_an_identifier_stays_when_a_revision_a_language_or_a_symbol_becomes_known(
    order: tuple[DocumentClaims, ...],
) -> None:
    register, ids = Register(), []
    for count in range(1, 5):
        works = decide(order[:count], register)
        register = published(works, register)
        ids.append(works[0].note_id)
        if BARE not in order[:count] or EN in order[:count]:
            assert len(works) == 1
    # Without its symbol, the page is a note of its own until the text that has it tells that they are one.
    first = ids[0]
    assert ids[-1] in {first, "x-2022-3"}
    assert works[0].versions[0].claims.symbol == "X/2022/3/Rev.1"
    assert {v.claims.symbol: v.current for v in works[0].versions} == {"X/2022/3/Rev.1": True, "X/2022/3": False} | (
        {"": False} if works[0].versions[1].claims.file == "page.html" else {}
    )


def test_the_same_paragraphs_without_a_symbol_are_the_same_note_and_keep_its_identifier() -> None:
    first = decide([BARE], Register())
    assert [work.note_id for work in first] == ["2022-06-09-en-title"]
    (work,) = decide([BARE, EN], published(first))
    assert work.note_id == "2022-06-09-en-title"
    assert [f.file for f in work.versions[0].files] == ["page.html", "en.txt"]
    (work,) = decide([EN], published([work]))
    assert work.note_id == "2022-06-09-en-title"


def test_nearly_the_same_paragraphs_are_a_signal_that_names_the_other() -> None:
    near = document("near.pdf", "", "en", [*(f"en X/2022/3 {p}" for p in TEXT[:9]), "Another.", "And another."])
    works = decide([EN, near], Register())
    assert len(works) == 2
    for work, other in zip(works, reversed(works), strict=True):
        ((rule, message),) = work.notices
        assert rule == "nearly_the_same_note"
        assert other.versions[0].claims.file in message
        assert other.versions[0].claims.sha256 in message
    told = replace(near, declared="x-2022-3")
    (work,) = decide([EN, told], Register())
    assert len(work.versions) == 1


def test_of_many_notes_that_are_nearly_the_same_each_has_one_signal_that_names_the_nearest() -> None:
    symbols = [f"X/2022/{n}" for n in range(1, 12)]
    several = [
        document(f"{n}.txt", symbol, "en", [*TEXT, f"Only {n // 2}.", f"Only {n} alone."], issued="2022-01-01")
        for n, symbol in enumerate(symbols)
    ]
    notices = {work.note_id: work.notices for work in decide(several, Register())}
    assert [len(of_note) for of_note in notices.values()] == [1] * 11
    assert "3.txt (x-2022-4) says nearly the same as 2.txt" in notices["x-2022-3"][0][1]
    assert "2.txt (x-2022-3) says nearly the same as 3.txt" in notices["x-2022-4"][0][1]


def test_two_texts_in_one_language_under_one_symbol() -> None:
    other = document("other.txt", "X/2022/3", "en", ["Quite another text."] * 3, issued="2022-01-01")
    register = published(decide([EN], Register()))
    (work,) = decide([EN, other], register)
    assert [v.claims.file for v in work.versions] == ["en.txt"]
    ((rule, message),) = work.notices
    assert rule == "other_text_of_version"
    assert "other.txt" in message
    assert other.sha256 in message
    (work,) = decide([EN, replace(other, stands=True)], register)
    assert [v.claims.file for v in work.versions] == ["other.txt"]
    assert [rule for rule, _ in work.notices] == ["other_text_of_version"]
    works = decide([EN, replace(other, declared="another-note")], Register())
    assert [(work.note_id, work.notices) for work in works] == [("another-note", ()), ("x-2022-3", ())]


def test_a_corrigendum_is_listed_and_is_no_note_alone() -> None:
    corrigendum = document("corr.txt", "X/2022/3/Corr.1")
    (work,) = decide([EN, corrigendum], Register())
    assert [(v.claims.file, v.current) for v in work.versions] == [("en.txt", True), ("corr.txt", False)]
    (work,) = decide([corrigendum], Register())
    assert (work.versions, work.stray) == ((), (corrigendum,))


def test_a_revision_in_another_language_alone_replaces_nothing_yet() -> None:
    (work,) = decide([EN, document("rev-fr.txt", "X/2022/3/Rev.1", "fr")], Register())
    assert [(v.claims.file, v.current) for v in work.versions] == [("en.txt", True), ("rev-fr.txt", False)]
    assert [rule for rule, _ in work.notices] == ["revision_not_followed"]


ALIKE: dict[str, Any] = {"meeting": "2022-06-15 2022-06-17 2", "cited": ("6/7", "X/2022/2")}
BARE_EN, FR_ALIKE = document("bare.txt", **ALIKE), document("fr.txt", "X/2022/3", "fr", **ALIKE)


def test_what_every_language_prints_alike_makes_one_note_of_a_text_without_a_symbol() -> None:
    for documents in permutations([BARE_EN, FR_ALIKE, document("es.txt", "X/2022/3", "es", **ALIKE)]):
        (work,) = decide(documents, Register())
        assert (work.note_id, work.versions[0].claims.file) == ("x-2022-3", "bare.txt")
        assert [rule for rule, _ in work.notices] == ["taken_for_translation"]
        assert BARE_EN.sha256 in work.notices[0][1]


@pytest.mark.parametrize("first", [BARE_EN, FR_ALIKE], ids=["bare", "fr"])
def test_a_translation_that_arrives_later_moves_no_identifier(first: DocumentClaims) -> None:
    (before,) = decide([first], Register())
    (after,) = decide([BARE_EN, FR_ALIKE], published([before]))
    assert after.note_id == before.note_id


@pytest.mark.parametrize(
    "others",
    [
        [replace(FR_ALIKE, meeting="2022-06-15 2022-06-17 3")],
        [replace(FR_ALIKE, cited=("6/8", "X/2022/2"))],
        [replace(FR_ALIKE, respondents=("CHL",))],
        [replace(FR_ALIKE, declared="other")],
        [FR_ALIKE, document("es.txt", "X/2022/4", "es", **ALIKE)],
    ],
    ids=["meeting", "cited", "respondents", "declared", "two symbols"],
)
def test_where_it_is_in_doubt_the_question_is_asked_and_nothing_joined(others: list[DocumentClaims]) -> None:
    works = decide([replace(BARE_EN, respondents=("ARG",)), *others], Register())
    assert len(works) == len({d.declared or d.work for d in others}) + 1
    assert all(rule == "perhaps_a_translation" for work in works for rule, _ in work.notices)
    assert any(work.notices for work in works)


def test_a_text_beside_another_in_its_language_is_no_version_of_that_note() -> None:
    assert len(decide([BARE_EN, FR_ALIKE, EN], Register())) == 2


def test_notes_that_were_published_apart_stay_apart() -> None:
    apart = published(decide([FR_ALIKE], Register()), published(decide([BARE_EN], Register())))
    assert len(decide([BARE_EN, FR_ALIKE], apart)) == 2


def test_notes_of_one_day_and_title_with_other_words_are_two_notes_that_stay_so() -> None:
    other = document("other.html", "", "en", [f"Other {p}" for p in TEXT])
    works = decide([BARE, other], published(decide([BARE], Register())))
    ids = sorted(work.note_id for work in works)
    assert ids == ["2022-06-09-en-title", f"2022-06-09-en-title-{other.sha256[:8]}"]
    assert [w.note_id for w in decide([other], published(works))] == [ids[1]]


@pytest.mark.parametrize("day", ["2021-01-01", "2022-01-01"])
def test_the_same_words_under_two_symbols_are_two_notes(day: str) -> None:
    one = document("a.html", "X/2022/6", paragraphs=TEXT, issued="2022-01-01")
    other = document("b.docx", "X/2022/7", paragraphs=TEXT, issued=day)
    works = decide([one, other], Register())
    assert [(w.note_id, w.versions[0].claims.symbol) for w in works] == [
        ("x-2022-6", one.symbol),
        ("x-2022-7", other.symbol),
    ]
    assert [[rule for rule, _ in work.notices] for work in works] == [["nearly_the_same_note"]] * 2
    # Nor does the other take the identifier of one that leaves as it comes.
    (work,) = decide([other], published(decide([one], Register())))
    assert work.note_id == "x-2022-7"


def test_of_two_joined_symbols_either_is_that_of_the_note() -> None:
    joined = document("a.txt", "X/2022/6-Y/2022/1", paragraphs=TEXT)
    one = document("b.txt", "X/2022/6", paragraphs=TEXT)
    without = document("c.txt", paragraphs=TEXT)
    (work,) = decide([joined, one, without], Register())
    assert len(work.versions[0].files) == 3
