// What one sentence of a paragraph tells of what is asked: by its own words, by its heading, by the sentence before it. By this
// paragraphs are put in order, the States of a card are told apart, and a long paragraph is cut. `Words`, `occurrences` are
// of names.js and query.js, `Index`, `fits`, `Query` of find.js, thesaurus.js and query.js.
"use strict";

// How much of a part is told where the sentence doesn't say it, but the heading, the sentence before ("It is mandatory"), or
// another sentence of the paragraph.
const HEADING = 0.7;
const BEFORE = 0.6;
const ELSEWHERE = 0.4;
const NEARLY = 0.7; // of each part, where a sentence tells all
const MOST = 0.65; // of all parts, where it tells most
const GENERAL = 0.5; // what a word weighs that stands in many paragraphs
const THINGS = ["Topic", "System", "State"];
const COMING = ["planned", "under_way"];
const [LAW, BILL] = ["law", "bill"]; // concepts of the thesaurus

// Where sequences of words stand among those of a text: pairs of start and end.
function places(words, wanted) {
  const plain = words.filter(({ whole }) => !whole);
  const found = words.filter(({ word, whole }) => whole && wanted.some((sequence) => sequence.length === 1 && sequence[0] === word));
  plain.forEach((first, at) => {
    for (const sequence of wanted) if (fits(plain, at, sequence)) found.push({ start: first.start, end: plain[at + sequence.length - 1].end });
  });
  return found;
}

// Where terms stand among the words of a text: pairs of start and end. `form`: what terms have of each word.
function placesOfTerms(words, terms, form = (word) => word) {
  const plain = words.filter(({ whole }) => !whole);
  const list = plain.map(({ word }) => form(word));
  const found = terms.flatMap((term) => occurrences(list, term));
  return found.map(({ at }) => ({ start: plain[at[0]].start, end: plain[at.at(-1)].end }));
}

// By what a text in a language tells a part: its words as they are asked for, `others` of the same meaning, and terms.
function telling({ kind, words, entries = [], systems = [], begins, joined, forms = [], concepts = [], also = [] }, language, thesaurus) {
  const named = kind === "Article" || kind === "Note" ? [] : [...entries, ...systems];
  const codes = [...concepts, ...also.flatMap((one) => one.codes).filter((code) => !thesaurus.use(code))];
  return {
    sequences: [begins ? [{ begins: words[0] }] : words, ...(joined ? [[joined]] : []), ...forms.map((form) => [form]), ...named.flatMap(({ names }) => (names ?? []).map(({ key }) => key.split(" ")))].filter(({ length }) => length),
    others: codes.flatMap((code) => thesaurus.ways(code, language)),
    terms: named.flatMap(({ terms }) => terms ?? []),
    stems: kind === "Topic" ? named.flatMap(({ stems }) => stems) : [],
  };
}

// The places in a text at which it tells a part.
const toldAt = (words, { sequences, others, terms, stems }) => [...places(words, [...sequences, ...others]), ...placesOfTerms(words, terms), ...placesOfTerms(words, stems, Words.stem)];

// Start and end of each sentence of a text.
function sentences(text) {
  const ends = [...text.matchAll(/[.;?!。]\s+(?=\p{Lu}|["“«(])/gu)].map(({ index }) => index).concat(text.length);
  return ends.map((end, i) => [i ? ends[i - 1] : 0, end]);
}

// How much of what is asked paragraphs tell. `parts`: as `meeting` gives them; `count`: of all paragraphs; of `known` the
// thesaurus, and the words by which a paragraph says that a State did not reply.
class Evidence {
  constructor(parts, count, known) {
    const asked = parts.filter(({ not, all, kind }) => !not && all?.length && kind !== "Silence");
    this.parts = asked.map((part) => ({ part, held: new Set(part.all), weight: (part.general ? GENERAL : 1) * Math.log(1 + count / part.all.length) }));
    this.sum = this.parts.reduce((sum, { weight }) => sum + weight, 0);
    [this.count, this.known] = [count, known];
    this.found = new Map();
  }

  // Of a paragraph the sentence that tells most of what is asked: its `start` and `end`; `score`, the share that it tells;
  // `whole`, whether it tells all; `unanswered`, whether it says that somebody did not reply; `drafted`, whether a law that is
  // asked for is a bill; the `stages` of what it names, and whether that is `coming`.
  of(number) {
    if (!this.found.has(number)) this.found.set(number, Index.record(number).then((record) => this.best(number, record)));
    return this.found.get(number);
  }

  // Those of some paragraphs in which one sentence tells all of some parts.
  async tellingAll(numbers, parts) {
    const every = parts.map((part) => ({ ...part, all: part.all ?? numbers }));
    const evidence = new Evidence(every, this.count, this.known);
    const told = await Promise.all(numbers.map((number) => evidence.of(number)));
    return numbers.filter((_, i) => told[i].whole && !told[i].unanswered);
  }

  // Those of some paragraphs that were looked at in which one sentence tells most.
  async tellingMost(numbers) {
    const looked = numbers.filter((number) => this.found.has(number));
    const told = await Promise.all(looked.map((number) => this.of(number)));
    return looked.filter((_, i) => told[i].score >= MOST && !told[i].unanswered);
  }

  best(number, record) {
    const [words, above] = [Words.of(record.text), Words.of(record.heading)];
    const ends = sentences(record.text);
    const shares = this.parts.map(({ part, held }) => sharesOf(part, held.has(number), record, { words, above, ends }, this.known.thesaurus));
    const scored = ends.map(([start, end], i) => ({
      start,
      end,
      score: this.parts.reduce((sum, { weight }, at) => sum + weight * shares[at][i], 0) / (this.sum || 1),
      whole: shares.every((share) => share[i] >= NEARLY),
    }));
    const best = scored.reduce((one, next) => (next.score > one.score ? next : one));
    const here = record.topics.filter(([, said, , stage]) => stage && inside(record.text.indexOf(said), best));
    const stages = [...new Set(here.map(([, , , stage]) => stage))];
    const unanswered = places(words, this.known.unanswered).some(({ start }) => inside(start, best));
    // A bill is no law yet.
    const drafted = this.parts.some(({ part }) => part.concepts?.includes(LAW)) && places(words, this.known.thesaurus.ways(BILL, record.language)).some(({ start }) => inside(start, best));
    return { ...best, stages, unanswered, drafted: drafted && !stages.length, coming: stages.length ? stages.every((stage) => COMING.includes(stage)) : drafted };
  }
}

const inside = (at, { start, end }) => at >= start && at < end;

// By sentence, the share of a part that it tells.
function sharesOf(part, held, { text, heading, language, states, topics }, { words, above, ends }, thesaurus) {
  if (!["Word", "Phrase", ...THINGS].includes(part.kind)) return ends.map(() => Number(held));
  const way = telling(part, language, thesaurus);
  const labelled = part.kind === "Topic" ? topics.filter(([code]) => part.entries.some((entry) => entry.code === code)) : [];
  const starts = [...toldAt(words, way).map(({ start }) => start), ...labelled.map(([, said]) => text.indexOf(said)).filter((at) => at >= 0)];
  const own = part.kind === "State" && states.length === 1 && part.entries.some(({ code }) => code === states[0]);
  const within = ends.map(([start, end]) => starts.some((at) => inside(at, { start, end })));
  const least = own ? 1 : heading && toldAt(above, way).length ? HEADING : starts.length || held ? ELSEWHERE : 0;
  const isThing = THINGS.includes(part.kind);
  return within.map((here, i) => (here ? 1 : Math.max(least, isThing && within[i - 1] ? BEFORE : 0)));
}
