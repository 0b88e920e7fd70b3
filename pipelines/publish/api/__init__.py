"""The release as JSON for programs: `api/`, one document a State, article and note, with JSON Schema and OpenAPI.

Not here: pages for people (`site/`), catalogues for harvesters (`catalogues/`).
"""
