// The search page: cards of the names in what is asked (cards.js), and the paragraphs that meet it (find.js), marked. The address says
// what was asked: q, narrowed by state, article, year, language; page. `element`, `say`, `counted` are of cite.js.
"use strict";

const PAGE = 20;
const SHOWN = 45; // words of a paragraph
const STEPS = 8; // in which shares of what is told are compared
const CLOSE = 0.25; // the share that paragraphs of one State may tell less than the best
const EACH = 1; // paragraphs of a State, where there are several States
const SENTENCE = 4; // words of a question that is no list of names
const SAID = 6; // words of the same meaning that are told
const LOOKED = 40; // paragraphs whose sentences are looked at
const FACETS = ["state", "article", "year", "language"];
const form = document.getElementById("search");
const results = document.getElementById("results");
const summary = document.getElementById("summary");
const TURNED = { newest: (a, b) => a - b, oldest: (a, b) => b - a }; // orders that may be asked for, of numbers of paragraphs
let asking = 0;

// What the address asks for.
function wanted() {
  const address = new URLSearchParams(location.search);
  return {
    query: address.get("q")?.trim() ?? "",
    narrowed: Object.fromEntries(FACETS.map((key) => [key, address.get(key) ?? ""])),
    page: Math.max(1, Number.parseInt(address.get("page") ?? "1", 10) || 1),
  };
}

function addressOf(page, query = form.q.value.trim(), state = form.state.value) {
  const address = new URLSearchParams();
  if (query) address.set("q", query);
  for (const key of FACETS) {
    const value = key === "state" ? state : form[key].value;
    if (value) address.set(key, value);
  }
  if (page > 1) address.set("page", page);
  return address.size ? `?${address}` : location.pathname;
}

async function labels() {
  const known = (await Names.all()).filter(({ kind }) => kind === "State" || kind === "Article" || kind === "Stage");
  return { ...Object.fromEntries(known.map(({ code, label }) => [code, label])), ...JSON.parse(form.dataset.languages) };
}

async function run() {
  const { query, narrowed, page } = wanted();
  const mine = (asking += 1);
  form.q.value = query;
  try {
    const question = await asked(query);
    const met = await searched(question, narrowed);
    const { groups, found } = met;
    const [states, unused, names, { thesaurus }] = [await Index.byState(), await leftOut(groups), await labels(), await Query.known()];
    // Both read paragraphs; the cards take those that the order looks at.
    const [{ order, steps = new Map() }, { cards, idle, unsure }] = await Promise.all([
      unused.none ? { order: [] } : arranged(question, met),
      unused.nothing ? { cards: [], idle: [], unsure: false } : cardsFor(question, met),
    ]);
    const silence = question.parts.find(({ kind }) => kind === "Silence");
    const turned = turnOf(question);
    // What is found of one State is in one list, but where all that is found names it, those first that say something of it.
    const one = narrowed.state || turned || question.parts.some(({ unanswered }) => unanswered) || (question.named.length === 1 && groups.every(({ bare }) => !bare));
    const first = [...question.named, ...unused.nearest].map(({ code }) => code);
    const worded = groups.some(({ parts }) => parts.some(({ kind, not }) => !not && ["Word", "System"].includes(kind)));
    const heaps = one ? [{ code: "", numbers: order }] : byStates(order, states, first, [...first, ...(worded ? [] : cards.flatMap(({ order: some }) => some ?? []))], steps, met.phrased ? Infinity : EACH);
    const shownOrder = heaps.flatMap(({ numbers }) => numbers);
    const here = Math.min(page, Math.max(1, Math.ceil(shownOrder.length / PAGE)));
    // A later question has overtaken this one.
    if (mine !== asking) return;
    const [place, hits] = [element("div"), element("div")];
    results.replaceChildren(...otherYears(question), ...asides(turned ? question.aside : question.aside.filter((code) => !(code in TURNED))), ...unused.shown, ...answered(cards, question.parts, { not: question.aside.includes("not"), unsure, idle }), place, hits);
    const add = adding(hits, heaps, names, (here - 1) * PAGE + 1);
    const check = met.phrased ? holds(groups) : () => true;
    // The first comes alone, so that something is there to read.
    const shown = [];
    let seen = met.phrased ? 0 : (here - 1) * PAGE;
    for (let at = seen, step = 1; at < shownOrder.length && seen < here * PAGE && mine === asking; at += step, step = PAGE) {
      const some = shownOrder.slice(at, at + step);
      for (const [i, record] of (await Promise.all(some.map(Index.record))).entries()) {
        if (seen === here * PAGE || !check(some[i], record)) continue;
        seen += 1;
        if (seen <= (here - 1) * PAGE || mine !== asking) continue;
        shown.push(record);
        add(some[i], hit(some[i], record, groups, names, thesaurus, await met.evidence?.of(some[i])));
      }
    }
    if (mine !== asking) return;
    const count = met.phrased && seen < here * PAGE ? seen : found.length;
    const last = Math.max(1, Math.ceil((met.phrased ? count : shownOrder.length) / PAGE));
    if (silence) summary.textContent = silence.entries[0].label;
    else tell(query, count, [here, last], { most: met.phrased && count === found.length && count > PAGE, whole: !unsure && groups.every(({ whole }) => whole), more: met.further.length });
    if (count) results.append(...pager(here, last), ...file(found, check, names));
    place.replaceWith(...bodies(groups, shown, names).slice(0, CARDS - cards.length), ...sameMeaning(groups, shown, thesaurus));
    for (const { story } of cards) await story?.();
    const [{ articles }, ranged] = [await get("search/facets.json"), await Index.ranges()];
    const article = Object.fromEntries(Object.entries(articles).map(([key, numbers]) => [key, Index.unpacked(numbers)]));
    if (mine === asking) choices({ state: states, article, ...ranged }, found, narrowed, names);
  } catch {
    summary.textContent = say("The search could not be loaded. Reload the page; the lists of States, articles and notes lead everywhere too.");
  }
}

// What is asked: `groups` of parts, parted by OR, and all their `parts`; years in whose notes nothing is on it, `undated`;
// what is asked `aside` of paragraphs; the States that are `named`; whether a number of States is asked.
async function asked(query) {
  const every = await Query.understood(query);
  const meant = every.map((group) => group.filter(({ kind }) => !ASIDE.includes(kind))).filter((group) => group.length);
  const groups = (await Promise.all(meant.map(dated))).map(described);
  const parts = groups.flat();
  const undated = distinct(meant.flat().filter((part) => part.kind === "Year" && !parts.includes(part)), ({ entries: [{ label }] }) => label);
  const aside = every.flat().filter(({ kind }) => ASIDE.includes(kind)).map(({ kind, entries: [{ code }] }) => code || kind);
  const named = parts.flatMap(({ kind, entries }) => (kind === "State" ? entries : []));
  // Of a State that is named no number of States is asked, and who has not cannot be counted.
  return { groups, parts, undated, aside, named, counting: aside.includes("Count") && !aside.includes("not") && !named.length };
}

// The paragraphs that meet all that is asked, else most of it, `found`, and others on what is named, `further`.
async function searched({ groups: wantedGroups, aside }, narrowed) {
  const ranged = await Index.ranges();
  const narrow = FACETS.filter((key) => narrowed[key]);
  const lists = await Promise.all(narrow.map((key) => ranged[key]?.[narrowed[key]] ?? Index.of([narrowed[key]])));
  const { count } = await get("search/index.json");
  const within = lists.reduce(common, range(0, count));
  const figures = new Set(aside.includes("Figure") ? await Index.holding("=figure") : []);
  const each = await Promise.all(wantedGroups.map((group) => foundFor(group, within, figures)));
  // Of what OR parts, one is to be met whole; where none is, most of one.
  const whole = each.filter((group) => group.whole);
  const groups = whole.length ? whole : each;
  const phrased = groups.some(({ parts }) => parts.some(({ kind }) => kind === "Phrase"));
  const found = each.length > 1 ? union(...groups.map((group) => group.found)) : (groups[0]?.found ?? (narrow.length ? within : []));
  const further = phrased || each.length > 1 ? [] : (groups[0]?.further ?? []);
  const evidence = groups.length === 1 ? new Evidence(groups[0].parts, count, await Query.known()) : undefined;
  return { groups, found, further, figures, phrased, evidence };
}

// The order of paragraphs that is asked for, of who asks for both ends none.
function turnOf({ aside }) {
  const turns = [...new Set(aside.filter((code) => code in TURNED))];
  return turns.length === 1 && TURNED[turns[0]];
}

// Paragraphs in the `order` in which they are shown, and by which `steps`: those first of which a sentence tells most of what is
// asked, of equals the newest; of one State that is named, the newest of all that tell nearly as much. What is planned comes
// after what is there, and who did not reply last.
async function arranged(question, { groups, found, further, figures, evidence }) {
  const [turned, all] = [turnOf(question), [...found, ...further]];
  if (turned) return { order: [...found.toSorted(turned), ...further.toSorted(turned)] };
  if (!evidence?.parts.some(({ part }) => ABOUT.includes(part.kind) || (part.kind === "Word" && !part.general))) return { order: [found, further].flatMap((some) => some.toSorted((a, b) => a - b)) };
  const staged = question.parts.some(isStage);
  const looked = all.slice(0, LOOKED);
  const evidenced = new Map(await Promise.all(looked.map(async (number) => [number, await evidence.of(number)])));
  const best = Math.max(...looked.map((number) => evidenced.get(number).score));
  const step = (number) => {
    const { score, coming, unanswered } = evidenced.get(number);
    const told = question.named.length === 1 ? STEPS * (score > best - CLOSE) : Math.round(2 * STEPS * score) / 2 - (coming && !staged);
    return told + figures.has(number) - (unanswered ? STEPS : 0);
  };
  const steps = new Map(looked.map((number) => [number, step(number)]));
  const lists = new Set(groups[0].listing);
  looked.sort((a, b) => lists.has(a) - lists.has(b) || steps.get(b) - steps.get(a) || a - b);
  return { order: [...looked, ...all.slice(LOOKED)], steps };
}

// Cards of what is asked; `idle`: words that they don't ask for; `unsure`: whether no paragraph has all that is asked.
async function cardsFor({ parts, aside, counting }, { groups, found, evidence }) {
  const unsure = !parts.some(({ kind }) => kind === "Silence") && !groups.every(({ whole }) => whole);
  const words = beside(groups);
  // Words that some paragraph has and no card asks for: that of a State alone asks for none.
  const asksAbout = parts.some(({ kind }) => ABOUT.includes(kind));
  const idle = groups.flatMap(({ parts: some }) => some).filter((part) => part.kind === "Word" && !part.not && part.all.length && (!asksAbout || !words?.words.includes(part)));
  // Whether words of what is asked, but general ones, are left out of what cards count.
  const tells = (part) => !isStage(part) && !part.general;
  const partly = groups.length === 1 && (idle.some(tells) || groups.some(({ found: some, lacking }) => some.some((number) => lacking(number).some(tells))));
  const cards = await answers(parts, { counting: counting && !unsure, replied: aside.includes("replied"), words, oldest: aside.includes("oldest"), partly, evidence });
  const counts = counting && !unsure && !aside.includes("replied") && (await countCard(parts, groups, found, await Index.byState()));
  return counts ? { cards: [counts, ...cards], idle: [], unsure } : { cards, idle, unsure };
}

function otherYears({ undated }) {
  const years = undated.map(({ entries: [{ label }] }) => label).join(say(", "));
  return years ? [element("p", { className: "box", textContent: say("In notes of these years nothing on it was found: %(years)s. What follows is of others.", { years }) })] : [];
}

// Parts of a question without the topics that only say what a system is: "NACS, whose strategy is that?".
function described(group) {
  const systems = group.filter(({ kind, not }) => kind === "System" && !not).flatMap(({ entries }) => entries);
  const calls = ({ entries }) => entries.some(({ stems }) => systems.some(({ names }) => names.some(({ key }) => stems.some((term) => occurrences(key.split(" ").map(Words.stem), term).length))));
  return group.filter((part) => part.kind !== "Topic" || part.not || !calls(part));
}

// Parts of a question without the years in whose notes nothing stands on what is named: "planned for 2017" is told before.
async function dated(group) {
  const years = group.filter(({ kind }) => kind === "Year");
  const named = group.filter(({ kind, not }) => !not && (kind === "State" || ABOUT.includes(kind)));
  if (!years.length || !named.some(({ kind }) => ABOUT.includes(kind))) return group;
  const on = (await Promise.all(named.map(({ entries }) => Index.of(entries.map(({ code }) => code))))).reduce(common);
  const then = await Index.issuedIn(years.flatMap(({ entries }) => entries));
  return on.length && !common(on, then).length ? without(group, years) : group;
}

// Adds hits one by one, numbered from `start`, under the name of each State where there are several; a link leads to the
// rest of a State.
function adding(hits, heaps, names, start) {
  const heapOf = new Map(heaps.flatMap((heap) => heap.numbers.map((number) => [number, heap])));
  let [list, last, count] = [undefined, undefined, 0];
  return (number, item) => {
    const heap = heapOf.get(number);
    if (heap !== last) {
      if (heaps.length > 1) hits.append(element("h2", { className: "of", textContent: names[heap.code] ?? say("Of no single State") }));
      list = element("ol", { className: "hits", start: start + count });
      hits.append(list);
      last = heap;
    }
    count += 1;
    list.append(item);
    if (heap.more && number === heap.numbers.at(-1)) hits.append(line(link(addressOf(1, undefined, heap.code), say("%(paragraphs)s more: %(state)s", { paragraphs: counted(heap.more, "paragraph", "paragraphs"), state: names[heap.code] }))));
  };
}

// Paragraphs by the State of which they have a statement, `each` of a State: of those that tell nearly as much as its best
// one (`steps`) the newest, then the others in their order. Those that are `wanted` first, those of no State after others that tell as much. `more`: how
// many more there are of a State; of those that are `named` all are shown.
function byStates(found, states, named, wanted, steps, each) {
  const of = new Map();
  const place = (code) => (wanted.includes(code) ? wanted.indexOf(code) : wanted.length);
  for (const [code, numbers] of Object.entries(states).sort(([a], [b]) => place(b) - place(a))) for (const number of numbers) of.set(number, code);
  const lead = (numbers) => Math.min(...numbers.filter((number) => (steps.get(number) ?? 0) >= (steps.get(numbers[0]) ?? 0) - 1));
  const led = (numbers) => (steps.size ? [lead(numbers), ...without(numbers, [lead(numbers)])] : numbers);
  const heaps = Object.entries(Object.groupBy(found, (number) => of.get(number) ?? "")).map(([code, numbers]) => ({ code, numbers: led(numbers), first: found.indexOf(numbers[0]), step: steps.get(numbers[0]) ?? 0 }));
  heaps.sort((a, b) => place(a.code) - place(b.code) || b.step - a.step || !a.code - !b.code || a.first - b.first);
  if (heaps.filter(({ code }) => code).length < 2) return heaps;
  return heaps.map((heap) => (heap.code && !named.includes(heap.code) ? { ...heap, numbers: heap.numbers.slice(0, each), more: Math.max(0, heap.numbers.length - each) } : heap));
}

const replaced = (query, [word, other]) => query.split(/\s+/).map((raw) => (Words.key(raw) === word ? other : raw)).join(" ");

// Beside what is asked: in what order it is shown, and that nobody is known not to have done a thing.
function asides(codes) {
  const told = {
    not: say("These notes say what States reported, so who has not done something can't be found in them. A State that is missing below may have done it all the same."),
    newest: say("The newest notes come first."),
    oldest: say("The oldest notes come first. Who is first here need not have been the first."),
  };
  return Object.entries(told).flatMap(([code, textContent]) => (codes.includes(code) ? [element("p", { className: "box", textContent })] : []));
}

// Of what is asked that which is in no paragraph, or in none of those that are shown. `nearest`: States that are called
// nearly so; they are offered, as are words of the index, and none is searched for. `nothing`: whether nothing
// else is asked for but topics that are known by such words, and words that stand in many paragraphs; `none`: whether one of
// them is in no paragraph, so that what the others find is no answer.
async function leftOut(groups) {
  const [shown, nearest, offered, missing] = [[], [], [], []];
  const box = (...items) => shown.push(element("p", { className: "box" }, ...items));
  const change = (word, other) => link(addressOf(1, replaced(form.q.value, [word, other])), other);
  // A question that is read in several ways has the same part in each.
  const parts = distinct(groups.flatMap((group) => group.parts).filter(({ not, begins }) => !not && !begins), ({ kind, words }) => [kind, ...words].join(" "));
  // Of who is silent no paragraph is asked for.
  const absent = parts.some(({ kind }) => kind === "Silence") ? [] : parts.filter(({ all }) => !all.length);
  const nowhere = absent.filter(({ kind }) => kind === "Word");
  for (const part of nowhere) {
    const word = part.words[0];
    // A word in small letters within a sentence is no misspelled name.
    const isName = part.words.length === 1 && (form.q.value.trim().split(/\s+/).length < SENTENCE || part.written[0] !== part.written[0].toLowerCase());
    const states = isName ? await Names.near(word) : [];
    if (states.length) box(`${say("No State is called %(words)s. Nearest names:", { words: said(part) })} `, ...listed(states.map(({ label }) => change(word, label))));
    else missing.push(part);
    nearest.push(...states);
    if (states.length || part.words.length > 1) continue;
    const { near, begin } = await Index.like(word);
    offered.push(...[...near, ...begin].map((other) => [word, other]));
  }
  const unfound = absent.filter(({ kind }) => kind === "Topic");
  missing.push(...unfound.filter(({ loose }) => !loose).map(({ words, written }) => ({ words, written })));
  const told = (some) => ({ words: some.map(said).join(say(", ")) });
  if (missing.length) box(say("In no paragraph of these notes: %(words)s", told(missing)));
  const unmet = groups.length === 1 && !groups[0].whole && groups[0].found.length ? without(groups[0].unmet, [...nowhere, ...unfound]) : [];
  const [stages, beside] = [unmet.filter(isStage), unmet.filter((part) => !isStage(part))];
  if (beside.length) box(say("In none of the first paragraphs below: %(words)s", told(beside)));
  if (stages.length) box(say("No such stage was recognised in the first paragraphs below: %(words)s", told(stages)));
  const links = distinct(offered, ([, other]) => Words.key(other)).slice(0, 10).map(([word, other]) => element("li", {}, change(word, other)));
  if (links.length) shown.push(element("h2", { textContent: say("Did you mean") }), element("ul", { className: "inline" }, ...links));
  const asking = parts.filter(({ kind }) => kind === "Topic" || kind === "Word");
  const nothing = asking.some((part) => part.loose || nowhere.includes(part)) && asking.every((part) => part.loose || part.general || nowhere.includes(part));
  const none = nothing && groups.length === 1 && nowhere.length > 0 && asking.length === parts.length;
  return { shown, nearest, nothing, none };
}

const isStage = ({ kind }) => kind === "Stage";
const said = ({ kind, entries, words, written = words }) => say("“%(words)s”", { words: (kind !== "Stage" && entries?.[0].label) || written.join(" ") });

// `most`: of phrases the paragraphs of further pages are not looked at yet.
function tell(query, count, [page, last], { most, whole, more }) {
  const paragraphs = counted(count, "paragraph", "paragraphs");
  const further = more ? `${say(", ")}${say("%(paragraphs)s more with part of it", { paragraphs: counted(more, "paragraph", "paragraphs") })}` : "";
  const part = last > 1 ? `${say(", ")}${say("page %(page)s of %(last)s", { page, last })}` : "";
  if (query && !count) summary.textContent = say("No paragraph was found for all of that. Search with fewer words, or end a word with * for others that begin so.");
  else if (!whole) summary.textContent = `${say("No paragraph has all of that; %(paragraphs)s with most of it", { paragraphs })}${further}${part}`;
  else summary.textContent = query || count ? `${most ? say("at most %(paragraphs)s", { paragraphs }) : paragraphs}${further}${query ? `: ${query}` : ""}${part}` : "";
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

// What is to be marked in a language: the words asked for, others of the same meaning, and all names of what is called by a name.
function toMark(groups, language, thesaurus) {
  const all = groups.flatMap(({ parts }) => parts.filter(({ not }) => !not)).map((part) => telling(part, language, thesaurus));
  return Object.fromEntries(["sequences", "others", "terms", "stems"].map((key) => [key, all.flatMap((one) => one[key])]));
}

// The text with what was asked for marked; of a long one the words from the sentence on that tells most.
function marked(text, wanted, told = { start: 0, end: text.length }) {
  const words = Words.of(text);
  const [from, to] = words.length > SHOWN ? around(text, words, told) : [0, text.length];
  const pieces = [from ? "… " : ""];
  let at = from;
  for (const { start, end } of toldAt(words, wanted).sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at || end > to) continue;
    pieces.push(text.slice(at, start), element("mark", { textContent: text.slice(start, end) }));
    at = end;
  }
  pieces.push(text.slice(at, to), to < text.length ? " …" : "");
  return pieces.filter(Boolean);
}

// Start and end of a sentence of a text with what stands around it, so much as is shown; never less than the sentence.
function around(text, words, { start, end }) {
  const first = words.findIndex((word) => word.start >= start);
  const beyond = words.findIndex((word) => word.start >= end);
  const last = beyond < 0 ? words.length : beyond;
  const from = Math.max(0, Math.min(first, last - SHOWN));
  const to = Math.max(last, from + SHOWN);
  return [from ? words[from].start : 0, to < words.length ? words[to - 1].end : text.length];
}

function hit(number, record, groups, names, thesaurus, told) {
  const place = record.paragraph ? say("para. %(number)s", { number: record.paragraph }) : say("a State’s own text");
  const named = [...new Set(groups.flatMap(({ about }) => about(number).map(({ label }) => label)))];
  const about = [...record.states.map((code) => names[code]), ...record.articles.map((n) => say("Article %(number)s", { number: n })), ...named, ...(told?.stages ?? []).map((code) => names[code])];
  const lacking = groups.length === 1 ? without(groups[0].lacking(number), groups[0].unmet) : [];
  const [stages, parts] = [lacking.filter(isStage).map(said), lacking.filter((part) => !isStage(part)).map(said)];
  const wantedWords = toMark(groups, record.language, thesaurus);
  const words = element("p", { className: "words", lang: record.language, dir: "auto" }, ...marked(record.text, wantedWords, told));
  const heading = element("p", { className: "theme", dir: "auto" }, ...marked(record.heading, wantedWords));
  // The title has the day with it.
  const source = record.symbol ? [record.symbol, ...(record.issued ? [day(record.issued)] : [])] : [record.title];
  const head = link(record.link, [...source, place].join(" · "));
  const naming = groups.length === 1 ? groups[0].naming(number).map(({ label }) => label) : [];
  const left = [
    ...(parts.length ? [` · ${say("not found in it: %(words)s", { words: parts.join(say(", ")) })}`] : []),
    ...(stages.length ? [` · ${say("no such stage was recognised in it: %(words)s", { words: stages.join(say(", ")) })}`] : []),
    ...(naming.length ? [` · ${say("no statement of it was found in this paragraph: %(states)s", { states: naming.join(say(", ")) })}`] : []),
  ];
  return element("li", {}, head, about.length ? ` ${about.join(say(", "))}` : "", ...left, ...(record.heading ? [heading] : []), words);
}

// By which other words of the same meaning than those that are asked for the paragraphs that are `shown` were found.
function sameMeaning(groups, shown, thesaurus) {
  const parts = distinct(groups.flatMap((group) => group.parts).filter(({ not, concepts, also }) => !not && (concepts?.length || also?.length)), ({ words }) => words.join(" "));
  const told = parts.flatMap((part) => {
    const own = new Set(part.words.map(Words.stem));
    const found = shown.flatMap(({ heading, text, language }) =>
      [heading, text].flatMap((one) => places(Words.of(one), telling(part, language, thesaurus).others).map(({ start, end }) => one.slice(start, end).toLowerCase())),
    );
    const others = distinct(found.filter((words) => !Words.key(words).split(" ").every((word) => own.has(Words.stem(word)))), (words) => words);
    return others.length ? [`${said({ ...part, entries: undefined })} – ${others.slice(0, SAID).join(say(", "))}`] : [];
  });
  return told.length ? [element("p", { className: "foot", textContent: say("Found by words of the same or a related meaning, too: %(words)s", { words: told.join("; ") }) })] : [];
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
for (const part of [form, document.getElementById("how")]) part.hidden = false;
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
