from __future__ import annotations

from pipelines.extract.reading.tokens import tokens_of
from pipelines.extract.reading.trace import trace
from tests.extract.golden_language import english


def test_the_path_of_a_sentence_shows_tokens_groups_the_clause_and_the_row_that_decided() -> None:
    text = "Progress was made. In Kenya, UNODC trained judges."
    lines = list(trace(tokens_of(text, english().grammar), english(), text.index("Kenya")))
    assert lines[0].startswith("tokens   In·in Kenya·state")
    assert "group    «Kenya» state, in" in lines
    assert "verb     «trained» act" in lines
    assert "row      place-of-others, says nothing" in lines
    assert any(line.startswith("clause ") and "subject: author" in line for line in lines)
