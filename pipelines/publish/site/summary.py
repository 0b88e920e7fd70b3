"""The numbers and sentences about a release as a whole.

Here: counts named apart, and what changed, in words. Not here: rows of single things.
"""

from __future__ import annotations

from typing import NamedTuple

from pipelines.publish.api.things import of_release
from pipelines.publish.record import Record
from pipelines.publish.site.rendering import Site


class Thing(NamedTuple):
    """A row of a table as readers know it: the words for one and for several, and the column that names it."""

    one: str
    many: str
    known_by: str


# Tables whose rows are things that a reader would miss or welcome.
READ = {
    "notes": Thing("note", "notes", "note_title"),
    "statements": Thing("statement", "statements", "quote"),
    "collective_statements": Thing("collective statement", "collective statements", "quote"),
    "submission_texts": Thing("State’s own text", "States’ own texts", "text"),
    "systems": Thing("system, body or law", "systems, bodies and laws", "system_name"),
    "submissions": Thing("respondent of a note", "respondents of notes", "state_name"),
    "paragraphs": Thing("paragraph", "paragraphs", "text"),
}


def counts_of(site: Site) -> list[tuple[str, int, str]]:
    """What a release counts: label, number, and the page that shows what is counted."""
    say, whole, rows = site.say, site.draft.once(of_release), site.draft.record.counts
    counts = [
        (say("Statements"), rows["statements"], "statements.html"),
        (say("Collective statements"), rows["collective_statements"], "collective.html"),
        (say("Respondents"), whole["respondent_count"], "states.html?listed=yes"),
        (
            say("Respondents with a statement"),
            whole["respondent_with_statement_count"],
            "states.html?listed=yes&quoted=yes",
        ),
        (say("Systems, bodies and laws"), rows["systems"], "systems.html"),
        (say("Articles"), rows["by_article"], "articles.html"),
        (say("Notes"), rows["notes"], "notes.html"),
    ]
    if rows["submission_texts"]:
        counts.append((say("States’ own texts"), rows["submission_texts"], "states.html?sort=-submission_text_count"))
    return counts


def who(site: Site) -> str:
    """The subtitle of a release: how many statements of how many notes, and when these were issued."""
    counted, rows = site.phrases.counted, site.draft.record.counts
    return site.say(
        "%(statements)s quoted by State and by article, from %(notes)s of the Secretariat%(when)s.",
        notes=counted(rows["notes"], "note", "notes"),
        when=_when(site),
        statements=counted(rows["statements"], "statement", "statements"),
    )


# Chapters and topics that are named to say what the notes are about.
_NAMED = 2


def about(site: Site) -> str:
    """What the notes are about: the chapters of the Convention and the topics that most statements are on."""
    whole, sentences = site.draft.once(of_release), []
    chapters = [
        site.say("chapter %(number)s (%(title)s)", number=site.articles[first]["chapter"], title=site.chapter(first))
        for first in whole["chapters"][:_NAMED]
    ]
    if chapters:
        sentences.append(
            site.say("Chapters with most statements: %(chapters)s.", chapters=site.phrases.listed(chapters))
        )
    topics = [site.topics[code]["topic_title"] for code in whole["topics"][:_NAMED]]
    if topics:
        sentences.append(site.say("Most quoted topics: %(topics)s.", topics=site.phrases.listed(topics)))
    return " ".join(sentences)


def _when(site: Site) -> str:
    draft, day = site.draft, site.phrases.day
    if not draft.oldest or not draft.newest:
        return ""
    if draft.oldest == draft.newest:
        return site.say(", issued %(day)s", day=day(draft.oldest))
    return site.say(", issued from %(first)s to %(last)s", first=day(draft.oldest), last=day(draft.newest))


def news(site: Site, record: Record) -> list[str]:
    """What a release changed, in sentences; none where only its name is known. Those on columns are in English."""
    if record.changes is None:
        return []
    if not record.previous:
        return [site.say("This is the first release.")]
    verbs = {"added": site.say("Added"), "changed": site.say("Changed"), "removed": site.say("Removed")}
    counted = {
        verb: [
            site.phrases.counted(changed[table], thing.one, thing.many)
            for changed in (record.changes.get(kind, {}),)
            for table, thing in READ.items()
            if changed.get(table)
        ]
        for kind, verb in verbs.items()
    }
    sentences = [f"{verb}: {', '.join(parts)}." for verb, parts in counted.items() if parts]
    return [*sentences, *(record.structure if site.language == "en" else ())] or [
        site.say("Nothing that people read has changed, only descriptions or the program.")
    ]
