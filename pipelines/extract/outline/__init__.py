"""What a note is made of: masthead, sections, paragraphs, footnotes, furniture, and the ledger of every character.

`read_structure` of `read.py` asks each question once, in this order, and puts the answers together into the `Structure`
of `structure.py`:

question                                                     answer
what pages and programs print around and into the text       `find_furniture` of `furniture.py`
  its own symbol, which later pages repeat                   `find_own_symbol` of `own_symbol.py`
footnotes, their marks, the order in which marks count       `find_footnotes` of `footnotes.py`, a search of `runs.py`
the text that is left, in chunks                             `running_text.py`; `layout_of` of `layout.py`
  headings by their type (bold, large, italic)               `headings_by_type` of `layout.py`
numbers, labels and annexes that the text may hold           `find_signs` of `numbering.py`; their worth: `_strength`
  those that count on; where they begin again (an annex)     `longest_run` of `search.py`: `_steps`, `_as_paragraph`
contents table, summary, end of the masthead, begin of body  `find_contents`, `find_front` of `front.py`
title and kind of the document                               `title.py`
date, languages, body, place, days, agenda item              `read_masthead` of `masthead.py`; `dates.py`
  which date is that of issue                                `_take_date`; a masthead in two places: `late_masthead`
headings, paragraphs, captions of the body                   `BodyReader` of `body.py`
sections, with their articles                                `SectionTree` of `tree.py`; `references.py`
texts of States, below the name of each                      `state_texts.py`
what a person should look at; whether it is a note           `find_signals`, `refusal_of` of `signals.py`
the ledger: the spans of all of these                        `make_ledger` of `running_text.py`

Forms that all formats share: page numbers, job numbers and symbols in `archive/symbols.py`; numbers of paragraphs,
labels of headings, items of lists and marks of footnotes in `archive/formats/numerals.py`. Words stand in
`structure.yaml` of each language, compiled by `words.py`. What a format knows of a text (type, level, container) is a
field of `Block`: see `archive/formats/__init__.py`.
Not here: what the sentences say (`statements.py`).
"""
