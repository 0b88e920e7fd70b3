"""Who sent information: the runs of States that a text names beside a word of sending, and the numbers that it prints.

A sentence becomes a string of classes; a run is States that small words alone part. Not here: the words
(`respondent_words.py`), which of a note's lists are its own (`respondent_lists.py`), who is silent (`submissions.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.extract.reading.language import Language
from pipelines.extract.reading.respondent_words import CLASSES
from pipelines.extract.reading.tokens import Tokens, sentences_of

FEW = 2  # States that are no list yet
_NEAR = 4  # words
_OF = CLASSES.of
# Parts of the patterns below.
_PARTS = {
    # what may stand between two States of a run: "A (4 April), and the Government of B"
    "BETWEEN": "(?: open [number word]+ close | [comma semicolon including colon number parties of]"
    " | word (?= [comma including open] ) | organ [organ word]* of ){0,9}+",
    # what may stand before its first: "the following 17 States parties (", "seven of them, namely", "the courts of"
    "LEAD": "(?: [number parties including comma colon open close of]"
    " | word (?= [comma colon open including parties] ) | organ [^ bar state]{0,8}? of )*+",
    "FREE": "[^ bar organ]",
    "NEAR": "[^ bar organ verb that sent]",
}
_MACROS = {name: CLASSES.written(pattern, __name__) for name, pattern in _PARTS.items()}
_PATTERNS = {
    "run": "state (?: BETWEEN state )*+",
    # before a run: "information that", "replies came, on 4 May, from", "replies:"
    "before": "(?<! bar ) (?<! bar . ) (?<! not .. ) sent (?: that? came?"
    " | (?: (?! sent ) FREE )*? [from colon open including] | NEAR{0,9}? by | FREE{0,9}? came FREE{0,9}? by ) LEAD $",
    # behind one: "submitted information", "which replied"
    "behind": "^ [comma close]* that? (?: (?! state | that ) FREE ){0,9}? (?: replies | came [^ bar comma]{0,3} sent )",
    # "the Secretariat thanks A and B for their replies"
    "thanks": "thanks FREE{0,6} $",
    "for-it": "^ FREE{0,3}? to FREE{0,8} (?: sent | came )",
    # between two runs: "; from", ") and by the"
    "goes-on": "(?: NEAR{0,8} [from by of] | NEAR{0,8} close ) NEAR{0,5} LEAD",
    # "was sent to the Governments of A", "all but A"; "A and B had not"
    "aside": "[to not] (?: number | parties (?: of | open ) )* $",
    "denied": "^ comma? verb word? not",
    "bar": "bar",
    # a sentence that is nothing but a list; one in which a list may go on
    "list": "colon LEAD state | ^ [word comma]* state [state comma semicolon word]* $",
    "plain": "(?! .* [verb money not] )",
    "tells": "came | replies | bar",
    # "they replied", "replies of 14 States"; "17 States parties", "14 replies"
    "announces": "(?! .* not ) .* (?: [replies came grounds] | sent of )",
    "counted": "(?<! to ) ( number (?: comma number )? ) (?= [number word of]? [parties sent came colon open] )",
}
_FIND = {name: CLASSES.pattern(pattern, __name__, _MACROS) for name, pattern in _PATTERNS.items()}


class Name(NamedTuple):
    """A State that a text names: its code, the name as written, the token of it."""

    iso3: str
    written: str
    at: int


class Run(NamedTuple):
    """States in a row. `sent`: what says that they sent something, "matter" or "ambiguous" (money?), "" for nothing.

    Those of which something else is said make no run.
    """

    names: tuple[Name, ...]
    sent: str

    @property
    def codes(self) -> frozenset[str]:
        """The States."""
        return frozenset(name.iso3 for name in self.names)

    @property
    def is_long(self) -> bool:
        """Whether it is long enough for a list."""
        return len(self.codes) > FEW


class RespondentList(NamedTuple):
    """The respondents that a text names: the numbers that it prints, its runs of States, whether it tells of replies.

    "Replies came from 17 States, Peru, Togo and …" gives `numbers` (17,), one run, and `speaks`.
    """

    numbers: tuple[int, ...] = ()
    runs: tuple[Run, ...] = ()
    speaks: bool = False

    @property
    def senders(self) -> tuple[Name, ...]:
        """The States of which the wording says that they sent something."""
        return tuple(name for run in self.runs if run.sent for name in run.names)


class _Sentence:
    """A sentence as a string of classes, and the token of each."""

    def __init__(self, tokens: Tokens, first: int, last: int, language: Language) -> None:
        self.tokens, self.language = tokens, language
        self.lower, self.tags = tokens.lower[first:last], tokens.tags[first:last]
        every = list(map(language.respondents.class_of, self.tags, self.lower))
        self.at = [at for at, own in enumerate(every, first) if own]
        self.classes = "".join(every)
        self.speaks = self.has("matter", "replies")
        self.sends = self.speaks or (self.has("ambiguous") and self.has("came", "grounds"))
        self.numbers = tuple(number for number in self._numbers() if number > FEW)

    @property
    def is_of_another_document(self) -> bool:
        """Whether it tells what another document was made of, or leads to one.

        "reflected in CAC/COSP/2019/4", "CAC/COSP/2019/4; see above all the replies of Brazil".
        """
        if self.language.respondents.are_earlier(self.lower):
            return True
        places = (n for n, tag in enumerate(self.tags) if tag == self.language.grammar.of["in"])
        near = (word for n in places for word in self.lower[n + 1 : n + 1 + _NEAR])
        return any("/" in word and not word[0].isdecimal() for word in (*self.lower[:2], *near))

    def has(self, *names: str) -> bool:
        """Whether a word of one of these classes is in it."""
        return any(_OF[name] in self.classes for name in names)

    def like(self, pattern: str) -> bool:
        """Whether it is of this form."""
        return _FIND[pattern].match(self.classes) is not None

    def _numbers(self) -> Iterator[int]:
        """The numbers of States, or of what they sent, that it prints."""
        for match in _FIND["counted"].finditer(self.classes):
            words = (self.tokens.words[self.at[n]] for n in range(*match.span(1)))
            yield sum(self.language.respondents.count(word) or 0 for word in words)

    def runs(self, *, item: bool) -> Iterator[Run]:
        """Its runs, but for those of which it says something else; `item`: it may go on with a list."""
        spans = [match.span() for match in _FIND["run"].finditer(self.classes)]
        done, sent = 0, ""
        for (start, end), then in zip(spans, [*(start for start, _ in spans[1:]), len(self.classes)], strict=False):
            before, behind, done = self.classes[done:start], self.classes[end:then], end
            names = tuple(self._names(start, end))
            thanked = _FIND["thanks"].search(before) and _FIND["for-it"].search(behind)
            if _FIND["denied"].match(behind) or (_FIND["aside"].search(before) and not thanked):
                sent = ""
                continue
            counted = self.speaks and len(names) in self.numbers and _OF["not"] not in before
            if thanked or counted or (item and self.like("plain") and not _FIND["tells"].search(behind)):
                sent = "matter"
            elif not (sent and _FIND["goes-on"].fullmatch(before)):
                sent = self._sent(before, behind)
            if sent or not _FIND["bar"].search(before + behind):
                yield Run(names, sent)

    def _sent(self, before: str, behind: str) -> str:
        """What says of a run that those in it sent something, from the words before and behind it."""
        match = _FIND["before"].search(before) or _FIND["behind"].search(behind)
        if match and (_OF["matter"] in match[0] or _OF["replies"] in match[0]):
            return "matter"
        return "ambiguous" if match and self.sends and not self.has("money", "not") else ""

    def _names(self, start: int, end: int) -> Iterator[Name]:
        code, words = self.language.lexicon.code, self.tokens.words
        for at in (self.at[n] for n in range(start, end) if self.classes[n] == _OF["state"]):
            yield Name(code[words[at]], self.tokens.written(at, at + 1), at)


def entitles(heading: Tokens, language: Language) -> bool | None:
    """Whether what stands below a heading lists respondents, None where the heading speaks of nothing of the kind."""
    sentence = _Sentence(heading, 0, len(heading.words), language)
    return sentence.speaks or sentence.has("came") or (False if sentence.has("others", "money", "not") else None)


def respondents_of(
    texts: Sequence[Tokens], language: Language, *, opening: bool = False, item: bool = False, spoken: bool = False
) -> RespondentList:
    """What texts that stand below one another tell of respondents.

    `opening`: they stand where a note tells how it came about; elsewhere one or two States may have sent anything:
    "Kenya provided information on its portal". `item`: they may begin with a list. `spoken`: there was spoken of what
    States sent before.
    """
    words, numbers, runs, speaks = language.respondents, list[int](), list[Run](), False
    state = language.grammar.of["state"]
    for tokens in texts:
        if not (item or spoken or tokens.tags.count(state) > FEW) and words.telling.isdisjoint(tokens.lower):
            continue  # most texts of a note tell nothing
        for first, last in sentences_of(tokens, language.grammar):
            sentence = _Sentence(tokens, first, last, language)
            if sentence.is_of_another_document:
                continue
            sends = sentence.sends or (spoken and sentence.has("came"))
            speaks = speaks or sends
            spoken = spoken or sends or sentence.has("ambiguous", "thanks")
            all_runs = list(sentence.runs(item=item))
            listed = any(run.sent and run.is_long for run in (*runs, *all_runs))
            lists = listed or spoken or _FIND["list"].search(sentence.classes) is not None
            here = opening or not words.late.isdisjoint(sentence.lower)
            own = [run for run in all_runs if run.is_long and (run.sent or lists)]
            own += [
                run for run in all_runs if not run.is_long and run.sent and (listed or (here and run.sent == "matter"))
            ]
            named = any(run.sent for run in own)
            if named or (sends and sentence.like("announces")):
                numbers += sentence.numbers
            runs += own
            item = (item and sentence.like("plain")) or ((sends or named) and not sentence.has("not"))
    return RespondentList(tuple(numbers), tuple(runs), speaks)
