"""Reads Word documents of the old kind (DOC): LibreOffice makes DOCX of them where the operator has it.

LibreOffice is large and a document hostile, so it works in a box (bubblewrap) that holds the document, LibreOffice and
nothing else: no network, no other file, no more time and memory than any document. Without either, a DOC is refused
with the words that say so. Not here: reading the DOCX (`docx.py`).
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.archive.document import Document
from pipelines.archive.formats.detect import ENCRYPTED_PACKAGE, OLE
from pipelines.archive.formats.limits import Budget, Reason, Unreadable, timed_out
from pipelines.archive.formats.registry import BinaryFormat, register
from pipelines.workspace.limits import Limits

_PROGRAMS = ("soffice", "bwrap", "prlimit")
# The stream that a Word document of the old kind keeps its text in.
_STREAM = "WordDocument".encode("utf-16-le")
_SHARED = ("/etc/fonts", "/etc/libreoffice", "/opt")


def to_docx(data: bytes, limits: Limits) -> bytes:
    """Make DOCX of a DOC.

    Raises:
        Unreadable: there is no LibreOffice or no box to put it in, or it can't make sense of the document in time.
    """
    programs = {name: shutil.which(name) for name in _PROGRAMS}
    if missing := [name for name, path in programs.items() if path is None]:
        raise _refused(missing)
    with TemporaryDirectory(prefix="uncac-doc-") as folder:
        work = Path(folder)
        (work / "in.doc").write_bytes(data)
        try:
            done = subprocess.run(  # noqa: S603 - fixed programs; the document is a file without a say in its name
                [*_box(work, limits), str(programs["soffice"]), *_ARGUMENTS],
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
                "LibreOffice can't make sense of the DOC",
                said or f"it ended with exit status {done.returncode}",
                "Get the document again, or as DOCX or PDF",
            )
        return made.read_bytes()


_ARGUMENTS = (
    *("--headless", "--norestore", "--nologo", "-env:UserInstallation=file:///work/profile"),
    # Else what is damaged would be taken for plain text.
    "--infilter=MS Word 97",
    *("--convert-to", "docx:MS Word 2007 XML", "--outdir", "/work/out", "/work/in.doc"),
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


def _refused(missing: list[str]) -> Unreadable:
    return Unreadable(
        Reason.UNKNOWN_FORMAT,
        "The file is a Word document of the old kind (.doc)",
        f"reading it takes LibreOffice and bubblewrap, and this machine lacks {', '.join(missing)}",
        "Install libreoffice-writer and bubblewrap, or save it as DOCX and put it in again",
    )


def _read_doc(data: bytes, budget: Budget) -> Document:  # noqa: ARG001
    raise _refused(["a process of its own for it"])


def _is_doc(data: bytes) -> bool:
    return data.startswith(OLE) and _STREAM in data and ENCRYPTED_PACKAGE not in data


register(BinaryFormat("application/msword", "doc", "DOC", 25, _is_doc, _read_doc, to_docx))
