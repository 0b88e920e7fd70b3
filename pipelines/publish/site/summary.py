"""The numbers and sentences that say what a release is as a whole.

Here: counts named apart, and what changed, in words. Not here: rows of single things.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.site.phrases import ENGLISH
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.streams import Row

# Tables whose rows are things that a reader would miss or welcome, with the words for one and for several.
READ = {
    "notes": ("note", "notes"),
    "statements": ("statement", "statements"),
    "collective_statements": ("collective statement", "collective statements"),
    "submission_texts": ("State's own text", "States' own texts"),
    "named_systems": ("named system", "named systems"),
    "submissions": ("respondent of a note", "respondents of notes"),
    "paragraphs": ("paragraph", "paragraphs"),
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a release is. `counts`: label, number, and the page that shows what is counted. `who`: subtitle."""

    counts: list[tuple[str, int, str]]
    who: str
    coverage: Row


def summarise(draft: ReleaseDraft) -> Summary:
    """Count and put into words."""
    rows = rows_of_release(draft)
    (c,) = rows.ask(
        "SELECT COUNT(*) FILTER (WHERE submission_count > 0) AS respondents, "
        "COUNT(*) FILTER (WHERE submission_count > 0 AND statement_count > 0) AS with_statement FROM by_state"
    )
    (coverage,) = rows.ask(
        "SELECT SUM(source_character_count) AS characters, SUM(accounted_character_count) AS accounted, "
        "SUM(paragraph_count) AS paragraphs, SUM(paragraph_without_state_count) AS without_state, "
        "SUM(signal_count) AS signals, "
        "COUNT(*) FILTER (WHERE NOT statements_extracted) AS other_languages FROM coverage"
    )
    counts = [
        ("Statements", draft.rows["statements"], "statements.html"),
        ("Collective statements", draft.rows["collective_statements"], "collective.html"),
        ("Respondents", c["respondents"], "states.html?listed=yes"),
        ("Respondents with a statement", c["with_statement"], "states.html?listed=yes&quoted=yes"),
        ("Named systems", draft.rows["named_systems"], "systems.html"),
        ("Articles", draft.rows["by_article"], "articles.html"),
        ("Notes", draft.rows["notes"], "notes.html"),
    ]
    if draft.rows["submission_texts"]:
        counts.append(("States’ own texts", draft.rows["submission_texts"], "states.html?sort=-submission_text_count"))
    who = (
        f"{ENGLISH.counted(draft.rows['notes'], 'note', 'notes')} of the Secretariat{_when(draft)}: "
        f"{ENGLISH.counted(c['respondents'], 'State', 'States')} listed as having sent information, "
        f"{ENGLISH.counted(draft.rows['statements'], 'statement', 'statements')} quoted by State and by article."
    )
    return Summary(counts, who, {k: v or 0 for k, v in coverage.items()})


def _when(draft: ReleaseDraft) -> str:
    if not draft.oldest or not draft.newest:
        return ""
    if draft.oldest == draft.newest:
        return f", issued {ENGLISH.day(draft.oldest)}"
    return f", issued from {ENGLISH.day(draft.oldest)} to {ENGLISH.day(draft.newest)}"


def in_words(draft: ReleaseDraft) -> list[str]:
    """What differs from the release before, in sentences."""
    if draft.identity.before is None:
        return ["This is the first release."]
    verbs = {"added": "More", "changed": "Changed", "removed": "Gone"}
    sentences = []
    for change, verb in verbs.items():
        parts = [
            ENGLISH.counted(draft.identity.changes.count(change, table), *words)
            for table, words in READ.items()
            if draft.identity.changes.count(change, table)
        ]
        if parts:
            sentences.append(f"{verb}: {', '.join(parts)}.")
    return [*sentences, *draft.identity.changes.schema] or [
        "No row that people read has changed; descriptions or code have."
    ]
