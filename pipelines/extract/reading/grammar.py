"""The grammar of one language, compiled: how tokens are told apart, how they make sentences and groups.

Not here: the words (`lexicon.py`) and what a sentence says (`features.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from pipelines.extract.patterns import phrase_pattern
from pipelines.extract.reading.kinds import KINDS
from pipelines.extract.reading.lexicon import Lexicon
from pipelines.extract.reading.scanner import plain

_PHRASES = 4096  # classes of so many noun phrases are remembered


@dataclass(frozen=True, slots=True)
class Shapes:
    """Patterns over kinds of groups; what each is for stands beside it in `grammar.yaml`."""

    linked: re.Pattern[str]
    own_verb: re.Pattern[str]
    next_verb: re.Pattern[str]
    fresh: re.Pattern[str]
    joined: re.Pattern[str]
    verb_ahead: re.Pattern[str]
    told: re.Pattern[str]
    names_only: re.Pattern[str]
    these: re.Pattern[str]


class Grammar:
    """Compiled `grammar.yaml`.

    `tidy`: pattern, class that what matches becomes, and of which form a word has to be. `groups`: one pattern with a
    named part for every kind of group. `items`: where a sub-paragraph or bullet begins; `state_item`: an item that
    begins with a State. `opening`, `closing`: classes of signs that begin and end a sentence beside its words.
    """

    def __init__(self, given: Mapping[str, Any], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        classes = lexicon.classes
        where = "grammar.yaml"
        self.shapes = _load_shapes(given["shapes"])
        macros: dict[str, str] = {}
        for name, pattern in given["macros"].items():
            macros[name] = classes.written(pattern, f"{where}, macros, {name}", macros)
        self.tidy = [
            (classes.pattern(pattern, f"{where}, tidy", macros, searched=True), classes.of[name], *form, "")[:3]
            for pattern, name, *form in given["tidy"]
        ]
        self.groups = classes.alternatives(given["groups"], f"{where}, groups", macros)
        self.items = classes.pattern(given["items"], f"{where}, items")
        self.state_item = classes.pattern("dash determiner? state", where)
        self.abbreviations = frozenset(given["abbreviations"])
        self.stop, self.colon, self.semicolon = (classes.of[name] for name in ("stop", "colon", "semicolon"))
        self.opening = "".join(classes.of[name] for name in ("quote", "open", "bullet"))
        self.closing = "".join(classes.of[name] for name in ("quote", "close"))
        self.third, self.plural_noun = re.compile(given["third"]), re.compile(given["plural"])
        self.base = re.compile(macros["BASE"])
        self._load_names(given)
        self._load_sentences(given)
        self._load_words()

    def _load_names(self, given: Mapping[str, Any]) -> None:
        """What heads, owns and names a noun phrase."""
        lexicon, classes, where = self.lexicon, self.lexicon.classes, "grammar.yaml"
        self._head = classes.pattern(given["head"], f"{where}, head")
        self.head_of = lru_cache(_PHRASES)(self._head_of)  # noun phrases of the same classes come again and again
        self.possessor = classes.pattern(given["possessor"], f"{where}, possessor")
        self.partitive = classes.pattern(given["partitive"], f"{where}, partitive")
        self.possessor_free = classes.pattern("[^ possessive]{1,14} possessive", f"{where}")
        self.institution = classes.pattern("[organ measure]", where)
        self.number, self.possessive = classes.of["number"], classes.of["possessive"]
        # the kind of a group that is one token
        self.alone = {tag: name if name in KINDS.of else "rest" for tag, name in classes.name.items()}
        self.generic = frozenset(lexicon.words["generic"])
        self.foreign = re.compile(
            phrase_pattern([*lexicon.words["international"], *lexicon.words["capitals"]["other"]])
        )
        # what a note calls "the platform" where it told of a regional one
        shared = (word.lower() for word in self.generic if lexicon.tags[word.lower()] == classes.of["measure"])
        abroad = phrase_pattern(word.lower() for word in lexicon.words["international"])
        self.shared = re.compile(rf" ({phrase_pattern(shared)})\w{{0,2}}\b")
        self.abroad = re.compile(rf"\b{abroad}$", re.IGNORECASE)
        small = phrase_pattern(given["name-parts"])
        self.proper_name = re.compile(rf"[A-Z][\w’'-]*(?: (?:{small} ){{0,2}}[A-Z][\w’'-]*){{1,10}}")
        self.not_a_name = given["not-a-name"]

    def _load_sentences(self, given: Mapping[str, Any]) -> None:
        """What opens, ends and fills clauses and items of a list."""
        lexicon, classes, where = self.lexicon, self.lexicon.classes, "grammar.yaml"
        self.clause_end = classes.pattern(given["clause-end"], f"{where}, clause-end")
        self.telling = classes.pattern(
            "[other author international state demonym own organ project measure event]", where
        )
        self.assisting = classes.of["project"], classes.of["help"]
        self.by_others = classes.pattern("by determiner? international? other", where)
        self.item_mark = classes.pattern(given["item-mark"], f"{where}, item-mark")
        self.bullet = classes.pattern(
            "(?: bullet | dash | open [noun name determiner number adjective]? close )+", where
        )
        # after these a list goes straight on, so that a colon says nothing
        self.leads_on = "".join(classes.of[name] for name in given["leads-on"])
        self.going_on = "".join(classes.of[name] for name in ("colon", "semicolon", "and", "comma"))
        self.bare = classes.pattern(
            "(?: state | determiner | comma | semicolon | stop | and | bullet | dash | open | close | number )+", where
        )
        self.public = classes.pattern(given["public"], where)
        self.others_first = classes.pattern(given["others-first"], where)
        self.opening_pronoun = classes.pattern(
            "[^ ed part past have be will should do base]{0,5}? [pronoun that-state latter]", where
        )
        self.of_word = given["of_word"]
        self.counting = "".join(classes.of[name] for name in given["counting"])
        self.own = classes.of["own"]
        self.other, self.author, self.organ, self.international = (
            classes.of[n] for n in ("other", "author", "organ", "international")
        )
        self.by, self.inside, self.negative, self.that, self.of = (
            classes.of[n] for n in ("by", "in", "not", "that", "of")
        )
        # after a verb of giving: "funded its courts", "covered the costs from its own budget"
        self.for_its_own = classes.pattern(
            "[^ comma semicolon stop]{1,3}? own | [^ semicolon stop]*? from own adjective", where
        )
        self.verb = classes.pattern(f"[{' '.join(lexicon.verb_classes)}]", where)
        self.place_taken_up = classes.pattern("(?<=in) [that-state latter]", where, searched=True)
        self.worth_reading = classes.pattern(
            "[state demonym country speaker voice] | (?<=[quantifier number]) adverb? [ed have past] | name adverb? ed"
            " | [quantifier number] of? pronoun | [by in] adverb? determiner? adjective?"
            " [quantifier number] [comma stop semicolon and be]",
            where,
        )
        self.counts_states = classes.pattern("[quantifier number] [^ state stop]{0,3}? [country government]", where)
        self.names_state = classes.pattern("[state demonym]", where)

    def _load_words(self) -> None:
        """Single words and classes that are asked for by name."""
        classes, words = self.lexicon.classes, self.lexicon.words
        named = ("former", "both")
        self.former, self.both = (frozenset(words.get(name, ())) for name in named)
        self.latter = classes.of.get("latter", "")
        self.sent, self.sent_about = frozenset(words["sent"]), frozenset(words["sent_about"])
        self.sent_empty, self.none = frozenset(words["sent_empty"]), frozenset(words["none"])
        self.nothing = frozenset(words["nothing"])
        self.that_words, self.to_word = frozenset(words["that_words"]), words["to_word"]
        self.titled, self.determining = classes.of["title"], classes.of["determiner"]
        self.quote, self.colon, self.comma, self.name_tag = (classes.of[n] for n in ("quote", "colon", "comma", "name"))
        self.interesting = re.compile(
            f"[{''.join(classes.of[n] for n in ('state', 'demonym', 'country', 'speaker', 'voice'))}]"
        )
        self.state_tag = classes.of["state"]
        self.state_tags = classes.of["state"] + classes.of["demonym"]
        self.plain = plain

    def _head_of(self, piece: str) -> tuple[str, bool, tuple[int, ...]]:
        """Of a noun phrase the class of its head, whether an organ stands before it, and where foreign words stand."""
        foreign = tuple(at for at, tag in enumerate(piece) if tag == self.international)
        for tag in (self.other, self.author):
            if tag in piece:
                return self.lexicon.classes.name[tag], False, foreign if tag == self.author else ()
        head = self._head.search(piece)
        if head is None:
            return "noun", False, ()
        return self.lexicon.classes.name[head[0][0]], self.organ in piece[: head.start()], foreign


def _load_shapes(given: Mapping[str, str]) -> Shapes:
    """Compile the shapes; a name in capitals is a part that later ones use."""
    macros: dict[str, str] = {}
    for name, pattern in given.items():
        if name.isupper():
            macros[name] = KINDS.written(pattern, f"grammar.yaml, shapes, {name}", macros)
    return Shapes(
        **{
            field.name: KINDS.pattern(given[field.name], f"grammar.yaml, shapes, {field.name}", macros)
            for field in fields(Shapes)
        }
    )
