"""The reading cascade: from the text of a paragraph to what it says of States.

A sentence passes these levels, each of which works on what the one below gives:

1. `tokens.all_tokens`: words and phrases (`scanner`), each of one class (`lexicon`), told apart by their neighbours;
   `tokens.sentences_of`: the runs of tokens that are sentences.
2. `groups.groups_of`: lists of States, noun phrases by their head, verbs, signs.
3. `clauses.clauses_of`: one walk over the groups gives each noun its place and each verb its clause;
   `predicates.predicate`: what a verb says.
4. `features`: of a group in its place; `evidence`: these, each with each, and the words around.
5. `reader.Reader.find`: what the `evidence` weighs (`model`), in the place that says most; `stages`, `topics` likewise.
6. `paragraphs.read_sentences`: what each sentence says (`said`), and what goes on from one to the next.

A worked paragraph: "Rules on gifts existed in: (a) Fiji; (b) Peru. Togo's Ombudsman reported that a register was
kept. It was public." has five sentences. Groups of the fourth, each with its kind and place: "Togo's Ombudsman"
organ-of, subject; "reported" active; "that"; "a register" measure, subject; "was kept" passive. The verb says
`report`, so that a statement of Togo is almost certain. The items of Fiji and Peru are read behind their opening
("existed in: Fiji"). The last sentence names nobody, goes on about Togo and belongs to its quote.

What the kinds of groups (`kinds`) mean, by the head of a phrase: `state`, a State by its name; `organ-of`,
`measure-of`, `voice-of`, `paper-of`, `land-of`, a State's body, law or system, representative, submission, territory
(without `-of`: nobody's); `mention-of`, what is a State's in passing; `collective`, `weak`, `counted`, a number of
States, or what may be one; `states`, States in general; `author`, the Secretariat; `other`, who is no State;
`project` and `help`, what others do; `that-state` and `latter`, what takes a State up; `active`, `passive`, `copula`,
`wish`, `auxiliary`, verbs by form.

`trace.trace` shows the way of one sentence in words. Who sent information is told by the same groups and clauses
(`respondents`). No word of any language stands here: words, grammar and rules are data in `datapackage/language/<iso>/`
(`grammar` and `language` compile them), and a folder there is what makes a language readable.
"""
