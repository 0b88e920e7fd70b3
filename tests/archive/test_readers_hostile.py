"""Hostile files: each is refused with its reason, or read without harm; nothing hangs, writes or goes out."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.archive.formats import Reason, Unreadable, read
from pipelines.archive.formats.worker import ReaderProcess
from pipelines.workspace.limits import Limits
from tests.archive.test_readers_properties import hold
from tests.hostile import HOSTILE, HostileFile
from tests.hostile.documents import TEXT
from tests.hostile.pdfs import form_bomb, inflating


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a reader opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("_no_network")
@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.name)
def test_outcome(file: HostileFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if file.reason is None:
        document = read(file.make())
        hold(document)
        assert document.blocks
        assert file.never not in document.text
    else:
        with pytest.raises(Unreadable) as refusal:
            read(file.make())
        assert refusal.value.reason is file.reason
        assert refusal.value.what
        assert refusal.value.cure
    assert list(tmp_path.iterdir()) == []


def test_bidirectional_overrides_are_archived_as_they_are() -> None:
    file = next(file for file in HOSTILE if file.name == "bidirectional.txt")
    assert "\u202e" in read(file.make()).text


def test_a_document_that_hangs_a_library_costs_its_time_only() -> None:
    with closing(ReaderProcess(Limits(max_seconds=2))) as reader:
        with pytest.raises(Unreadable) as refusal:
            reader.read(form_bomb(b""))
        assert refusal.value.reason is Reason.TIMEOUT
        assert reader.read(TEXT.encode()).text == TEXT


@pytest.mark.long  # it fills half a gigabyte
def test_a_document_that_needs_too_much_memory_costs_its_process_only() -> None:
    with closing(ReaderProcess(Limits(max_memory_bytes=2**29))) as reader:
        with pytest.raises(Unreadable) as refusal:
            reader.read(inflating(megabytes=600))
        assert refusal.value.reason is Reason.CRASHED
        assert reader.read(TEXT.encode()).text == TEXT


@pytest.mark.long  # it reads every hostile file twice
def test_a_reader_process_answers_as_the_reader_does() -> None:
    with closing(ReaderProcess()) as reader:
        for file in HOSTILE:
            data = file.make()
            try:
                expected: object = read(data)
            except Unreadable as refusal:
                expected = str(refusal)
            try:
                answer: object = reader.read(data)
            except Unreadable as refusal:
                answer = str(refusal)
            assert answer == expected, file.name
