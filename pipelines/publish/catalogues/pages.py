"""Writes the page of each dataset, `dataset/<name>.html`: where portals send people, with schema.org markup.

Hosts that serve `name.html` as `name` make the dataset's lasting address lead here. Not here: the pages about States,
articles and notes (`site/`).
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipelines.publish.catalogues.mapping import Catalogue
from pipelines.publish.catalogues.schema_org import dataset_markup, script

_TEMPLATES = Environment(
    loader=PackageLoader("pipelines.publish.catalogues"),
    undefined=StrictUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def write_pages(folder: Path, catalogue: Catalogue) -> None:
    """Write one page a dataset."""
    (folder / "dataset").mkdir(exist_ok=True)
    template = _TEMPLATES.get_template("dataset.html.j2")
    for dataset in catalogue.datasets:
        text = template.render(
            catalogue=catalogue,
            publication=catalogue.publication,
            dataset=dataset,
            texts=dataset.texts[catalogue.publication.language],
            # `script` escapes what could end the element; the rest of JSON is no markup.
            markup=Markup(script(dataset_markup(catalogue, dataset))),  # noqa: S704
            styled=(folder / "assets" / "site.css").is_file(),
        )
        (folder / "dataset" / f"{dataset.name}.html").write_text(text, encoding="utf-8")
