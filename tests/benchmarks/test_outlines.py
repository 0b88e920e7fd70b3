"""What a change of a reader does to real documents is said in words, so that somebody reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.outlines import Outline, differences, main


def outline(**kinds: list[tuple[str, str]]) -> Outline:
    return {"heading": [("A", "Laws")], "paragraph": [("1", "Chile had a law on this since 1994.")], **kinds}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, []),
        (
            {"paragraph": [("1", "Chile had no law on this since 1994.")]},
            ["paragraph 1: … Chile had [-a-] [+no+] law on"],
        ),
        ({"paragraph": []}, ["paragraph 1 is gone: Chile had a law"]),
        ({"heading": [("A", "Laws"), ("", "Bodies")]}, ["heading  is new: Bodies"]),
        ({"refused": [("", "It holds no text.")]}, ["before: 1 headings, 1 paragraphs", "now: It holds no text."]),
    ],
)
def test_each_difference_is_a_line(changed: dict[str, list[tuple[str, str]]], words: list[str]) -> None:
    found = list(differences(outline(), outline(**changed)))
    assert len(found) == len(words)
    assert all(line.startswith(begin) for line, begin in zip(found, words, strict=True))


def test_a_commit_and_the_folder_read_the_same_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "note.txt"
    file.write_text("CAC/COSP/WG.4/2022/9\n\nNote by the Secretariat\n\n1. Chile had a law.\n\n2. Peru had none.\n")
    main(["HEAD", "--files", str(file)])
    report = capsys.readouterr().out
    assert "0 of 1 documents differ." in report
    assert report.count("2 paragraphs") == 2
