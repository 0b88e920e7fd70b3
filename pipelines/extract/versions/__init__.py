"""The versions of a note: States named in any of the six languages, alignment of languages, quotes in each.

Here: what one paragraph or outline in another language gives. Not here: which documents are one note (`works.py` beside
this folder), what the language that carries the structure says (`statements.py`).
"""
