"""Catalogues of a release for the portals that harvest it: one module each, which registers itself.

All say the same (`facts.py`), each as its standard writes it (`crosswalk.yaml`, `dcat.yaml`).
"""
