"""A server whose certificate has expired is not believed, and the words say what is wrong."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from pipelines.archive.sources.web import Address
from tests.archive.test_sources import Looker
from tests.archive.web_server import Site, serve


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
