// Understands what is asked: names in it are conditions, what asks for nothing falls away, and what is left are words that
// must occur. `Words`, `Names` are of names.js, `Thesaurus` of thesaurus.js, `Index` of find.js.
"use strict";

const OPERATORS = { AND: "and", OR: "or", NOT: "not" };
const LONGEST = 16; // words of a name
// Behind these a word is no preposition: "en sobre cerrado".
const PREPOSITIONS = ["in", "of", "by", "with", "en", "de", "con", "por", "bajo", "par", "sous"];
// Between two words of which either will do.
const EITHER_WORDS = ["or", "o", "u", "ou"];
// Where two names are equally long, the first of these is meant.
const KINDS = ["Group", "State", "Note", "Article", "Year", "System", "Topic", "Stage", "Unanswered", "Silence", "Count", "Figure", "Aside", "Concept"];
// Of these no paragraph is asked for: a number of States, or of other things; who replied on a thing; who has not, the
// newest, the oldest.
const ASIDE = ["Count", "Figure", "Replied", "Aside"];
// Of these a paragraph has one, so that two of a kind ask for either.
const EITHER = ["Group", "State", "Note", "Article", "Year", "Stage"];

const Query = {
  // Groups of parts, parted by OR. A part: `kind` (of a name, or Word, Phrase), `entries` that a name stands for, `words`,
  // of a Word these as they are `written`, `joined` (of words with hyphens the whole), `begins` (words may go on), the
  // `concepts` that it says, whether these are `general`, `not`; of a Topic its words with their `codes`, `also`.
  async understood(query) {
    const known = await Query.knownFor(query);
    const groups = [[]];
    let plain = [];
    let not = false;
    const add = (...parts) => {
      groups.at(-1).push(...parts.map((part, i) => ({ ...part, not: not && i === 0 })));
      if (parts.length) not = false;
    };
    const flush = () => {
      add(...Query.parts(plain, known));
      plain = [];
    };
    for (const [raw, ...quoted] of query.matchAll(/"([^"]*)"?|“([^”]*)”?|«([^»]*)»?|\S+/g)) {
      const phrase = quoted.find((text) => text !== undefined);
      if (phrase === undefined && !OPERATORS[raw] && !/^-\p{L}/u.test(raw)) {
        plain.push(raw);
        continue;
      }
      flush();
      if (phrase !== undefined) add(...(Words.key(phrase) ? [{ kind: "Phrase", words: Words.key(phrase).split(" ") }] : []));
      else if (OPERATORS[raw] === "or") groups.push([]);
      else if (OPERATORS[raw] === "not") not = true;
      else if (!OPERATORS[raw]) {
        not = true;
        plain.push(raw);
      }
    }
    flush();
    return groups.map(Query.merged).flatMap(spelled).filter((parts) => parts.length);
  },

  // What is known, but for codes of States that some paragraph holds as words: "ITA" may be an assessment.
  async knownFor(query) {
    const known = await Query.known();
    const codes = (query.match(/\b[A-Z]{3}\b/g) ?? []).filter((code) => known.states.has(code));
    const held = await Promise.all(codes.map((code) => Index.holding(Words.fold(code))));
    const states = new Map(known.states);
    for (const [i, code] of codes.entries()) if (held[i].length) states.delete(code);
    return { ...known, states };
  },

  // The entries by the keys of their names, of which two letters are a State's alone; those with terms; what asks for nothing.
  known() {
    Query.entries ??= Promise.all([Names.all(), compressed(new URL("search/thesaurus.bin", TOP))]).then(([entries, concepts]) => {
      const keys = new Map();
      const of = (kind) => entries.filter((entry) => entry.kind === kind);
      for (const entry of entries.filter(({ kind }) => KINDS.includes(kind))) {
        for (const key of new Set(entry.names.map((name) => name.key))) {
          if (key.length > 2 || entry.kind === "State" || entry.kind === "Aside") keys.set(key, [...(keys.get(key) ?? []), entry]);
        }
      }
      return {
        keys,
        termed: entries.filter(({ terms, stems }) => terms.length || stems.length),
        systems: new Map(of("System").map((entry) => [entry.code, entry])),
        states: new Map(of("State").map((entry) => [entry.code, entry])),
        articles: new Map(of("Article").map((entry) => [String(entry.code), entry])),
        notes: of("Note").filter(({ names }) => names.length > 1).map((entry) => ({ entry, symbol: apart(entry.names[1].key) })),
        years: [...new Set(of("Note").flatMap(({ more: issued }) => (issued ? [issued.slice(0, 4)] : [])))].sort(),
        standing: of("Stage").filter(({ code }) => code === "in_place"),
        done: of("Stage").filter(({ code }) => code === "done"),
        coming: of("Stage").filter(({ code }) => code === "planned" || code === "under_way"),
        thesaurus: new Thesaurus(concepts),
        unanswered: of("Unanswered").flatMap(({ names }) => names.map(({ key }) => key.split(" "))),
        nothing: new Set(of("Nothing").flatMap(idleWords)),
        languages: new Map(of("Nothing").map((entry) => [entry.code, new Set(idleWords(entry))])),
      };
    });
    return Query.entries;
  },

  // The parts of what is written without operators: the longest names first, then words.
  parts(raws, known) {
    const each = (raw) => Words.of(raw).filter(({ whole }) => !whole);
    const words = raws.flatMap((raw, of) => each(raw).map(({ word, start, end }) => ({ word, written: raw.slice(start, end), raw, of })));
    const language = languageOf(words, known);
    const meant = (place) => conceptsAt(words, place, language, known);
    // "AI" is no "ai" of French.
    const isAcronym = (at) => /^\p{Lu}{2,3}\b/u.test(words[at].raw) && meant(at).codes.length > 0;
    const names = [...named(words, known, language), ...termed(words, known), ...symbols(words, known)];
    const every = [...names, ...phrases(words, names, meant)];
    const states = new Set(every.filter(({ kind }) => kind === "State").flatMap(({ entries }) => entries.map(({ code }) => code)));
    const found = [];
    const [taken, shared] = [new Set(), new Set()];
    // Who replied and is not mentioned is no question of who replied.
    const isMeant = ({ kind, entries: [{ code }] }) => kind !== "Silence" || !code || !every.some((other) => other.kind === "Silence" && !other.entries[0].code);
    // What is called by a topic ("open data portal") is one thing of one State only where that State is named.
    const topics = states.size ? [] : every.filter(({ kind }) => kind === "Topic");
    const candidates = every.filter(({ kind, at }) => kind !== "System" || !topics.some((topic) => topic.at.every((place) => at.includes(place)))).filter(isMeant);
    candidates.sort((a, b) => b.at.length - a.at.length || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.at[0] - b.at[0]);
    for (const candidate of candidates) {
      if (candidate.kind === "Concept") {
        if (candidate.at.some((at) => taken.has(at))) continue;
        for (const at of candidate.at) taken.add(at);
        found.push(wordOf(candidate.at.map((at) => words[at]), candidate.at[0], candidate.codes, known));
        continue;
      }
      // "How many African States": the group has taken the word, and a number is asked all the same.
      if (candidate.kind !== "Count" && candidate.at.some((at) => taken.has(at) && !(["Silence", "Stage", "Aside"].includes(candidate.kind) && shared.has(at)))) {
        // "Register of beneficial owners" and "beneficial owners" ask for one topic, with all their words.
        const same = candidate.kind === "Topic" && found.find((part) => part.kind === "Topic" && part.entries.includes(candidate.entries[0]) && part.places.some((at) => candidate.at.includes(at)));
        const more = same ? candidate.at.filter((at) => !taken.has(at)) : [];
        for (const at of more) taken.add(at);
        if (same) same.places.push(...more);
        continue;
      }
      // Titles of articles that are one word ("Education") are a word among others, as are those under which nothing stands.
      const isNumbered = candidate.at.some((at) => /\d/.test(words[at].word));
      if (candidate.kind === "Article" && !isNumbered && (candidate.entries.every(({ there }) => !there) || (candidate.at.length === 1 && words.length > 1))) continue;
      // "First" alone is a word; the "no" of "Law No. 105" denies nothing.
      if (candidate.kind === "Aside" && (candidate.at.length === words.length || /^\d/.test(words[candidate.at.at(-1) + 1]?.word))) continue;
      // Of systems that are called alike, that of the State which is named.
      const entries = candidate.entries.filter(({ kind, code }) => kind !== "System" || !states.size || states.has(code.slice(0, 3)));
      if (!entries.length) continue;
      for (const at of candidate.at) taken.add(at);
      // "How many States replied", "African States replied": who replied is asked all the same.
      if (candidate.kind === "Count" || candidate.kind === "Group") for (const at of candidate.at) shared.add(at);
      // A system that is called by a topic is on it.
      const on = candidate.kind === "System" ? every.filter(({ kind, at }) => kind === "Topic" && at.every((place) => candidate.at.includes(place))) : [];
      // What is in place was done, and what was done is taken to be in place; a system is asked for by all its names.
      const alike = candidate.kind === "System" ? entries.flatMap(({ more }) => more.map((code) => known.systems.get(code))) : [];
      const standing = candidate.kind === "Stage" && ["done", "in_place"].includes(entries[0].code);
      const wanted = [...new Set([...entries, ...alike, ...(standing ? [...known.done, ...known.standing] : [])])];
      // "Integrity Office, Norway" is called so whole, and asks for Norway all the same.
      const owner = every.find(({ kind, at }) => kind === "State" && candidate.kind === "System" && at.every((place) => candidate.at.includes(place)));
      if (owner) found.push({ ...owner, words: [], at: owner.at[0] });
      const also = candidate.kind === "Topic" ? saidBy(candidate.at, words, meant, known) : [];
      found.push({ kind: candidate.kind, entries: wanted, on: on.flatMap((topic) => topic.entries), words: candidate.at.map((at) => words[at].word), written: candidate.at.map((at) => words[at].written), also, at: candidate.at[0], last: candidate.at.at(-1), places: candidate.at });
    }
    const isIdle = ({ word, raw, at }) => asksNothing(word, raw, known) && !(word.length > LEAST && PREPOSITIONS.includes(words[at - 1]?.word) && meant(at).codes.some((code) => known.thesaurus.use(code) !== "general"));
    const left = words.map((word, at) => ({ ...word, at })).filter(({ at }) => !taken.has(at));
    // "Articles 7 and 8": the second number is one, too.
    for (const { word, raw, at } of left) {
      const before = words.slice(0, at).findLastIndex((other) => !asksNothing(other.word, other.raw, known));
      const article = /^\d+[,;]?$/.test(raw) && found.some((part) => part.kind === "Article" && part.last === before) && known.articles.get(word);
      if (article) found.push({ kind: "Article", entries: [article], words: [word], at, last: at });
    }
    // Of "registers of beneficial owners" the rest of what the topic is called is asked for with it.
    const about = found.filter(({ kind }) => kind === "Topic").flatMap(({ entries }) => entries);
    const stems = (count) => new Set(about.flatMap(({ own }) => own.slice(0, count).flatMap((key) => key.split(" "))).map(Words.stem));
    // What many things are called by is left out where it stands in a title: the first two names.
    const [called, titled] = [stems(), stems(2)];
    const said = conceptsOf(about.flatMap((topic) => topic.own.slice(0, 2)), language, known);
    // Of "who owns companies" the companies are said by the topic; a word that tells more asks for itself.
    const implied = new Set(about.flatMap(({ more }) => more[5]).filter((code) => known.thesaurus.use(code) === "general"));
    const isImplied = (at) => meant(at).codes.length > 0 && meant(at).codes.every((code) => implied.has(code));
    const others = left.filter(({ word, raw, at }) => !found.some((part) => part.at === at) && !isImplied(at) && !meant(at).codes.some((code) => said.has(code) && known.thesaurus.use(code) !== "narrower") && !(meant(at).codes.length ? titled : called).has(Words.stem(word)) && (raw.endsWith("*") || isAcronym(at) || !isIdle({ word, raw, at })));
    // Of "hotline" less is asked than of the topic to which it leads; so of all that is no name of it: "protection" of journalists.
    const own = ownPlaces(found, words, meant, known);
    for (const part of found) if (part.kind === "Topic") part.loose = !part.places.some((at) => own.has(at));
    const less = ({ at }) => meant(at).codes.some((code) => known.thesaurus.use(code) === "narrower") || !own.has(at);
    const narrower = words.map((word, at) => ({ ...word, at })).filter((word) => less(word) && !asksNothing(word.word, word.raw, known) && found.some(({ kind, places }) => kind === "Topic" && places.includes(word.at)));
    const telling = [...others, ...narrower].sort((a, b) => a.at - b.at);
    let end = 0;
    // Where nothing else is asked, even "the" is.
    for (const word of found.length || telling.length ? telling : left) {
      const before = found.at(-1);
      if (word.at < end) continue;
      const { codes, length } = meant(word.at);
      if (codes.length && found.some(({ concepts = [] }) => concepts.join() === codes.join())) continue;
      if (before?.of === word.of && before.joined) {
        before.words.push(word.word);
        before.written.push(word.written);
      } else {
        const joined = Words.of(word.raw).find(({ whole }) => whole)?.word;
        const alone = left.filter(({ of }) => of === word.of).length === words.filter(({ of }) => of === word.of).length;
        // Of a phrase that asks for less than its topic all words ask for it.
        const phrase = narrower.includes(word) && codes.length ? words.slice(word.at, word.at + length) : [word];
        end = word.at + phrase.length;
        const part = wordOf(phrase, word.at, codes, known);
        found.push({ ...part, general: part.general || isEither(words, word.at, known), of: word.of, joined: alone && joined, begins: !joined && word.raw.endsWith("*") });
      }
    }
    // Who replied on a thing is asked of the notes on it.
    const replied = found.find(({ kind, entries }) => kind === "Silence" && entries[0].code);
    if (replied && found.some(({ kind }) => ABOUT.includes(kind))) replied.kind = "Replied";
    // Of the field itself, "corruption", everything tells.
    const isField = ({ concepts = [] }) => concepts.length > 0 && concepts.every((code) => known.thesaurus.use(code) === "field");
    const asked = found.some((part) => !isField(part)) ? found.filter((part) => !isField(part)) : found;
    return denied(asked, known).sort((a, b) => a.at - b.at);
  },

  merged(parts) {
    const found = [];
    for (const part of parts) {
      const same = !part.not && EITHER.includes(part.kind) && found.find(({ kind, not }) => kind === part.kind && !not);
      if (same) same.entries.push(...part.entries.filter((entry) => !same.entries.includes(entry)));
      else found.push({ ...part });
    }
    return found;
  },
};

// Who did not reply is asked of paragraphs that say so, in the words of any language: a group for each of them.
function spelled(parts) {
  const asked = parts.find(({ kind }) => kind === "Unanswered");
  const rest = parts.filter(({ kind }) => kind !== "Unanswered");
  return asked ? asked.entries[0].names.map(({ key }) => [...rest, { kind: "Phrase", words: key.split(" "), not: false, unanswered: true }]) : [parts];
}

// What is not in place yet is planned or under way.
function denied(parts, { coming }) {
  const asked = parts.some(({ kind, entries }) => kind === "Aside" && entries[0].code === "not");
  const standing = ({ kind, entries }) => kind === "Stage" && entries.some(({ code }) => code === "done" || code === "in_place");
  return parts.map((part) => (asked && standing(part) ? { ...part, entries: coming } : part));
}

const idleWords = ({ names }) => names.map(({ name }) => Words.fold(name));

// The language of a question: that of which it has most words that ask for nothing, else that of the page.
function languageOf(words, { languages }) {
  const own = document.documentElement.lang;
  const held = (language) => words.filter(({ word }) => languages.get(language)?.has(word)).length;
  return [...languages.keys()].reduce((best, next) => (held(next) > held(best) ? next : best), own);
}

// What words say from a place on, in their language, or else in another.
function conceptsAt(words, place, language, { thesaurus, languages }) {
  const every = [language, ...[...languages.keys()].filter((other) => other !== language)];
  return every.map((one) => thesaurus.at(words, place, one)).find(({ codes }) => codes.length) ?? { codes: [], length: 0 };
}

// The concepts that keys of names say.
function conceptsOf(keys, language, known) {
  const names = keys.map((key) => asWords(key.split(" ")));
  return new Set(names.flatMap((name) => name.flatMap((_, at) => conceptsAt(name, at, language, known).codes)));
}

const asWords = (words) => words.map((word) => ({ word, written: word }));

// Phrases of the thesaurus, where no thing is called by one of their words.
function phrases(words, names, meant) {
  const things = new Set(names.filter(({ kind }) => ["Group", "State", "Note", "Article", "System", "Topic"].includes(kind)).flatMap(({ at }) => at));
  return words.flatMap((_, start) => {
    const { codes, length } = meant(start);
    const at = range(start, length);
    return length > 1 && !at.some((place) => things.has(place)) ? [{ kind: "Concept", at, codes, entries: [{}] }] : [];
  });
}

// The words at some places that ask for something, each with the concepts that it says, a phrase as one.
function saidBy(at, words, meant, { nothing }) {
  const found = [];
  let end = 0;
  for (const place of at) {
    const { codes, length } = meant(place);
    if (place >= end && (length > 1 || !nothing.has(words[place].word))) found.push({ word: words[place].word, codes });
    end = Math.max(end, place + length);
  }
  return found;
}

// A part that is asked for by words which say some concepts.
function wordOf(words, at, concepts, { thesaurus }) {
  const general = concepts.length > 0 && concepts.every((code) => thesaurus.use(code) === "general");
  return { kind: "Word", words: words.map(({ word }) => word), written: words.map(({ written }) => written), at, concepts, general };
}

// Whether a word is the second of two, of which either will do: "of lobbyists or lobby meetings".
function isEither(words, at, known) {
  const before = words.slice(0, at).findLast(({ word, raw }) => EITHER_WORDS.includes(word) || !asksNothing(word, raw, known));
  return EITHER_WORDS.includes(before?.word);
}

// The places at which words name the topics that are found, in words that mean the topic itself.
function ownPlaces(found, words, meant, known) {
  const stems = words.map(({ word }) => Words.stem(word));
  return new Set(found.filter(({ kind }) => kind === "Topic").flatMap(({ entries, places }) => entries.flatMap((topic) => {
    const said = conceptsOf(topic.own, "en", known);
    const called = topic.stems.slice(0, 1 + topic.more[4]).flatMap((term) => occurrences(stems, term).flatMap(({ at }) => at));
    const meaning = places.flatMap((at) => (meant(at).codes.some((code) => said.has(code)) ? range(at, meant(at).length) : []));
    return places.filter((at) => called.includes(at) || meaning.includes(at));
  })));
}

// Names that are written out, and years.
function named(words, { keys, states, nothing, languages }, language) {
  const found = [];
  // "Can" is no body; CAN may be one. "Usa" in Spanish is a verb.
  const isMeant = ({ kind }, at) => {
    const { word, raw } = words[at[0]];
    if (at.length > 1 || raw === raw.toUpperCase()) return true;
    return kind === "State" ? raw !== raw.toLowerCase() || !languages.get(language)?.has(word) : kind !== "System" || !nothing.has(word);
  };
  for (let start = 0; start < words.length; start += 1) {
    for (let end = start + 1; end <= Math.min(words.length, start + LONGEST); end += 1) {
      const at = range(start, end - start);
      const entries = (keys.get(at.map((i) => words[i].word).join(" ")) ?? []).filter((entry) => isMeant(entry, at));
      for (const kind of new Set(entries.map((entry) => entry.kind))) {
        const called = entries.filter((entry) => entry.kind === kind);
        // Of two Koreas, the one of which there is something.
        const there = kind === "State" ? called.filter(({ page }) => page) : [];
        found.push({ kind, at, entries: there.length ? there : called });
      }
    }
    const { word, raw } = words[start];
    if (/^(19|20)\d\d$/.test(word)) found.push({ kind: "Year", at: [start], entries: [{ kind: "Year", years: [word], label: word }] });
    if (states.has(raw)) found.push({ kind: "State", at: [start], entries: [states.get(raw)] });
  }
  return found;
}

// Names by their terms.
function termed(words, { termed: entries, articles, years }) {
  const list = words.map(({ word }) => word);
  const stems = list.map(Words.stem);
  return entries.flatMap((entry) =>
    [...entry.terms.flatMap((term) => occurrences(list, term)), ...entry.stems.flatMap((term) => occurrences(stems, term))].flatMap((found) => {
      const meant = { Number: () => articles.get(found.number), Provision: () => (entry.code ? provision(articles.get(found.until), found.number) : provision(articles.get(found.number), found.until)), Years: () => span(entry.code, found, years) }[entry.kind]?.() ?? entry;
      return KINDS.includes(meant.kind) ? [{ kind: meant.kind, at: found.at, entries: [meant] }] : [];
    }),
  );
}

// A paragraph of an article, "8(5)"; `of`: the number of the article.
function provision(article, paragraph) {
  const code = `${article?.code}(${paragraph})`;
  return article && paragraph.length < 3 ? { ...article, code, of: article.code, label: article.label.replace(article.code, code) } : {};
}

// The years that are meant by "since 2018", "between 2015 and 2018".
function span(code, { number, until }, years) {
  if (![number, until ?? number].every((year) => /^(19|20)\d\d$/.test(year))) return undefined;
  const within = {
    since: (year) => year >= number,
    after: (year) => year > number,
    until: (year) => year <= number,
    before: (year) => year < number,
    between: (year) => year >= number && year <= until,
  }[code];
  const label = {
    since: () => say("since %(year)s", { year: number }),
    after: () => say("after %(year)s", { year: number }),
    until: () => say("until %(year)s", { year: number }),
    before: () => say("before %(year)s", { year: number }),
    between: () => `${number}–${until}`,
  }[code]();
  return { kind: "Year", years: years.filter(within), label };
}

// Where a term stands among words: the places of its own words.
function occurrences(words, term) {
  if (!term.within(words)) return [];
  const text = words.join(" ");
  const starts = [];
  for (let i = 0, at = 0; i < words.length; at += words[i].length + 1, i += 1) starts.push(at);
  return [...text.matchAll(term.expression)].map((match) => ({
    at: starts.flatMap((start, i) => (match.indices.slice(1).some((run) => run && run[0] <= start && start < run[1]) ? [i] : [])),
    ...match.groups,
  }));
}

// Notes by a part of their symbol, with slashes or blanks, "WG.2" or "wg2": letters and numbers in their order.
function symbols(words, { notes }) {
  const found = [];
  for (let start = 0; start < words.length; start += 1) {
    for (let end = Math.min(words.length, start + LONGEST); end > start; end -= 1) {
      const run = apart(words.slice(start, end).map(({ word }) => word).join(" "));
      if (!/(^| )[a-z]{2,}( |$)/.test(run) || !/\d/.test(run)) continue;
      const fitting = notes.filter(({ symbol }) => ` ${symbol} `.includes(` ${run} `));
      if (!fitting.length) continue;
      const whole = fitting.filter(({ symbol }) => symbol === run);
      const at = range(start, end - start);
      found.push({ kind: "Note", at, entries: (whole.length ? whole : fitting).map(({ entry }) => entry) });
      break;
    }
  }
  return found;
}

// Letters and digits as words of their own.
const apart = (key) => key.replace(/(\d)(?=[^\d ])|([^\d ])(?=\d)/g, "$& ");

// The words of a name without those that stand in many: of "Lobbying Act" none but the first.
const tellingOf = (words, known) => words.filter((word, at) => !known.nothing.has(word) && !conceptsAt(asWords(words), at, "en", known).codes.length);

// Whether a word asks for nothing by itself, as does the "l" of "l'accès", and not that of "13 (l)".
function asksNothing(word, raw, { nothing }) {
  const elided = Words.fold(raw).replace("’", "'").includes(`${word}'`);
  return !raw.includes(`(${word})`) && nothing.has(elided ? `${word}'` : word);
}
