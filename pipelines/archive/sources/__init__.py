"""Where documents come from: looks at each declared source and gives the files that are there now.

`look.py` is the door. A kind of source is one module here with a class that says `@kind("field")`, what may be declared
and how it is looked at; nothing else knows of it. Not here: what becomes of a file (`pipelines/archive/intake.py`).
"""
