"""What a sentence says of a subject: the rules that turn place and verb into a statement, or into a mere mention.

Here: one decision per subject. Not here: reading left (`contexts.py`) and right (`predicates.py`), nor how sentences make
up a paragraph (`statements.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.extract.language.contexts import Context, Place, read_context
from pipelines.extract.language.phrases import Head, head_of, phrase_before
from pipelines.extract.language.predicates import Predicate, Reader
from pipelines.extract.language.subjects import Subject
from pipelines.extract.language.verbs import Effect, any_of, measure_participles

if TYPE_CHECKING:
    from pipelines.extract.vocabulary import Vocabulary


class Attribution(NamedTuple):
    """What a sentence says of a subject.

    `rule`: short name of the rule; empty where nothing is said. `verb`: lemma of the reporting verb. `start`, `end`: the
    words that decided. `subject`: whose it is. `weak`: it yields to any other State of the sentence.
    """

    rule: str
    verb: str | None
    start: int
    end: int
    subject: Subject
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Compiled patterns for what happens in a State (`procedure.yaml`).

    `elsewhere`: an international body or a meeting as subject of the clause. `measure`: a passive of a measure, or "in
    place", directly before "in" or "by". `not_measures`: subjects of which it is none. `sent_on`: "information on … was".
    """

    elsewhere: re.Pattern[str]
    in_place: re.Pattern[str]
    passive: re.Pattern[str]
    not_measures: re.Pattern[str]
    sent_on: re.Pattern[str]
    contains: re.Pattern[str]


_TAIL = re.compile(r"(?: (?:(?:of|for|and|the|against|on|to|in) )*[A-Z][\w'-]*)*")
_WORDS = re.compile(r" +([\w'-]+)")
_FINITE = re.compile(r"\b(?:has|have|had|is|are|was|were|will|would|can|could|may)\b")
_BOUNDARY = re.compile(r"(?:[,;:]|\b(?:and|while|whereas|but|that|where|whilst|although|as|when))$")
_ACCORDING = re.compile(r"[Aa]ccording (?:also )?to [^,;]{0,60}$")


def attribute(
    subject: Subject, reader: Reader, first: int, names_end: frozenset[int], vocabulary: Vocabulary
) -> Attribution | None:
    """What the sentence that begins at `first` says of `subject`.

    None: it is only mentioned. An attribution with an empty `rule`: it is the subject of something that is no statement.
    """
    context = read_context(reader.matter, first, subject.start, vocabulary, names_end)
    if len(subject.mentions) == 1 and subject.phrase is None:
        possessed = _possessed(subject, reader, context, vocabulary)
        if possessed is not None:
            return possessed if possessed.rule else None
    read = _BY_PLACE.get(context.place)
    found = read(subject, reader, first, context, vocabulary) if read else None
    if found is None and subject.bare_list and subject.phrase is None:
        # "Following a visit to Chile, Peru adopted": not a list, but a phrase and its clause
        last = subject.mentions[-1]
        alone = Subject(last.start, last.end, last.end, (last,))
        predicate = reader.direct(last.end)
        if predicate and predicate.effect is not Effect.SILENT:
            return _said(alone, context._replace(head=None), predicate, last.start)
    return found


def _said(subject: Subject, context: Context, predicate: Predicate, start: int) -> Attribution:
    kind = context.head.value if context.head else "subject"
    if subject.phrase is not None or subject.tie.value != "none":
        kind = "listed" if subject.mentions else "collective"
    return Attribution(f"{kind}-{predicate.effect.value}", predicate.lemma, start, predicate.end, subject)


def _clause(
    subject: Subject, reader: Reader, first: int, context: Context, vocabulary: Vocabulary
) -> Attribution | None:
    if context.opens and subject.mentions and _is_label(reader, subject):
        return Attribution("label", None, subject.start, subject.end + 1, subject)
    loose = subject.phrase is not None or not subject.mentions
    if context.strict:
        predicate = reader.direct(subject.verb_from, plural=subject.plural)
        if not predicate or predicate.effect is not Effect.REPORTS:
            return None
    else:
        predicate = reader.predicate(
            subject.verb_from, plural=subject.plural or context.head is not None, loose=loose, near=context.near
        )
        if predicate is None and subject.mentions and (subject.phrase or subject.tie.value != "none"):
            # "Several States reported having done so, including Austria": the verb stands before the names
            inner = reader._replace(end=subject.mentions[0].start)
            predicate = _own_verb(inner, subject, first, loose=True)
    if predicate is None:
        return None
    nothing = Attribution("", None, context.start, predicate.end, subject)
    if predicate.effect is Effect.SILENT or not _fits(subject, predicate, context, reader, vocabulary):
        return nothing
    return _said(subject, context, predicate, context.start)


def _own_verb(reader: Reader, subject: Subject, first: int, *, loose: bool) -> Predicate | None:
    """The verb of the phrase to which names further on are tied."""
    phrase_end = subject.phrase.end if subject.phrase else None
    if phrase_end is None:
        following = re.compile(
            r"(?:[\w'-]+ ){0,4}?(?:States|countries|Governments|[Pp]arties|respondents)\b(?: parties)?"
        ).match(reader.matter, subject.start)
        phrase_end = following.end() if following else first
    return reader.predicate(phrase_end, plural=True, loose=loose)


def _fits(subject: Subject, predicate: Predicate, context: Context, reader: Reader, vocabulary: Vocabulary) -> bool:
    """Whether such a verb says something of the State when its subject is such a noun."""
    reports = predicate.effect is Effect.REPORTS
    if subject.phrase is not None and not subject.mentions:
        words = reader.matter[predicate.start : predicate.end].split()
        if subject.phrase.weak and not reports:
            return False
        return words[0] not in vocabulary.verbs.wishes and not (
            predicate.passive and words[-1] in vocabulary.verbs.asked
        )
    if context.head is Head.VOICE:
        return reports
    if context.head is Head.SUBMISSION:
        word = reader.matter[predicate.start : predicate.end]
        return reports or bool(vocabulary.places.contains.search(word))
    if context.head is Head.MEASURE and predicate.passive:
        return reader.matter[predicate.start : predicate.end].split()[-1] not in vocabulary.verbs.handled
    return True


def _is_label(reader: Reader, subject: Subject) -> bool:
    """ "Kenya: adoption of a law" as an item of its own."""
    sign = reader.matter[subject.end : subject.end + 2]
    return sign == ": " and len(subject.mentions) == 1 and reader.end > subject.end + 12


def _agent(
    subject: Subject, reader: Reader, first: int, context: Context, vocabulary: Vocabulary
) -> Attribution | None:
    """After "by": what was reported by, or adopted by, the subject; not what was sent or sponsored by it."""
    verbs, places = vocabulary.verbs, vocabulary.places
    before = reader.matter[first : context.start].rstrip()
    word = before.rsplit(" ", 1)[-1].lstrip("(").lower()
    if word.endswith("ly") and " " in before:
        word = before.rsplit(" ", 2)[-2].lower()
    phrase = phrase_before(reader.matter, first, first + len(before), vocabulary.speakers)
    if word in verbs.sending or (
        phrase and phrase.head in {Head.SUBMISSION, Head.MEASURE} and word in vocabulary.speakers.submissions
    ):
        return _sent_by(subject, reader, first, context, before, word, vocabulary)
    clause = re.split(r"[,;:] (?![^,;:]*\b(?:and|or) )", before)[-1]
    if places.not_measures.search(clause):
        return None
    rules = verbs.participle.get(word, ())
    lemma = next((rule.lemma for rule in rules if rule.effect is Effect.REPORTS), None)
    if lemma and (word in verbs.reporting or before.rsplit(" ", 2)[-2:-1] == ["as"] or _is_finite(before)):
        return Attribution("agent-reports", lemma, first + len(before) - len(word), subject.end, subject)
    if not places.passive.search(before):
        return None
    start = first + len(before) - len(word)
    return Attribution("agent-acts", None, start, subject.end, subject, weak=not _is_finite(before))


def _is_finite(before: str) -> bool:
    return bool(re.search(r"\b(?:was|were|been|being|is|are)(?: \w+){1,5}$", before[-70:]))


def _sent_by(
    subject: Subject, reader: Reader, first: int, context: Context, before: str, word: str, vocabulary: Vocabulary
) -> Attribution | None:
    """ "According to information provided by X", "Information provided by X indicated", "information on … was provided by X"."""
    if _ACCORDING.search(before):
        return Attribution("source", None, context.start, subject.end, subject)
    if vocabulary.places.sent_on.match(before):
        lemma = next((rule.lemma for rule in vocabulary.verbs.participle.get(word, ()) if rule.lemma), None)
        return Attribution("agent-reports", lemma, context.start, subject.end, subject)
    if re.match(
        r"(?i)(?:\w+ )?(?:the )?(?:information|submissions?|responses?|report|data) (?:\w+ )?$",
        before[: len(before) - len(word)],
    ) or before.endswith(("submission", "response", "report")):
        predicate = reader.predicate(subject.verb_from, plural=True)
        if predicate and predicate.effect is Effect.REPORTS:
            return Attribution("submission-reports", predicate.lemma, first, predicate.end, subject)
    return None


def _located(
    subject: Subject, reader: Reader, first: int, context: Context, vocabulary: Vocabulary
) -> Attribution | None:
    """After "in": what is so in the State, not what a body or a meeting did there."""
    places, matter = vocabulary.places, reader.matter
    before = matter[first : context.start].rstrip()
    fronted = context.opens or _begins_clause(before)
    if fronted:
        if places.elsewhere.match(matter, subject.verb_from, reader.end) or places.elsewhere.match(before + " "):
            return None
        return Attribution("located", None, context.start, subject.end, subject)
    after = matter[subject.end : subject.end + 6].lstrip()
    if after[:1].isalpha() and not after.startswith(
        ("and", "as ", "to", "in ", "since", "under", "throu", "by", "with", "for")
    ):
        return None
    clause = re.split(r"[;:] |, (?=(?:and|but|while|whereas|which)\b)", before)[-1]
    if places.not_measures.search(clause) or not places.in_place.search(clause):
        return None
    return Attribution("located-passive", None, context.start, subject.end, subject, weak=True)


def _begins_clause(before: str) -> bool:
    """Whether a new clause begins after `before`: after "that", "and while", or a comma that no clause precedes."""
    if before.endswith(","):
        return bool(_BOUNDARY.search(before[:-1])) or not _FINITE.search(before)
    return bool(_BOUNDARY.search(before))


def _source(
    subject: Subject, reader: Reader, first: int, context: Context, vocabulary: Vocabulary
) -> Attribution | None:
    return Attribution("source", None, context.start, subject.end, subject)


def _inverted(
    subject: Subject, reader: Reader, first: int, context: Context, vocabulary: Vocabulary
) -> Attribution | None:
    return Attribution("inverted", None, context.start, subject.end, subject)


def _absolute(
    subject: Subject, reader: Reader, first: int, context: Context, vocabulary: Vocabulary
) -> Attribution | None:
    predicate = reader.gerund(subject.verb_from)
    if predicate is None or predicate.effect is Effect.SILENT:
        return None
    return _said(subject, context, predicate, context.start)


def _law(subject: Subject, reader: Reader, first: int, context: Context, vocabulary: Vocabulary) -> Attribution | None:
    return Attribution("law", None, context.start, subject.end, subject)


_BY_PLACE = {
    Place.CLAUSE: _clause,
    Place.AGENT: _agent,
    Place.LOCATED: _located,
    Place.SOURCE: _source,
    Place.INVERTED: _inverted,
    Place.ABSOLUTE: _absolute,
    Place.LAW: _law,
}


def _possessed(subject: Subject, reader: Reader, context: Context, vocabulary: Vocabulary) -> Attribution | None:
    """ "Peru's Ombudsman established", "the Chilean authorities reported": a noun after the name is the subject.

    None: there is no such noun; the State itself may be the subject. An empty rule: a mere mention.
    """
    mention, matter = subject.mentions[0], reader.matter
    possessive = matter[mention.end : mention.end + 1] == "'"
    if not possessive and mention.kind != "demonym" and not mention.within:
        return None
    nothing = Attribution("", None, mention.start, mention.end, subject)
    position = mention.end
    if possessive:
        position += 2 if matter[position : position + 2] == "'s" else 1
    words: list[str] = []
    for _ in range(9):
        word_at = _WORDS.match(matter, position, reader.end)
        if not word_at or word_at[1] in vocabulary.verbs.auxiliaries:
            return nothing
        position = word_at.end()
        words.append(word_at[1])
        head = head_of(words, vocabulary.speakers)
        if head is None or (not possessive and head is not Head.ORGAN and head is not Head.VOICE):
            continue
        tail = _TAIL.match(matter, position, reader.end)
        end = tail.end() if tail else position
        found = _of_possessed(subject._replace(end=end, verb_from=end), reader, context._replace(head=head), vocabulary)
        if found is not None:
            return found
    return nothing


def _of_possessed(subject: Subject, reader: Reader, context: Context, vocabulary: Vocabulary) -> Attribution | None:
    first = context.start
    if context.place is Place.CLAUSE:
        return _clause(subject, reader, first, context, vocabulary)
    if context.place is Place.AGENT and context.head is Head.ORGAN:
        return _agent(subject, reader, 0, context, vocabulary)
    fronted = context.opens and context.place in {Place.LOCATED, Place.MENTION} and context.head is Head.MEASURE
    lead = reader.matter[: context.start].rstrip()
    if fronted or (
        context.head is Head.MEASURE and lead.endswith(("Under", "Pursuant to", "In accordance with", "Through"))
    ):
        return Attribution("law", None, context.start, subject.end, subject)
    return None


def compile_places(procedure: Mapping[str, Any]) -> Places:
    """Compile the parts of the parsed `procedure.yaml` that tell what happens in a State."""
    events = any_of(procedure["events"])
    nouns = [noun for noun in procedure["not_measures"] if noun != "{event}"]
    measures = any_of(measure_participles(procedure))
    bodies = any_of(procedure["bodies"])
    return Places(
        elsewhere=re.compile(
            rf",?(?: (?:from|on|at|in|with|during|following|between|under|as|after)\b[^,.;]{{1,80}},)? *(?:(?:[Tt]he|[Aa]n?|[Tt]wo|[Tt]hree|[Ss]everal|representatives of) )?(?:{bodies}\b|(?:[\w-]+ ){{0,6}}?{events}"
            rf"(?: [\w-]+){{0,10}}? (?:was|were|will be|is to be|took place|had been|has been|have been|brought)\b)"
        ),
        in_place=re.compile(
            rf"\b(?:has|have|had|is|are|was|were|been|being|will be|could be)\b(?:.*\b)?(?:{measures}|reported|noted|found)(?: (?!in\b|of\b|with\b|from\b)[\w-]+){{0,6}}$|\b{any_of(procedure['in_place'])}(?: also)?$"
        ),
        passive=re.compile(rf"\b{measures}(?: up| out| in place)?$"),
        not_measures=re.compile(rf"\b(?:{any_of(nouns)}|{events})\b", re.IGNORECASE),
        sent_on=re.compile(
            rf"(?:[\w-]+ )?(?:[\w-]+ )?(?:[Ii]nformation|[Ee]xamples?|[Dd]etails|[Dd]ata|[Ss]tatistics|[Aa]n overview) {any_of(procedure['sending']['topics'])} "
            rf"(?!(?:the )?\d|{any_of(procedure['sending']['no_topics'])}\b).{{3,160}}\b(?:was|were|been) (?:\w+ )?\w+$",
        ),
        contains=re.compile(
            r"\b(?:contained|included|showed|demonstrated|provided|focused|covered|addressed|revealed|dealt)$"
        ),
    )
