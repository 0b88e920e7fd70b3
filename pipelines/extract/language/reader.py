"""A sentence as the grammar reads it.

Here: the one value that is passed from rule to rule. Not here: any rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipelines.extract.states import Mention
    from pipelines.extract.vocabulary import Vocabulary


class Reader(NamedTuple):
    """A sentence: the text it stands in (as `states.plain` gives it), its span, the States it names, the vocabulary."""

    matter: str
    first: int
    end: int
    mentions: Sequence[Mention]
    vocabulary: Vocabulary

    def before(self, place: int) -> str:
        """The sentence up to `place`, without spaces at the end."""
        return self.matter[self.first : place].rstrip()
