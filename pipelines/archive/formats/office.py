"""Reads what word processors write beside DOCX (DOC, ODT, RTF): LibreOffice makes DOCX of it where the operator has it.

LibreOffice is large and a document hostile, so it works in a box (bubblewrap) that holds the document, LibreOffice and
nothing else: no network, no other file, no more time and memory than any document. Without either, such a document is
refused with the words that say so. Not here: reading the DOCX (`docx.py`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
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
            message = " ".join(done.stdout.decode(errors="replace").split())[:300]
            raise Unreadable(
                Reason.DAMAGED_DOCX,
                f"LibreOffice can't make sense of the {name}",
                message or f"it ended with exit status {done.returncode}",
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


# Media type, ending, rank, module of LibreOffice, what the bytes begin with. The first part of an ODF package is its
# media type, stored without compression (ODF 1.3, part 2, 3.3); a Word document of the old kind keeps its text in a
# stream of that name.
_FORMATS = (
    (_ODT, "odt", 10, "writer8", rb"PK\x03\x04.{26}mimetype" + re.escape(_ODT).encode()),
    ("application/msword", "doc", 25, "MS Word 97", rb"%b(?!.*%b)(?=.*%b)" % (OLE, ENCRYPTED_PACKAGE, _STREAM)),
    ("application/rtf", "rtf", 26, "Rich Text Format", rb"\{\\rtf"),
)
for _type, _ending, _rank, _module, _signature in _FORMATS:
    _content = by_bytes(re.compile(_signature, re.DOTALL).match)
    _read = partial(_never_here, name=_ending.upper())
    _convert = partial(to_docx, name=_ending.upper(), module=_module)
    register(Format(_type, _ending, _ending.upper(), _rank, _content, _read, has_pages=True, convert=_convert))
