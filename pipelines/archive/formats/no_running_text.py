"""Refuses what is no running text: data, and error pages of web servers.

A text is data where a parser of data gets through most of it and finds structure there.
Not here: formats that are read (the modules beside this one); whether a running text is a note (`extract/`).
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from itertools import islice

import yaml
from lxml import etree

from pipelines.archive.unreadable import Reason, Unreadable

_LOOKED_AT = 200_000  # characters, where that much tells
_NAME = re.compile(r"[A-Za-z_](?:[\w.-]{0,40}[\w-])?")
# Elements of pages; a text that is one such element is no data for that.
_PAGE = {"a", "blockquote", "body", "div", "html", "li", "ol", "p", "pre", "section", "span", "table", "ul"}


def refuse_data(text: str) -> None:
    """Raise `Unreadable` (`no_running_text`) where a text is no prose but data."""
    text = text.strip()
    kind = next((words for is_such, words in _KINDS if is_such(text)), None) if text else None
    if kind:
        raise Unreadable(
            Reason.NO_RUNNING_TEXT,
            f"The file holds {kind}",
            "statements are read from running text only",
        )


def _is_json(text: str) -> bool:
    """JSON, JSON lines, or the beginning of such; a bracket before prose is none."""
    decode, at = json.JSONDecoder().raw_decode, 0
    while at < len(text) and text[at] in "{[":
        try:
            at = decode(text, at)[1]
        except json.JSONDecodeError as error:
            at = error.pos
            break
        except RecursionError:  # so deep that it can't be prose
            return True
        while text[at : at + 1].isspace():
            at += 1
    return 2 * at > len(text)


def _is_xml(text: str) -> bool:
    if not text.startswith("<"):
        return False
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return text.startswith("<?xml")
    return root.tag not in _PAGE


def _is_yaml(text: str) -> bool:
    """Keys with values, also in lists; prose is one scalar, or stops making sense at its first colon."""
    at, keys, text = 0, 0, text[:_LOOKED_AT]
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            keys += isinstance(event, yaml.MappingStartEvent)
            at = event.end_mark.index if event.end_mark else at
    except yaml.YAMLError:
        pass
    # What is cut off may end in the middle of a value; a masthead ("Distr.: General") ends where prose begins.
    return keys > 0 and at > 0.9 * len(text) and text.count("\n") > 2


def _is_table(text: str) -> bool:
    """Values parted by one sign, as many in each line; a few lines are a table below names of columns only."""
    lines = _lines(text)
    for sign in (sign for sign in ",;\t|" if sign in lines[0]):
        try:
            rows = list(csv.reader(lines, delimiter=sign))
        except csv.Error:
            continue
        width, count = Counter(map(len, rows)).most_common(1)[0]
        alike = count / len(rows) if len(rows) > 1 and len(rows[0]) == width else 0
        plain = all(_NAME.fullmatch(name.strip()) for name in rows[0])
        named = all(len(name) <= 40 and not name.rstrip().endswith((".", ":")) for name in rows[0])
        if (plain and alike > (0.6 if width > 2 else 0.95)) or (named and width > 2 and len(rows) >= 5 and alike > 0.9):
            return True
    return False


def _lines(text: str) -> list[str]:
    """The first lines that are not blank, cut where they are long."""
    return [line[:4_000] for line in islice((line for line in text.splitlines() if line.strip()), 2_000)]


_KINDS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (_is_json, "data as JSON"),
    (_is_xml, "data as XML"),
    (_is_table, "a table of values"),
    (_is_yaml, "names with values (such as YAML)"),
)


MAX_LENGTH = 3_000  # characters: error pages are short, and a note that quotes such a phrase is not
PHRASES = re.compile(
    r"""
    does\s+not\s+exist\s+in\s+the\s+Official\s+Document\s+System
    | \b(?:40[0-9]|410|429|50[0-4])\b[\s:.–—-]*(?:error|not\s+found|forbidden|unauthorized|gone
        |bad\s+(?:request|gateway)|too\s+many\s+requests|internal\s+server\s+error|service\s+unavailable|gateway\s+time-?out)
    | \b(?:http\s+)?(?:error|status)[\s:]+(?:40[0-9]|410|429|50[0-4])\b
    | \b(?:page|file|document|url|resource)\s+(?:(?:was|could|can)\s*(?:not|n[’']t)\s+(?:be\s+)?found|not\s+found)
    | \baccess\s+(?:is\s+|was\s+)?denied\b | \brequest\s+(?:was\s+)?blocked\b
    | \b(?:service|site|server)\s+(?:is\s+)?(?:temporarily\s+)?unavailable\b
    | \bbad\s+gateway\b | \bgateway\s+time-?out\b | \binternal\s+server\s+error\b
    | \bchecking\s+your\s+browser\b | \bverify(?:ing)?\s+(?:that\s+)?you\s+are\s+(?:a\s+)?human\b
    | \benable\s+javascript\b | \byour\s+session\s+has\s+expired\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def refuse_error_page(text: str, title: str = "") -> None:
    """Raise `Unreadable` (`error_page`) where a short text, or its title, is that of an error page."""
    if len(text) > MAX_LENGTH:
        return
    match = PHRASES.search(text) or PHRASES.search(title)
    if match:
        raise Unreadable(
            Reason.ERROR_PAGE,
            "The file is an error page, not a document",
            f"a web server wrote in it: “{' '.join(match.group().split())}”",
        )
