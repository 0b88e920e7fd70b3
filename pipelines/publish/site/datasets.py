"""The page of each dataset.

`dataset/<name>.html` is where portals send people; hosts that serve `name.html` as `name` make the dataset's lasting
address lead there. Not here: the markup for search engines (`catalogues/crosswalk.py`).
"""

from __future__ import annotations

from pipelines.publish.catalogues.crosswalk import script, written
from pipelines.publish.catalogues.facts import catalogue
from pipelines.publish.downloads.kinds import DOWNLOADS
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site.rendering import Site, pages


@pages(after=DOWNLOADS, alone=True)
def render_datasets(draft: ReleaseDraft, site: Site) -> Made:
    """One page a dataset."""
    facts = draft.once(catalogue)
    for dataset in facts.datasets:
        yield site.page(
            f"dataset/{dataset.name}.html",
            "dataset.html",
            kind="columns",
            alone=True,
            title=dataset.title,
            catalogue=facts,
            dataset=dataset,
            texts=dataset,
            markup=script(written("schema", dataset, facts)),
        )
