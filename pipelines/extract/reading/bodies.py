"""A State's own body that acts in the sentence after others helped that State, without the State's name.

"UNODC assisted the Gambia in … . Following that support, the Commission adopted its rules." Not here: what goes on
about a State of whom something was said (`discourse.py`).
"""

from __future__ import annotations

from pipelines.extract.reading.reader import Named, Reader
from pipelines.extract.reading.said import distinct
from pipelines.extract.reading.walk import PASSED_ON, Clause, Place

_HELPED = frozenset(("state", "organ-of", "measure-of"))
_GIVEN = frozenset(("object", "to", "for"))
_PLACES = frozenset(("in", "case"))
_TELLING = frozenset(("main", "and", "which", "while"))
_OF_OTHERS = [["other"], ["author"], ["company"], ["project"], ["event"], ["latter"]]
_DONE = ("passive-act", "passive-enacted")
_ACTING = frozenset(("act", "report", "existing"))


def helped_in(reader: Reader, before: tuple[Named, ...]) -> tuple[Named, ...]:
    """The one State in which, or for which, others act in a sentence; nobody where it may be any of several.

    `before`: who was helped before it, and still is where it names no State.
    """
    if not reader.groups.states:
        return before
    kinds, found = reader.parse.kinds, list[Named]()
    for at, names in reader.groups.states.items():
        place = reader.parse.places.get(at)
        if place is not None and kinds[at] in _HELPED and _is_helped(reader, place):
            found += names
    states = distinct(found)
    return states if len(states) == 1 else ()


def _is_helped(reader: Reader, place: Place) -> bool:
    if place.role in _PLACES:
        return True
    verb = reader.predicate(place.clause.verb).kind
    if place.role == "subject":
        return verb == "receiving" or verb.startswith("passive")
    return place.role in _GIVEN and reader.kind(place.clause.subject) in PASSED_ON


def body_in(reader: Reader) -> Clause | None:
    """The clause in which a body that has a name does or says something, behind the names of States."""
    last = max(reader.groups.states, default=-1)
    return next((clause for clause in reader.parse.clauses if clause.subject > last and _acts(reader, clause)), None)


def _acts(reader: Reader, clause: Clause) -> bool:
    subject = clause.subject
    if clause.opener not in _TELLING or subject < 0 or clause.verb < 0:
        return False
    verb, kind = reader.predicate(clause.verb).kind, reader.parse.kinds[subject]
    if kind == "measure" and verb in _DONE:  # "the Directorate's budget was tripled by Parliament"
        agent = reader.parse.agents.get(clause.verb, -1)
        return agent >= 0 and _is_of_the_state(reader, agent)
    return kind == "organ" and verb in _ACTING and _is_of_the_state(reader, subject)


def _is_of_the_state(reader: Reader, at: int) -> bool:
    """Whether a body is no organization's own: it was named before, or has a name of several words of its own."""
    groups, kinds, words, grammar = reader.groups, reader.parse.kinds, reader.tokens.words, reader.grammar
    if kinds[at] != "organ" or (kinds[at + 1 : at + 2] == ["of"] and kinds[at + 2 : at + 3] in _OF_OTHERS):
        return False
    ends = groups.ends[at + 2] if kinds[at + 1 : at + 2] == ["of"] else groups.ends[at]
    own = range(groups.starts[at], ends)
    if reader.tokens.tags[own.start] == grammar.own:  # "its parliament"
        return not grammar.of_states.isdisjoint(word.capitalize() for word in words[own.start : own.stop])
    told = " ".join(words[i] for i in own if reader.tokens.tags[i] not in grammar.determining)
    title = {word for word in told.split() if word[0].isupper()}
    if not title or title <= set(words[: own.start]):
        return bool(title)
    return not title.isdisjoint(grammar.of_states) or (len(title) > 1 and title.isdisjoint(grammar.of_anybody))
