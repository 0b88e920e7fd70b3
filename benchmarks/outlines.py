"""`python -m benchmarks.outlines OLD [NEW]`: how outlines of real documents differ between two commits, in words.

Run it, and read each line of it, whenever a reader or the outline changes. Without NEW the files of this checkout are
compared as they are. Here: having each commit read the documents in a process of its own, and saying what differs.
Not here: what is right (`tests/golden/layout`).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from difflib import SequenceMatcher
from pathlib import Path

from pipelines.archive.formats import read
from pipelines.archive.sources.declared import DocumentFacts
from pipelines.contract.rows import broken_rows
from pipelines.extract.claims import NoteInput, SourceFile
from pipelines.extract.note import extract_note
from pipelines.extract.outline.read import read_structure
from pipelines.extract.outline.structure import Structure
from pipelines.extract.promises import broken_promises
from pipelines.extract.versions.names import state_named
from pipelines.extract.vocabulary import load_vocabulary
from pipelines.workspace.paths import DATAPACKAGE

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
REAL = (
    SHARED / "notes" / "full",
    SHARED / "notes" / "openings",
    SHARED / "notes" / "thematic",
    SHARED / "real" / "layouts",
    SHARED / "real" / "twins",
    SHARED / "real" / "documents",
    ROOT / "datapackage" / "notes",
)
REFUSED = "refused"
BESIDE, LONG = 4, 30  # words that are shown beside a difference, that are shown of one

Item = tuple[str, str]  # its number, label or mark; its words
Outline = dict[str, list[Item]]  # by kind: masthead, heading, paragraph, footnote, signal, refused


def read_all(files: Sequence[Path]) -> Iterator[Outline]:
    """Yield what the program that is on the path of modules reads of each document, whatever its family."""
    vocabulary = load_vocabulary(DATAPACKAGE)
    for file in files:
        outline: Outline = {}
        try:
            document = read(file.read_bytes())
            source = NoteInput(
                (SourceFile(file.name, "0" * 64, 1, document.media_type),), DocumentFacts(any_family=True)
            )
            outline = _outline(read_structure(document, vocabulary.structure, state_named))
            rows = extract_note(document, source, vocabulary)
        except Exception as error:  # noqa: BLE001 - it is what there is to say of this document
            yield {**outline, REFUSED: [("", f"{type(error).__name__}: {error}")]}
            continue
        broken = [sentence for sentence, _ in broken_promises(rows, document.text)]
        broken += [violation.sentence for violation in broken_rows(rows)]
        yield {**outline, REFUSED: [("", why) for why in broken]}


def _outline(structure: Structure) -> Outline:
    """What is read of a document, with its place: level, part and articles of a heading, paragraph of a footnote."""
    numbers = [f"{paragraph.part} {paragraph.number}" for paragraph in structure.paragraphs]
    headings = []
    for section in structure.sections:
        articles = " ".join(f"[{reference.provision or reference.article}]" for reference in section.articles)
        headings.append((f"{section.part} {section.level} {section.label or ''}", f"{section.heading} {articles}"))
    return {
        "masthead": [(fact, value or "") for fact, value in asdict(structure.masthead).items()],
        "heading": headings,
        "paragraph": [(name, paragraph.text) for name, paragraph in zip(numbers, structure.paragraphs, strict=True)],
        "footnote": [
            (f"{note.marker} of {'none' if note.paragraph is None else numbers[note.paragraph]}", note.text)
            for note in structure.footnotes
        ],
        "signal": [(signal.rule, signal.message) for signal in structure.signals],
    }


def differences(old: Outline, new: Outline) -> Iterator[str]:
    """Yield what differs between two outlines of a document, a line each."""
    kinds = dict.fromkeys((*old, *new))
    if bool(old.get(REFUSED)) != bool(new.get(REFUSED)):
        kinds.pop(REFUSED)
        for when, outline in (("before", old), ("now", new)):
            yield f"{when}: {' '.join(words for _, words in outline.get(REFUSED, ())) or _counts([outline])}"
    for kind in kinds:
        before, after = old.get(kind, []), new.get(kind, [])
        for _, start, end, first, last in _unequal(before, after):
            gone, come = before[start:end], after[first:last]
            while gone and come and gone[0][0] == come[0][0]:
                (name, words), (_, others) = gone.pop(0), come.pop(0)
                yield f"{kind} {name}: {_in_words(words, others)}"
            yield from (f"{kind} {name} is gone: {_short(words.split())}" for name, words in gone)
            yield from (f"{kind} {name} is new: {_short(words.split())}" for name, words in come)


def _unequal(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[str, int, int, int, int]]:
    return (code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal")


def _in_words(old: str, new: str) -> str:
    before, after = old.split(), new.split()
    parts = []
    for _, start, end, first, last in _unequal(before, after):
        left, right = before[max(0, start - BESIDE) : start], before[end : end + BESIDE]
        changed = f"[-{_short(before[start:end])}-] [+{_short(after[first:last])}+]"
        parts.append(" ".join(("…", *left, changed, *right, "…")))
    return " ".join(parts).replace("[--] ", "").replace(" [++]", "") or "white space"


def _short(words: Sequence[str]) -> str:
    if len(words) <= LONG:
        return " ".join(words)
    return " ".join((*words[: LONG // 2], f"… {len(words) - LONG} words …", *words[-LONG // 2 :]))


def _counts(outlines: Sequence[Outline]) -> str:
    kinds = ("heading", "paragraph", "footnote", "signal")
    return ", ".join(f"{sum(len(outline.get(kind, ())) for outline in outlines):,} {kind}s" for kind in kinds)


def _outlines(commit: str | None, files: Sequence[Path]) -> list[Outline]:
    """Read all files as a commit reads them: by its program alone, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        if commit is not None:
            packed = subprocess.run(
                ["git", "archive", commit, "pipelines", "datapackage"], cwd=ROOT, check=True, stdout=subprocess.PIPE
            )
            subprocess.run(["tar", "-x"], input=packed.stdout, cwd=folder, check=True)
        command = [sys.executable, "-P", __file__, "--print", *map(str, files)]
        environment = {**os.environ, "PYTHONPATH": folder if commit else str(ROOT)}
        read = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    outlines = map(json.loads, read.stdout.splitlines())
    return [{kind: [(name, words) for name, words in items] for kind, items in one.items()} for one in outlines]


def compare(old: str, new: str | None, files: Sequence[Path]) -> Iterator[str]:
    """Yield the report, line by line."""
    with ThreadPoolExecutor() as both:
        before, after = both.map(lambda commit: _outlines(commit, files), (old, new))
    differ = 0
    for file, one, other in zip(files, before, after, strict=True):
        if found := list(differences(one, other)):
            differ += 1
            yield f"\n{file.name}"
            yield from (f"  {line}" for line in found)
    yield f"\n{differ} of {len(files)} documents differ."
    for when, outlines in (("Before", before), ("Now", after)):
        refused = sum(bool(outline.get(REFUSED)) for outline in outlines)
        yield f"{when}: {_counts(outlines)}; {refused} documents refused."


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outlines", description=__doc__)
    parser.add_argument("old", metavar="OLD", help="a commit")
    parser.add_argument("new", metavar="NEW", nargs="?", help="another; without one, the checkout as it is")
    parser.add_argument("--files", metavar="FILE", nargs="+", type=Path, help="these in place of the real documents")
    given = parser.parse_args(arguments)
    if not given.files and (missing := [folder for folder in REAL if not folder.is_dir()]):
        sys.exit(f"{missing[0]} is not there: real documents lie outside the project. Name others by --files.")
    files = given.files or [file for folder in REAL for file in sorted(folder.iterdir())]
    for line in compare(given.old, given.new, files):
        print(line)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--print"]:
        for outline in read_all([Path(name) for name in sys.argv[2:]]):
            print(json.dumps(outline))
    else:
        main()
