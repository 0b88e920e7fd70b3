"""What pages of documents of the United Nations print about themselves: job numbers and page numbers, as patterns.

Not here: where on a page such marks stand, and what is made of them.
"""

from __future__ import annotations

# V.19-09617 (E) 031019 041019 *1909617*; GE.25-06162 (E); 25-06741* (E); N2512345; "V (F) * *" with lost digits.
_DATES = r"(?:[ \t]+\d{6}){0,4}"
_BARCODE = r"\*(?:\d{6,9}|[NMVK]\d{7,8})\*"
JOB = (
    r"(?:(?<!\w)(?:V|GE|NY|K|UNEP)\.[ \t]?\d\d-\d{4,6}|(?<![\w/.-])\d\d-\d{5}(?![\w-])|(?<!\w)N\d{7}(?!\w))"
    r"\*?(?:[ \t]*\([A-Z]\))?"
    rf"{_DATES}(?:[ \t]*{_BARCODE})?(?:[ \t]\*)?|(?<!\w)V[ \t]+\([A-Z]\)(?:[ \t]*\*){{0,3}}|{_BARCODE}"
)
PAGE_WORD, OF_ALL = "(?:[Pp]age|[Pp]ágina|[Сс]траница)", "(?:of|de|sur|из)"  # "Page 3 of 7"
PAGE_ALONE = rf"{PAGE_WORD}[ \t]+\d{{1,4}}(?:[ \t]+{OF_ALL}[ \t]+\d{{1,4}})?|[-–][ \t]?\d{{1,4}}[ \t]?[-–]"
RECYCLE = "Please recycle"
