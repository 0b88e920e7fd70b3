"""The last level within a sentence: what it says of a group, by the place of that group that says most.

A State may stand in several places: "X was asked to do so and amended its law" has two verbs, "in X, which …" two
clauses. Each is weighed, and the best decides. Not here: what evidence there is (`evidence.py`), what it weighs
(`model.py`), how sentences go on (`paragraphs.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from pipelines.extract.reading.clauses import Place
from pipelines.extract.reading.evidence import NAMED, NUMBER, Evidence, around, sentence_words
from pipelines.extract.reading.features import Features, Parsed
from pipelines.extract.reading.kinds import OWNED
from pipelines.extract.reading.language import Language

Named = tuple[str, int]  # code of a State, token of its name

TIES = ("bracket", "including", "aside", "apposition")
# "two, Djibouti and Guyana, were considering one"
_NAMED_AFTER = frozenset(("noun", "counted", "states", "collective", "example"))
_COUNTED = frozenset(("collective", "weak", "states", "counted"))
_LOOK = 40  # groups before one that are looked at
_ANCHORS = _COUNTED | {"state", "latter"}
_OWN = frozenset(("organ-of", "measure-of", "voice-of", "paper-of"))
_ATTRIBUTIONS = {
    "subject": "subject",
    "in": "place",
    "case": "place",
    "by": "agent",
}
_ATTRIBUTIONS |= {"source": "source", "law": "source", **dict.fromkeys(TIES, "list")}
# Roles of whoever says what the verb tells.
_TELLERS = frozenset(("subject", "inserted", "by", "object", "apposition"))
_TOPICS = (["for"], ["of"], ["that"])
_TELLING = frozenset(("report", "outward", "giving", "passive-report"))


class Decision(NamedTuple):
    """What a sentence says of somebody: how sure that is, by what it names him, the deciding verb, its published form.

    `score`: of `evidence`. `verb`: group of the verb, -1 for none.
    """

    score: int
    attribution: str
    verb: int
    lemma: str | None
    evidence: Evidence


class Reader(Parsed):
    """A sentence whose groups are weighed."""

    def find(self, at: int, language: Language, of: Sequence[Named]) -> Decision:
        """What is most likely said of a group; `of`: the States that it means."""
        model, groups = language.statements, self.groups
        counted = at in groups.scopes
        question = NUMBER if counted else NAMED
        codes = (groups.scopes[at],) if counted else tuple(iso3 for iso3, _ in of)
        run = slice(groups.starts[at] - self.first, groups.ends[at] - self.first)
        near = around(self.parse.kinds, at, self.sentence, run, language.name)
        ways = [
            (model.score(question, evidence), evidence)
            for features in self.ways(at, () if counted else codes)
            for evidence in [Evidence(question, codes, features, near, language.name)]
        ]
        score, best = max(ways, key=lambda way: way[0])
        # the first verb that says something is the one that is published
        features = next((way.features for score, way in ways if model.is_published(question, score)), best.features)
        return Decision(score, self._attribution(at, features), features.verb_at, self._lemma(features), best)

    @cached_property
    def sentence(self) -> list[str]:
        """The words of the sentence, as evidence has them."""
        return sentence_words(self.tokens, self.first, self.last, self.grammar.of["state"])

    def ways(self, at: int, of: Sequence[str]) -> Iterator[Features]:
        """The features of a group in each place in which it may be read."""
        place, kind = self.parse.places[at], self.parse.kinds[at]
        if place.role in TIES and (anchor := self.anchor(at, place)) >= 0:
            if place.role == "apposition" and (kind in OWNED or self.parse.kinds[place.tied] in _NAMED_AFTER):
                anchor = place.tied  # "the Office, Malta's central authority, had …"
            yield Features(self, anchor, self.parse.places[anchor], kind, of)
        else:
            yield Features(self, at, place, kind, of)
        if self.parse.kinds[at + 1 : at + 3] == ["comma", "which"] and place.role != "subject":
            for clause in self.parse.clauses:  # "in X, which …"
                if clause.subject == at:
                    yield Features(self, at, Place("subject", clause, clause.verb, tied=-1, front=False), kind, of)

    def _attribution(self, at: int, features: Features) -> str:
        """By what a State is named: as the subject, by its own body or law, as a place."""
        if self.parse.kinds[at] in _OWN:
            return "own_body"
        return "list" if features.at != at else _ATTRIBUTIONS.get(features["role"], "mention")

    def _lemma(self, features: Features) -> str | None:
        """The verb of reporting by which the note attributes, where whoever is named tells something."""
        role, kind = features["role"], features.kind
        if role not in _TELLERS or kind == "measure-of":
            return None
        verb = self.predicate(features.verb_at)
        if verb.kind in _TELLING or (verb.kind == "passive-sending" and self._has_topic(features.place.clause.subject)):
            return verb.lemma
        clause = self.predicate(features.place.clause.verb)
        inverted = role == "object" or features["opener"] in ("as", "bracket")
        return clause.lemma if inverted and clause.kind in _TELLING else None

    def _has_topic(self, subject: int) -> bool:
        """Whether it is told on what something was sent."""
        return self.parse.kinds[subject + 1 : subject + 2] in _TOPICS

    def anchor(self, at: int, place: Place) -> int:
        """The group that a tied one belongs to, -1 where there is none."""
        anchor = place.tied
        if place.role == "including" or anchor < 0 or self.parse.kinds[anchor] not in _ANCHORS:
            before = range(at - 1, max(-1, at - _LOOK), -1)
            anchor = next((i for i in before if self.parse.kinds[i] in _COUNTED), -1)
        return anchor
