"""DOC, ODT and RTF: read by LibreOffice in a box where both are there, refused in words elsewhere."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipelines.archive.formats import Reason, Unreadable
from pipelines.archive.formats.office import _box
from pipelines.archive.formats.registry import OLE, rank
from pipelines.archive.formats.worker import read_apart
from pipelines.workspace.limits import Limits
from tests.archive.test_readers_twins import rows, rows_of_the_text
from tests.renditions import real_note

STREAM = "WordDocument".encode("utf-16-le")
KINDS = {"doc": "doc:MS Word 97", "odt": "odt:writer8", "rtf": "rtf:Rich Text Format"}
TYPES = {"doc": "application/msword", "odt": "application/vnd.oasis.opendocument.text", "rtf": "application/rtf"}
boxed = pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")
office = pytest.mark.skipif(
    not (shutil.which("bwrap") and shutil.which("soffice")), reason="LibreOffice or bubblewrap is not installed"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The real note in a kind, written by LibreOffice."""

    @cache
    def of_kind(kind: str) -> bytes:
        folder = tmp_path_factory.mktemp("office")
        (folder / "a.docx").write_bytes(real_note("docx with automatic numbers"))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", "--headless", profile, "--convert-to", KINDS[kind], "--outdir", str(folder)]
        subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=300)
        return (folder / f"a.{kind}").read_bytes()

    return of_kind


def with_content(odt: bytes, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(odt)) as original, zipfile.ZipFile(target, "w") as copy:
        for info in original.infolist():
            copy.writestr(
                info, content if info.filename == "content.xml" else original.read(info.filename), info.compress_type
            )
    return target.getvalue()


@office
# LibreOffice starts twice for each; of the others `11-converters` in test_layouts.py has an ODT.
@pytest.mark.parametrize("kind", ["doc", *(pytest.param(kind, marks=pytest.mark.long) for kind in ("odt", "rtf"))])
def test_what_a_word_processor_writes_gives_the_rows_of_the_text(kind: str, made: Callable[[str], bytes]) -> None:
    found = read_apart(made(kind), Limits())
    assert found.media_type == TYPES[kind]
    assert rows(found) == rows_of_the_text()


@office
@pytest.mark.long  # LibreOffice starts for each of them
def test_what_libreoffice_makes_no_sense_of_is_refused_in_time(made: Callable[[str], bytes]) -> None:
    for damaged in (OLE + STREAM + b"\0" * 4096, with_content(made("odt"), b"<x>")):
        with pytest.raises(Unreadable) as refusal:
            read_apart(damaged, Limits())
        assert refusal.value.reason in {Reason.DAMAGED_DOCX, Reason.EMPTY}
    with pytest.raises(Unreadable) as late:
        read_apart(made("doc"), Limits(max_seconds=0.01))
    assert late.value.reason is Reason.TIMEOUT


@office
@pytest.mark.long  # LibreOffice starts for each of them
def test_what_does_harm_in_an_odt_does_none(made: Callable[[str], bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made("odt"))) as odt:
        content = odt.read("content.xml")
    entity = b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///usr/share/common-licenses/MIT'>]>"
    outside = content.replace(b"<office:document-content", entity + b"<office:document-content", 1)
    outside = outside.replace(b"Introduction<", b"Introduction&e;<", 1)
    bomb = content.replace(b"</office:text>", b"<text:p>" + b"x" * 300_000_000 + b"</text:p></office:text>")
    for harmful, seconds in ((outside, 60), (bomb, 5)):
        try:
            text = read_apart(with_content(made("odt"), harmful), Limits(max_seconds=seconds)).text
        except Unreadable:
            continue
        assert "Permission is hereby granted" not in text
        assert len(text) < Limits().max_characters


@boxed
def test_the_box_holds_the_document_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"document")
    look = "cat /work/in; ls /etc/passwd /root /tmp/* 2>/dev/null; tail -n +3 /proc/net/dev | wc -l; env | wc -l"
    shown = subprocess.run(
        [*_box(tmp_path, Limits()), "/bin/sh", "-c", look], capture_output=True, text=True, check=False
    )
    # The document, the loopback interface alone, and the four variables of the box and its shell.
    assert shown.stdout.split() == ["document1", "4"], shown.stderr


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("DOC", OLE + STREAM),
        ("ODT", b"PK\x03\x04" + b"\0" * 26 + b"mimetype" + TYPES["odt"].encode()),
        ("RTF", b"{\\rtf1 Kenya}"),
    ],
)
def test_without_libreoffice_a_document_is_refused_with_what_to_do(
    kind: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable) as refusal:
        read_apart(data, Limits())
    assert refusal.value.reason is Reason.UNKNOWN_FORMAT
    assert str(refusal.value) == (
        f"The file is a document in {kind}: reading it takes LibreOffice and bubblewrap, and this machine lacks "
        "soffice, bwrap, prlimit. Install libreoffice-writer and bubblewrap, or save it as DOCX and put it in again."
    )


def test_of_several_forms_of_a_text_that_with_most_structure_comes_first() -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    forms = [TYPES["odt"], word, TYPES["doc"], TYPES["rtf"], "text/html", "application/pdf", "text/plain", "x/unknown"]
    assert [rank(form) for form in forms] == sorted(rank(form) for form in forms)
