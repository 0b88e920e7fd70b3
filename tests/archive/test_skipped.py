"""Whatever a source holds is taken, refused or listed as passed over with a reason; nothing is left out in silence."""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.archive.sources.folder import Folder, list_inbox
from pipelines.archive.sources.listing import Listing
from pipelines.archive.sources.storage import Storage
from tests.archive.test_sources import Looker
from tests.archive.web_server import Site, serve


def _inbox(folder: Path) -> Path:
    """A folder that holds one of everything."""
    inbox = folder / "inbox"
    (inbox / "2022").mkdir(parents=True)
    (inbox / ".git" / "objects").mkdir(parents=True)
    for name in ("a.txt", "2022/b.txt", ".note.txt", "..%2f..%2fescape.txt", "2022/.c.txt", ".git/objects/d.txt"):
        (inbox / name).write_text("text", encoding="utf-8")
    (inbox / ".dangling").symlink_to("nowhere")
    (inbox / "again").symlink_to(inbox / "2022")
    (inbox / "same.txt").symlink_to("a.txt")
    (inbox / "lost.txt").symlink_to("nowhere")
    (inbox / "round.txt").symlink_to("round.txt")
    (inbox / "out.txt").symlink_to("/etc/hostname")
    (inbox / "etc").symlink_to("/etc")
    os.mkfifo(inbox / "pipe")
    os.mkfifo(inbox / ".pipe")
    Path(os.fsdecode(os.fsencode(inbox) + b"/.\xff\xfe.txt")).write_text("text", encoding="utf-8")
    return inbox


def test_every_entry_of_a_folder_is_taken_refused_or_passed_over(tmp_path: Path) -> None:
    inbox = _inbox(tmp_path)
    files, skipped = list_inbox(inbox)
    assert {file.name for file in files if not file.reason} == {"2022/b.txt", "a.txt", "same.txt"}
    assert {file.name for file in files if file.reason} == {"etc", "lost.txt", "out.txt", "pipe", "round.txt"}
    why = {entry.name: entry.why for entry in skipped}
    assert set(why) == {
        *(".note.txt", "..%2f..%2fescape.txt", "2022/.c.txt", ".dangling", ".pipe", ".git", "again"),
        ".\\xff\\xfe.txt",
    }
    assert "hidden folder" in why[".git"]
    assert "begins with a full stop" in why["..%2f..%2fescape.txt"]
    assert "same inbox" in why["again"]
    listed = {*why, *(file.name for file in files)}
    for folder, folders, names in os.walk(inbox):
        below = Path(folder).relative_to(inbox)
        if below.parts[:1] != (".git",):
            for name in [*names, *(f for f in folders if (Path(folder) / f).is_symlink())]:
                assert os.fsencode(below / name).decode("utf-8", "backslashreplace") in listed


def test_what_editors_and_offices_leave_behind_is_no_note(tmp_path: Path) -> None:
    inbox, notes = tmp_path / "inbox", {"a~b.txt", "~a.txt", "a.bak.txt", "old~/c.txt", "#2.txt"}
    left = {"a.txt~", "~$a.docx", ".#a.txt", "#a.txt#", "a.bak", "a.docx.BAK", "old~/~$c.docx", ".a.txt.swp", "a.swp"}
    for name in notes | left:
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_text("text", encoding="utf-8")
    files, skipped = list_inbox(inbox)
    assert {file.name for file in files} == notes
    assert {entry.name for entry in skipped} == left
    assert {"Give it another name to have it read" in entry.why for entry in skipped} == {True}
    (look,) = Looker(tmp_path)(Storage(name="s", storage=f"file://{inbox}"))
    assert ({file.name for file in look.files}, {entry.name for entry in look.skipped}) == (notes, left)


def test_control_characters_of_a_name_are_escaped_wherever_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    for name in ("esc\x1b]0;x\x07\x9b.txt", "new\nline\x7f.txt", "\u202efdp.txt", "é.txt"):
        (tmp_path / "inbox" / name).write_text("text", encoding="utf-8")
    names = {r"esc\x1b]0;x\x07\x9b.txt", r"new\x0aline\x7f.txt", r"\u202efdp.txt", "é.txt"}
    assert {file.name for file in list_inbox(tmp_path / "inbox")[0]} == names
    (look,) = Looker(tmp_path)(Storage(name="s", storage=f"file://{tmp_path}/inbox"))
    assert {file.name for file in look.files} == names


def test_a_folder_that_holds_nothing_but_hidden_files_is_not_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / ".note.txt").write_text("text", encoding="utf-8")
    (look,) = Looker(tmp_path)(Folder(name="f", folder=str(tmp_path / "inbox")))
    assert "holds nothing that is read (.note.txt)" in look.error


PAGE = """<html><body><ul>
<li>CAC/COSP/WG.4/2022/2 <a href="/2022-2-e.pdf">English</a> <a href="/2022-2-f.pdf">Français</a></li>
<li>CAC/COSP/IRG/2022/9 <a href="/irg.pdf">English</a></li>
<li><a href="/leaflet.pdf">Leaflet of the meeting</a> <a href="/about.html">About us</a></li>
<li>The leaflet again, as <a href="/leaflet.pdf#page=2">page 2</a></li>
</ul></body></html>"""


def test_documents_of_a_page_that_are_not_asked_for_are_listed(tmp_path: Path) -> None:
    with serve(Site(pages={"/": PAGE.encode(), "/2022-2-e.pdf": b"one"})) as site:
        (look,) = Looker(tmp_path)(Listing(name="s", listing=f"{site.url}/", symbols=("CAC/COSP/WG.4/*",)))
    assert [file.name for file in look.files] == ["127.0.0.1/2022-2-e.pdf"]
    assert {entry.name: entry.why for entry in look.skipped} == {
        "127.0.0.1/2022-2-f.pdf": "It is in fr, and `languages` asks for en.",
        "127.0.0.1/irg.pdf": "Its symbol CAC/COSP/IRG/2022/9 is none of those that `symbols` asks for.",
        "127.0.0.1/leaflet.pdf": "No document symbol stands beside its link. If it is a note, declare it as an "
        "address.",
    }
    assert {entry.source for entry in look.skipped} == {"s"}


def test_a_page_of_which_nothing_is_taken_says_what_it_lists(tmp_path: Path) -> None:
    with serve(Site(pages={"/": PAGE.encode()})) as site:
        (look,) = Looker(tmp_path)(Listing(name="s", listing=f"{site.url}/", symbols=("A/*",)))
    assert "passed over: 127.0.0.1/2022-2-e.pdf, " in look.error
