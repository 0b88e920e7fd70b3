"""Catalogues of a release for the portals that harvest it: one module each, which registers itself.

All say the same (`mapping.py`), each as its standard writes it. Not here: how one registers (`kinds.py`).
"""
