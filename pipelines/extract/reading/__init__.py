"""The reading cascade: from the text of a paragraph to what it says of States.

Tokens, tags, groups, clauses, attribution by ordered rules, discourse: a module for each level, each working on what
the level below gives. No word of any language stands here: words, grammar and rules are data in
`datapackage/language/<iso>/`, and a folder there is what makes a language readable.
"""
