"""The site's own words: every phrase that a template or a page marks is in the files of other languages."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import nodes
from jinja2.ext import extract_from_ast

from pipelines.contract.tables import load_contract
from pipelines.extract.versions.names import official_names
from pipelines.publish.api.documents import KINDS
from pipelines.publish.downloads.kinds import KINDS as DOWNLOADS
from pipelines.publish.downloads.sqlite_file import questions
from pipelines.publish.publication import load_publication
from pipelines.publish.renderers import registered
from pipelines.publish.site.about import COUNTED, PAPERS, SIMILAR
from pipelines.publish.site.assets import nouns_of_scripts, phrases_of_scripts
from pipelines.publish.site.charts import SCOPE
from pipelines.publish.site.landing import STATEMENTS
from pipelines.publish.site.phrases import FOLDER, TRANSLATED, Phrases, translated
from pipelines.publish.site.rendering import FURTHER, NAVIGATION, _environment, code_list
from pipelines.publish.site.summary import READ
from pipelines.publish.site.tables import LISTED
from pipelines.workspace.paths import DATAPACKAGE
from tests.conftest import ROOT

SITE = ROOT / "pipelines" / "publish" / "site"
FILES = sorted(FOLDER.glob("*.po"))
# Said by a program, and named by a variable in a template.
ALSO = {"no date"}


def _of_template(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8")
    found: list[str] = []
    translated(source, lambda phrase: found.append(phrase) or phrase)  # type: ignore[func-returns-value]
    yield from found
    tree = _environment().parse(source)
    for _, _, message in extract_from_ast(tree):
        yield from (m for m in ((message,) if isinstance(message, str) else message or ()) if m)
    for called in tree.find_all(nodes.Filter):
        if called.name == "counted":
            yield from (part.value for part in called.args if isinstance(part, nodes.Const))


def _of_module(path: Path) -> Iterator[str]:
    """What a module says by `say`, counts by `counted`, and what it calls columns and lists of a page."""
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            texts = [str(a.value) for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            texts += [
                str(k.value.value) for k in call.keywords if k.arg == "filter" and isinstance(k.value, ast.Constant)
            ]
            kept = {"say": texts[:1], "counted": texts, "Column": [t for t in texts[1:] if t[0].isupper()]}
            yield from kept.get(name, ())


def _marked() -> set[str]:
    phrases = {p for path in (SITE / "templates").glob("*.html") for p in _of_template(path)}
    phrases |= {p for path in SITE.glob("*.py") for p in _of_module(path)} | set(phrases_of_scripts())
    phrases |= {label for _, label in (*NAVIGATION, *FURTHER)}
    phrases |= {words for listed in LISTED for words in (listed.title, listed.words)}
    phrases |= {words for thing in READ.values() for words in (thing.one, thing.many)} | {
        SCOPE,
        "yes",
        "no",
        *_coded("states", "region", "subregion"),
    }
    phrases |= {*STATEMENTS.values(), *PAPERS.values(), *COUNTED.values(), SIMILAR}
    phrases |= {word for noun in nouns_of_scripts() for word in noun}
    phrases |= {question.title for question in questions()} | {kind.description for kind in KINDS}
    registered()  # which is when the downloads are known
    phrases |= {kind.purpose for kind in DOWNLOADS.values()}
    contract = load_contract()
    coded = (
        contract.meanings(column).values() for column in ("language", "document_type", "attribution", "scope", "stage")
    )
    stages = {code.replace("_", " ") for code in contract.meanings("stage")}
    return phrases.union(stages, contract.meanings("system_kind"), *coded) | ALSO


def _coded(file: str, *columns: str) -> set[str]:
    with (DATAPACKAGE / "codes" / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return {row[name] for row in csv.DictReader(lines) for name in columns if row[name]}


def _translated(file: Path) -> dict[str, str]:
    with file.open("rb") as lines:
        found = [(m.id, m.string) for m in read_po(lines) if m.id]
    told: dict[str, str] = {}
    for phrase, words in found:
        if isinstance(phrase, str):
            told[phrase] = str(words or "")
        else:
            # Of several plural forms each is there, or none counts.
            told |= dict.fromkeys(phrase, words[-1] if words and all(words) else "")
    return told


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_phrase_of_the_site_is_translated(file: Path) -> None:
    marked, told = _marked(), _translated(file)
    assert sorted(marked - {phrase for phrase, words in told.items() if words}) == [], f"translate these in {file.name}"
    assert sorted(told.keys() - marked) == [], f"no page says these; delete them in {file.name}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_has_no_place_that_the_phrase_has_not(file: Path) -> None:
    for phrase, words in _translated(file).items():
        assert set(re.findall(r"{\d+}|%\(\w+\)s", words)) <= set(re.findall(r"{\d+}|%\(\w+\)s", phrase)), phrase


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_code_list_of_the_site_is_there_in_every_language(language: str) -> None:
    for name, key, *texts in (
        ("articles", "article", "article_title", "chapter_title"),
        ("topics", "topic", "topic_title", "definition"),
    ):
        told = code_list(name, language)
        missing = [
            f"{code}: {text}"
            for code in sorted(_coded(name, key))
            for text in texts
            if not told.get(code, {}).get(text)
        ]
        assert missing == [], f"write these into datapackage/codes/{name}/{language}.csv"
    missing = sorted(_coded("states", "state_iso3") - official_names(language).keys())
    assert missing == [], f"write the names of these into datapackage/codes/state-names/{language}.csv"
    told = getattr(load_publication().translations, language)
    assert told, f"write title and description into translations.{language} of datapackage/publication.yaml"


def test_a_language_says_days_and_numbers_in_its_own_way() -> None:
    spanish, french = Phrases("es"), Phrases("fr")
    assert spanish.day(date(2022, 6, 9)) == "9 de junio de 2022"
    assert french.day("2022-06-09") == "9 juin 2022"
    assert spanish.number(12345) == "12.345"
    assert (Phrases("en").share(0.971), spanish.share("0.971", 1)) == ("97%", "97,1\u00a0%")
    assert spanish.say("Paragraph %(number)s", number=7) == "Párrafo 7"
    assert spanish.say("What nobody has translated") == "What nobody has translated"
