"""The web site of a release: static pages for people, in the folder of the release itself.

One module a kind of page, which registers itself (`@pages`). Not here: feed and sitemap
(`pipelines/publish/catalogues/`), downloads (`pipelines/publish/downloads/`).
"""
