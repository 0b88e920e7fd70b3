"""What is not translated of what the program says itself: `python -m tests.publish.untranslated` lists it by language.

In the languages of the shipped `editions` nothing may be missing (`test_phrases.py`); the others ask for nothing, and
say in English what they lack.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2 import nodes
from jinja2.ext import extract_from_ast

from pipelines.contract.languages import TRANSLATED
from pipelines.contract.tables import load_contract
from pipelines.extract.versions.names import official_names
from pipelines.publish.api.documents import KINDS
from pipelines.publish.catalogues.facts import ALL_TABLES, ALL_TABLES_DESCRIPTION
from pipelines.publish.downloads.everything import PURPOSE
from pipelines.publish.downloads.kinds import KINDS as DOWNLOADS
from pipelines.publish.downloads.sqlite_file import questions
from pipelines.publish.publication import Publication, load_publication
from pipelines.publish.renderers import registered
from pipelines.publish.site.about import COUNTED, PAPERS
from pipelines.publish.site.assets import nouns_of_scripts, phrases_of_scripts
from pipelines.publish.site.changes_page import READ
from pipelines.publish.site.landing import STATEMENTS
from pipelines.publish.site.phrases import FOLDER, catalogue, translated
from pipelines.publish.site.rendering import _environment, code_list
from pipelines.publish.site.tables import LISTED, SIMILAR
from pipelines.workspace.paths import DATAPACKAGE
from tests.conftest import ROOT
from tests.contents import read_csv

SITE = ROOT / "pipelines" / "publish" / "site"
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
            kept = {"say": texts[:1], "counted": texts, "Column": [t for t in texts[1:] if t[:1].isupper()]}
            yield from kept.get(name, ())


@cache
def phrases() -> set[str]:
    """Every phrase that a page says."""
    found = {p for path in (SITE / "templates").glob("*.html") for p in _of_template(path)}
    found |= {p for path in SITE.glob("*.py") for p in _of_module(path)} | set(phrases_of_scripts())
    found |= {words for listed in LISTED for words in (listed.title, listed.words)}
    found |= {words for thing in READ.values() for words in (thing.one, thing.many)} | {
        "yes",
        "no",
        *_coded("states", "region", "subregion", "un_regional_group"),
    }
    found |= {*STATEMENTS.values(), *PAPERS.values(), *COUNTED.values(), SIMILAR}
    found |= {word for noun in nouns_of_scripts() for word in noun}
    found |= {question["title"] for question in questions().values()} | {kind.description for kind in KINDS}
    registered()  # which is when the downloads are known
    found |= {kind.purpose for kind in DOWNLOADS.values()} | {PURPOSE, "Everything (CSV)"}
    contract = load_contract()
    coded = (
        contract.meanings(column).values() for column in ("language", "document_type", "attribution", "scope", "stage")
    )
    stages = {code.replace("_", " ") for code in contract.meanings("stage")}
    return found.union(stages, contract.meanings("system_kind"), *coded) | ALSO


def _coded(file: str, *columns: str) -> set[str]:
    codes = read_csv(DATAPACKAGE / "codes" / f"{file}.csv")
    return {row[name] for row in codes for name in columns if row[name]}


def told(language: str) -> dict[str, str]:
    """The phrases of a language's file, and what it says; nothing, where it says not all plural forms."""
    with (FOLDER / f"{language}.po").open("rb") as lines:
        found = [(m.id, m.string) for m in read_po(lines) if m.id]
    words: dict[str, str] = {}
    for phrase, said in found:
        if isinstance(phrase, str):
            words[phrase] = str(said or "")
        else:
            # Of several plural forms each is there, or none counts.
            words |= dict.fromkeys(phrase, said[-1] if said and all(said) else "")
    return words


def _texts() -> set[str]:
    """Every text of the data dictionary: titles, descriptions, meanings of values."""
    found = {ALL_TABLES, ALL_TABLES_DESCRIPTION}
    for table in load_contract().tables:
        found |= {table.title, table.description}
        found |= {text for column in table.columns for text in (column.title, column.description)}
        found |= {meaning for column in table.columns for _, meaning in column.values}
    return found


def titles() -> set[str]:
    """The titles of tables, which are all that catalogues say in languages without pages."""
    return {ALL_TABLES, *(table.title for table in load_contract().tables)}


def missing(language: str, publication: Publication) -> list[str]:
    """What a language lacks, each with the file where it belongs."""
    dictionary, folder = publication.dictionary[language], "datapackage/translations"
    if language not in TRANSLATED:
        return [f"{folder}/{language}.yaml: {text}" for text in sorted(titles() - set(dictionary))]
    said, alike = told(language), catalogue(language).gettext
    found = [f"{folder}/{language}.po: {text}" for text in sorted(phrases()) if not said.get(text)]
    # A text that is a phrase of the site, too, is translated there.
    texts = (text for text in sorted(_texts() - set(dictionary)) if alike(text) == text)
    found += [f"{folder}/{language}.yaml: {text}" for text in texts]
    for name, key, *columns in (
        ("articles", "article", "article_title", "chapter_title"),
        ("topics", "topic", "topic_title", "definition"),
        ("groups", "group", "group_title"),
    ):
        rows, file = code_list(name, language), f"datapackage/codes/{name}/{language}.csv"
        codes = sorted(_coded(name, key))
        found += [f"{file}: {code} {c}" for code in codes for c in columns if not rows.get(code, {}).get(c)]
    states = sorted(_coded("states", "state_iso3") - official_names(language).keys())
    found += [f"datapackage/codes/state-names/{language}.csv: {state}" for state in states]
    if not getattr(publication.translations, language):
        found.append(f"datapackage/publication.yaml: translations.{language}")
    return found


def stale(language: str, publication: Publication) -> list[str]:
    """What a language says that is no longer said in English."""
    said, texts = (told(language), _texts()) if language in TRANSLATED else ({}, titles())
    found = [f"datapackage/translations/{language}.po: {text}" for text in sorted(said.keys() - phrases())]
    texts = publication.dictionary[language].keys() - texts
    return found + [f"datapackage/translations/{language}.yaml: {text}" for text in sorted(texts)]


if __name__ == "__main__":
    shipped = load_publication(DATAPACKAGE / "publication.yaml")
    for listed, what in ((missing, "Not translated"), (stale, "No longer said; delete it")):
        for code in sorted(shipped.dictionary):
            sys.stdout.writelines(f"{what}: {line}\n" for line in listed(code, shipped))
