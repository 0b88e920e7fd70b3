"""The kinds of groups that a sentence is made of, in whatever language: what rules and shapes are written with.

Not here: the classes of tokens, which a language's `lexicon.yaml` and `grammar.yaml` name.
"""

from __future__ import annotations

from pipelines.extract.reading.classes import Classes

# What is said to be a State's, by the head of the phrase.
OWNED = ("organ-of", "measure-of", "voice-of", "paper-of", "mention-of", "land-of")
FREE = (
    *("organ", "measure", "voice", "paper", "other", "event", "person", "noun", "name"),
    *("period", "states", "project", "author", "example", "company"),
    *("help", "text", "land"),
)
NAMED = ("state", "collective", "weak", "counted")
NOMINAL = frozenset((*OWNED, *FREE, *NAMED, "pronoun", "latter", "that-state"))
FINITE = frozenset(("active", "passive", "copula", "wish", "auxiliary"))
VERBAL = ("infinitive", "participle", "gerund")
# Single tokens that are groups of their own. `in` is a place, `by` an agent, `of` an owner, `law` a ground, `case` whom
# it is about, `source` whose words they are, `alike` whose case is the same, `unlike` who is left out, `exists` a verb
# without a subject.
SIGNS = ("comma", "semicolon", "colon", "stop", "open", "close", "quote", "dash", "bullet")
PREPOSITIONS = frozenset(
    ("in", "by", "of", "to", "for", "law", "case", "source", "alike", "with", "prep", "from", "unlike", "between")
)
JOINTS = ("including", "and", "while", "if", "as", "that", "which", "exists")
KINDS = Classes(
    (
        *OWNED,
        *FREE,
        *NAMED,
        *("pronoun", "latter", "that-state"),
        *sorted(FINITE),
        *VERBAL,
        *SIGNS,
        *sorted(PREPOSITIONS),
        *JOINTS,
        "rest",
    ),
    {"nominal": sorted(NOMINAL), "finite": sorted(FINITE), "preposition": sorted(PREPOSITIONS)},
)
