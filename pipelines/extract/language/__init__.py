"""How a note speaks of States: subjects, what stands before them and after them, and what follows from it.

Here: the grammar behind `statements.py`. Not here: the words themselves (`datapackage/vocabulary/`).
"""
