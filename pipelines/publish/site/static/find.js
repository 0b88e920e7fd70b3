// Finds the paragraphs that meet what is asked (query.js): a part is met by what a paragraph is of, or by its words. Where
// none meets all parts, those are found that meet most. The index is read in pieces (search.py says which). `distance`,
// `Words`, `Names` are of names.js.
"use strict";

const TOP = new URL(document.getElementById("search").dataset.top, location.href);
const PIECES = 12; // that are read for systems beside what is asked for
const LEAST = 3; // letters of a word of a title that tells it
const kept = new Map();

function get(path) {
  if (!kept.has(path)) {
    kept.set(
      path,
      fetch(new URL(path, TOP)).then((answer) => {
        if (!answer.ok) throw new Error(answer.statusText);
        return answer.json();
      }),
    );
  }
  return kept.get(path);
}

const range = (first, count) => Array.from({ length: count }, (_, i) => first + i);
const union = (...lists) => (lists.length === 1 ? lists[0] : [...new Set(lists.flat())].sort((a, b) => a - b));
function common(some, others) {
  const there = new Set(others);
  return some.filter((number) => there.has(number));
}
function without(some, others) {
  const there = new Set(others);
  return some.filter((number) => !there.has(number));
}

const Index = {
  // Numbers of paragraphs, from runs: "3+3 5" is 3 to 6, 12.
  unpacked(text) {
    const found = [];
    let at = 0;
    for (const run of text ? text.split(" ") : []) {
      const [step, more] = run.split("+");
      at += Number.parseInt(step, 16);
      for (let last = at + (more ? Number.parseInt(more, 16) : 0); at <= last; at += 1) found.push(at);
    }
    return found;
  },

  // The file that would hold a word, or all that hold words that begin so.
  async files(word, whole) {
    const { words } = await get("search/index.json");
    const at = words.findLastIndex((first) => first <= word);
    const last = whole ? at : words.findLastIndex((first) => first.startsWith(word) || first <= word);
    const numbers = range(Math.max(at, 0), Math.max(last, 0) - Math.max(at, 0) + 1);
    return Promise.all(words.length ? numbers.map((place) => get(`search/words-${place}.json`)) : []);
  },

  async holding(word) {
    return Index.unpacked((await Index.files(word, true)).find((file) => Object.hasOwn(file, word))?.[word]);
  },

  // The words that begin so, each with the paragraphs that hold it.
  async beginning(start) {
    const files = await Index.files(start, false);
    return files.flatMap(Object.entries).flatMap(([word, list]) => (word.startsWith(start) ? [[word, Index.unpacked(list)]] : []));
  },

  // The paragraphs that are of one of these States, articles, topics …
  async of(codes) {
    const states = await Index.byState();
    return union(...(await Promise.all(codes.map((code) => states[code] ?? Index.holding(`=${code}`)))));
  },

  // The words of a long name stand in many paragraphs, and seldom together; "can" stands in many that are of no CAN, and a
  // law that is called by a person is so in each language.
  async saying({ kind, words }) {
    if (kind === "System") {
      const telling = tellingOf(words, await Query.known());
      return telling.length > 1 || words.length === 1 ? Index.holdingAll(telling) : Index.holdingAll(words);
    }
    return words.length === 1 || kind === "Topic" ? Index.holdingAll(words) : [];
  },

  // The paragraphs with a statement of the State of a system that hold one of its names: it is meant there, too.
  async naming(systems) {
    const found = systems.map(async ({ code, names }) => {
      const called = await Promise.all(names.slice(1).map(({ key }) => Index.saying({ kind: "System", words: key.split(" ") })));
      return common(union(...called), await Index.of([code.slice(0, 3)]));
    });
    return union(...(await Promise.all(found)));
  },

  // The paragraphs that hold a short name of a topic, of which one word is an acronym ("BO register"): none is labelled by it.
  async shortly(topic) {
    const { nothing } = await Query.known();
    const short = topic.names.map(({ key }) => key.split(" ")).filter((words) => words.length > 1 && words.some((word) => word.length <= LEAST && !nothing.has(word)));
    return union(...(await Promise.all(short.map(Index.holdingAll))));
  },

  // The paragraphs that hold a word in any of its forms.
  async holdingAny(word) {
    return union(...(await Promise.all([word, ...otherForms(word)].map(Index.holding))));
  },

  async holdingAll(words) {
    return words.length ? (await Promise.all(words.map(Index.holding))).reduce(common) : [];
  },

  // The paragraphs that hold all of some words, or say one of their concepts.
  async meaning(words, concepts) {
    return union(await Index.holdingAll(words), ...(await Promise.all(concepts.map((code) => Index.holding(`~${code}`)))));
  },

  async ofNotes(notes) {
    const runs = (await get("search/index.json")).notes.filter(([note]) => notes.includes(note));
    return runs.flatMap(([, , first, count]) => range(first, count));
  },

  // Those of notes of any of these years, or spans of years.
  async issuedIn(entries) {
    const { year } = await Index.ranges();
    return union(...entries.flatMap(({ years }) => years).map((one) => year[one] ?? []));
  },

  // By State the paragraphs with a statement of it.
  byState() {
    Index.states ??= get("search/facets.json").then(({ states }) => Object.fromEntries(Object.entries(states).map(([code, numbers]) => [code, Index.unpacked(numbers)])));
    return Index.states;
  },

  // Words of the index that begin like one, or are nearly it: these first.
  async like(word) {
    const known = (await Index.files(word, true)).flatMap(Object.keys).filter((key) => /^\p{L}/u.test(key) && key !== word);
    const near = word.length > 4 ? known.filter((key) => distance(word, key, 1) < 2) : [];
    return { near, begin: known.filter((key) => key.startsWith(word)) };
  },

  // What is shown of a paragraph. `states`: of which it has a statement; `topics`: each with the words that name it, the State of which it
  // is told, and its stage.
  async record(number) {
    const { records } = await get("search/index.json");
    const file = records.findLastIndex((first) => first <= number);
    const [link, paragraph, heading, text, states, articles, topics] = (await get(`search/records-${file}.json`))[number - records[file]];
    const { note, language } = await Index.run(number);
    const { symbol, label: title, more: issued } = await Names.note(note);
    return { link, paragraph, heading, text, states, articles, topics, symbol, title, issued, language };
  },

  // The note and the language of a paragraph; `own`: whether the note is in that language.
  async run(number) {
    const { notes } = await get("search/index.json");
    const at = notes.findLastIndex(([, , first]) => first <= number);
    return { note: notes[at][0], language: notes[at][1], own: notes[at - 1]?.[0] !== notes[at][0] };
  },

  // Each paragraph once: not its translations.
  async once(numbers) {
    const own = await Promise.all(numbers.map(async (number) => (await Index.run(number)).own));
    return numbers.filter((_, i) => own[i]);
  },

  // The paragraphs of the notes of each year, in each language.
  ranges() {
    Index.ranged ??= Index.allRanges();
    return Index.ranged;
  },

  async allRanges() {
    const found = { year: {}, language: {} };
    for (const [note, language, first, count] of (await get("search/index.json")).notes) {
      const { more: issued } = await Names.note(note);
      (found.language[language] ??= []).push(...range(first, count));
      if (issued) (found.year[issued.slice(0, 4)] ??= []).push(...range(first, count));
    }
    return found;
  },
};

// What a paragraph can be about.
const ABOUT = ["Topic", "System", "Article"];
// Nothing is found that does not meet these.
const NEEDED = ["Group", "State", "Note", "Phrase"];

// The paragraphs that meet a part, `all`; among them those that are `of` what it names. Those on the broader topic, or on
// the topic by which a system is called, are `wide`. `beside`: the other parts of its group.
async function meeting(part, beside) {
  const { kind, words, entries } = part;
  const whole = (list) => ({ ...part, all: list, of: list });
  const alone = beside.filter(({ not }) => !not).length < 2;
  if (part.begins) return whole(union(...(await Index.beginning(words[0])).map(([, list]) => list)));
  // Who asks for one word asks for that word, where it is there.
  if (kind === "Word") {
    const written = alone ? await Index.holdingAll(words) : [];
    if (written.length) return whole(written);
    const forms = words.length > 1 ? [] : otherForms(words[0]);
    const held = await Promise.all(forms.map(Index.holding));
    return { ...whole(union(await Index.meaning(words, part.concepts), ...held)), forms: forms.filter((_, i) => held[i].length) };
  }
  // Of a phrase those that hold its words, in whatever order (`holds` looks on).
  if (kind === "Phrase") return whole(await Index.holdingAll(words));
  if (kind === "Note") return whole(await Index.ofNotes(entries.map(({ code }) => code)));
  if (kind === "Year") return whole(await Index.issuedIn(entries));
  const of = await Index.of(codesOf(part, beside));
  if (kind === "Article") return { ...whole(of), wide: await Index.of(entries.flatMap((entry) => entry.of ?? [])) };
  const systems = kind === "Topic" ? await systemsOf(entries, statesOf(beside)) : [];
  const codes = { State: () => entries.map(({ code }) => `${code} named`), Topic: () => systems.map(({ code }) => code) }[kind];
  const called = { System: () => Index.naming(entries), Topic: async () => union(...(await Promise.all(entries.map(Index.shortly)))) }[kind];
  const broader = kind === "Topic" ? entries.map(({ more }) => ({ code: more[3] })).filter(({ code }) => code) : (part.on ?? []);
  const wide = await Index.of(codesOf({ kind: "Topic", entries: broader }, beside));
  // In other words that mean the same, and not less; one that stands in many paragraphs tells where more is asked.
  const { thesaurus } = await Query.known();
  const more = beside.filter(({ kind: other, not, concepts }) => !not && (concepts?.length || ABOUT.includes(other))).length > 1 && part.also?.length === 1;
  const telling = kind === "Topic" && !alone && part.also.every(({ codes }) => codes.every((code) => !thesaurus.use(code) || (more && thesaurus.use(code) === "general")));
  const also = telling ? await Promise.all(part.also.map(({ word, codes }) => Index.meaning([word], codes))) : [];
  return { ...part, systems, of, wide, all: union(of, await Index.saying(part), await Index.of(codes ? await codes() : []), called ? await called() : [], also.length ? also.reduce(common) : []) };
}

// The systems that are called by a word for one of the topics; where States are named, of theirs. None where too many
// pieces of the index would be read for them.
function systemsOf(topics, states) {
  const key = [...topics.map(({ code }) => code), ...states].join(" ");
  if (!calledSo.has(key)) calledSo.set(key, systemsCalled(topics, states));
  return calledSo.get(key);
}

const calledSo = new Map(); // systems, by topics and States

async function systemsCalled(topics, states) {
  const terms = topics.flatMap(({ stems }) => stems);
  // Few names have a word that begins as one of the terms does (a stem may end in another letter); stems are taken of these alone.
  const begins = new RegExp(`(?:^| )(?:${[...new Set(terms.flatMap(({ opens }) => opens.map(({ word }) => word.slice(0, Math.max(LEAST, word.length - 1)))))].join("|")})`, "u");
  const isCalled = ({ key }) => {
    const words = begins.test(key) ? key.split(" ").map(Words.stem) : [];
    return terms.some((term) => occurrences(words, term).length);
  };
  const systems = (await Names.all()).filter(({ kind, code }) => kind === "System" && (!states.length || states.includes(code.slice(0, 3))));
  const found = systems.filter(({ names }) => names.some(isCalled));
  const { words } = await get("search/index.json");
  return new Set(found.map(({ code }) => words.findLastIndex((first) => first <= `=${code}`))).size > PIECES ? [] : found;
}

// The States that are named, and the members of groups.
function statesOf(parts) {
  const named = parts.filter(({ kind, not }) => !not && (kind === "State" || kind === "Group"));
  return named.flatMap(({ kind, entries }) => entries.flatMap(({ code, more }) => (kind === "Group" ? more[0] : [code])));
}

// The codes in the index of what a part names: of groups those of their States; of topics those of what is said of the
// States that are named; of stages those of what is said on the topics and systems, or else of the States.
function codesOf({ kind, entries }, beside) {
  if (kind === "Group") return statesOf([{ kind, entries }]);
  const coded = (other) => beside.filter((part) => part.kind === other && !part.not).flatMap((part) => part.entries.map(({ code }) => code));
  const each = (codes, others) => (others.length ? codes.flatMap((code) => others.map((other) => `${code} ${other}`)) : codes);
  const [codes, states] = [entries.map(({ code }) => code), statesOf(beside)];
  if (kind === "Topic") return each(codes, states);
  if (kind !== "Stage") return codes;
  const named = [...each(coded("Topic"), states), ...coded("System")];
  return named.length ? each(named, codes) : each(codes, states);
}

// Endings that one word takes, without accents, in English, Spanish and French.
const ENDINGS = [
  " s es ed ing",
  "e es ed ing",
  "y ies ied ying",
  "ar a an o aba aban aron ado ada ados adas ando ara aran e en",
  "er ir e en io ieron ia ian ido ida idos idas iendo era eran ira iran",
  "o a os as",
  "er e es ent ee ees ant ait aient era eront",
].map((endings) => endings.split(" "));

// The other forms of a word: "search" is "searched", too.
function otherForms(word) {
  if (word.length <= LEAST || !/^[a-z]+$/.test(word)) return [];
  const [shortest, numbers] = [LEAST + 1, [`${word}s`, `${word}es`, word.replace(/s$/, ""), word.replace(/es$/, "")]];
  const forms = ENDINGS.flatMap((endings) => endings.filter((ending) => word.endsWith(ending)).flatMap((ending) => {
    const base = word.slice(0, word.length - ending.length);
    return base.length < shortest ? [] : endings.map((other) => base + other);
  }));
  return [...new Set([...numbers, ...forms])].filter((form) => form !== word);
}

// Of the paragraphs `within` those that meet most parts: `found`, first those that are `first` of these, then those that
// hold more of the words, the rarest for most (`weigh`), then the newest; `further`, others on a topic, system or article that
// is asked for, or that hold a word beside a State; `whole`, whether those found meet all; `bare`, whether they meet nothing
// but State, year or note; `unmet`, parts that none of them meets; by paragraph, the States that it is only `naming`, the
// parts that it is `lacking`, and what it is `about`; `listing`, those that list States: `lists` tell nothing of any, and come
// last. Where a topic, a system or an article is asked for, `general` words are asked for last.
function best(parts, within, weigh, first, lists) {
  const named = parts.some(({ kind, not }) => !not && ABOUT.includes(kind));
  const [general, wanted] = [[], []];
  for (const part of parts.filter(({ not }) => !not)) (named && part.general ? general : wanted).push(part);
  const sets = wanted.map(({ all, of, wide = [] }) => ({ all: new Set(all), of: new Set(of), wide: new Set(wide) }));
  const unwanted = parts.filter(({ not, kind }) => not && kind !== "Phrase").map(({ all }) => all);
  const needed = wanted.filter(({ kind, all }) => NEEDED.includes(kind) || (kind === "Year" && all.length));
  const left = unwanted.reduce(without, needed.map(({ all }) => all).reduce(common, within));
  const isName = ({ kind }) => kind !== "Word" && kind !== "Phrase" && kind !== "Stage";
  // Of two that meet as many parts, one that meets more names.
  const rank = (number) => sets.reduce((sum, { all }, i) => sum + (all.has(number) ? 1 + (isName(wanted[i]) ? 0.01 : 0) : 0), 0);
  const ranks = new Map(left.map((number) => [number, rank(number)]));
  const most = Math.max(0, ...ranks.values());
  const told = general.map(({ all }) => new Set(all));
  const asked = [...wanted.map((part, i) => ({ part, held: sets[i].all })), ...general.map((part, i) => ({ part, held: told[i] }))];
  const unmetBy = (numbers) => asked.filter(({ held }) => !numbers.some((number) => held.has(number))).map(({ part }) => part);
  const generals = (number) => told.filter((held) => held.has(number)).length;
  const meeting = wanted.length && !most ? [] : left.filter((number) => ranks.get(number) === most);
  const mostGenerals = Math.max(0, ...meeting.map(generals));
  let found = meeting.filter((number) => generals(number) === mostGenerals);
  const bare = Math.floor(most) === needed.length;
  const states = wanted.flatMap((part, i) => (part.kind === "State" ? [{ ...part, of: sets[i].of }] : []));
  const naming = (number) => states.filter(({ of }) => !of.has(number)).flatMap(({ entries }) => entries);
  // What only names a State comes after its statements; where nothing but the State is met, to name it is not enough.
  const quoted = bare && wanted.length === needed.length ? [] : found.filter((number) => !naming(number).length);
  const only = quoted.length ? without(found, quoted) : [];
  if (quoted.length) found = quoted;
  const listing = found.some((number) => !lists.has(number)) ? found.filter((number) => lists.has(number)) : [];
  found = without(found, listing);
  const about = sets.filter((_, i) => ABOUT.includes(wanted[i].kind));
  // Of a State that is named a word is enough.
  const isNear = (number) => about.some(({ all, wide }) => all.has(number) || wide.has(number)) || (states.length > 0 && Math.floor(ranks.get(number)) > needed.length);
  const others = without(left, [...found, ...listing, ...only]).filter(isNear);
  const further = [...(bare ? [] : only), ...others, ...listing];
  const weights = new Map([...found, ...further].map((number) => [number, weigh(number)]));
  const sorted = (numbers) => numbers.sort((a, b) => lists.has(a) - lists.has(b) || ranks.get(b) - ranks.get(a) || generals(b) - generals(a) || first.has(b) - first.has(a) || weights.get(b) - weights.get(a) || a - b);
  return {
    parts,
    found: sorted(found),
    further: sorted(further),
    listing: [...found, ...further].filter((number) => lists.has(number)),
    whole: Math.floor(most) === wanted.length && mostGenerals === general.length,
    bare,
    unmet: unmetBy(found),
    naming,
    lacking: (number) => unmetBy([number]),
    about: (number) => wanted.filter(({ kind }, i) => kind === "Topic" && sets[i].of.has(number)).flatMap(({ entries }) => entries),
  };
}

// What is found for a group of parts.
async function foundFor(group, within, first) {
  const silent = group.some(({ kind }) => kind === "Silence");
  const parts = await Promise.all(group.map((part) => (silent ? { ...part, all: [], of: [] } : meeting(part, group))));
  const weigh = await weighing(parts, within.length);
  return best(parts, silent ? [] : within, weigh, first, new Set(await Index.holding("=list")));
}

const SAME = 0.6; // what a word of the same meaning weighs, of one that is asked for

// How much of the words that are asked for a paragraph holds, in either number, or by others of the same meaning; a rare word
// weighs more. Of a word of no paragraph those count that are nearly it.
async function weighing(parts, count) {
  const { nothing } = await Query.known();
  const asked = parts.filter(({ kind, not }) => !not && ["Word", "Topic", "System"].includes(kind));
  // "Anti-corruption" is one word in another text.
  const joined = asked.flatMap(({ words }) => words.slice(1).map((word, i) => words[i] + word));
  // Of a topic that is asked for by another word, those that say its name.
  const titles = asked.filter(({ kind }) => kind === "Topic").flatMap(({ entries }) => entries.flatMap(({ names }) => names.slice(0, 2).flatMap(({ key }) => key.split(" "))));
  const words = [...asked.flatMap((part) => part.words), ...joined, ...titles.filter((word) => word.length > LEAST)];
  const ways = [...new Set(words)].filter((word) => !nothing.has(word)).map(async (word) => {
    const found = await Index.holdingAny(word);
    return { held: new Set(found.length ? found : union(...(await Promise.all((await Index.like(word)).near.map(Index.holding))))), share: 1 };
  });
  const same = asked.filter(({ concepts }) => concepts?.length).map(({ all }) => ({ held: new Set(all), share: SAME }));
  const units = [...(await Promise.all(ways)), ...same].map((unit) => ({ ...unit, weight: unit.share * Math.log(1 + count / unit.held.size) }));
  return (number) => units.reduce((sum, { held, weight }) => sum + (held.has(number) ? weight : 0), 0);
}

// Whether a paragraph holds the phrases of one of the groups for which it was found.
function holds(groups) {
  const sets = groups.map(({ found }) => new Set(found));
  return (number, { heading, text }) => {
    const words = Words.of(`${heading}\n${text}`);
    const phrases = groups.map(({ parts }, i) => sets[i].has(number) && parts.filter(({ kind }) => kind === "Phrase"));
    return !groups.length || phrases.some((some) => some && some.every(({ words: phrase, not }) => places(words, [phrase]).length > 0 !== not));
  };
}
