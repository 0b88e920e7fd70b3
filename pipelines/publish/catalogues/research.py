"""The files of the release as a crate for research repositories: `ro-crate-metadata.json` (RO-Crate 1.1).

Library `rocrate` is not used: it dates crates by the clock. Not here: the words of the standard (`crosswalk.yaml`),
`CITATION.cff` (`documents.py`), depositing (`pipelines/publish/deposit.py`).
"""

from __future__ import annotations

from pipelines.publish.authorities import media_type
from pipelines.publish.catalogues.crosswalk import written
from pipelines.publish.catalogues.facts import Thing, catalogue
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.renderers import Made, renders

# Left out: what lists the other files, and the pages, which show them.
_NOT_DATA = {"ro-crate-metadata.json", "SHA256SUMS", "sitemap.xml", "robots.txt", "feed.atom"}


@renders(last=True)
def render_ro_crate(draft: ReleaseDraft) -> Made:
    """The crate."""
    if "ro-crate" not in draft.publication.profiles:
        return
    found, folder = draft.once(catalogue), draft.folder
    titles = {distribution.file.path: distribution.title for distribution in found.files}
    paths = (path for files in ("*", "data/**/*", "texts/*") for path in sorted(folder.glob(files)))
    names = [path.relative_to(folder).as_posix() for path in paths if path.suffix != ".html" and path.is_file()]
    parts = [
        Thing(kind="Part", file=draft.describe(name), title=titles.get(name, name), media_type=media_type(name))
        for name in names
        if name not in _NOT_DATA
    ]
    crate = written("crate", found)
    crate["@graph"][1]["hasPart"] = [{"@id": part.file.path} for part in parts]
    crate["@graph"] += [written("crate", part) for part in parts]
    yield "ro-crate-metadata.json", as_json(crate)
