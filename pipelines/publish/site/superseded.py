"""Writes `_redirects`, which leads from the files of a note to those of the note that replaced it.

Not here: what its page says (`notes.py`), why a row left and what succeeds it (`pipelines/publish/consent.py`).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site.rows import rows_of_release


@renders()
def render_redirects(draft: ReleaseDraft) -> Made:
    """`_redirects`: where the files of a note that has another identifier today are; its page is kept.

    Those in other languages, too, where the note has them today.
    One line each: old path, new path, status, as Cloudflare, GitLab and Netlify know them, and `deploy/Caddyfile`.
    """
    moved = "SELECT * FROM withdrawn WHERE \"table\" = 'notes' AND leads_to = successor ORDER BY identifier"
    base = urlsplit(draft.publication.base_url).path
    lines = []
    for old, new in ((note["identifier"], note["successor"]) for note in rows_of_release(draft).select(moved)):
        for file in draft.folder.glob(f"texts/{new}.*"):
            folder = f"{base}{file.parent.name}/"
            lines.append(f"{folder}{old}{file.name.removeprefix(new)} {folder}{file.name} 301\n")
    if lines:
        yield "_redirects", "".join(sorted(lines))
