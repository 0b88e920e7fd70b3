"""The one kind of error that is written for the person who meets it.

Not here: any single error; each stands beside the code that raises it.
"""

from __future__ import annotations


class ReportedError(Exception):
    """What went wrong, in words for the person who reads them; it is shown as it is, without a traceback.

    `what`: what was met, where; alone, it is the whole message. `why`: why that is in the way. `cure`: what to do.
    """

    def __init__(self, what: str, why: str = "", cure: str = "") -> None:
        super().__init__(what, why, cure)
        self.what, self.why, self.cure = what, why, cure

    def __str__(self) -> str:
        sentence = f"{self.what}: {self.why}." if self.why else self.what
        return f"{sentence} {self.cure}." if self.cure else sentence
