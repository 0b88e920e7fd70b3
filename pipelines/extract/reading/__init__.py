"""The reading cascade: from the text of a paragraph to what it says of States.

A sentence passes these levels, each of which works on what the one below gives:

1. `tokens.all_tokens`: words and phrases (`scanner`), each of one class (`lexicon`), told apart by their neighbours;
   `tokens.sentences_of`: the runs of tokens that are sentences.
2. `groups.groups_of`: lists of States, noun phrases by their head, verbs, signs.
3. `clauses.clauses_of`: one walk over the groups gives each noun its place and each verb its clause (`walk`: what is
   remembered; `nouns`; `clauses`: verbs and signs).
4. `actors.Actors`: who a group is, whom a pronoun takes up; `predicates.predicate`: what a verb says.
5. `reader.Reader.find`: the first row (`rules`) whose `features` a group has decides.
6. `paragraphs.read_sentences`: what each sentence says (`said`), and what goes on from one to the next (`discourse`).

`trace.trace` shows the way of one sentence in words. Who sent information is told by the same groups and clauses
(`respondents`). No word of any language stands here: words, grammar and rules are data in `datapackage/language/<iso>/`
(`grammar` and `language` compile them), and a folder there is what makes a language readable.
"""
