"""What is no running text is refused by its content; no note is, however much it looks like data."""

from __future__ import annotations

import csv
import io
import json

import pytest
import yaml

from pipelines.archive.formats import Reason, Unreadable, read
from tests.conftest import NOTE
from tests.operate.notes import note

TEXT = NOTE.read_text(encoding="utf-8")
PARAGRAPHS = [line for line in TEXT.splitlines() if len(line) > 80]
RECORDS = [{"number": n, "text": text, "state": "PER"} for n, text in enumerate(PARAGRAPHS, 1)]


def _csv(delimiter: str) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, ["number", "text", "state"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(RECORDS)
    return file.getvalue()


# Made of the words of the real note: none of it is told by the words that it holds.
DATA = {
    "json": json.dumps({"symbol": "CAC/COSP/WG.4/2022/3", "paragraphs": RECORDS}, indent=1),
    "json in one line": json.dumps(RECORDS),
    "json with one key": '{"paragraphs": ["Peru reported that it had opened a portal."]}',
    "large json": json.dumps({"text": TEXT * 30}),
    "deep json": "[" * 100_000,
    "json cut off": json.dumps(RECORDS)[:-500],
    "list of texts as json": json.dumps(PARAGRAPHS),
    "json lines": "\n".join(json.dumps(record) for record in RECORDS),
    "csv": _csv(","),
    "csv with semicolons": _csv(";"),
    "tsv": _csv("\t"),
    "small csv": "state,article,text\nPER,9,Peru reported that it had opened a portal.\n",
    "yaml": yaml.safe_dump({"symbol": "CAC/COSP/WG.4/2022/3", "issued": "2022", "paragraphs": RECORDS}),
    "small yaml": "symbol: A/1\nparagraphs:\n- Peru reported that it had opened a portal.\n- Chile, too.\n",
    "yaml list": yaml.safe_dump(RECORDS),
    "xml": f"<note><p>{'</p><p>'.join(PARAGRAPHS)}</p></note>".replace("&", "&amp;"),
    "xml with declaration": "<?xml version='1.0'?>\n<note><p>Peru reported that it had opened a portal.</p></note>",
}


@pytest.mark.parametrize("kind", DATA)
def test_data_is_refused_though_it_holds_the_words_of_a_note(kind: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(DATA[kind].encode())
    assert refusal.value.reason is Reason.NO_RUNNING_TEXT
    assert "put in the note itself" in str(refusal.value) or "XML" in str(refusal.value)


HEAD = "United Nations\nCAC/COSP/WG.4/2022/3\nDistr.: General\n9 June 2022\nOriginal: English\n\n"
STATES = ["Argentina", "Brazil", "Chile", "Ecuador", "Peru", "Uruguay"]
NOTES = {
    "the real note": TEXT,
    "on one line": " ".join(TEXT.split()),
    "in lines of two columns": "\n".join(f"{line:<70}|" for line in TEXT.splitlines()),
    "begins with a bracket": f"[Start1]\n{TEXT}",
    "begins with an element": f"<br>\n{TEXT}",
    "begins with a mark of a page": f"<PAGE 1>\n{TEXT}",
    "quotes json": TEXT.replace("portal", 'portal {"name": "a", "state": "PER", "url": "b"}'),
    "a table of contents with tabs": "".join(f"{n}\tHeading of a section\t{n}\n" for n in range(1, 20)) + TEXT,
    "a masthead of pairs": f"{HEAD}Title: Sport\n\n1. Peru reported that it had opened a portal for sport.\n",
    "items that end in semicolons": HEAD
    + "1. States reported that they had:\n"
    + "".join(f"({letter}) Opened a portal in Peru, with data, and with a hotline;\n" for letter in "abcdefghij"),
    "lists of names": HEAD + "".join(f"{n}. {', '.join(STATES)} reported on it.\n" for n in range(1, 30)),
}


@pytest.mark.parametrize("kind", NOTES)
def test_a_note_is_read_though_it_looks_like_data(kind: str) -> None:
    assert read(NOTES[kind].encode()).blocks


def test_short_notes_are_read() -> None:
    assert read(note(2022, "Peru")).blocks
    assert read(b"Shopping list\n\nMilk and bread, and a newspaper.").blocks
