"""A server whose certificate has expired is not believed, and the words say what is wrong."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipelines.archive.sources.web import Address
from tests.archive.test_sources import Looker


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_an_expired_certificate_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    dates = ["-not_before", "20200101000000Z", "-not_after", "20200201000000Z"]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
    ]
    subprocess.run([*command, *subject, *dates], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that does not believe it hangs up."""

    server = Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    # The machine trusts who signed it, so that its age alone is in the way.
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    try:
        (look,) = Looker(tmp_path, attempts=1)(
            Address(name="a", address=f"https://127.0.0.1:{server.server_port}/a.txt")
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert "certificate" in (look.error or "")
    assert "expired" in (look.error or "")
