"""Looking at sources: what is there, what is new, and what happens when a source can't be had. The server is real."""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
import threading
from pathlib import Path
from typing import Any

import fsspec
import pytest

from pipelines.archive.sources.declared import SourcesError, load_document_facts, load_sources
from pipelines.archive.sources.folder import Folder
from pipelines.archive.sources.guard import _is_public
from pipelines.archive.sources.listing import Listing, find_links
from pipelines.archive.sources.look import Look, Source, Watch, remember
from pipelines.archive.sources.source_state import SourceState
from pipelines.archive.sources.storage import Storage
from pipelines.archive.sources.web import Address
from pipelines.archive.store import Archive, sha256
from pipelines.operate.workspace import Workspace
from pipelines.workspace.limits import Limits
from pipelines.workspace.settings import Fetch, Settings
from tests.archive.web_server import Site, dripping_headers, endless, redirect, serve, status, truncated

QUICK: dict[str, Any] = {
    "wait_seconds": 0,
    "attempts": 2,
    "timeout_seconds": 60,
    "total_seconds": 60,
    "private_hosts": ["127.0.0.1"],
}


class Looker:
    """Looks again and again, as runs do, with the memory of the looks before."""

    def __init__(self, folder: Path, **fetch: Any) -> None:
        self.archive = Archive(folder / "archive")
        self.source_state = SourceState(folder / "memory")
        settings = Settings(limits=Limits(max_bytes=200_000), fetch=Fetch(**{**QUICK, **fetch}))
        self.watch = Watch(settings, self.archive, self.source_state)

    def __call__(self, *sources: Source, patient: bool = False) -> list[Look]:
        looks = self.watch.look(sources, patient=patient)
        remember(self.source_state, looks)
        return looks

    def texts(self, look: Look) -> dict[str, bytes]:
        return {file.name: file.path.read_bytes() for file in look.files}


@pytest.fixture
def looker(tmp_path: Path) -> Looker:
    return Looker(tmp_path)


def test_a_document_is_fetched_once_and_again_where_it_changed_or_its_bytes_are_lost(looker: Looker) -> None:
    with serve(Site(pages={"/a.txt": b"one"})) as site:
        source = Address(name="a", address=f"{site.url}/a.txt")

        def look() -> bytes:
            (found,) = looker(source)
            assert found.files[0].url == f"{site.url}/a.txt"
            return looker.texts(found)["127.0.0.1/a.txt"]

        assert (look(), look()) == (b"one", b"one")
        site.pages["/a.txt"] = b"two"
        assert look() == b"two"
        (looker.archive.fetched / sha256(b"two")).unlink()
        assert look() == b"two"
    # Whatever the server says of change, bytes that are lost are asked for without a condition.
    assert ["If-None-Match" in headers for _, headers in site.asked] == [False, True, True, False]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (status(404), "answered 404 Not Found"),
        (status(500), "answered 500 Internal Server Error"),
        (status(200, Content_Encoding="gzip"), "compressed"),
        (redirect("/a.txt"), "redirects more than 5 times"),
        (redirect("file:///etc/passwd"), "/etc/passwd, and nothing but http or https is followed"),
        (redirect("http://example.org/"), "leads to the host example.org, port 80, which was not asked"),
        (truncated(b"half"), "did not answer as it should"),
    ],
)
def test_what_can_not_be_had_is_said_and_the_last_version_stays(looker: Looker, answer: Any, said: str) -> None:
    with serve(Site(pages={"/a.txt": b"one", "/b.txt": b"other"})) as site:
        source = Address(name="a", address=f"{site.url}/a.txt")
        other = Address(name="b", address=f"{site.url}/b.txt")
        looker(source, other)
        site.pages["/a.txt"] = answer
        bad, good = looker(source, other)
    assert bad.error
    assert said in bad.error
    assert bad.error.startswith("Source a: ")
    assert "What it gave last time (1 document) stays published." in bad.error
    assert looker.texts(bad) == {"127.0.0.1/a.txt": b"one"}
    assert not good.error
    assert looker.texts(good) == {"127.0.0.1/b.txt": b"other"}


def test_a_server_that_is_down_is_told_since_when_and_forgotten_once_it_answers(looker: Looker) -> None:
    with serve(Site(pages={"/a.txt": b"one"})) as site:
        source = Address(name="a", address=f"{site.url}/a.txt")
        looker(source)
        site.down()
        (down,) = looker(source)
        assert down.error
        assert looker.texts(down) == {"127.0.0.1/a.txt": b"one"}
        outcome = looker.source_state.last_looks.load()["a"]
        assert outcome.error == down.error
        assert outcome.failing_since == outcome.looked
        site.up()
        (up,) = looker(source)
    assert not up.error
    assert looker.source_state.last_looks.load()["a"].failing_since == ""


def test_an_endless_body_ends_at_the_limit(looker: Looker) -> None:
    stop = threading.Event()
    with serve(Site(pages={"/a.txt": endless(stop)})) as site:
        (look,) = looker(Address(name="a", address=f"{site.url}/a.txt"))
        stop.set()
    assert "sends more than 200,000 bytes" in look.error
    assert not look.files


@pytest.mark.parametrize("drip", [lambda stop: endless(stop, 0.05, b"x"), lambda stop: dripping_headers(stop, 0.05)])
def test_a_slow_drip_ends_when_its_time_is_over(tmp_path: Path, drip: Any) -> None:
    looker = Looker(tmp_path, total_seconds=0.4, attempts=1)
    stop = threading.Event()
    with serve(Site(pages={"/a.txt": drip(stop)})) as site:
        (look,) = looker(Address(name="a", address=f"{site.url}/a.txt"))
        stop.set()
    assert "took too long" in look.error


def test_a_server_that_asks_to_wait_is_asked_again(looker: Looker) -> None:
    with serve(Site()) as site:

        def busy_once(request: Any) -> None:
            site.pages["/a.txt"] = b"one"
            status(503, Retry_After="0")(request)

        site.pages["/a.txt"] = busy_once
        (look,) = looker(Address(name="a", address=f"{site.url}/a.txt"))
    assert not look.error
    assert looker.texts(look) == {"127.0.0.1/a.txt": b"one"}


def test_no_request_goes_to_this_machine_unless_the_operator_allows_the_host(tmp_path: Path) -> None:
    looker = Looker(tmp_path, private_hosts=())
    with serve(Site(pages={"/a.txt": b"one"})) as site:
        port = site.url.rpartition(":")[2]
        for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0"):
            (look,) = looker(Address(name="a", address=f"http://{host}:{port}/a.txt"))
            assert "private network" in look.error, host
    assert site.asked == []


def test_a_redirect_to_this_machine_is_not_followed_even_for_a_host_of_the_source(tmp_path: Path) -> None:
    looker = Looker(tmp_path)
    with serve(Site(pages={"/in": b"secret"})) as inner, serve(Site()) as outer:
        outer.pages["/a.txt"] = redirect(inner.url.replace("127.0.0.1", "localhost") + "/in")
        (look,) = looker(Address(name="a", address=f"{outer.url}/a.txt", hosts=("localhost",)))
    assert "private network" in look.error
    assert inner.asked == []


def test_a_host_that_is_named_with_a_port_is_meant_with_that_port_alone(tmp_path: Path) -> None:
    with serve(Site(pages={"/in": b"two"})) as inner, serve(Site()) as outer:
        outer.pages["/a.txt"] = redirect(f"{inner.url}/in")
        port, other = (site.url.rpartition(":")[2] for site in (inner, outer))

        def look(hosts: tuple[str, ...], private: tuple[str, ...]) -> str:
            looker = Looker(tmp_path / "-".join((*hosts, *private)).replace(":", "_"), private_hosts=private)
            (found,) = looker(Address(name="a", address=f"{outer.url}/a.txt", hosts=hosts))
            return found.error

        assert f"leads to the host 127.0.0.1, port {port}, which was not asked" in look((), ("127.0.0.1",))
        assert "private network" in look((f"127.0.0.1:{port}",), (f"127.0.0.1:{other}",))
        assert inner.asked == []
        assert look((f"127.0.0.1:{port}",), (f"127.0.0.1:{other}", f"127.0.0.1:{port}")) == ""


def test_a_name_is_resolved_once_so_that_it_can_not_change_between_check_and_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket  # noqa: PLC0415 - replaced for this test only

    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if host == "127.0.0.1":
            return real(host, port, type=socket.SOCK_STREAM)
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, port))]

    with serve(Site(pages={"/1": redirect("/2"), "/2": redirect("/3"), "/3": b"end"})) as site:
        port = site.url.rpartition(":")[2]
        monkeypatch.setattr("pipelines.archive.sources.guard.socket.getaddrinfo", resolve)
        looker = Looker(tmp_path, private_hosts=["rebind.example"])
        (look,) = looker(Address(name="a", address=f"http://rebind.example:{port}/1"))
    assert looker.texts(look) == {"rebind.example/1": b"end"}
    assert asked == ["rebind.example"]


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_an_expired_certificate_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    dates = "-not_before 20200101000000Z -not_after 20200201000000Z"
    command = [*made.split(), *dates.split(), "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    # The machine trusts who signed it, so that its age alone is in the way.
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serve(Site(), context) as site:
        (look,) = Looker(tmp_path, attempts=1)(Address(name="a", address=f"{site.url}/a.txt"))
    assert "certificate" in look.error
    assert "expired" in look.error


PRIVATE = re.findall(
    r"\S+",
    """10.0.0.1 192.168.1.1 172.16.0.1 169.254.169.254 127.0.0.1 100.64.0.1 224.0.0.1 0.0.0.0 ::1 fe80::1%eth0
    fc00::1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::a00:1 ff02::1""",
)


@pytest.mark.parametrize("address", [*PRIVATE, "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_only_public_addresses_are_public(address: str) -> None:
    assert _is_public(address) == (address not in PRIVATE)


def test_credentials_come_from_the_environment_go_to_their_own_host_only_and_are_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NOTES_AUTHORIZATION", "Bearer s3cret")
    caplog.set_level(0)
    with serve(Site(pages={"/end": status(500)})) as site:
        site.pages["/a.txt"] = redirect(site.url.replace("127.0.0.1", "localhost") + "/end?signature=s3cret")
        looker = Looker(tmp_path, private_hosts=["127.0.0.1", "localhost"])
        (look,) = looker(
            Address(
                name="a",
                address=f"{site.url}/a.txt",
                hosts=("localhost",),
                authorization_variable="NOTES_AUTHORIZATION",
            )
        )
    first, second = site.asked[0], site.asked[1]
    assert first[1]["Authorization"] == "Bearer s3cret"
    assert "Authorization" not in second[1]
    assert "s3cret" not in look.error
    assert "Bearer" not in caplog.text
    memory = "".join(p.read_text() for p in looker.source_state.folder.rglob("*.json"))
    assert "s3cret" not in memory


def test_credentials_go_to_no_other_port_of_their_host(looker: Looker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTES_AUTHORIZATION", "Bearer s3cret")
    with serve(Site(pages={"/end": b"end"})) as other, serve(Site(pages={"/here": b"here"})) as site:
        site.pages["/a.txt"] = redirect("/b.txt")
        site.pages["/b.txt"] = redirect(f"{other.url}/end")
        hosts = (other.url.removeprefix("http://"),)
        variable = "NOTES_AUTHORIZATION"
        looker(Address(name="a", address=f"{site.url}/a.txt", hosts=hosts, authorization_variable=variable))
    assert [headers.get("Authorization") for _, headers in site.asked] == ["Bearer s3cret"] * 2
    assert [path for path, headers in other.asked if "Authorization" not in headers] == ["/end"]


def test_a_missing_credential_names_its_variable(looker: Looker) -> None:
    (look,) = looker(Address(name="a", address="http://example.org/a", authorization_variable="NOT_THERE"))
    assert "NOT_THERE is not set" in look.error


PAGE = """<html><head><meta charset="utf-8"><base href="/docs/"></head><body>
<a href="/unodc/index.html">Home</a> <a href="javascript:alert(1)">Menu</a>
<table>
<tr><td>CAC/COSP/WG.4/2022/2</td><td>Use of technologies</td>
  <td><a href="2e.pdf">E</a> <a href="2f.pdf">Français</a> <a href="2s.pdf">Español</a></td></tr>
<tr><td><a href="3.pdf">CAC/COSP/WG.4/2022/3</a></td><td>Awareness-raising</td></tr>
<tr><td>CAC/COSP/WG.4/2011/2/Corr.1</td><td><a href="get?symbol=CAC/COSP/WG.4/2011/2/Corr.1&amp;lang=en">PDF</a>
  <a href="get?symbol=CAC/COSP/WG.4/2011/2/Corr.1&amp;lang=fr">PDF</a></td></tr>
<tr><td>A/RES/58/4</td><td><a href="res.pdf">E</a></td></tr>
</table>
<p>CAC/COSP/WG.4/2022/1 (<a href="1e.pdf">E</a>) CAC/COSP/WG.4/2022/4 (<a href="4e.pdf">E</a>)</p>
</body></html>"""


def test_a_listing_page_gives_the_documents_of_the_wanted_symbols_and_languages(looker: Looker) -> None:
    documents = {"/docs/2e.pdf", "/docs/3.pdf", "/docs/1e.pdf", "/docs/4e.pdf"}
    corrigendum = "/docs/get?symbol=CAC/COSP/WG.4/2011/2/Corr.1&lang=en"
    pages: dict[str, Any] = {path: path.encode() for path in {*documents, corrigendum, "/docs/2f.pdf"}}
    with serve(Site(pages={**pages, "/session.html": PAGE.encode()}, types={"/session.html": "text/html"})) as site:
        source = Listing(name="s", listing=f"{site.url}/session.html", symbols=("CAC/COSP/WG.4/*",))
        (look,) = looker(source)
        assert not look.error
        assert {file.path.read_bytes().decode() for file in look.files} == {*documents, corrigendum}
        french = Listing(name="f", listing=f"{site.url}/session.html", symbols=("*/2022/2",), languages=("fr",))
        (look,) = looker(french)
        assert list(looker.texts(look).values()) == [b"/docs/2f.pdf"]


def test_a_link_that_is_no_address_takes_no_other_document_with_it() -> None:
    source = Listing(name="s", listing="https://notes.example/")
    for odd in ("http://[1.pdf", "//[::1/1.pdf", "https://notes.example:port/[1.pdf", "\x85"):
        page = f'<ul><li><a href="{odd}">A/1/1</a></li><li><a href="2.pdf">A/1/2</a></li></ul>'
        found, _ = find_links(page.encode(), source.listing, source)
        assert "https://notes.example/2.pdf" in [link.url for link in found]


def test_a_page_with_all_its_links_in_one_row_gives_each_its_own_symbol_and_ends() -> None:
    # Read with a walk through the row for each link, this takes minutes.
    links = "".join(f'A/1/{n} <a href="/{n}.pdf">E</a> ' for n in range(1, 5001))
    source = Listing(name="s", listing="https://notes.example/")
    found, _ = find_links(f"<p>{links}</p>".encode(), source.listing, source)
    assert [link.symbol for link in found] == [f"A/1/{n}" for n in range(1, 5001)]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/1.pdf'>{}, English</a>",
        "{}: <a href='/1.pdf'>E</a>",
        "<a href='/docs/{}'>Note</a>",
        "<a href='/get?s={}&amp;l=en'>Note</a>",
        "<a href='/{}/en'>Note</a>",
    ],
)
@pytest.mark.parametrize("symbol", ["CAC/COSP/WG.4/2022/2/Add.1", "ICCD/COP(8)/CST/8", "A/80/82-E/2025/63", "A/S-32/2"])
def test_a_listing_tells_symbols_of_every_form(link: str, symbol: str) -> None:
    source = Listing(name="s", listing="https://notes.example/")
    found, _ = find_links(f"<p>{link.format(symbol)}</p>".encode(), source.listing, source)
    assert [link.symbol for link in found] == [symbol]


def test_credentials_in_a_linked_address_are_used_and_kept_nowhere(looker: Looker) -> None:
    asked = "/1.pdf?symbol=A/1/1&X-Amz-Signature=s3cret&lang=en&token=s3cret"
    with serve(Site(pages={asked: b"one"}, types={"/": "text/html"})) as site:
        linked = site.url.replace("//", "//me:s3cret@") + asked.replace("&", "&amp;")
        site.pages["/"] = f'<ul><li><a href="{linked}">A/1/1</a></li></ul>'.encode()
        for _ in range(2):
            (look,) = looker(Listing(name="s", listing=f"{site.url}/"))
            assert looker.texts(look) == {"127.0.0.1/1.pdf?symbol=A/1/1&lang=en": b"one"}
            assert look.files[0].url == f"{site.url}/1.pdf?symbol=A/1/1&lang=en"
    assert [path for path, _ in site.asked] == ["/", asked] * 2
    assert "If-None-Match" in site.asked[3][1]
    assert not any("Authorization" in headers for _, headers in site.asked)
    assert "s3cret" not in "".join(path.read_text() for path in looker.source_state.folder.rglob("*.json"))


def test_a_document_that_a_listing_no_longer_links_is_gone_and_one_that_fails_is_not(looker: Looker) -> None:
    page = b'<ul><li><a href="/1.pdf">A/1/1</a></li><li><a href="/2.pdf">A/1/2</a></li></ul>'
    site = Site(pages={"/": page, "/1.pdf": b"one", "/2.pdf": b"two"}, types={"/": "text/html"})
    with serve(site):
        source = Listing(name="s", listing=f"{site.url}/")
        looker(source)
        site.pages["/1.pdf"] = status(404)
        (failing,) = looker(source)
        assert "1 of 2 documents could not be had" in failing.error
        assert len(failing.files) == 2
        site.pages["/"] = b'<ul><li><a href="/2.pdf">A/1/2</a></li></ul>'
        (shorter,) = looker(source)
        assert not shorter.error
        assert list(looker.texts(shorter).values()) == [b"two"]


def test_a_server_that_goes_down_is_not_asked_for_every_document(looker: Looker) -> None:
    links = "".join(f'<li><a href="http://127.0.0.1:9/{n}.pdf">A/1/{n}</a></li>' for n in range(50))
    with serve(Site(pages={"/": f"<ul>{links}</ul>".encode()}, types={"/": "text/html"})) as site:
        (look,) = looker(Listing(name="s", listing=f"{site.url}/"))
    assert "50 of 50 documents could not be had" in look.error
    assert "and 47 more" in look.error


def test_a_file_is_read_again_only_when_it_moved(looker: Looker, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for n in range(3):
        (inbox / f"{n}.txt").write_text(f"text {n}", encoding="utf-8")
    source = Folder(name="i", folder=str(tmp_path / "inbox"))
    (first,) = looker(source)
    times = (inbox / "0.txt").stat()
    assert [file.sha256 for file in first.files] == [sha256(f"text {n}".encode()) for n in range(3)]
    # Other content of the same length, with the old time of change: the clock was set back.
    (inbox / "0.txt").write_text("TEXT 0", encoding="utf-8")
    while (inbox / "0.txt").stat().st_ctime_ns == times.st_ctime_ns:  # some file systems' clocks are coarse
        os.utime(inbox / "0.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    os.utime(inbox / "0.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    (second,) = looker(source)
    assert second.files[0].sha256 == sha256(b"TEXT 0")
    assert second.files[1:] == first.files[1:]


def test_a_folder_that_is_gone_or_empty_has_failed_and_withdraws_nothing(looker: Looker, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text("text", encoding="utf-8")
    source = Folder(name="i", folder=str(tmp_path / "inbox"))
    looker(source)
    looker.archive.keep(b"text")  # as the archive would hold it after a run
    (inbox / "a.txt").unlink()
    (empty,) = looker(source)
    assert "is empty" in empty.error
    assert looker.texts(empty) == {"a.txt": b"text"}
    inbox.rmdir()
    (gone,) = looker(source)
    assert "doesn't exist" in gone.error
    assert looker.texts(gone) == {"a.txt": b"text"}
    # Where nothing need be there, nothing being there is an answer.
    inbox.mkdir()
    (waiting,) = looker(Folder(name="i", folder=str(tmp_path / "inbox"), at_least=0))
    assert (waiting.error, waiting.files) == ("", [])


def test_storage_of_any_kind_is_listed_and_read_and_what_is_not_taken_is_listed(looker: Looker) -> None:
    files = fsspec.filesystem("memory")
    files.pipe(dict.fromkeys(("/notes/.hidden.txt", "/notes/.deep/c.txt"), b"no"))
    files.pipe({"/notes/a.txt": b"one", "/notes/deep/b.txt": b"two"})
    source = Storage(name="m", storage="memory://notes")
    (look,) = looker(source)
    assert looker.texts(look) == {"a.txt": b"one", "deep/b.txt": b"two"}
    assert {entry.name for entry in look.skipped} == {".hidden.txt", ".deep/c.txt"}
    files.pipe("/notes/a.txt", b"ONE")
    (pattern,) = looker(Storage(name="p", storage="memory://notes/*"))
    assert looker.texts(pattern) == {"a.txt": b"ONE"}
    assert {entry.name: entry.why for entry in pattern.skipped}["deep"] == "It is no file, but a directory."
    files.rm("/notes/deep/b.txt")
    (look,) = looker(source)
    assert looker.texts(look) == {"a.txt": b"ONE"}
    files.rm("/notes", recursive=True)
    (gone,) = looker(source)
    assert "nothing at this address" in gone.error
    assert looker.texts(gone) == {"a.txt": b"ONE"}


def test_storage_files_beyond_the_limit_are_refused(looker: Looker) -> None:
    fsspec.filesystem("memory").pipe("/big/a.txt", b"x" * 300_000)
    (look,) = looker(Storage(name="m", storage="memory://big"))
    assert "has more than 200,000 bytes" in look.error


def test_a_damaged_memory_costs_one_full_look_and_says_so(looker: Looker, caplog: pytest.LogCaptureFixture) -> None:
    with serve(Site(pages={"/a.txt": b"one"})) as site:
        source = Address(name="a", address=f"{site.url}/a.txt")
        looker(source)
        for path in looker.source_state.folder.rglob("*.json"):
            path.write_bytes(b'{"half')
        (look,) = looker(source)
    assert not look.error
    remembered = looker.source_state.files("a").path
    assert sum(str(remembered) in message for message in caplog.messages) == 1
    assert looker.texts(look) == {"127.0.0.1/a.txt": b"one"}
    assert json.loads(remembered.read_text())


def test_the_sensor_leaves_a_source_in_peace_between_two_looks(looker: Looker) -> None:
    with serve(Site(pages={"/a.txt": b"one"})) as site:
        source = Address(name="a", address=f"{site.url}/a.txt", every_minutes=60)
        looker(source)
        (look,) = looker(source, patient=True)
        assert not look.asked
        assert looker.texts(look) == {"127.0.0.1/a.txt": b"one"}
        assert len(site.asked) == 1
        # The last look lies in the future: the clock was set back, and nothing can be told from it.
        outcomes = looker.source_state.last_looks.path
        outcomes.write_text(outcomes.read_text().replace('"looked": "2', '"looked": "9'))
        (look,) = looker(source, patient=True)
        assert look.asked


SERIES = "{{name: a, system: 'https://documents.un.org/api/symbol/access', contact: me, since: 2010, {}}}"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{name: a}", "exactly one of address, folder, listing, storage, un"),
        ("{name: a, folder: x, address: 'http://x/'}", "exactly one of"),
        ("{name: A b, folder: x}", "name"),
        ("{name: a, address: 'ftp://x/y'}", "give an http or https address"),
        ("{name: a, address: 'http://x:port/y'}", "give an http or https address"),
        ("{name: a, address: 'https://me:pw@x/y'}", "credentials do not belong into an address"),
        ("{name: a, address: 'https://x/y', hosts: ['https://z']}", "hosts.0: it must be a host name in lower case"),
        ("{name: a, storage: 'https://x/y'}", "declare it as address or listing"),
        ("{name: a, storage: 'simplecache::http://x/y'}", "give one address with a scheme"),
        ("{name: a, storage: 's3://b/', options: {client_kwargs: {aws_secret_access_key: x}}}", "environment"),
        ("{name: a, folder: x, expects: 3}", "expects"),
        (
            SERIES.format("un: 'CAC/COSP/WG.4/2022/{number}'"),
            "un: it must be a symbol with {year}, and {number} at its",
        ),
        (SERIES.format("un: 'CAC/{year}/{number}/{x}'"), "un: it must be a symbol with"),
        (SERIES.format("un: 'CAC/{year}/{number}', languages: [de]"), "languages"),
        (SERIES.format("un: 'CAC/{year}/{number}'").replace("https://", ""), "give an http or https address"),
        (SERIES.format("un: 'CAC/{year}/{number}'").replace(": me", ': "a\\r\\nHost: b"'), "contact"),
        (SERIES.format("un: 'CAC/{year}/{number}'").replace("2010", "22"), "since"),
    ],
)
def test_a_source_that_can_not_be_meant_is_refused_by_its_number(tmp_path: Path, entry: str, said: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(f"sources:\n  - {{name: good, folder: notes}}\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(SourcesError, match="source 2") as caught:
        load_sources(path)
    assert said in str(caught.value)
    assert "pw" not in str(caught.value)


DOCUMENT = f"documents:\n  - sha256: {'0' * 63}a\n    "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"{DOCUMENT}issued: 31 June 2022",
            ", document 1 can't be used: issued: it is no date (YYYY-MM-DD): 31 June 2022.",
        ),
        (f"{DOCUMENT}issued: 2022-06-31", ", document 1 can't be used: issued: it is no date"),
        (f"{DOCUMENT}issued: 2022", ", document 1 can't be used: issued: it is no date"),
        (f"{DOCUMENT}titel: abc", ", document 1 can't be used: titel: unknown key."),
        (f"{DOCUMENT}title: 2022", ", document 1 can't be used: title: it is no text. Put it between quotation marks."),
        (f"{DOCUMENT}stands: maybe", ", document 1 can't be used: stands: it is true or false."),
        ("source:\n  - {name: a, folder: x}\n", " can't be used: source: unknown key."),
        ("sources: hello\n", " can't be used: sources: it is no list"),
        ("documents: hello\n", " can't be used: documents: it is no list"),
        ("sources: []\n", " lists no source: without one"),
        ("", " lists no source"),
    ],
)
def test_what_is_wrong_with_a_file_of_sources_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourcesError) as caught:
        _ = load_document_facts(path), Workspace(sources_file=str(path)).sources
    assert f"sources.yaml{said}" in str(caught.value).replace("sources.yaml:", "sources.yaml")
