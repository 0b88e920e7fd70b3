"""Tells running text from what comes in its place: data, program code, logs, encoded bytes, pages that tell an error.

Here: how each kind shows, by content and never by name, in whatever format it was saved. Not here: formats that are
read (the modules beside this one); that a running text is no note is found out by extraction.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from pipelines.archive.formats.limits import Reason, Unreadable

_LINES = 2_000  # that are looked at, of those that are not blank
_LONGEST = 4_000  # characters of a line that are looked at
_CODE_LINE = 160  # where it may be one of a program

_JSON_KEY = re.compile(r'"[^"\n]{0,200}"\s*:')
_JSON_LIST = re.compile(r'\[\s*["\[{\d-]')
_XML = re.compile(r"(?:<[!?][^>]{0,2000}>\s*)*<(?P<name>[A-Za-z_][\w.:-]*)[^<>]{0,2000}>")
# Elements of pages; a text that begins with one is no data for that.
_PAGE = re.compile(
    r"a|abbr|address|b|big|blockquote|br|center|cite|code|d[dlt]|em|footer|form|h[1-6r]|header|i|img|li|nav|ol|p|pre|small"
    r"|span|strong|su[bp]|table|tbody|t[dhr]|u|ul",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z_][\w.-]{0,40}")
_PAIR = re.compile(
    r"(?:- )?[\"']?(?P<key>[A-Za-z_][\w.-]{0,40})[\"']?\s?(?:[:=](?:\s|$|[\"'\d])|=|;[A-Z-]+=|:(?=[A-Z\d]))"
)
_BESIDE_PAIRS = re.compile(r"#|;|---|\.\.\.$|\[[^\]]+\]$|- |[\]})]")
_PLAIN_KEY = re.compile(r"[a-z_][\w.-]*|[A-Z][A-Z0-9_-]*")
_TIME = re.compile(r"(?:(?:[^a-z]|\b[A-Z][a-z]{2}\b){0,40}?|\S+ \S+ \S+ \[\S*)\b\d{2}:\d{2}:\d{2}\b")
# What may stand anywhere in a line begins with a letter or sign, which is found at once, not with a place in a word.
_CODE = re.compile(
    r"""\s*+(?:
        [}\])]+[;,]?\s*$ | .*\{\s*$ | (?=.*;\s*$).*(?:[=<>{}_$\[\]]|\w\(|->|::).*;\s*$ | @\w+(?:\(|$)
        | \#(?:include|define|!|if|endif)\b | //|/\*|\*/|--\s
        | (?:async\ )?(?:def|class|function|func|fn)\ \w+.*[:({]
        | (?:from\ [\w.]+\ )?import\ [\w.{*(] | (?:export|public|private|static|package|const|let|var)\ \w
        | (?:if|elif|while|for|switch|catch|with|try|else)\b.*[:{]\s*$ | return\b.*[\w)\]]$ | raise\ \w+\(
        | [\w.\[\]"']+\ ?[+*/|-]?=\ ?\S.* | [\w.]+\(.*\)[:;,]?\s*$
        | (?:SELECT|WITH|FROM|WHERE|INSERT|CREATE|UPDATE|DELETE|(?:LEFT|INNER)?\ ?JOIN|GROUP\ BY|ORDER\ BY|DROP|ALTER)\b
        | (?:AND|OR|ON|CASE|WHEN|END)\ .*[._=(] | .*AS(?<=\bAS)\ \w+\b,?(?:\ \()?$
        | (?=[^\W_]*[._])\w*+(?:\.\w++)?(?:\(.*\))?,$
        | \w+[/.]\w+\( | diff\ --git\b | @@\ .*\ @@ | [+-]{3}\ \S | \\\w+[{\[]
    )""",
    re.VERBOSE,
)
_WORD = re.compile(r"(?<!\S)[(\[“\"‘'«]*[^\W\d_]+(?:[-‐–/'’·][^\W\d_]+)*[.,;:!?…)\]”\"’'»*]*(?!\S)")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")


def refuse_data(text: str) -> None:
    """Raise `Unreadable` (`no_running_text`) where a text is no prose but data, code, a log or encoded bytes."""
    lines = [line[:_LONGEST] for line in islice((li for li in text.splitlines() if li.strip()), _LINES)]
    kind = next(_kinds(text.strip(), lines), None) if lines else None
    if kind:
        raise Unreadable(
            Reason.NO_RUNNING_TEXT,
            f"The file holds {kind}",
            "statements are read from running text only",
            "If it holds a note, put in the note itself as text, DOCX, PDF or HTML",
        )


def _kinds(text: str, lines: list[str]) -> Iterator[str]:
    """What a text is, in words; nothing where it may be running text."""
    head = "\n".join(lines)
    if text[0] in "{[" and (len(_JSON_KEY.findall(head)) >= 3 or (_JSON_LIST.match(text) and text[-1] == "]")):
        yield "data as JSON"
    xml = _XML.match(text)
    if text.startswith("<?xml") or (xml and not _PAGE.fullmatch(xml["name"]) and f"</{xml['name']}" in text):
        yield "data as XML"
    if width := _columns(lines):
        yield f"a table of {width} columns"
    if _is_pairs(lines):
        yield "names with values (such as YAML)"
    if len(lines) >= 5 and _share(_TIME.match, lines) > 0.6:
        yield "a log"
    if len(lines) >= 5 and _share(_CODE.match, [line[:_CODE_LINE] for line in lines]) > 0.25:
        yield "program code"
    tokens = head.split()
    if len(_UNSPACED.findall(head)) < 0.1 * len(head):
        if len(head) >= 100 and len("".join(tokens)) > 25 * len(tokens):
            yield "encoded data"
        if len(tokens) >= 50 and len(_WORD.findall(head)) / len(tokens) < 0.55:
            yield "figures or codes, and few words"


def _share(matches: Callable[[str], re.Match[str] | None], parts: Sequence[str]) -> float:
    return sum(matches(part) is not None for part in parts) / len(parts)


def _columns(lines: list[str]) -> int:
    """The number of columns of a table of values parted by one sign; 0 where the lines are no such table."""
    for sign in ",;\t|":
        if sign not in lines[0]:
            continue
        try:
            rows = list(csv.reader(lines, delimiter=sign))
        except csv.Error:
            continue
        widths = Counter(map(len, rows))
        width, count = widths.most_common(1)[0]
        names = [cell.strip() for cell in rows[0]]
        named = len(rows[0]) == width and all(len(n) <= 40 and n[-1:] not in tuple(".:") for n in names)
        plain = named and all(_NAME.fullmatch(name) for name in names)
        alike = count / len(rows)
        if width >= 3 and ((len(rows) >= 5 and alike > 0.9) or (len(rows) >= 2 and plain and alike > 0.6)):
            return width
        if width == 2 and len(rows) >= 2 and plain and alike > 0.95:
            return width
    return 0


def _is_pairs(lines: list[str]) -> bool:
    """Tell names with values, one a line, with what stands below and between them."""
    outer = [line for line in lines if not line[0].isspace()]
    keys = [match["key"] for line in outer if (match := _PAIR.match(line))]
    others = [line for line in outer if not _PAIR.match(line) and not _BESIDE_PAIRS.match(line)]
    within = [match["key"] for line in lines if (match := _PAIR.match(line.strip()))]
    if not keys or len(within) < 4 or len(others) > 0.05 * len(outer):
        return False
    plain = sum(_PLAIN_KEY.fullmatch(key) is not None for key in within) > 0.5 * len(within)
    return plain or len(set(keys)) == len(keys) >= 4


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
            "Check the address of the document and download it again",
        )
