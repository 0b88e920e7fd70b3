"""Reads what word processors write beside DOCX (DOC, ODT, RTF): LibreOffice makes DOCX of it where the operator has it.

LibreOffice is large and a document hostile, so it works in a box (bubblewrap) that holds the document, LibreOffice and
nothing else: no network, no other file, no more time and memory than any document. Without either, such a document is
refused with the words that say so. Not here: reading the DOCX (`docx.py`).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.archive.document import Document
from pipelines.archive.formats.registry import ENCRYPTED_PACKAGE, OLE, Format, by_bytes, register
from pipelines.archive.unreadable import Reason, Unreadable, timed_out
from pipelines.workspace.limits import Limits

_PROGRAMS = ("soffice", "bwrap", "prlimit")
# The stream that a Word document of the old kind keeps its text in.
_STREAM = "WordDocument".encode("utf-16-le")
_ODT = "application/vnd.oasis.opendocument.text"
_SHARED = ("/etc/fonts", "/etc/libreoffice", "/opt")


def to_docx(data: bytes, limits: Limits, *, name: str, module: str) -> bytes:
    """Make DOCX of a document.

    `name`: of its format. `module`: of LibreOffice, that reads it: else what is damaged would be taken for plain text.

    Raises:
        Unreadable: there is no LibreOffice or no box to put it in, or it can't make sense of the document in time.
    """
    programs = {program: shutil.which(program) for program in _PROGRAMS}
    if missing := [program for program, path in programs.items() if path is None]:
        raise _refused(name, f"this machine lacks {', '.join(missing)}")
    with TemporaryDirectory(prefix="uncac-office-") as folder:
        work = Path(folder)
        (work / "in").write_bytes(data)
        try:
            done = subprocess.run(  # noqa: S603 - fixed programs; the document is a file without a say in its name
                [*_box(work, limits), str(programs["soffice"]), f"--infilter={module}", *_ARGUMENTS],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=limits.max_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise timed_out(limits) from error
        made = work / "out" / "in.docx"
        if not made.is_file():
            said = " ".join(done.stdout.decode(errors="replace").split())[:300]
            raise Unreadable(
                Reason.DAMAGED_DOCX,
                f"LibreOffice can't make sense of the {name}",
                said or f"it ended with exit status {done.returncode}",
                "Get the document again, or as DOCX or PDF",
            )
        return made.read_bytes()


_ARGUMENTS = (
    *("--headless", "--norestore", "--nologo", "-env:UserInstallation=file:///work/profile"),
    *("--convert-to", "docx:MS Word 2007 XML", "--outdir", "/work/out", "/work/in"),
)


def _box(work: Path, limits: Limits) -> list[str]:
    """The command that runs what follows it in a box around a folder."""
    most = [f"--fsize={limits.max_expanded_bytes}", f"--as={2 * limits.max_memory_bytes}", "--core=0"]
    shared = [part for path in _SHARED for part in ("--ro-bind-try", path, path)]
    links = [part for name in ("lib", "lib64", "bin") for part in ("--symlink", f"usr/{name}", f"/{name}")]
    variables = {"PATH": "/usr/bin", "HOME": "/work", "LC_ALL": "C.UTF-8"}
    environment = [part for name, value in variables.items() for part in ("--setenv", name, value)]
    return [
        *("prlimit", *most, "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", *environment),
        *("--ro-bind", "/usr", "/usr", *links, *shared, "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),  # noqa: S108
        *("--bind", str(work), "/work", "--chdir", "/work"),
    ]


def _refused(name: str, why: str) -> Unreadable:
    return Unreadable(
        Reason.UNKNOWN_FORMAT,
        f"The file is a document in {name}",
        f"reading it takes LibreOffice and bubblewrap, and {why}",
        "Install libreoffice-writer and bubblewrap, or save it as DOCX and put it in again",
    )


def _never_here(data: bytes, limits: Limits, *, name: str) -> Document:  # noqa: ARG001
    raise _refused(name, "a process of its own for it")


def _is_doc(data: bytes) -> bool:
    return data.startswith(OLE) and _STREAM in data and ENCRYPTED_PACKAGE not in data


def _is_odt(data: bytes) -> bool:
    # The first part of an ODF package is its media type, stored without compression (ODF 1.3, part 2, 3.3).
    return data.startswith(b"PK\x03\x04") and data[30:38] == b"mimetype" and data[38:77] == _ODT.encode()


def _is_rtf(data: bytes) -> bool:
    return data.startswith(b"{\\rtf")


def _register(media_type: str, extension: str, rank: int, signature: Callable[[bytes], bool], module: str) -> None:
    name = extension.upper()
    convert = partial(to_docx, name=name, module=module)
    read = partial(_never_here, name=name)
    register(Format(media_type, extension, name, rank, by_bytes(signature), read, convert=convert))


_register(_ODT, "odt", 10, _is_odt, "writer8")
_register("application/msword", "doc", 25, _is_doc, "MS Word 97")
_register("application/rtf", "rtf", 26, _is_rtf, "Rich Text Format")
