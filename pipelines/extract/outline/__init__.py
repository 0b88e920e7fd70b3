"""What a note is made of: masthead, sections, paragraphs, footnotes, furniture, and the ledger of every character.

`read.py` puts it together into the `Structure` of `structure.py`. Not here: what the sentences say (`statements.py`).
"""
