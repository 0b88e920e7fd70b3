"""The grammar of one language, compiled: how tokens are told apart, how they make sentences and groups.

Not here: the words (`lexicon.py`) and what a sentence says (`features.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from pipelines.extract.patterns import trie_pattern
from pipelines.extract.reading.kinds import KINDS
from pipelines.extract.reading.lexicon import Lexicon

_PHRASES = 4096  # classes of so many noun phrases are remembered
_FILE = "grammar.yaml"
# Patterns of each language's own, by their names in `grammar.yaml`; what each is for stands there.
_OWN = ("items", "head", "possessor", "partitive", "clause-end", "item-mark", "public", "others-first")
# Classes of the words of a name.
_IN_NAME = (
    *(
        "adjective",
        "organ",
        "measure",
        "noun",
        "name",
        "thing",
        "person",
        "event",
        "author",
        "voice",
        "paper",
        "number",
    ),
    *("number", "country", "government", "period", "company", "help", "of", "for", "and", "to", "in", "determiner"),
)
# Parts of the patterns below: a name, and what it may be the name of.
_PARTS = {
    "NAME": "[name noun organ]",
    "THING": "(?: [organ measure name] [adjective organ measure noun name thing]{0,4}"
    " (?: [of for and to] determiner? [adjective organ measure noun name thing person event]{1,4} ){0,3} )",
}
# Patterns over classes of tokens that are the same in all languages.
_COMMON = {
    "possessor-free": "[^ possessive]{1,14} possessive",
    "institution": "[organ measure body]",
    # who may stand behind a short name
    "telling": "[other author international state demonym own organ project measure event]",
    "articles": "determiner",
    "semicolon": "semicolon",
    "by-others": "by determiner? international? other",
    # the number of an item, which says nothing of what follows
    "numbered": "(?: ^ | (?<=[stop colon semicolon]) ) number stop",
    # a number of States, no more and no fewer
    "exact": "determiner number [adjective country government pronoun of]{0,4}",
    # who is left out: "all States except two"
    "but-some": "[^ comma semicolon stop]{0,4}? comma? unlike number",
    "of-state": "of determiner? state",
    # where the name of a body stands beside that of its State: "OFINT of Vanuatu", "OFINT (Vanuatu)", "OFINT, the
    # agency of Vanuatu", "Vanuatu's OFINT", "the Vanuatuan agency, OFINT"; and a bracket that holds a name
    "ties": "NAME close? (?: [organ measure adjective]{1,2} )? of determiner? state | NAME open determiner? state close"
    " | NAME adjective? demonym"
    " | NAME comma [determiner organ measure adjective of for noun name]{1,10}? of determiner? state (?! open )"
    " | (?: state possessive | demonym ) adjective{0,3} (?: THING (?: [comma open] determiner? )? )? NAME"
    " (?! [person partitive] )"
    " | THING of determiner? state (?: comma determiner? | open ) NAME (?= [comma stop close semicolon] )"
    " | THING demonym (?: comma determiner? | open ) NAME (?= [comma stop close semicolon] )",
    # a short name: "(OFINT)", "(“the Office”)", "OFINT, its office", "its office, OFINT,"
    "short-names": "open (?P<bracket> NAME ) close"
    " | open [^ open close quote]{0,3} quote determiner? (?P<quoted> [^ open close quote]{1,4} ) quote close"
    " | (?P<owned> NAME ) (?= comma own )",
    "bullet": "(?: bullet | dash | open [noun name determiner number adjective]? close )+",
    # a text that holds nothing but names
    "bare": "(?: state | determiner | comma | semicolon | stop | and | bullet | dash | open | close | number )+",
    "opening-pronoun": "[^ ed part past have be will should do base]{0,5}? [pronoun that-state latter]",
    # after a verb of giving: "funded its courts", "covered the costs from its own budget"
    "for-its-own": "[^ comma semicolon stop]{1,3}? own | [^ semicolon stop]*? from own adjective",
    "worth-reading": "[state demonym country speaker voice body] | (?<=[quantifier number]) adverb? [ed have past]"
    " | name adverb? ed | [quantifier number] of? pronoun"
    " | [by in] adverb? determiner? adjective? [quantifier number] [comma stop semicolon and be]",
    "counts-states": "[quantifier number] [^ state stop]{0,3}? [country government]",
    "names-state": "[state demonym]",
    # what parts a sentence in which one thing after the other is told of States
    "parts": "[semicolon while] | comma and",
    "means-state": "[state demonym body]",
    # who makes clear of whom a text speaks
    "somebody": "[state demonym government author other international]",
    # what is a mere mention inside quotation marks
    "interesting": "[state demonym country speaker voice body]",
}


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


class Grammar:
    """Compiled `grammar.yaml`.

    `of`: the characters of classes. `find`: patterns over classes, by name. `tidy`: pattern, class that what matches
    becomes, and of which form a word has to be. `groups`: one pattern with a named part for every kind of group.
    `alone`: the kind of a group that is one token. `leads_on`: classes after which a list goes straight on, so that a
    colon says nothing. `abbreviations`: words whose full stop ends no sentence.
    """

    def __init__(self, given: Mapping[str, Any], lexicon: Lexicon, abbreviations: Iterable[str]) -> None:
        self.lexicon = lexicon
        classes, words = lexicon.classes, lexicon.words
        self.of = classes.of
        self.shapes = _load_shapes(given["shapes"])
        macros: dict[str, str] = {}
        for name, pattern in given["macros"].items():
            macros[name] = classes.written(pattern, f"{_FILE}, macros, {name}", macros)
        for name, pattern in _PARTS.items():
            macros[name] = classes.written(pattern, name, macros)
        self.tidy = [
            (classes.pattern(pattern, f"{_FILE}, tidy", macros), self.of[name], *form, "")[:3]
            for pattern, name, *form in given["tidy"]
        ]
        self.groups = classes.alternatives(given["groups"], f"{_FILE}, groups", macros)
        patterns = _COMMON | {name: given[name] for name in _OWN}
        self.find = {name: classes.pattern(pattern, f"{_FILE}, {name}", macros) for name, pattern in patterns.items()}
        self.verb = classes.pattern(f"[{' '.join(lexicon.verb_classes)}]", _FILE)
        self.base = re.compile(macros["BASE"])
        self.head_of = lru_cache(_PHRASES)(self._head_of)  # noun phrases of the same classes come again and again
        self.alone = {tag: name if name in KINDS.of else "rest" for tag, name in classes.name.items()}
        self.leads_on = self._joined(*given["leads-on"])
        self.going_on = self._joined("colon", "semicolon", "and", "comma")
        self.joints, self.participles = (
            self._joined("comma", "and", "while"),
            self._joined("ed", "part", "past", "been", "being"),
        )
        self.counting, self.state_tags = self._joined(*given["counting"]), self._joined("state", "demonym")
        # of names of bodies: classes inside of one, before one, those that end one, and that one word is none before
        self.in_name = self._joined(*_IN_NAME)
        self.before_name = self._joined("determiner", "own", "possessive")
        self.ends_name = self._joined("of", "comma", "open", "close", "demonym")
        self.goes_on = self._joined("of", "for", "name")
        self.assisting = self.of["project"], self.of["help"]
        self.abbreviations, self.of_word = frozenset(abbreviations), given["of_word"]
        self.third, self.plural_noun = re.compile(given["third"]), re.compile(given["plural"])
        self.answers, self.sent_about = frozenset(words["answers"]), frozenset(words["sent_about"])
        self.sent = self.answers.union(words["sent"])
        self.sent_empty, self.none = frozenset(words["sent_empty"]), frozenset(words["none"])
        self.nothing, self.that_words = frozenset(words["nothing"]), frozenset(words["that_words"])
        self.to_word = words["to_word"]
        self.generic = frozenset(words["generic"])
        self.foreign = re.compile(trie_pattern([*words["international"], *words["capitals"]["other"]]))
        # what a note calls "the platform" where it told of a regional one
        shared = (word.lower() for word in self.generic if lexicon.tags[word.lower()] == self.of["measure"])
        self.shared = re.compile(rf" ({trie_pattern(shared)})\w{{0,2}}\b")
        abroad = trie_pattern(word.lower() for word in words["international"])
        self.abroad = re.compile(rf"\b{abroad}$", re.IGNORECASE)
        small = trie_pattern(given["name-parts"])
        self.proper_name = re.compile(rf"[A-Z][\w’'-]*(?: (?:{small} ){{0,2}}[A-Z][\w’'-]*){{1,10}}")
        self.not_a_name = given["not-a-name"]

    def _joined(self, *names: str) -> str:
        """The characters of these classes."""
        return "".join(self.of[name] for name in names)

    def _head_of(self, piece: str) -> tuple[str, bool, tuple[int, ...]]:
        """Of a noun phrase the class of its head, whether an organ stands before it, and where foreign words stand."""
        foreign = tuple(at for at, tag in enumerate(piece) if tag == self.of["international"])
        for name in ("other", "author"):
            if self.of[name] in piece:
                return name, False, foreign if name == "author" else ()
        head = self.find["head"].search(piece)
        if head is None:
            return "noun", False, ()
        return self.lexicon.classes.name[head[0][0]], self.of["organ"] in piece[: head.start()], foreign


def _load_shapes(given: Mapping[str, str]) -> Shapes:
    """Compile the shapes; a name in capitals is a part that later ones use."""
    macros: dict[str, str] = {}
    for name, pattern in given.items():
        if name.isupper():
            macros[name] = KINDS.written(pattern, f"{_FILE}, shapes, {name}", macros)
    return Shapes(
        **{
            field.name: KINDS.pattern(given[field.name], f"{_FILE}, shapes, {field.name}", macros)
            for field in fields(Shapes)
        }
    )
