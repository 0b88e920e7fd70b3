"""Writes the page of each dataset, `dataset/<name>.html`: where portals send people, with schema.org markup.

Hosts that serve `name.html` as `name` make the dataset's lasting address lead here. Not here: the pages about States,
articles and notes, and what every page shows around its content (`site/`).
"""

from __future__ import annotations

from markupsafe import Markup

from pipelines.publish.catalogues.mapping import Catalogue
from pipelines.publish.catalogues.schema_org import dataset_markup, script
from pipelines.publish.facts import Edition


def write_pages(facts: Edition, catalogue: Catalogue) -> None:
    """Write one page a dataset."""
    # Imported here because the site's landing page imports this package for its own markup.
    from pipelines.publish.site.rendering import Site  # noqa: PLC0415 - see above

    site = Site(facts)
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
