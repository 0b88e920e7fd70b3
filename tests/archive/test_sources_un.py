"""Looking for documents in the UN's Official Document System, against a stand-in that behaves as the real one does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from pipelines.archive.sources.look import Look
from pipelines.archive.sources.un import UnSource
from tests.archive.test_sources import Looker
from tests.archive.un_system import UnSystem, un_system
from tests.archive.web_server import dripping_headers, redirect, status, truncated
from tests.hostile import pdfs
from tests.operate.notes import note

YEAR = datetime.now(tz=UTC).year
SERIES = "CAC/COSP/WG.4/{year}/{number}"
BODY = f"CAC/COSP/WG.4/{YEAR}"


@pytest.fixture
def system() -> Iterator[UnSystem]:
    with un_system() as running:
        yield running


@pytest.fixture
def looker(tmp_path: Path) -> Looker:
    return Looker(tmp_path)


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    """Ends what the system would send for ever."""
    event = threading.Event()
    yield event
    event.set()


def series(system: UnSystem, **said: Any) -> UnSource:
    given = {"since": YEAR, "formats": ("pdf",), "misses": 2, "pause_seconds": 0, "contact": "ops@example.org", **said}
    return UnSource(name="wg4", un=SERIES, system=system.address, **given)


def names(look: Look) -> set[str]:
    return {file.name for file in look.files}


def test_the_next_numbers_of_the_year_are_found_with_all_that_stands_beside_them(
    system: UnSystem, looker: Looker
) -> None:
    for tail in ("1", "2", "2/Rev.1", "2/Corr.1", "1/Add.1", "1/Add.2", "CRP.1", "INF/1", "INF/1/Rev.1"):
        system.put(f"{BODY}/{tail}", tail.encode())
    (look,) = looker(series(system))
    assert not look.error
    assert names(look) == {f"{key[0]}.en.pdf" for key in system.documents}
    assert looker.texts(look)[f"{BODY}/2/Rev.1.en.pdf"] == b"2/Rev.1"
    assert look.files[0].url == f"{system.address}?s={BODY}/1&l=en&t=pdf"
    # One more, and a gap before the next: two misses in a row end a year, one does not.
    system.put(f"{BODY}/3", b"3")
    system.put(f"{BODY}/5", b"5")
    system.put(f"{BODY}/8", b"8")
    (look,) = looker(series(system))
    assert {f"{BODY}/3.en.pdf", f"{BODY}/5.en.pdf"} <= names(look)
    assert f"{BODY}/8.en.pdf" not in names(look)


def test_a_document_is_taken_in_every_language_and_in_the_first_format_that_is_there(
    system: UnSystem, looker: Looker
) -> None:
    system.put(f"{BODY}/1", b"word", "en", form="docx")
    system.put(f"{BODY}/1", b"print", "en", "fr", "zh")
    system.put(f"{BODY}/2", b"french first", "fr")
    (look,) = looker(series(system, formats=("docx", "pdf"), languages=("en", "fr", "zh")))
    assert names(look) == {f"{BODY}/1.en.docx", f"{BODY}/1.fr.pdf", f"{BODY}/1.zh.pdf", f"{BODY}/2.fr.pdf"}


def test_what_is_known_and_what_is_missing_is_asked_again_only_after_its_interval(
    system: UnSystem, looker: Looker
) -> None:
    system.put(f"{BODY}/1", b"1")
    source = series(system, since=YEAR - 1, suffixes=("Rev",), languages=("en", "fr"))
    looker(source)
    system.site.asked.clear()
    looker(source)
    # One that is known, to see that the system answers; and the next numbers of this year.
    assert system.asked == [(f"{BODY}/1", "en", "pdf"), (f"{BODY}/2", "en", "pdf"), (f"{BODY}/3", "en", "pdf")]
    headers = [headers for path, headers in system.site.asked if path.startswith("/doc")]
    assert "If-None-Match" in headers[0]
    assert "If-Modified-Since" in headers[0]
    # After the interval: a version that came, a new text under the same symbol, a number of the year before.
    system.put(f"{BODY}/1/Rev.1", b"1, revised")
    system.put(f"{BODY}/1", b"1, printed anew", "en", "fr")
    system.put(f"CAC/COSP/WG.4/{YEAR - 1}/1", b"late")
    (early,) = looker(source)
    assert len(early.files) == 1
    assert looker.texts(early) == {f"{BODY}/1.en.pdf": b"1, printed anew"}
    (late,) = looker(source.model_copy(update={"versions_hours": 0.0}))
    assert names(late) == {f"{key[0]}.{key[1]}.pdf" for key in system.documents}
    assert looker.texts(late)[f"{BODY}/1.en.pdf"] == b"1, printed anew"


def test_what_was_found_and_is_gone_withdraws_nothing(system: UnSystem, looker: Looker) -> None:
    for n in (1, 2):
        system.put(f"{BODY}/{n}", str(n).encode())
    source = series(system, versions_hours=0)
    looker(source)
    del system.documents[f"{BODY}/1", "en", "pdf"]
    (look,) = looker(source)
    assert not look.error
    assert looker.texts(look) == {f"{BODY}/1.en.pdf": b"1", f"{BODY}/2.en.pdf": b"2"}
    assert f"no longer there, and kept as it was: {BODY}/1 en" in look.notice


def test_somebody_who_answers_every_address_with_the_same_page_is_not_believed(
    system: UnSystem, looker: Looker
) -> None:
    for n in (1, 2):
        system.put(f"{BODY}/{n}", str(n).encode())
    source = series(system)
    looker(source)
    system.captive = True
    system.site.asked.clear()
    (look,) = looker(source)
    assert "now a page of HTML comes in its place" in look.error
    assert "What it gave last time (2 documents) stays published" in look.error
    assert len(look.files) == 2
    assert len(system.site.asked) == 2
    # What was answered meanwhile is not taken for an answer.
    system.captive = False
    system.put(f"{BODY}/3", b"3")
    (look,) = looker(source)
    assert not look.error
    assert len(look.files) == 3


def test_a_network_that_wants_a_sign_in_is_an_error_from_the_first_look_on(system: UnSystem, looker: Looker) -> None:
    system.captive = True
    (look,) = looker(series(system))
    assert "it holds 0 documents, and at least 1 are expected" in look.error
    other = series(system).model_copy(update={"name": "other"})
    system.captive = False
    key = (f"{BODY}/1", "en", "pdf")
    system.instead[key] = redirect("http://portal.example.org/sign-in")
    (look,) = looker(other)
    assert "leads to the host portal.example.org, port 80, which was not asked" in look.error


def test_a_host_that_refuses_is_left_alone_and_one_document_that_is_not_public_is_no_failure(
    system: UnSystem, looker: Looker
) -> None:
    system.put(f"{BODY}/1", b"1")
    system.instead[f"{BODY}/2", "en", "pdf"] = status(403)
    system.put(f"{BODY}/3", b"3")
    source = series(system)
    (look,) = looker(source)
    assert not look.error
    assert len(look.files) == 2
    assert "not public" in look.notice
    system.site.otherwise = status(403)
    system.site.asked.clear()
    (look,) = looker(source)
    assert "answered 403 Forbidden" in look.error
    assert len(look.files) == 2
    assert len(system.site.asked) == 3


@pytest.mark.parametrize(
    "later", ["7200", formatdate(datetime.now(tz=UTC).timestamp() + 7200, usegmt=True)], ids=["seconds", "date"]
)
def test_a_host_that_asks_for_peace_is_not_asked_before_that_time(system: UnSystem, looker: Looker, later: str) -> None:
    system.put(f"{BODY}/1", b"1")
    source = series(system)
    looker(source)
    system.site.otherwise = status(429, Retry_After=later)
    system.site.asked.clear()
    (look,) = looker(source)
    assert "answered 429 Too Many Requests, and asks for no request within the next" in look.error
    assert len(system.site.asked) == 1
    (look,) = looker(source)
    assert "asked for no request before" in look.error
    assert len(look.files) == 1
    assert len(system.site.asked) == 1


def test_documents_that_can_not_be_had_wait_their_turn_and_are_told_by_symbol(
    tmp_path: Path, system: UnSystem, stop: threading.Event
) -> None:
    looker = Looker(tmp_path, total_seconds=1.5, attempts=1)
    bad = [f"{BODY}/{n}" for n in (1, 2, 3)]
    for n in (4, 5):
        system.put(f"{BODY}/{n}", str(n).encode())
    faults = (redirect("/api/symbol/access?s=again"), truncated(b"%PDF-1.7 half"), dripping_headers(stop, 0.05))
    for symbol, fault in zip(bad, faults, strict=True):
        system.instead[symbol, "en", "pdf"] = fault
    system.instead["again", "", ""] = faults[0]
    source = series(system, misses=5, suffixes=())
    looks = [looker(source)[0] for _ in range(2)]
    assert names(looks[-1]) == {f"{BODY}/4.en.pdf", f"{BODY}/5.en.pdf"}
    for look in looks:
        for symbol in bad:
            assert f"{symbol} en " in look.error
        assert "/api/symbol/access" not in look.error
    system.instead.clear()
    for symbol in bad:
        system.put(symbol, symbol.encode())
    (look,) = looker(source)
    assert not look.error
    assert len(look.files) == 5


def test_one_look_asks_no_more_than_it_may_and_the_next_goes_on(system: UnSystem, looker: Looker) -> None:
    for n in range(1, 9):
        system.put(f"{BODY}/{n}", str(n).encode())
    source = series(system, requests=6)
    (look,) = looker(source)
    assert len(system.asked) == 6
    assert "wait for the next look" in look.notice
    for _ in range(12):
        (look,) = looker(source)
    assert len(look.files) == 8
    assert max(len(system.asked), 1) <= 6 * 13


def test_requests_keep_a_pause_and_say_who_asks(system: UnSystem, looker: Looker) -> None:
    begun = datetime.now(tz=UTC)
    both = [series(system, pause_seconds=0.05, suffixes=()), series(system, pause_seconds=0.05, suffixes=())]
    looker(both[0], both[1].model_copy(update={"name": "other"}))
    assert len(system.asked) == 8
    assert (datetime.now(tz=UTC) - begun).total_seconds() >= 7 * 0.05
    assert {headers["User-Agent"] for _, headers in system.site.asked} == {"uncac-notes (ops@example.org)"}


@pytest.mark.parametrize(
    "page", [pdfs.error_page(), b"<!DOCTYPE html><html><body><p>Search the documents.</p></body></html>"], ids=len
)
def test_an_error_page_or_a_page_that_comes_as_a_pdf_is_not_there_either(
    system: UnSystem, looker: Looker, page: bytes
) -> None:
    system.put(f"{BODY}/1", note(YEAR, "Chile"))
    for n in range(2, 30):
        system.put(f"{BODY}/{n}", page)
    (look,) = looker(series(system, suffixes=()))
    assert names(look) == {f"{BODY}/1.en.pdf"}


def test_what_the_operator_no_longer_declares_is_no_longer_given(system: UnSystem, looker: Looker) -> None:
    system.put(f"{BODY}/1", b"1", "en", "fr")
    system.put(f"{BODY}/CRP.1", b"c")
    (look,) = looker(series(system, languages=("en", "fr")))
    assert len(look.files) == 3
    (look,) = looker(series(system, suffixes=()))
    assert names(look) == {f"{BODY}/1.en.pdf"}
