"""Hostile HTML pages. What a reader must not give stands in them as “not the note”."""

from __future__ import annotations


def script() -> bytes:
    return b"""<!DOCTYPE html><html><head><title>not the note</title><script>document.write('not the note')</script>
    <link rel=stylesheet href=http://198.51.100.1/x.css><base href=http://198.51.100.1/></head>
    <body onload="alert('not the note')"><img src=http://198.51.100.1/x.png onerror="alert(1)">
    <p>1. Kenya reported that it had adopted a law.</p><iframe src="file:///etc/passwd">not the note</iframe>
    <object data="file:///etc/passwd">not the note</object><svg><text>not the note</text></svg>
    <div style="display:none">not the note</div><template>not the note</template></body></html>"""


def error_page() -> bytes:
    return (
        b"<html><head><title>503 Service Unavailable</title></head><body><h1>Oops</h1><p>Try later.</p></body></html>"
    )


def deep() -> bytes:
    return b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000


def unclosed() -> bytes:
    return b"<html><body>" + b"<p>1. Kenya <b>reported <i>that" * 500


def utf_7() -> bytes:
    return b'<html><head><meta charset="utf-7"></head><body><p>Kenya reported +AG4-ot the note</p></body></html>'


def nothing() -> bytes:
    return b"<html><body><script>var x = 1;</script></body></html>"


def entities() -> bytes:
    return (
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "not the note">]>'
        b"<html><body><p>Kenya reported &x; &y; &#0; &#xD800; &#x110000; &lt;b&gt;.</p></body></html>"
    )
