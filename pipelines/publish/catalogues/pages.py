"""Writes the page of each dataset, `dataset/<name>.html`: where portals send people, with schema.org markup.

Hosts that serve `name.html` as `name` make the dataset's lasting address lead here. Not here: the pages about States,
articles and notes, and what every page shows around its content (`site/`).
"""

from __future__ import annotations

from markupsafe import Markup

from pipelines.publish.catalogues.kinds import NEEDS
from pipelines.publish.catalogues.mapping import catalogue as make_catalogue
from pipelines.publish.catalogues.schema_org import dataset_markup, script
from pipelines.publish.draft import Edition
from pipelines.publish.renderers import renders
from pipelines.publish.site.rendering import Site


@renders("dataset/*.html", needs=NEEDS, edition=True)
def write_datasets(draft: Edition) -> None:
    """Write one page a dataset."""
    catalogue, site = draft.once(make_catalogue), draft.once(Site)
    for dataset in catalogue.datasets:
        texts = dataset.texts[catalogue.publication.language]
        site.write(
            f"dataset/{dataset.name}.html",
            "dataset.html",
            kind="columns",
            title=texts.title,
            catalogue=catalogue,
            dataset=dataset,
            texts=texts,
            # `script` escapes what could end the element; the rest of JSON is no markup.
            markup=Markup(script(dataset_markup(catalogue, dataset))),  # noqa: S704
        )
