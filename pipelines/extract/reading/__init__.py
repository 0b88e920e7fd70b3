"""The reading cascade: from the text of a paragraph to what it says of States.

A sentence passes these levels, each of which works on what the one below gives:

1. `tokens.all_tokens`: words and phrases (`scanner`), each of one class (`lexicon`), told apart by their neighbours;
   `tokens.sentences_of`: the runs of tokens that are sentences.
2. `groups.groups_of`: lists of States, noun phrases by their head, verbs, signs.
3. `clauses.clauses_of`: one walk over the groups gives each noun its place and each verb its clause;
   `predicates.predicate`: what a verb says.
4. `features`: of a group in its place; `evidence`: these, their combinations and the words around.
5. `reader.Reader.find`: what the `evidence` weighs (`decide`), in the place that says most.
6. `paragraphs.read_sentences`: what each sentence says (`said`), and what goes on from one to the next.

`trace.trace` shows the way of one sentence in words. Who sent information is told by the same groups and clauses
(`respondents`). No word of any language stands here: words, grammar and rules are data in `datapackage/language/<iso>/`
(`grammar` and `language` compile them), and a folder there is what makes a language readable.
"""
