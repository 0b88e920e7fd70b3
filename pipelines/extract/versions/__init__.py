"""The versions of a note in other languages: names of States in any of the six, alignment of outlines, quotes.

Not here: which documents are one note (`works.py` beside this folder), how statements are recognised (`reading/`).
"""
