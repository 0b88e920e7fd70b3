// The search page: cards of the names in what is asked (cards.js), and the paragraphs that meet it (find.js), marked. The address says
// what was asked: q, narrowed by state, article, year, language; page. `element`, `say`, `counted` are of cite.js.
"use strict";

const PAGE = 20;
const AROUND = 14; // words before the first mark
const SHOWN = 45;
const NEARLY = 2; // quarters of what is asked
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
    const ranged = await Index.ranges();
    const narrow = FACETS.filter((key) => narrowed[key]);
    const lists = await Promise.all(narrow.map((key) => ranged[key]?.[narrowed[key]] ?? Index.of([narrowed[key]])));
    const within = lists.reduce(common, range(0, (await get("search/index.json")).count));
    const asked = await Query.understood(query);
    const meant = asked.map((group) => group.filter(({ kind }) => !ASIDE.includes(kind))).filter((group) => group.length);
    const understood = await Promise.all(meant.map(dated));
    const undated = distinct(meant.flat().filter((part) => !understood.flat().includes(part)), ({ entries: [{ label }] }) => label);
    const aside = asked.flat().filter(({ kind }) => ASIDE.includes(kind)).map(({ kind, entries: [{ code }] }) => code || kind);
    // Of a State that is named no number of States is asked, and who has not cannot be counted.
    const counting = aside.includes("Count") && !aside.includes("not") && !understood.flat().some(({ kind }) => kind === "State");
    const figures = new Set(aside.includes("Figure") ? await Index.holding("=figure") : []);
    const each = await Promise.all(understood.map((group) => foundFor(group, within, figures)));
    // Of what OR parts, one is to be met whole; where none is, most of one.
    const met = each.filter(({ whole }) => whole);
    const groups = met.length ? met : each;
    const found = each.length > 1 ? union(...groups.map((group) => group.found)) : (groups[0]?.found ?? (narrow.length ? within : []));
    const states = await Index.byState();
    const phrased = groups.some(({ parts }) => parts.some(({ kind }) => kind === "Phrase"));
    const check = phrased ? holds(groups) : () => true;
    const unused = await leftOut(groups);
    const unsure = !understood.flat().some(({ kind }) => kind === "Silence") && !groups.every(({ whole }) => whole);
    const besides = beside(groups);
    // Words that some paragraph has and no card asks for: that of a State alone asks for none.
    const asksAbout = understood.flat().some(({ kind }) => ABOUT.includes(kind));
    const idle = groups.flatMap(({ parts }) => parts).filter((part) => part.kind === "Word" && !part.not && part.all.length && (!asksAbout || !besides?.words.includes(part)));
    // Whether words of what is asked are left out of what cards count.
    const partly = groups.length === 1 && (idle.length > 0 || groups.some(({ found: some, lacking }) => some.some((number) => lacking(number).some((part) => !isStage(part)))));
    const cards = unused.nothing ? [] : await answers(understood.flat(), { counting: counting && !unsure, replied: aside.includes("replied"), words: besides, oldest: aside.includes("oldest"), partly });
    const named = understood.flat().flatMap(({ kind, entries }) => (kind === "State" ? entries : []));
    // First those that are named, then those of which most is told; where no words are asked for, as a card tells them by their stages.
    const first = [...named, ...unused.nearest].map(({ code }) => code);
    const worded = each.length < 2 && groups.some(({ parts }) => parts.some(({ kind, not, general }) => kind === "Word" && !not && !general));
    const told = await toldBy(worded ? groups[0] : undefined, figures);
    const wantedStates = { first, most: told, then: cards.flatMap(({ order }) => order ?? []) };
    // Who asks for both ends asks for no order.
    const turns = [...new Set(aside.filter((code) => code in TURNED))];
    const turned = turns.length === 1 && TURNED[turns[0]];
    // What is found of one State is in one list, but where all that is found names it, those first that say something of it.
    const one = narrowed.state || understood.flat().some(({ unanswered }) => unanswered) || (named.length === 1 && groups.every(({ bare }) => !bare));
    // Of what meets as much, first what tells most in one sentence, then the newest.
    const [most] = each.length > 1 ? [] : groups;
    // Of one State that is named the newest come first of all that tell nearly as much.
    const best = Math.max(...found.map(told));
    const weighed = named.length === 1 ? (number) => figures.has(number) + (told(number) > best - NEARLY) : told;
    const inTime = turned || ((a, b) => (most ? most.rank(b) - most.rank(a) : 0) || weighed(b) - weighed(a) || (most ? most.generals(b) - most.generals(a) : 0) || a - b);
    const heaped = (numbers) => (one || turned ? [{ code: "", numbers: groups.length ? numbers.toSorted(inTime) : numbers }] : byStates(numbers, states, wantedStates, !phrased && inTime));
    const further = heaped(phrased || each.length > 1 ? [] : (groups[0]?.further ?? []));
    if (further.length) further[0].less = true;
    const heaps = [...heaped(found), ...further];
    const order = heaps.flatMap(({ numbers }) => numbers);
    const here = Math.min(page, Math.max(1, Math.ceil(order.length / PAGE)));
    const counts = counting && !unsure && !aside.includes("replied") && (await countCard(understood.flat(), groups, found, states));
    const names = await labels();
    const { thesaurus } = await Query.known();
    if (counts) cards.unshift(counts);
    // A later question has overtaken this one.
    if (mine !== asking) return;
    const place = element("div");
    const hits = element("div");
    const otherYears = undated.length ? [element("p", { className: "box", textContent: say("In notes of these years nothing on it was found: %(years)s. What follows is of others.", { years: undated.map(({ entries: [{ label }] }) => label).join(say(", ")) }) })] : [];
    results.replaceChildren(...otherYears, ...asides(turned ? aside : aside.filter((code) => !(code in TURNED))), ...unused.shown, ...answered(cards, understood.flat(), { not: aside.includes("not"), unsure, idle: counts ? [] : idle }), place, hits);
    const add = adding(hits, heaps, names, (here - 1) * PAGE + 1);
    // The first comes alone, so that something is there to read.
    const shown = [];
    let seen = phrased ? 0 : (here - 1) * PAGE;
    for (let at = seen, step = 1; at < order.length && seen < here * PAGE && mine === asking; at += step, step = PAGE) {
      const some = order.slice(at, at + step);
      for (const [i, record] of (await Promise.all(some.map(Index.record))).entries()) {
        if (seen === here * PAGE || !check(some[i], record)) continue;
        seen += 1;
        if (seen <= (here - 1) * PAGE || mine !== asking) continue;
        shown.push(record);
        add(some[i], hit(some[i], record, groups, names, thesaurus, await scattered(some[i], groups)));
      }
    }
    if (mine !== asking) return;
    const count = phrased && seen < here * PAGE ? seen : found.length;
    const last = Math.max(1, Math.ceil((phrased ? count : order.length) / PAGE));
    const silence = understood.flat().find(({ kind }) => kind === "Silence");
    if (silence) summary.textContent = silence.entries[0].label;
    const more = order.length && !phrased ? (groups[0]?.further ?? []).length : 0;
    if (!silence) tell(query, count, [here, last], { most: phrased && count === found.length && count > PAGE, whole: !unsure && groups.every(({ whole }) => whole), more });
    if (count) results.append(...pager(here, last), ...file(found, check, names));
    place.replaceWith(...bodies(groups, shown, names).slice(0, CARDS - cards.length), ...sameMeaning(groups, shown, thesaurus));
    for (const { story } of cards) await story?.();
    const { articles } = await get("search/facets.json");
    const article = Object.fromEntries(Object.entries(articles).map(([key, numbers]) => [key, Index.unpacked(numbers)]));
    if (mine === asking) choices({ state: states, article, ...ranged }, found, narrowed, names);
  } catch {
    summary.textContent = say("The search could not be loaded. Reload the page; the lists of States, articles and notes lead everywhere too.");
  }
}

// How much of what is asked a paragraph tells in one sentence, of those that hold most of it; one more where it has a figure that is asked for.
async function toldBy(group, figures) {
  const { thesaurus } = await Query.known();
  const looked = group ? [...group.found, ...group.further].slice(0, LOOKED) : [];
  const records = await Promise.all(looked.map(Index.record));
  const told = new Map(looked.map((number, i) => [number, toldTogether(records[i], group.parts, thesaurus)]));
  return (number) => (told.get(number) ?? 0) + figures.has(number);
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
// rest of a State. What meets `less` of what is asked is set apart.
function adding(hits, heaps, names, start) {
  const heapOf = new Map(heaps.flatMap((heap) => heap.numbers.map((number) => [number, heap])));
  let [list, last, count] = [undefined, undefined, 0];
  return (number, item) => {
    const heap = heapOf.get(number);
    if (heap !== last) {
      if (heap.less) hits.append(element("p", { className: "box", textContent: say("With part of what was asked:") }));
      if (heap.titled) hits.append(element("h2", { className: "of", textContent: names[heap.code] ?? say("Of no single State") }));
      list = element("ol", { className: "hits", start: start + count });
      hits.append(list);
      last = heap;
    }
    count += 1;
    list.append(item);
    if (heap.more && number === heap.numbers.at(-1)) hits.append(line(link(addressOf(1, undefined, heap.code), say("%(paragraphs)s more: %(state)s", { paragraphs: counted(heap.more, "paragraph", "paragraphs"), state: names[heap.code] }))));
  };
}

// Paragraphs by the State of which they have a statement: those that are `wanted` first, those of which a paragraph tells
// `most`, those that are wanted `then`, others in the order in which the first of each is found; those of none last. Of several
// States some of each are shown, in the order of `cut`, and how many `more` there are.
function byStates(found, states, { first, most, then }, cut) {
  const of = new Map();
  const wanted = [...first, ...then];
  const place = (code) => (wanted.includes(code) ? wanted.indexOf(code) : wanted.length);
  for (const [code, numbers] of Object.entries(states).sort(([a], [b]) => place(b) - place(a))) for (const number of numbers) of.set(number, code);
  const heaps = Object.entries(Object.groupBy(found, (number) => of.get(number) ?? "")).map(([code, numbers]) => ({ code, numbers, titled: true }));
  const best = new Map(heaps.map((heap) => [heap, Math.max(...heap.numbers.map(most))]));
  const byPlace = (a, b) => place(a.code) - place(b.code);
  heaps.sort((a, b) => first.includes(b.code) - first.includes(a.code) || (then.length ? byPlace(a, b) : 0) || best.get(b) - best.get(a) || !a.code - !b.code || byPlace(a, b));
  if (heaps.length < 2) return heaps.map((heap) => ({ ...heap, titled: false }));
  const several = cut && heaps.filter(({ code }) => code).length > 1;
  const shown = (numbers) => numbers.toSorted(cut).slice(0, EACH);
  return several ? heaps.map((heap) => (heap.code && !first.includes(heap.code) ? { ...heap, numbers: shown(heap.numbers), more: Math.max(0, heap.numbers.length - EACH) } : heap)) : heaps;
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
// else is asked for but topics that are known by such words.
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
  const telling = parts.filter(({ kind }) => kind === "Topic" || kind === "Word");
  return { shown, nearest, nothing: telling.some(({ loose }) => loose) && telling.every((part) => part.loose || nowhere.includes(part)) };
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

// The text with what was asked for marked: `whole`, or of a long one the run of words that holds most of the marks.
function marked(text, wanted, whole = false) {
  const words = Words.of(text);
  const marks = toldAt(words, wanted).sort((a, b) => a.start - b.start || b.end - a.end);
  const [from, to] = whole || words.length <= SHOWN ? [0, text.length] : densest(text, words, marks);
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

// Start and end of the run of words that holds most different marks, the first of equals, with some words before its first.
function densest(text, words, marks) {
  const firsts = marks.map(({ start }) => words.findIndex((word) => word.start >= start));
  const runs = firsts.map((first) => {
    const from = Math.max(first - AROUND, 0);
    const held = marks.filter((_, i) => firsts[i] >= first && firsts[i] < from + SHOWN);
    return { from, different: new Set(held.map(({ start, end }) => Words.stem(Words.key(text.slice(start, end))))).size };
  });
  const { from } = runs.reduce((best, next) => (next.different > best.different ? next : best), { from: 0, different: 0 });
  return [from ? words[from].start : 0, from + SHOWN < words.length ? words[from + SHOWN - 1].end : text.length];
}

// The words that a paragraph has, and not in one sentence with what else is asked for.
async function scattered(number, groups) {
  const parts = groups.length === 1 ? groups[0].parts.filter(({ not, all }) => !not && all.includes(number)) : [];
  const [thing, words] = [parts.find(({ kind }) => kind === "Topic" || kind === "System"), parts.filter(({ kind }) => kind === "Word")];
  return thing && words.length && !(await toldWith([number], thing, words)).length ? words.map(said) : [];
}

function hit(number, record, groups, names, thesaurus, apart) {
  const place = record.paragraph ? say("para. %(number)s", { number: record.paragraph }) : say("a State’s own text");
  const named = [...new Set(groups.flatMap(({ about }) => about(number).map(({ label }) => label)))];
  const about = [...record.states.map((code) => names[code]), ...record.articles.map((n) => say("Article %(number)s", { number: n })), ...named];
  const lacking = groups.length === 1 ? without(groups[0].lacking(number), groups[0].unmet) : [];
  const [stages, parts] = [lacking.filter(isStage).map(said), lacking.filter((part) => !isStage(part)).map(said)];
  const wantedWords = toMark(groups, record.language, thesaurus);
  const words = element("p", { className: "words", lang: record.language, dir: "auto" }, ...marked(record.text, wantedWords));
  const heading = element("p", { className: "theme", dir: "auto" }, ...marked(record.heading, wantedWords, true));
  // The title has the day with it.
  const source = record.symbol ? [record.symbol, ...(record.issued ? [day(record.issued)] : [])] : [record.title];
  const head = link(record.link, [...source, place].join(" · "));
  const naming = groups.length === 1 ? groups[0].naming(number).map(({ label }) => label) : [];
  const left = [
    ...(parts.length ? [` · ${say("not found in it: %(words)s", { words: parts.join(say(", ")) })}`] : []),
    ...(apart.length ? [` · ${say("not found in the same sentence: %(words)s", { words: apart.join(say(", ")) })}`] : []),
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
