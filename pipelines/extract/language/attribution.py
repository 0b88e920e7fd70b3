"""What a sentence says of a subject: the rules that turn place and verb into a statement, or into a mere mention.

Here: one decision per subject, and the subjects of verbs. Not here: agents (`agents.py`), places (`located.py`), nouns
after a name (`owned.py`), nor how sentences make up a paragraph (`paragraphs.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.language.contexts import Context
from pipelines.extract.language.phrases import Head
from pipelines.extract.language.predicates import Predicate, direct, gerund, predicate
from pipelines.extract.language.subjects import Subject
from pipelines.extract.language.verbs import Effect

if TYPE_CHECKING:
    from pipelines.extract.language.reader import Reader


class Attribution(NamedTuple):
    """What a sentence says of a subject.

    `rule`: short name of the rule; empty where nothing is said. `verb`: lemma of the reporting verb. `start`, `end`:
    span of the words that decided. `subject`: of whom. `weak`: it yields to a State that the sentence speaks of before.
    """

    rule: str
    verb: str | None
    start: int
    end: int
    subject: Subject
    weak: bool = False


_RELATIVE = re.compile(r",? +(?:where|which|whose)\b")
_NEXT_ORGAN = re.compile(r"(?:,|,? and) the [^,;.]{3,90} of (?:the )?")
_SHORT = 12  # characters; a label is followed by more


def said_of(subject: Subject, context: Context, found: Predicate) -> Attribution:
    """The attribution of a subject with a verb."""
    if context.head is Head.MEASURE:  # a law reports nothing, whatever its verb
        found = found._replace(effect=Effect.ACTS, lemma=None)
    kind = context.head.value if context.head else "subject"
    if subject.is_tied:
        kind = "listed"
    elif not subject.mentions:
        kind = "collective"
    return Attribution(f"{kind}-{found.effect.value}", found.lemma, context.start, found.end, subject)


def named(rule: str, subject: Subject, context: Context) -> Attribution:
    """The attribution of a subject by its place alone."""
    return Attribution(rule, None, context.start, subject.end, subject)


def clause(subject: Subject, reader: Reader, context: Context) -> Attribution | None:
    """What the verb of a subject says of it; an empty rule where that is nothing, None where there is no verb."""
    if context.opens and _is_label(subject, reader):
        return Attribution("label", None, subject.start, subject.end + 1, subject)
    found = _predicate(subject, reader, context)
    if found is None:
        return None
    if found.effect is Effect.SILENT or not _fits(subject, found, reader, context.head):
        return Attribution("", None, context.start, found.end, subject)
    return said_of(subject, context, found)


def _predicate(subject: Subject, reader: Reader, context: Context) -> Predicate | None:
    if context.strict:
        found = direct(reader, subject.verb_from, plural=subject.plural)
        return found if found and found.effect is Effect.REPORTS else None
    plural = subject.plural or context.head is not None
    loose = subject.loose or subject.phrase is not None or subject.is_tied
    found = predicate(reader, subject.verb_from, plural=plural, loose=loose, near=context.near)
    if found is None and subject.is_tied and subject.mentions:
        # "Several States reported having done so, including Austria": the verb stands before the names
        inner = reader._replace(end=subject.mentions[0].start)
        return predicate(inner, subject.phrase_end, plural=True, loose=True)
    if found is None and context.head in {Head.ORGAN, Head.VOICE}:
        return _of_organs(subject, reader)
    return found


def _of_organs(subject: Subject, reader: Reader) -> Predicate | None:
    """The verb of a list of organs ("the Court of Audit of Austria, the Ministry of Justice of Chile and … had")."""
    position = subject.end
    for mention in reader.mentions:
        if mention.start > position:
            if not _NEXT_ORGAN.fullmatch(reader.matter, position, mention.start):
                break
            position = mention.end
    return predicate(reader, position, plural=True) if position > subject.end else None


def _is_label(subject: Subject, reader: Reader) -> bool:
    """Whether the name labels an item ("Kenya: adoption of a law")."""
    return (
        reader.matter.startswith(": ", subject.end) and len(subject.mentions) == 1 and reader.end > subject.end + _SHORT
    )


def _fits(subject: Subject, found: Predicate, reader: Reader, head: Head | None) -> bool:
    """Whether such a verb says something of such a subject."""
    verbs, reports = reader.vocabulary.verbs, found.effect is Effect.REPORTS
    if subject.phrase is not None and not subject.mentions:
        words = reader.matter[found.start : found.end].split()
        if subject.phrase.weak and not reports:
            return False
        return words[0] not in verbs.wishes and not (found.passive and words[-1] in verbs.asked)
    if head is Head.VOICE:
        return reports
    if head is Head.SUBMISSION:
        return reports or bool(reader.vocabulary.places.contains.search(reader.matter[found.start : found.end]))
    if head is Head.MEASURE and found.passive:
        return reader.matter[found.start : found.end].split()[-1] not in verbs.handled
    return True


def by_place(rule: str) -> Callable[[Subject, Reader, Context], Attribution | None]:
    """A reading by place alone."""
    return lambda subject, _reader, context: named(rule, subject, context)


def absolute(subject: Subject, reader: Reader, context: Context) -> Attribution | None:
    """After "with", before a gerund ("with Kenya noting that …")."""
    found = gerund(reader, subject.verb_from)
    if found is None or found.effect is Effect.SILENT:
        return None
    return said_of(subject, context, found)


def example(subject: Subject, reader: Reader, context: Context) -> Attribution | None:
    """A State given as an example, with a clause that says of what ("One example was Kenya, which reported that …")."""
    relative = _RELATIVE.match(reader.matter, subject.end, reader.end)
    if not relative:
        return None
    found = direct(reader, relative.end()) if relative[0].endswith("which") else None
    if found is None:
        return named("example", subject, context)
    return None if found.effect is Effect.SILENT else said_of(subject, context, found)
