"""What a note is made of: masthead, sections, paragraphs, footnotes, furniture, and the ledger of every character.

`read.py` asks each question once, in this order, and puts the answers together into the `Structure` of `structure.py`:

what surrounds and interrupts the text, its own symbol    `furniture.py`, `own_symbol.py`
footnotes and their marks                                 `footnotes.py`, by the search of `runs.py`
chunks of the text that is left; headings by their type   `running_text.py`, `layout.py`
numbers, labels, annexes: which there are, which count    `numbering.py`, `search.py`
contents, summary, where masthead ends and body begins    `front.py`
title; date, body, days, languages                        `title.py`; `masthead.py`, `dates.py`
headings, paragraphs, captions of the body                `body.py`
sections with their articles; texts of States             `tree.py`, `references.py`; `state_texts.py`
what is doubtful, and whether it is a note                `signals.py`
the ledger: spans of all of these, laid over one another  `running_text.py`

The forms of page numbers are in `archive/symbols.py`, those of numbers of paragraphs, labels of headings and marks of
footnotes in `archive/formats/numerals.py`, words in `structure.yaml` of each language, compiled by `words.py`.
Not here: what the sentences say (`statements.py`).
"""
