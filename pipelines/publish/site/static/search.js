// The search page. What is asked is told apart into names, words and phrases; names are answered by cards, and all of it
// by paragraphs that hold it, marked, the newest note first. The index is read in pieces (search.py says which). The
// address says what was asked: q, narrowed by state, article, year, language; page. `element`, `say` are of cite.js,
// `Words`, `Names` of names.js.
"use strict";

const PAGE = 20;
const AROUND = 14; // words before the first mark
const SHOWN = 45;
const FACETS = ["state", "article", "year", "language"];
const form = document.getElementById("search");
const results = document.getElementById("results");
const summary = document.getElementById("summary");
const TOP = new URL(form.dataset.top, location.href);
const OPERATORS = { AND: "and", OR: "or", NOT: "not" };
let asked = 0;

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

  // The file that would hold a word, and the next, where words that begin so go on.
  async files(word, whole) {
    const { words } = await get("search/index.json");
    const at = words.findLastIndex((first) => first <= word);
    const last = whole ? at : words.findLastIndex((first) => first.startsWith(word) || first <= word);
    const numbers = [];
    for (let place = Math.max(at, 0); place <= Math.max(last, 0); place += 1) numbers.push(place);
    return Promise.all(words.length ? numbers.map((place) => get(`search/words-${place}.json`)) : []);
  },

  async holding(word, begins = false) {
    const files = await Index.files(word, !begins);
    const found = files.flatMap((file) =>
      begins ? Object.keys(file).filter((key) => key.startsWith(word)).map((key) => file[key]) : [file[word] ?? ""],
    );
    return union(...found.map(Index.unpacked));
  },

  // Words of the index that begin like one, or are nearly it.
  async like(word) {
    const known = (await Index.files(word, true)).flatMap(Object.keys);
    const near = known.filter((key) => /^\p{L}/u.test(key) && key !== word && (key.startsWith(word) || (word.length > 4 && distance(word, key, 1) < 2)));
    return near.slice(0, 6);
  },

  async record(number) {
    const { records, notes } = await get("search/index.json");
    const file = records.findLastIndex((first) => first <= number);
    const [link, paragraph, heading, text, states, articles] = (await get(`search/records-${file}.json`))[number - records[file]];
    const [note, language] = notes[notes.findLastIndex(([, , first]) => first <= number)];
    const { symbol, label: title, more: issued } = await Names.note(note);
    return { link, paragraph, heading, text, states, articles, symbol, title, issued, language };
  },
};

const union = (...lists) => (lists.length === 1 ? lists[0] : [...new Set(lists.flat())].sort((a, b) => a - b));
function common(some, others) {
  const there = new Set(others);
  return some.filter((number) => there.has(number));
}
function without(some, others) {
  const there = new Set(others);
  return some.filter((number) => !there.has(number));
}

// What is asked, as groups of parts, of which one has to fit whole: names, words, phrases, what must not be there.
async function parsed(query) {
  const groups = [[]];
  let plain = [];
  let not = false;
  const keys = new Map();
  for (const entry of await Names.all()) {
    for (const { name, key } of entry.names) if (!keys.has(key) && !/^[A-Z]{3}$/.test(name)) keys.set(key, entry);
  }
  const entryOf = (words, raw) => {
    const key = words.join(" ");
    if (words.length === 1 && /^[A-Z]{3}$/.test(raw[0])) return [...keys.values()].find(({ code }) => code === raw[0]);
    return keys.get(key);
  };
  const add = (part) => {
    groups.at(-1).push({ ...part, not });
    not = false;
  };
  const flush = () => {
    for (let at = 0; at < plain.length; ) {
      let length = Math.min(8, plain.length - at);
      let entry;
      for (; length > 0 && !entry; length -= 1) {
        const some = plain.slice(at, at + length);
        entry = entryOf(some.map(({ word }) => word), some.map(({ raw }) => raw));
        if (entry) add({ entry, words: some.map(({ word }) => word) });
      }
      if (entry) at += length + 1;
      else {
        add(plain[at].begins ? { begins: plain[at].word } : { words: [plain[at].word] });
        at += 1;
      }
    }
    plain = [];
  };
  for (const [raw, ...quoted] of query.matchAll(/"([^"]*)"?|“([^”]*)”?|«([^»]*)»?|\S+/g)) {
    const phrase = quoted.find((text) => text !== undefined);
    const note = raw.includes("/") && (await Names.all()).filter(({ kind, names }) => kind === "Note" && names.some(({ name }) => name.toLowerCase().includes(raw.toLowerCase())));
    if (phrase !== undefined || OPERATORS[raw] || note.length) flush();
    if (phrase !== undefined) add({ words: Words.of(phrase).filter(({ whole }) => !whole).map(({ word }) => word) });
    else if (OPERATORS[raw] === "or") groups.push([]);
    else if (OPERATORS[raw] === "not") not = true;
    else if (note.length) add({ entries: note, words: [] });
    else if (!OPERATORS[raw]) {
      if (/^-\p{L}/u.test(raw)) {
        flush();
        not = true;
      }
      // What is written without blanks is one phrase: signs of Chinese, words with hyphens.
      const several = Words.of(raw).filter(({ whole }) => !whole).map(({ word }) => word);
      for (const word of several) plain.push({ word, raw, begins: raw.endsWith("*") });
    }
  }
  flush();
  return groups.map((parts) => parts.filter(({ words, begins, entries }) => words?.length || begins || entries)).filter((parts) => parts.length);
}

const isPhrase = ({ words, entry }) => words?.length > 1 && !entry;

// The paragraphs that one part asks for; of a phrase those that hold its words, in whatever order (`holds` looks on).
async function fitting(part) {
  const index = await get("search/index.json");
  if (part.begins) return Index.holding(part.begins, true);
  if (part.entries) {
    const wantedNotes = new Set(part.entries.map(({ code }) => code));
    return index.notes.filter(([note]) => wantedNotes.has(note)).flatMap(([, , first, count]) => Array.from({ length: count }, (_, i) => first + i));
  }
  if (part.entry?.kind === "Article") return Index.holding(`=${part.entry.code}`);
  if (part.entry?.kind === "Note") return fitting({ entries: [part.entry] });
  // A name of several words is looked for among the States of paragraphs, without a look at each text.
  const named = part.entry?.kind === "State" ? await Index.holding(`=${part.entry.code}`) : [];
  if (part.entry && part.words.length > 1) return named;
  const lists = await Promise.all(part.words.map((word) => Index.holding(word)));
  return union(lists.reduce(common), named);
}

// Whether a paragraph holds the phrases of one of the groups in whose lists it is.
function holds(groups, lists) {
  const sets = lists.map((list) => new Set(list));
  return (number, { heading, text }) =>
    !groups.length || groups.some((parts, i) => {
      if (!sets[i].has(number)) return false;
      const words = Words.of(`${heading}\n${text}`);
      return parts.filter(isPhrase).every(({ words: phrase, not }) => places(words, [phrase]).length > 0 !== not);
    });
}

// Where sequences of words stand among those of a text: pairs of start and end.
function places(words, wanted) {
  const plain = words.filter(({ whole }) => !whole);
  const found = words.filter(({ word, whole }) => whole && wanted.some((sequence) => sequence.length === 1 && sequence[0] === word));
  plain.forEach((first, at) => {
    for (const sequence of wanted) {
      const fits = sequence.every((word, i) => {
        const there = plain[at + i]?.word;
        return typeof word === "string" ? there === word : there?.startsWith(word.begins);
      });
      if (fits) found.push({ start: first.start, end: plain[at + sequence.length - 1].end });
    }
  });
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

// What is to be marked: the words asked for, and all names of what is called by a name.
function toMark(groups) {
  const parts = groups.flat().filter(({ not }) => !not);
  return parts.flatMap(({ words, begins, entry }) => [
    ...(words?.length ? [words] : []),
    ...(begins ? [[{ begins }]] : []),
    ...(entry?.kind === "State" ? entry.names.map(({ key }) => key.split(" ")) : []),
  ]);
}

function marked(text, wanted, whole = false) {
  const words = Words.of(text);
  const marks = places(words, wanted);
  const first = marks.length ? words.findIndex(({ start }) => start >= marks[0].start) : 0;
  const from = whole || first <= AROUND ? 0 : words[first - AROUND].start;
  const last = words[Math.max(first - AROUND, 0) + SHOWN];
  const to = whole || !last ? text.length : last.end;
  const pieces = [from ? "… " : ""];
  let at = from;
  for (const { start, end } of marks) {
    if (start < at || end > to) continue;
    pieces.push(text.slice(at, start), element("mark", { textContent: text.slice(start, end) }));
    at = end;
  }
  pieces.push(text.slice(at, to), to < text.length ? " …" : "");
  return pieces.filter(Boolean);
}

// What the address asks for.
function wanted() {
  const address = new URLSearchParams(location.search);
  return {
    query: address.get("q")?.trim() ?? "",
    narrowed: Object.fromEntries(FACETS.map((key) => [key, address.get(key) ?? ""])),
    page: Math.max(1, Number.parseInt(address.get("page") ?? "1", 10) || 1),
  };
}

function addressOf(page, query = form.q.value.trim()) {
  const address = new URLSearchParams();
  if (query) address.set("q", query);
  for (const key of FACETS) if (form[key].value) address.set(key, form[key].value);
  if (page > 1) address.set("page", page);
  return address.size ? `?${address}` : location.pathname;
}

// The paragraphs of the notes of each year, in each language.
async function ranges({ notes }) {
  const found = { year: {}, language: {} };
  for (const [note, language, first, count] of notes) {
    const { more: issued } = await Names.note(note);
    const numbers = Array.from({ length: count }, (_, i) => first + i);
    (found.language[language] ??= []).push(...numbers);
    if (issued) (found.year[issued.slice(0, 4)] ??= []).push(...numbers);
  }
  return found;
}

// All that the lists offer: fetched once results are shown. `ranged`: as `ranges` gives it.
async function facetsOf(ranged) {
  const { states, articles } = await get("search/facets.json");
  const unpacked = (lists) => Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, Index.unpacked(list)]));
  return { state: unpacked(states), article: unpacked(articles), ...ranged };
}

async function labels() {
  const named = (await Names.all()).filter(({ kind }) => kind === "State" || kind === "Article");
  return { ...Object.fromEntries(named.map(({ code, label }) => [code, label])), ...JSON.parse(form.dataset.languages) };
}

async function run() {
  const { query, narrowed, page } = wanted();
  const mine = (asked += 1);
  form.q.value = query;
  try {
    const [index, groups] = await Promise.all([get("search/index.json"), parsed(query)]);
    const lists = await Promise.all(groups.map(async (parts) => {
      const all = await Promise.all(parts.map(fitting));
      const held = all.filter((_, i) => !parts[i].not);
      const left = held.length ? held.reduce(common) : Array.from({ length: index.count }, (_, i) => i);
      return all.filter((_, i) => parts[i].not && !isPhrase(parts[i])).reduce(without, left);
    }));
    const narrow = FACETS.filter((key) => narrowed[key]);
    const all = groups.length ? union(...lists) : narrow.length ? Array.from({ length: index.count }, (_, i) => i) : [];
    const ranged = await ranges(index);
    const within = await Promise.all(narrow.map((key) => ranged[key]?.[narrowed[key]] ?? Index.holding(`=${narrowed[key]}`)));
    const found = within.reduce(common, all);
    const last = Math.max(1, Math.ceil(found.length / PAGE));
    const here = Math.min(page, last);
    const phrased = groups.flat().some(isPhrase);
    const check = phrased ? holds(groups, lists) : () => true;
    const [cards, near, names] = [await answers(groups), await instead(groups), await labels()];
    // A later question has overtaken this one.
    if (mine !== asked) return;
    const list = element("ol", { className: "hits", start: (here - 1) * PAGE + 1 });
    results.replaceChildren(...cards, ...near, list);
    // The first comes alone, so that something is there to read.
    let seen = phrased ? 0 : (here - 1) * PAGE;
    for (let at = seen, step = 1; at < found.length && seen < here * PAGE && mine === asked; at += step, step = PAGE) {
      const some = found.slice(at, at + step);
      for (const [i, record] of (await Promise.all(some.map(Index.record))).entries()) {
        if (seen === here * PAGE || !check(some[i], record)) continue;
        seen += 1;
        if (seen > (here - 1) * PAGE && mine === asked) list.append(hit(record, toMark(groups), names));
      }
    }
    if (mine !== asked) return;
    const count = seen < here * PAGE ? seen : found.length;
    tell(query, count, here, Math.max(1, Math.ceil(count / PAGE)), phrased && count === found.length && count > PAGE);
    if (count) results.append(...pager(here, Math.ceil(count / PAGE)), ...file(found, check, names));
    else list.remove();
    const facets = await facetsOf(ranged);
    if (mine === asked) choices(facets, found, narrowed, names);
  } catch {
    summary.textContent = say("The search could not be loaded. Reload the page; the lists of States, articles and notes lead everywhere too.");
  }
}

// Cards: what is known of each State that is named, under each article that is named.
async function answers(groups) {
  const entries = [...new Set(groups.flat().filter(({ not }) => !not).flatMap(({ entry, entries }) => entries ?? (entry ? [entry] : [])))];
  const rest = groups.flat().filter(({ not, entry, words }) => !not && !entry && words?.length === 1).map(({ words }) => words[0]);
  const of = (kind) => entries.filter((entry) => entry.kind === kind);
  const titled = (await Names.all()).filter(({ kind, names }) => (kind === "Article" || kind === "Topic") && rest.some((word) => names.some(({ key }) => ` ${key}`.includes(` ${word}`))));
  const about = titled.length <= 4 ? titled : [];
  const articles = [...of("Article"), ...about.filter(({ kind }) => kind === "Article")];
  const cards = of("State").flatMap((state) => (articles.length ? articles.map((article) => pair(state, article)) : [card(state, stateWords(state))]));
  if (!cards.length) cards.push(...articles.map((article) => card(article, articleWords(article))));
  cards.push(...[...of("Topic"), ...about.filter(({ kind }) => kind === "Topic")].map((topic) => card(topic, topicWords(topic))), ...of("Note").map((note) => card(note, noteWords(note))));
  return cards.length ? [element("h2", { textContent: say("Answers") }), element("div", { className: "answers" }, ...cards.slice(0, 8))] : [];
}

const link = (href, textContent) => element("a", { href, textContent });
const lines = (...items) => items.map((item) => element("p", {}, ...item));

function card(entry, said) {
  return element("section", { className: "answer" }, element("h3", {}, link(entry.page, entry.label)), ...said);
}

// `more` of a State: "9:2 13:o", statements by article, "o" where it is listed and no paragraph speaks of it.
function cellsOf(state) {
  return new Map((state.more ?? "").split(" ").filter(Boolean).map((cell) => cell.split(":")));
}

function stateWords(state) {
  if (!state.there) return lines([say("No note lists or speaks of it. That says nothing about what it has done.")]);
  const quoted = [...cellsOf(state)].filter(([, count]) => count !== "o").map(([number]) => link(`${state.page}#article-${number}`, number));
  if (!quoted.length) return lines([say("It is listed; no paragraph under an article speaks of it. That says nothing about what it has done.")]);
  return lines([`${say("Quoted under articles")} `, ...quoted.flatMap((one, i) => (i ? [", ", one] : [one]))]);
}

function articleWords(article) {
  if (!article.there) return lines([say("No note covers it.")]);
  const [statements, states, collective] = (article.more ?? "0 0 0").split(" ");
  return lines([say("%(statements)s statements of %(states)s States, %(collective)s collective statements", { statements, states, collective })]);
}

function topicWords(topic) {
  const [statements, states] = topic.more.split(" ");
  return lines([say("%(statements)s statements of %(states)s States", { statements, states })]);
}

function noteWords(note) {
  return lines([link(`statements.html?note=${note.code}`, say("Its statements as a table"))]);
}

function pair(state, article) {
  const count = cellsOf(state).get(String(article.code));
  const query = `state=${state.code}&article=${article.code}`;
  const title = element("h3", {}, link(state.page, state.label), ", ", link(article.page, article.label));
  if (!article.there) return element("section", { className: "answer" }, title, ...articleWords(article));
  const blank = say("That says nothing about what it has done.");
  const said = {
    undefined: [[`${say("Not listed by a note that covers this article.")} ${blank}`]],
    o: [[`${say("Listed as having sent information; no paragraph under this article speaks of it.")} ${blank}`]],
  }[count] ?? [
    [link(`${state.page}#article-${article.code}`, say("%(count)s statements: read and cite", { count }))],
    [link(`statements.html?${query}`, say("As a table, and as CSV"))],
  ];
  const collective = article.more.split(" ")[2];
  if (collective !== "0") said.push([link(`collective.html?article=${article.code}`, say("Collective statements, which name no State: %(count)s", { count: collective }))]);
  return element("section", { className: "answer" }, title, ...lines(...said));
}

// Names and words that are nearly those of which nothing is known.
async function instead(groups) {
  const words = groups.flat().filter(({ entry, words: some, not }) => !entry && !not && some?.length === 1).map(({ words: [word] }) => word);
  const items = [];
  for (const word of words) {
    const held = (await Index.holding(word)).length;
    if (!held) for (const entry of await Names.near(word)) items.push([word, entry.label]);
    if (!held) for (const other of await Index.like(word)) items.push([word, other]);
  }
  if (!items.length) return [];
  const once = items.filter(([, other], i) => items.findIndex(([, same]) => Words.key(same) === Words.key(other)) === i);
  const links = once.slice(0, 10).map(([word, other]) => {
    const query = form.q.value.split(/\s+/).map((raw) => (Words.key(raw) === word ? other : raw)).join(" ");
    return element("li", {}, link(addressOf(1, query), other));
  });
  return [element("h2", { textContent: say("Did you mean") }), element("ul", { className: "inline" }, ...links)];
}

function tell(query, count, page, last, most) {
  const part = last > 1 ? `, ${say("page %(page)s of %(last)s", { page, last })}` : "";
  const number = count.toLocaleString(LOCALE);
  // Of phrases the paragraphs of further pages are not looked at yet.
  const what = most ? say("at most %(number)s paragraphs", { number }) : count === 1 ? say("1 paragraph") : say("%(number)s paragraphs", { number });
  summary.textContent = query || count ? `${what}${query ? `: ${query}` : ""}${part}` : "";
  if (query && !count) summary.textContent = say("No paragraph holds all of that. Search with fewer words, or end a word with * for others that begin so.");
}

function choices(facets, found, narrowed, names) {
  const number = new Intl.Collator(LOCALE, { numeric: true }).compare;
  const there = new Set(found);
  for (const key of FACETS) {
    const counted = Object.entries(facets[key])
      .map(([value, list]) => [value, names[value] ?? value, list.filter((n) => there.has(n)).length])
      .filter(([value, , count]) => count || value === narrowed[key]);
    form[key].replaceChildren(
      element("option", { value: "", textContent: say("all") }),
      ...counted.sort((a, b) => number(a[1], b[1])).map(([value, label, count]) => element("option", { value, textContent: `${label} (${count})` })),
    );
    form[key].value = narrowed[key];
    // Where all is in one language, there is nothing to choose.
    form[key].parentElement.hidden = Object.keys(facets[key]).length < 2;
  }
}

function hit(record, wantedWords, names) {
  const place = record.paragraph ? say("para. %(number)s", { number: record.paragraph }) : say("a State’s own text");
  const about = [...record.states.map((code) => names[code]), ...record.articles.map((n) => say("Article %(number)s", { number: n }))];
  const words = element("p", { className: "words", lang: record.language, dir: "auto" }, ...marked(record.text, wantedWords));
  const heading = element("p", { className: "theme", dir: "auto" }, ...marked(record.heading, wantedWords, true));
  const head = link(record.link, `${record.symbol || record.title} · ${record.issued} · ${place}`);
  return element("li", {}, head, about.length ? ` ${about.join(", ")}` : "", ...(record.heading ? [heading] : []), words);
}

// A button that saves all that was found.
function file(found, check, names) {
  const button = element("button", { type: "button", textContent: say("Download these paragraphs (CSV)") });
  button.addEventListener("click", async () => {
    const rows = [["note_symbol", "note_title", "note_issued", "paragraph_number", "language", "states", "articles", "heading", "text", "permalink"]];
    for (const number of found) {
      const hit = await Index.record(number);
      if (!check(number, hit)) continue;
      const states = hit.states.map((code) => names[code]).join("; ");
      rows.push([hit.symbol, hit.title, hit.issued, hit.paragraph, hit.language, states, hit.articles.map(String).join("; "), hit.heading, hit.text, new URL(hit.link, location.href).href]);
    }
    Csv.save("paragraphs.csv", new Blob([Csv.write(rows)], { type: "text/csv" }));
  });
  return [element("p", {}, button)];
}

function pager(page, last) {
  if (last < 2) return [];
  const step = (to, text) => {
    const found = link(addressOf(to), text);
    found.addEventListener("click", (event) => {
      event.preventDefault();
      go(to);
      summary.focus();
    });
    return element("li", {}, found);
  };
  const items = [];
  if (page > 1) items.push(step(page - 1, say("Previous")));
  items.push(element("li", { textContent: say("page %(page)s of %(last)s", { page, last }) }));
  if (page < last) items.push(step(page + 1, say("Next")));
  const nav = element("nav", { className: "pager", ariaLabel: say("Pages of results") }, element("ul", {}, ...items));
  return [nav];
}

function go(page) {
  history.pushState(null, "", addressOf(page));
  run();
}

document.getElementById("without").remove();
form.hidden = false;
// The lists are filled with what is found, and hold what the address says until then.
for (const key of FACETS) {
  const value = new URLSearchParams(location.search).get(key);
  if (value) form[key].append(new Option(value, value, true, true));
  form[key].addEventListener("change", () => go(1));
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  form.q.dispatchEvent(new Event("blur"));
  go(1);
});
addEventListener("popstate", run);
run();
