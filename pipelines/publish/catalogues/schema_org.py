"""The release and its datasets as schema.org JSON-LD, for Google's Dataset Search and others, as pages hold it.

Not here: the words of the markup (`crosswalk.yaml`), the pages (`site/`).
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from pipelines.publish.catalogues.crosswalk import written
from pipelines.publish.json_file import compact


def markup_of(*things: object) -> dict[str, Any]:
    """A thing for its own page; what it stands in comes after it."""
    return written("schema", *things)


def script(markup: dict[str, Any]) -> Markup:
    """Markup as it may stand inside `<script type="application/ld+json">`: no text can end the element."""
    text = compact(markup)
    # The rest of JSON is no markup.
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704
