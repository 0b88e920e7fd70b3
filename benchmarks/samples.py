"""What is learned from: every question that reading asks of labelled texts, with the answer that the labels give.

Labels are those of `tests/golden/` (whole notes, single sentences, stages), of real text in `../shared/real` where that
is there, and what an operator decided in `uncac review`. Here: reading labelled text once with models that know the
labels and remember the evidence. Not here: learning (`trainer.py`), scoring rows (`labelled.py`).
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import stages
from benchmarks.labelled import FOLDER, author_of, labelled_files
from benchmarks.trainer import NEAR, NOBODYS, NONE, REAL, Piece, Sample
from pipelines.archive.formats import read
from pipelines.contract.tables import load_contract
from pipelines.extract.builder import NoteBuilder
from pipelines.extract.corrections import load_corrections
from pipelines.extract.family import foreign
from pipelines.extract.outline.read import read_structure
from pipelines.extract.reading.bodies import tie_bodies
from pipelines.extract.reading.evidence import NAMED, NUMBER, Evidence
from pipelines.extract.reading.introduced import FOREIGN, introduced, note_is_about
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.model import ANY, Family, Model
from pipelines.extract.reading.tokens import Tokens, all_tokens
from pipelines.extract.statement_rows import NoteReader
from pipelines.extract.statements import read_tokens
from pipelines.extract.versions.names import state_named
from pipelines.extract.vocabulary import Vocabulary
from pipelines.workspace.yaml_file import read_yaml

SENTENCES = FOLDER.parent / "language"
# Of these files of single sentences nothing is learned: what they ask is no decision about a clause.
_OTHER = ("respondents", "systems", "signals")
SHARED = Path(__file__).parent.parent.parent / "shared"
REAL_DOCUMENTS = FOLDER.parent / "real-documents.csv"
REAL_TEXT = (SHARED / "real", SHARED / "real2")
_PARAGRAPH = re.compile(r"(\d+)\.\s+(.*)")
_SURE = 10_000


@dataclass
class Text:
    """A labelled text. `right`: what its paragraphs say, by number and code or scope; `either`: what does not count."""

    name: str
    author: str
    kind: str  # of paper, as its labels say; or one of `NOBODYS`
    right: frozenset[tuple[int, str]]
    either: frozenset[tuple[int, str]] = frozenset()

    @property
    def is_note(self) -> bool:
        """Whether it is a whole invented note."""
        return self.kind not in NOBODYS


class RealText(NamedTuple):
    """A labelled real text: a document, or a sentence in one of its languages.

    `paragraphs`: those that name a State, by number. `counting`: the numbers of those with a label that counts.
    """

    text: Text
    language: str
    paragraphs: Sequence[tuple[int, str]]
    counting: frozenset[int]

    @property
    def source(self) -> str:
        """The document, or the sentence whatever its language."""
        return self.text.name.removesuffix(f"/{self.language}")


class Judge(Model):
    """Stands for the model of statements while labelled text is read: says what the labels say of it.

    `samples`: of each question what was asked. `text`, `paragraph`, `words`: what is being read.
    """

    def __init__(self) -> None:
        super().__init__(unlearned(NAMED, NUMBER))
        self.samples: dict[str, list[Sample]] = {NAMED: [], NUMBER: []}
        self.text = Text("", "", "", frozenset())
        self.paragraph, self.words = 0, ""

    def of_paper(self, _paper: str) -> Judge:
        """Itself."""
        return self

    def score(self, answer: str, evidence: Iterable[Family]) -> int:
        """The highest score where the labels say so of any of those it is about, the lowest where they don't."""
        if not isinstance(evidence, Evidence):
            raise TypeError("Only evidence says of whom it is.")
        text, wanted = self.text, [(self.paragraph, code) for code in evidence.of]
        right = text.right.intersection(wanted)
        unlabelled = answer == NUMBER and text.kind in (REAL, NEAR, "decisions")
        open_to_doubt = not right and (unlabelled or not text.either.isdisjoint(wanted))
        if wanted:
            own = answer if right else None if open_to_doubt else NONE
            keys, good = tuple((text.name, *each) for each in wanted), frozenset((text.name, *each) for each in right)
            sample = Sample(text.author, text.kind, self.words, pieces_of(evidence), own, keys, good)
            self.samples[answer].append(sample)
        return _SURE if right else -_SURE


class Listener(Model):
    """Stands for the model of stages while labelled notes are read: answers with the number of what it was asked."""

    def __init__(self) -> None:
        super().__init__(unlearned())
        self.heard: list[tuple[Piece, ...]] = []

    def best(self, evidence: Sequence[Family]) -> tuple[str, int]:
        """Remember the evidence."""
        self.heard.append(pieces_of(evidence))
        return str(len(self.heard) - 1), 0

    def is_published(self, _answer: str, _score: int) -> bool:
        """Whatever it is."""
        return True


def unlearned(*answers: str) -> dict[str, Any]:
    """The content of a file of weights by which every answer has the score 0, and is published and certain."""
    worth = {"published": dict.fromkeys(answers, 0), "confidence": [0] * 99}
    return {"answers": {answer: {"bias": 0, "weights": {}} for answer in answers}, "papers": {ANY: worth}}


def pieces_of(evidence: Iterable[Family]) -> tuple[Piece, ...]:
    """Evidence piece by piece."""
    return tuple((family, value) for family, values in evidence for value in sorted(set(values)))


class Note:
    """A labelled note: its text, and what its labels say."""

    def __init__(self, file: Path) -> None:
        self.labels = labels = read_yaml(file)
        name = file.relative_to(FOLDER).with_suffix("").as_posix()
        self.text = Text(name, author_of(file, labels), labels["kind"], right_in(labels))
        self._document = read(file.with_suffix(".txt").read_bytes())

    def reader(self, vocabulary: Vocabulary, statements: Model, of_stages: Model) -> NoteReader:
        """The reading of the note by these models, with its respondents found."""
        structure = read_structure(self._document, vocabulary.structure, state_named)
        foreign_note = foreign(structure, structure.masthead.symbol, vocabulary.family) is not None
        builder = NoteBuilder(self._document, structure, vocabulary, self.text.name, foreign=foreign_note)
        own = vocabulary.readings[structure.masthead.language]
        language = replace(own, statements=statements, stages=own.stages.by(of_stages))
        reader = NoteReader(builder, language)
        reader.find_respondents()
        return reader


class Labels:
    """All labelled texts and the samples of statements and stages that they give. `judge`: with what they are read."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.texts: list[Text] = []
        self.judge = Judge()
        self.stages: list[Sample] = []
        self._of_stages = stages.labelled_stages()

    def language(self, name: str) -> Language:
        """The language as read by the judge."""
        return replace(self.vocabulary.readings[name], statements=self.judge)

    def add(self, text: Text) -> None:
        """Go on to a text."""
        self.texts.append(text)
        self.judge.text = text

    def add_note(self, note: Note) -> None:
        """Read a labelled note of `tests/golden/notes/`."""
        self.add(note.text)
        listener = Listener()
        reader = note.reader(self.vocabulary, self.judge, listener)
        labels = stages.stages_in(note.labels), self._of_stages.get(note.text.name, {})
        for index, paragraph in enumerate(reader.builder.structure.paragraphs):
            self.judge.paragraph, self.judge.words = paragraph.value, paragraph.text
            for statement in reader.read(index).statements:
                of_state = [label for of in labels for label in of.get((paragraph.value, statement.iso3), ())]
                for span, asked in statement.stages if of_state else ():
                    words = paragraph.text[slice(*span)]
                    if (stage := stages.stage_of(words, of_state)) is not None:
                        evidence = listener.heard[int(asked.name or 0)]
                        self.stages.append(Sample(note.text.author, note.text.kind, words, evidence, stage))

    def add_paragraphs(
        self,
        text: Text,
        language: str,
        paragraphs: Sequence[tuple[int, str]],
        *,
        heading: str | None = None,
        about: str = "",
        listed: Iterable[str] = (),
    ) -> None:
        """Read paragraphs that are no whole note.

        `heading`: the State above them, `about`: what they are about, `listed`: those that are said to have sent
        information.
        """
        self.add(text)
        reading = self.language(language)
        for number, paragraph in tokens_of_part(paragraphs, reading, about):
            self.judge.paragraph, self.judge.words = number, paragraph.text
            paragraph.declared = frozenset(listed)
            read_tokens(paragraph, reading, heading, frozenset())

    def add_sentences(self, file: Path) -> None:
        """Read the single sentences of a file of `tests/golden/language/`."""
        of_file = file.stem if file.stem in self.vocabulary.readings else "en"
        for number, case in enumerate(read_yaml(file), 1):
            said = case.get("says") or {}
            scopes = [each if isinstance(each, str) else each[0] for each in case.get("collective") or ()]
            right = frozenset((0, code) for code in (*said, *scopes))
            text = Text(f"language/{file.stem}/{number}", case.get("author", "sentences"), "sentences", right)
            about = case.get("about", "assistance" if file.stem == "assistance" else "")
            of_note = {"heading": case.get("heading"), "about": about, "listed": case.get("listed", ())}
            self.add_paragraphs(text, case.get("language", of_file), [(0, case["text"])], **of_note)

    def add_decisions(self, alone: Path | None = None) -> None:
        """Read what was decided about statements and doubts in `uncac review`, each by its own words.

        `alone`: a file in place of the corrections that are shipped and those of the operator's folder.
        """
        english = self.vocabulary.readings["en"]
        for number, correction in enumerate(load_corrections(alone, load_contract()), 1):
            words = str(correction.expect.get("quote") or correction.expect.get("signal_text") or "")
            of_statement = {"accept": True, "drop": False}.get(correction.action)
            decided: Mapping[str, bool] = correction.value if isinstance(correction.value, Mapping) else {}
            if correction.table == "statements" and of_statement is not None:
                decided = {correction.row.rpartition(".")[2]: of_statement}
            for code, yes in decided.items() if words else ():
                of_others = {str(other) for other, _ in english.lexicon.states.values()} - {code}
                either = frozenset((0, other) for other in of_others)
                right = frozenset([(0, str(code))] if yes else [])
                text = Text(f"decisions/{number}", "decisions", "decisions", right, either)
                self.add_paragraphs(text, english.name, [(0, words)])


def tokens_of_part(
    paragraphs: Sequence[tuple[int, str]], language: Language, about: str = ""
) -> Iterator[tuple[int, Tokens]]:
    """Number and tokens of paragraphs that are no whole note; `about`: what they are about, else their words say it."""
    texts, grammar = [words for _, words in paragraphs], language.grammar
    tokens = all_tokens([*texts, ""], grammar, introduced("\n\n".join(texts), grammar))
    about = about or note_is_about(tokens[-1], [], tokens[:-1], grammar)
    for (number, _), paragraph in zip(paragraphs, tie_bodies(tokens[:-1], grammar), strict=True):
        paragraph.about = about
        yield number, paragraph


def real_texts() -> Iterator[RealText]:
    """The labelled real documents and sentences; none where they are not there."""
    for folder in filter(Path.is_dir, REAL_TEXT):
        labels: dict[str, dict[tuple[int, str], str]] = {}
        for file in sorted(folder.glob("*labels.tsv")):
            for row in _rows(file) if "document" in file.read_text(encoding="utf-8").partition("\n")[0] else ():
                labels.setdefault(row["document"], {})[int(row["paragraph"]), row["iso3"]] = row["label"]
        for name, given in sorted(labels.items()):
            lines = (folder / "documents" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
            found = [(int(match[1]), match[2]) for line in lines if (match := _PARAGRAPH.match(line))]
            numbers = {number for number, _ in given}
            yield _real(f"real/{name}", f"real/{name}", "en", [part for part in found if part[0] in numbers], given)
        if (folder / "unpc-labels.tsv").is_file():
            yield from _real_sentences(folder)


def _real_sentences(folder: Path) -> Iterator[RealText]:
    """The labelled sentences of a folder, each in three languages."""
    known = list(_rows(folder / "unpc-labels.tsv"))
    for language, sentence in product(("en", "fr", "es"), list(_rows(folder / "unpc-sentences.tsv"))):
        line = sentence["line"]
        given = {
            (0, row["iso3"]): "either" if f"{language}=" in (row["differs"] or "") else row["label"]
            for row in known
            if row["line"] == line
        }
        if given:
            name, author = f"real/sentences/{line}/{language}", f"real/{sentence['record']}"
            yield _real(name, author, language, [(0, sentence[language])], given)


def _real(
    name: str, author: str, language: str, paragraphs: Sequence[tuple[int, str]], given: Mapping[tuple[int, str], str]
) -> RealText:
    kind = NEAR if name.removeprefix("real/") in _near() else REAL
    text = Text(name, author, kind, _are(given, "yes"), _are(given, "either"))
    return RealText(text, language, paragraphs, frozenset(number for number, _ in given.keys() - text.either))


@cache
def _near() -> frozenset[str]:
    """The files of real documents that tell what States say of themselves."""
    with REAL_DOCUMENTS.open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle)
        return frozenset(row["symbol"].replace("/", "_") for row in rows if row["near"] == "yes")


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _are(given: Mapping[tuple[int, str], str], label: str) -> frozenset[tuple[int, str]]:
    return frozenset(key for key, value in given.items() if value == label)


def right_in(labels: Mapping[str, Any]) -> frozenset[tuple[int, str]]:
    """What the labels of a note say its paragraphs say: codes of States, and scopes."""
    parts = [(labels.get(part) or {}).items() for part in ("statements", "collective")]
    return frozenset((int(number), said) for part in parts for number, given in part for said in given)


def digest_of(files: Iterable[Path]) -> str:
    """SHA-256 over the content of files, in their order."""
    found = hashlib.sha256()
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()


def files_of_labels() -> list[Path]:
    """The files of labels that come with the project, and the notes that they label, in order."""
    notes = labelled_files()
    sentences = [file for file in sorted(SENTENCES.glob("*.yaml")) if file.stem not in _OTHER]
    return [
        *notes,
        *(file.with_suffix(".txt") for file in notes),
        *sentences,
        stages.LABELS,
        FOLDER.parent / "topics.csv",
    ]


def collect(vocabulary: Vocabulary) -> Labels:
    """All samples of all labels."""
    labels = Labels(vocabulary)
    for file in labelled_files():
        labels.add_note(Note(file))
    for file in sorted(SENTENCES.glob("*.yaml")):
        if file.stem not in _OTHER:
            labels.add_sentences(file)
    for each in real_texts():
        labels.add_paragraphs(each.text, each.language, each.paragraphs, about=FOREIGN)
    labels.add_decisions()
    return labels
