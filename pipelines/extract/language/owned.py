"""Nouns after a name: "Peru's Ombudsman established", "the Chilean authorities reported", "Kenya Law Commission had".

Not here: nouns before a name ("the Ombudsman of Peru", `phrases.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.extract.language.agents import agent
from pipelines.extract.language.attribution import Attribution, clause, named
from pipelines.extract.language.contexts import Context, Place
from pipelines.extract.language.phrases import Head, head_of

if TYPE_CHECKING:
    from pipelines.extract.language.reader import Reader
    from pipelines.extract.language.subjects import Subject

_WORD = re.compile(r" +\(?([\w'-]+)\)?")
# The rest of a proper name after its noun ("Ministry of Finance", "Act No. 23 of 2007").
_TAIL = re.compile(r"(?: (?:(?:of|for|and|the|against|on|to|in) )*(?:[A-Z][\w'-]*\.?|\d+))*")
_LONGEST = 10  # words


def owns(subject: Subject, reader: Reader) -> bool:
    """Whether a noun after the name, and not the State itself, is what the sentence speaks of."""
    mention = subject.mentions[0]
    return reader.matter.startswith("'", mention.end) or mention.within or mention.kind == "demonym"


def owned(subject: Subject, reader: Reader, context: Context) -> Attribution | None:
    """What the sentence says of what a State has or of its organs."""
    mention, matter = subject.mentions[0], reader.matter
    possessive = matter.startswith("'", mention.end)
    position = mention.end + (2 if matter.startswith("'s", mention.end) else 1 if possessive else 0)
    words: list[str] = []
    for _ in range(_LONGEST):
        word_at = _WORD.match(matter, position, reader.end)
        if not word_at or word_at[1] in reader.vocabulary.verbs.auxiliaries:
            return None
        position = word_at.end()
        words.append(word_at[1])
        head = head_of(words, reader.vocabulary.speakers)
        if head is None or (not possessive and head not in {Head.ORGAN, Head.VOICE}):
            continue
        tail = _TAIL.match(matter, position, reader.end)
        end = tail.end() if tail else position
        following = _WORD.match(matter, end, reader.end)
        loose = following is not None and following[1] in reader.vocabulary.grammar.links
        found = _said(subject._replace(end=end, verb_from=end, loose=loose), reader, context._replace(head=head))
        if found is not None and found.rule:
            return found
    return None


def _said(subject: Subject, reader: Reader, context: Context) -> Attribution | None:
    if context.place is Place.CLAUSE:
        return clause(subject, reader, context)
    if context.place is Place.AGENT and context.head is Head.ORGAN:
        return agent(subject, reader, context)
    if context.place is Place.SOURCE:
        return named("source", subject, context)
    if context.head in {Head.MEASURE, Head.SUBMISSION}:
        law = reader.vocabulary.grammar.by_law.search(reader.before(subject.start))
        if law:
            return named("law", subject, context)
    return None
