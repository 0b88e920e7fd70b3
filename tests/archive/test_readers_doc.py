"""Word documents of the old kind: read by LibreOffice in a box where both are there, refused in words elsewhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipelines.archive.document import Document, Role
from pipelines.archive.formats import Reason, Unreadable, read
from pipelines.archive.formats.detect import OLE
from pipelines.archive.formats.doc import _box, to_docx
from pipelines.archive.formats.worker import read_apart
from pipelines.workspace.limits import Limits
from tests.renditions.content import seed_content
from tests.renditions.word import render_docx

STREAM = "WordDocument".encode("utf-16-le")
boxed = pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")
office = pytest.mark.skipif(
    not (shutil.which("bwrap") and shutil.which("soffice")), reason="LibreOffice or bubblewrap is not installed"
)


def words(document: Document) -> list[str]:
    shown = [document.text[block.start : block.end] for block in document.blocks if block.role is Role.BODY]
    return [" ".join(text.split()) for text in shown]


@pytest.fixture(scope="module")
def docx() -> bytes:
    return render_docx(seed_content("CAC/COSP/WG.4/2022/3"))


@pytest.fixture(scope="module")
def doc(docx: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("doc")
    (folder / "a.docx").write_bytes(docx)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "doc:MS Word 97", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=300)
    return (folder / "a.doc").read_bytes()


@office
def test_an_old_word_document_is_read_as_its_new_twin_is(docx: bytes, doc: bytes) -> None:
    assert doc.startswith(OLE)
    found = read_apart(doc, Limits())
    assert found.media_type == "application/msword"
    assert words(found) == words(read(docx))
    notes = [block.marker for block in found.blocks if block.role is Role.FOOTNOTE]
    assert notes == [block.marker for block in read(docx).blocks if block.role is Role.FOOTNOTE]


@office
def test_what_libreoffice_makes_no_sense_of_is_refused_in_time(doc: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        to_docx(OLE + STREAM + b"\0" * 4096, Limits())
    assert refusal.value.reason in {Reason.DAMAGED_DOCX, Reason.EMPTY}
    with pytest.raises(Unreadable) as late:
        to_docx(doc, Limits(max_seconds=0.01))
    assert late.value.reason is Reason.TIMEOUT


@boxed
def test_the_box_holds_the_document_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "in.doc").write_bytes(b"document")
    look = "cat /work/in.doc; ls /etc/passwd /root /tmp/* 2>/dev/null; tail -n +3 /proc/net/dev | wc -l; env | wc -l"
    shown = subprocess.run(
        [*_box(tmp_path, Limits()), "/bin/sh", "-c", look], capture_output=True, text=True, check=False
    )
    # The document, the loopback interface alone, and the four variables of the box and its shell.
    assert shown.stdout.split() == ["document1", "4"], shown.stderr


def test_without_libreoffice_a_document_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable) as refusal:
        read_apart(OLE + STREAM, Limits())
    assert refusal.value.reason is Reason.UNKNOWN_FORMAT
    assert str(refusal.value) == (
        "The file is a Word document of the old kind (.doc): reading it takes LibreOffice and bubblewrap, and this "
        "machine lacks soffice, bwrap, prlimit. Install libreoffice-writer and bubblewrap, or save it as DOCX and put "
        "it in again."
    )
