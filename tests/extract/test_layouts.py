"""What is read in whole documents: of each class of layout that outlines have failed on, and real ones.

`tests/golden/layout/<class>-<name>/expected.yaml` says what a careful reader finds, whatever the rendition. What is not
read right yet stands in `not-yet.yaml`. Of real documents those that lie outside the project are skipped where they
are not; of their openings `tests/golden/structure` has copies with invented words in the paragraphs.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.archive.formats import read
from pipelines.archive.formats.worker import read_apart
from pipelines.extract.family import foreign
from pipelines.workspace.limits import Limits
from pipelines.workspace.yaml_file import read_yaml
from tests.conftest import ROOT
from tests.extract.golden_language import vocabulary
from tests.extract.structures import GOLDEN as STRUCTURE
from tests.extract.structures import headings, shared
from tests.extract.test_ledger import exact_outline_of

if TYPE_CHECKING:
    from pipelines.archive.document import Document
    from pipelines.extract.outline.structure import Structure

GOLDEN = ROOT / "tests" / "golden" / "layout"
NOT_YET: dict[str, str] = read_yaml(GOLDEN / "not-yet.yaml")
RENDITIONS = sorted(p.relative_to(GOLDEN).as_posix() for p in GOLDEN.glob("*/*") if p.name != "expected.yaml")
REAL: dict[str, dict[str, Any]] = read_yaml(GOLDEN / "real-documents.yaml")
OPENINGS: dict[str, dict[str, Any]] = read_yaml(STRUCTURE / "openings.yaml")
DOCUMENTS: dict[str, dict[str, Any]] = read_yaml(STRUCTURE / "documents.yaml")
FACTS = ("title", "symbol", "issued", "body", "session_start", "session_end", "place", "agenda_item", "language")


def squeezed(words: object) -> str:
    """Words without what renditions change: spaces, asterisks, forms of letters, dashes and apostrophes."""
    plain = unicodedata.normalize("NFKC", "" if words is None else str(words)).casefold()
    return re.sub(r"[\s*\u00ad]+", "", plain.replace("’", "'").replace("‑", "-").replace("–", "-"))


def value(number: str) -> str:
    return re.sub(r"\d", lambda digit: str(int(digit.group())), number)


def differences(document: Document, outline: Structure, expected: dict[str, Any], name: str) -> list[str]:
    found = [*_facts(outline, expected), *_headings(outline, expected), *_paragraphs(document, outline, expected, name)]
    notes = [(footnote.marker, squeezed(footnote.text)) for footnote in outline.footnotes]
    for marker, words in (expected.get("footnotes") or {}).items():
        if not any(mark == str(marker) and text.startswith(squeezed(words)) for mark, text in notes):
            found.append(f"footnote {marker}")
    own = [squeezed(text.text).removeprefix("1.") for text in outline.submission_texts]
    for text in expected.get("state_texts") or []:
        first, last = map(squeezed, (text["text"][0], text["text"][-1]))
        if not any(words.startswith(first) and words.endswith(last) for words in own):
            found.append(f"text of {text['state']}")
    return found


def _facts(outline: Structure, expected: dict[str, Any]) -> list[str]:
    wrong = []
    for fact in FACTS:
        printed = getattr(outline.masthead, fact)
        right = [expected.get(fact), expected.get(f"{fact}_as_printed"), *(expected.get(f"{fact}_accept") or [])]
        in_title = expected.get("session_in_title") and fact in {"session_start", "session_end", "place"}
        broken = expected.get("title_broken") and fact == "title"
        if fact in expected and squeezed(printed) not in map(squeezed, right) and not (broken or in_title):
            wrong.append(f"{fact}: {printed}")
    return wrong


def _headings(outline: Structure, expected: dict[str, Any]) -> list[str]:
    wrong = []
    sections = list(outline.sections)
    for heading in expected.get("headings") or []:
        words, label = squeezed(heading["heading"]), squeezed(heading.get("label"))
        at = next((s for s in sections if squeezed(s.heading) == words and squeezed(s.label) == label), None)
        if at is None:
            wrong.append(f"heading {heading.get('label')} {heading['heading']}")
            continue
        sections.remove(at)
        span = [
            None if i is None else value(outline.paragraphs[i].number) for i in (at.first_paragraph, at.last_paragraph)
        ]
        if span != [None if heading.get(k) is None else str(heading[k]) for k in ("first", "last")]:
            wrong.append(f"span {span} of {heading['heading']}")
        articles = sorted({a.article for a in at.articles if not a.inherited})
        if articles != sorted({re.split(r"\D", str(a))[0] for a in heading.get("articles") or []}):
            wrong.append(f"articles {articles} of {heading['heading']}")
    return [*wrong, *(f"no heading: {s.heading}" for s in sections if not expected.get("state_texts"))]


def _paragraphs(document: Document, outline: Structure, expected: dict[str, Any], name: str) -> list[str]:
    wrong = []
    left = list(outline.paragraphs)
    pages = (expected.get("pages") or {}).get(name) or {}
    for key, ends in (expected.get("paragraphs") or {}).items():
        number = re.findall(r"\d+(?:\.\d+)?", str(key))[-1]
        first, last = map(squeezed, (ends[0], ends[-1]))
        paragraph = next((p for p in left if value(p.number) == number and squeezed(p.text).startswith(first)), None)
        if paragraph is None:
            wrong.append(f"paragraph {key}")
            continue
        left.remove(paragraph)
        if not squeezed(paragraph.text).endswith(last):
            wrong.append(f"paragraph {key} ends {paragraph.text[-60:]}")
        if key in pages:
            page = max(block.page for block in document.blocks if block.start <= paragraph.source_start)
            wrong += [f"page {page} of {key}"] if page != pages[key] else []
    return [*wrong, *(f"no paragraph: {p.number} {p.text[:30]}" for p in left)]


@pytest.mark.parametrize("name", RENDITIONS)
def test_whatever_the_layout(name: str, request: pytest.FixtureRequest) -> None:
    if name in NOT_YET:
        request.applymarker(pytest.mark.xfail(reason=NOT_YET[name], strict=True))
    path = GOLDEN / name
    needs_libreoffice = path.suffix == ".odt"
    if needs_libreoffice and not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    document = read_apart(path.read_bytes(), Limits()) if needs_libreoffice else read(path.read_bytes())
    outline = exact_outline_of(document)
    expected = read_yaml(path.parent / "expected.yaml")
    assert differences(document, outline, expected, path.name) == []


def test_what_is_not_read_right_yet_is_there() -> None:
    assert set(NOT_YET) <= {*RENDITIONS, *REAL}


def listed(outline: Structure, facts: dict[str, Any]) -> dict[str, Any]:
    """What an outline has of facts of the masthead, counts and headings."""
    printed = [(level, " ".join(filter(None, (label, words)))) for level, label, words in headings(outline)]
    counts = {kind: len(getattr(outline, kind)) for kind in ("paragraphs", "footnotes", "sections")}
    first = [words[:80] for level, words in printed if level == 1]
    own = {**counts, "headings": [words for _, words in printed], "first_level": first}
    return {fact: own[fact] if fact in own else getattr(outline.masthead, fact) for fact in facts}


def is_ours(outline: Structure) -> bool:
    return foreign(outline, outline.masthead.symbol, vocabulary().family) is None


@pytest.mark.parametrize("name", OPENINGS)
def test_openings_of_real_documents(name: str) -> None:
    outline = exact_outline_of(read((STRUCTURE / name).read_bytes()))
    assert listed(outline, OPENINGS[name]) == OPENINGS[name]
    assert is_ours(outline) == ("/ctoc_" not in name and "/a_" not in name)


@pytest.mark.parametrize("name", [name for name, expected in REAL.items() if "unreadable" not in expected])
def test_real_documents(name: str) -> None:
    expected, own = REAL[name], name.removeprefix("notes/")
    outline = exact_outline_of(shared(own))
    if name not in NOT_YET:
        assert _facts(outline, expected) == []
        assert len(outline.paragraphs) == expected["paragraphs"]
    found = [squeezed(section.heading) for section in outline.sections]
    for heading in expected.get("headings") or []:
        words = squeezed(heading["heading"])
        assert any(other.startswith(words) or (len(other) > 15 and words.startswith(other)) for other in found)
    assert listed(outline, DOCUMENTS.get(own, {})) == DOCUMENTS.get(own, {})
    assert is_ours(outline) == own.startswith(("seed", "openings/cac_cosp"))
