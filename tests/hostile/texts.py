"""Hostile text files."""

from __future__ import annotations

import random

SENTENCE = "Kenya reported that it had adopted a law."


def empty() -> bytes:
    return b""


def spaces() -> bytes:
    return b" \r\n\t\f\n" * 1000


def soft_hyphens() -> bytes:
    return ("\xad\ufeff" * 100).encode()


def noise() -> bytes:
    return random.Random(1).randbytes(20_000)  # noqa: S311 - seeded noise, no secret


def nuls() -> bytes:
    return b"\0" * 1000 + SENTENCE.encode()


def few_nuls() -> bytes:
    return (SENTENCE + "\n\n").encode() * 20 + b"Some\0thing."


def mixed_encodings() -> bytes:
    return "Отчёт о выполнении".encode() + "Отчёт о выполнении".encode("cp1251")


def one_letter() -> bytes:
    return b"a" * (50 * 2**20)


def ten_thousand_paragraphs() -> bytes:
    return "\n\n".join(f"{number}. {SENTENCE}" for number in range(1, 10_001)).encode()


def bidirectional() -> bytes:
    return "1. Kenya \u202eytnuoc\u202c reported \u2066inner\u2069 that\u200f it had.".encode()


def error_page() -> bytes:
    return b"404 Not Found\n\nnginx/1.24.0\n"


def program() -> bytes:
    return b"MZ\x90\0\x03\0\0\0" + b"\0" * 500


def rich_text() -> bytes:
    return rb"{\rtf1\ansi Kenya reported.}"


def xml() -> bytes:
    return b'<?xml version="1.0"?><feed><entry>Kenya reported.</entry></feed>'
