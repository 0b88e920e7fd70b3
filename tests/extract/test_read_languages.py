"""French and Spanish are read as English is: whole notes of which no other language is there."""

from __future__ import annotations

import json

import pytest

from pipelines.extract.reading.respondents import respondents_of
from pipelines.extract.reading.tokens import tokens_of
from tests.conftest import ROOT
from tests.extract.golden_language import read_paragraph, vocabulary
from tests.extract.structures import outline_of

NOTES = ROOT / "tests" / "golden" / "languages"
LANGUAGES = ("es", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_note_is_read_as_a_careful_reader_reads_it(language: str) -> None:
    gold = json.loads((NOTES / f"seed_{language}.gold.json").read_text("utf-8"))
    of_language = vocabulary().readings[language]
    found, collective, respondents = set(), [], []
    for paragraph in outline_of((NOTES / f"seed_{language}.txt").read_text("utf-8")).paragraphs:
        read = read_paragraph(paragraph.text, of_language)
        number = int(str(paragraph.number))
        found |= {(number, s.iso3, s.verb, s.name_as_written) for s in read.statements}
        collective += [(number, c.scope, c.verb) for c in read.collective]
        listed = respondents_of([tokens_of(paragraph.text, of_language.grammar)], of_language)
        if listed.senders:
            respondents.append((number, listed.numbers, sorted(name.iso3 for name in listed.senders)))
    assert found == {(p["paragraph"], p["state"], p["lemma"], p["name_as_printed"]) for p in gold["practices"]}
    assert collective == [(c["paragraph"], c["normalised"], c["lemma"]) for c in gold["collective"]]
    assert respondents == [(gold["declared_in_paragraph"], (gold["declared_count_in_text"],), gold["submissions"])]
