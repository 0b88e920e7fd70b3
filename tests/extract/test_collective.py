from __future__ import annotations

from tests.extract.golden_language import cases, english, read_paragraph


def test_a_phrase_for_a_number_of_states_is_found_with_its_scope_subject_and_verb() -> None:
    right = found = expected = 0
    for case in cases("collective", "mere-mentions", "constructions"):
        read = read_paragraph(case["text"], english()).collective
        labels = case.get("collective", [])
        said = [
            c.scope if isinstance(label, str) else [c.scope, c.subject_as_written, c.verb]
            for c, label in zip(read, [*labels, *[""] * len(read)], strict=False)
        ]
        right += sum(each in labels for each in said)
        found, expected = found + len(read), expected + len(labels)
    assert right / found >= 0.84
    assert right / expected >= 0.9


def test_the_quote_is_the_sentence_about_them() -> None:
    text = "Training matters. Most States reported on it. Chile noted that it was online."
    (collective,) = read_paragraph(text, english()).collective
    assert text[collective.quote_start : collective.quote_end] == "Most States reported on it."
