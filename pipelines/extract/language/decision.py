"""One decision per subject: a statement, something that is none, or a mere mention.

Here: which rule reads which place. Not here: the rules (the sibling modules).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.extract.language.agents import agent
from pipelines.extract.language.attribution import Attribution, absolute, by_place, clause, example, said_of
from pipelines.extract.language.contexts import Place, read_context
from pipelines.extract.language.located import located
from pipelines.extract.language.owned import owned, owns
from pipelines.extract.language.predicates import direct
from pipelines.extract.language.subjects import Subject
from pipelines.extract.language.verbs import Effect

if TYPE_CHECKING:
    from pipelines.extract.language.contexts import Context
    from pipelines.extract.language.reader import Reader

_WORD = re.compile(r" ([a-z]+)")
_THE = 4  # length of "The "
_BY_PLACE = {
    Place.CLAUSE: clause,
    Place.AGENT: agent,
    Place.LOCATED: located,
    Place.SOURCE: by_place("source"),
    Place.SAME: by_place("same"),
    Place.ABSOLUTE: absolute,
    Place.LAW: by_place("law"),
    Place.EXAMPLE: example,
}


def attribute(subject: Subject, reader: Reader) -> Attribution | None:
    """What the sentence says of `subject`.

    None: it is only mentioned. An attribution with an empty `rule`: it is the subject of what is no statement.
    """
    lead = subject.start - reader.first
    if lead == 0 or (lead == _THE and reader.matter.startswith("The ", reader.first)):
        # most sentences of a note: "Chile reported …", "The State of Qatar reported …"
        at_once = _reports_at_once(subject, reader)
        if at_once:
            return at_once
    context = read_context(reader, subject.start)
    if len(subject.mentions) == 1 and not subject.is_tied and owns(subject, reader):
        return owned(subject, reader, context)
    read = _BY_PLACE.get(context.place)
    found = read(subject, reader, context) if read else None
    if found is None and subject.bare_list and not subject.is_tied:
        return _last_alone(subject, reader, context)
    return found


def _reports_at_once(subject: Subject, reader: Reader) -> Attribution | None:
    """What a subject that opens its sentence reports, where the verb follows it directly."""
    following = _WORD.match(reader.matter, subject.verb_from, reader.end)
    lemma = reader.vocabulary.verbs.reporting.get(following[1]) if following else None
    if lemma is None or following is None or not subject.mentions or subject.is_tied:
        return None
    return Attribution("subject-reports", lemma, reader.first, following.end(), subject)


def _last_alone(subject: Subject, reader: Reader, context: Context) -> Attribution | None:
    """The last of names that are no list but a phrase and its clause ("Following a visit to Chile, Peru adopted")."""
    last = subject.mentions[-1]
    found = direct(reader, last.end)
    if found is None or found.effect is Effect.SILENT:
        return None
    alone = Subject(last.start, last.end, last.end, (last,))
    return said_of(alone, context._replace(head=None, start=last.start), found)
