// Cards of the search: what is known of what is named in a question, counted and with links to the rows. `form`,
// `addressOf`, `labels`, `said` and `marked` are of search.js, `Index` is of find.js, `element`, `say`, `counted` are of cite.js.
"use strict";

const CARDS = 10;
const NOTES = 3; // that are named beside a State
const STORY = 8; // statements of a card
const STATES = 12; // that a card names
const BODIES = 4; // States among which an acronym is a choice

// Cards: what is known of what is named, those first that answer to more of it. Each: `met`, `card`, and `story`, which
// tells its statements one by one, once the first paragraphs are shown.
async function answers(parts, { counting, replied, words, oldest, partly, evidence }) {
  const named = parts.filter(({ not, entries }) => entries && !not);
  const of = (kind) => [...new Set(named.filter((part) => part.kind === kind).flatMap(({ entries }) => entries))];
  const narrowed = { stages: of("Stage"), years: of("Year"), groups: of("Group"), counting, words, oldest, partly, evidence };
  const [states, topics, systems] = [of("State"), of("Topic"), of("System")];
  const about = named.filter(({ kind }) => ABOUT.includes(kind));
  // Of two things that are asked for, each has another number than both, and all who replied another than either.
  if (topics.length + of("Article").length > 1 || replied) narrowed.counting = false;
  const all = await Names.all();
  const under = topics.filter(({ more }) => more[2].length === 1).map(({ more }) => all.find(({ kind, code }) => kind === "Article" && code === more[2][0]));
  const articles = [...new Set([...of("Article"), ...under])];
  const cards = [...of("Silence").map((silence) => silenceCard(silence, states, of("Note"), about, narrowed)), ...of("Note").map(noteCard)];
  if (replied) cards.push(await repliedCard(about, counting, narrowed));
  for (const alike of Object.values(Object.groupBy(systems, ({ code, more }) => [code, ...more].sort()[0]))) cards.push(await systemCard(alike, narrowed));
  // What is called by a topic may be called otherwise elsewhere.
  const also = new Map();
  for (const { entries, on, words: called } of named.filter(({ kind }) => kind === "System")) {
    const owners = all.filter(({ kind, code }) => kind === "State" && entries.some((entry) => entry.code.startsWith(code)));
    for (const topic of new Set(on)) for (const state of owners) also.set(`${topic.code} ${state.code}`, [state, topic, narrowed, called]);
  }
  for (const asked of also.values()) cards.push(await stateAndTopic(...asked));
  for (const state of states) {
    if (!state.page && !(await Index.of([state.code, `${state.code} named`])).length) {
      cards.push(card([state.label], [line(`${say("No paragraph of these notes names it.")} ${blank()}`)], { met: 4 }));
      continue;
    }
    for (const topic of topics) cards.push(await stateAndTopic(state, topic, narrowed, wordsFor(topic, named)));
    for (const article of articles) cards.push(stateAndArticle(state, article, narrowed));
    if (!topics.length && !articles.length && !of("Silence").length) cards.push(stateCard(state, narrowed));
  }
  const paged = states.filter(({ page }) => page);
  if (paged.length === 2) cards.push(card([link(`compare.html?states=${paged.map(({ code }) => code)}`, say("Side by side: %(states)s", { states: paged.map(({ label }) => label).join(say(", ")) }))], [], { met: 3 }));
  if (parts.some(({ unanswered }) => unanswered)) {
    const rule = say("A note lists who replied; that a State did not is known only where a paragraph says so, as those below do.");
    cards.push(card([say("Who did not reply")], [line(rule)], { met: 5 }));
  }
  // What is asked of a State is not answered by others.
  if (!states.length) {
    // Two groups are compared by a card of each.
    const each = narrowed.groups.length > 1 ? narrowed.groups.map((group) => [group]) : [narrowed.groups];
    for (const topic of topics) for (const groups of each) cards.push(await topicCard(topic, { ...narrowed, groups }));
    cards.push(...of("Article").map((article) => articleCard(article, narrowed)));
  }
  if (!topics.length && !systems.length && !of("Article").length && !of("Silence").length) {
    const alone = narrowed.stages.length && !states.length && !of("Note").length && !named.some(({ kind }) => kind === "Word" || kind === "Phrase");
    if (alone) cards.push(await stageCard(narrowed));
    else for (const group of narrowed.groups) cards.push(await groupCard(group, narrowed));
  }
  return (await Promise.all(cards)).sort((a, b) => b.met - a.met).slice(0, CARDS);
}

// The paragraphs that hold these parts one after the other, and which do: a part that none of those left holds tells nothing.
function holdingMost(numbers, parts) {
  return parts.reduce((left, part) => {
    const both = common(left.numbers, part.all);
    return both.length ? { numbers: both, parts: [...left.parts, part] } : left;
  }, { numbers, parts: [] });
}

// The words beside names that some paragraph has, and the paragraphs that hold all; general words only order what is found.
function beside(groups) {
  if (groups.length !== 1) return undefined;
  const parts = (part) => part.kind === "Word" && !part.not && !part.general && part.all.length;
  const { parts: words } = holdingMost([...groups[0].found, ...groups[0].further], groups[0].parts.filter(parts));
  return words.length ? { words, holding: words.map(({ all }) => all).reduce(common) } : undefined;
}

const saidBeside = ({ words: { words } }) => ({ words: words.map(said).join(say(", ")) });

// Pairs of something and its paragraphs, parted by whether one sentence says the thing and the words beside: `told`, `others`.
async function parted(found, { words, evidence }, thing) {
  const within = new Set(words && (await evidence.tellingAll(common(union(...found.map(([, numbers]) => numbers)), words.holding), [thing, ...words.words])));
  const part = (wanted) => found.map(([key, numbers]) => [key, numbers.filter((number) => within.has(number) === wanted)]).filter(([, numbers]) => numbers.length);
  return { told: part(true), others: part(false) };
}

// What a topic or systems are to one sentence.
const thingOf = (kind, entries) => ({ kind, entries, words: entries[0].names[0].key.split(" ") });

// One name that is called so in several States is a choice; who has `not` done a thing is answered by no card; what meets a
// part of what is asked is no answer to all of it. Stages are told of sentences, not of the things that they name.
function answered(cards, parts, { not, unsure, idle }) {
  const called = (entries) => new Set(entries.map(({ code }) => code.slice(0, 3))).size;
  const alike = cards.every(({ system }) => system) && parts.some(({ kind, entries }) => kind === "System" && called(entries) > 1);
  const title = alike ? say("Which one is meant?") : not ? say("What is said on it") : unsure ? say("With part of what was asked:") : say("Answers");
  if (!cards.length) return [];
  const staged = parts.some(({ kind }) => ABOUT.includes(kind));
  const rule = staged ? [line(element("small", { textContent: say("A stage is that of the sentence that names the thing; it may be told of something else in that sentence.") }))] : [];
  return [element("h2", { textContent: title }), ...leaving(idle), element("div", { className: "answers" }, ...cards.map(({ card }) => card)), ...rule];
}

const link = (href, textContent) => (href ? element("a", { href, textContent }) : textContent);
const line = (...items) => element("p", {}, ...items);
const listed = (items) => items.flatMap((item, i) => (i ? [say(", "), ...[item].flat()] : [item].flat()));
// The words that answers don't ask for.
const leaving = (words) => (words.length ? [line(say("These answers don't ask for: %(words)s", { words: words.map(said).join(say(", ")) }))] : []);
const blank = () => say("That says nothing about what was done.");

function card(title, lines, more = {}) {
  return { met: 1, ...more, card: element("section", { className: "answer" }, element("h3", {}, ...title), ...lines) };
}

// `more` of a State: "9:2 13:silent", statements by article, else its status there; none where no note lists or quotes it.
const STATUSES = JSON.parse(document.getElementById("search").dataset.statuses);

function cellsOf(state) {
  return new Map((state.more ?? "").split(" ").filter(Boolean).map((cell) => cell.split(":")));
}

async function stateCard(state, narrowed) {
  const quoted = [...cellsOf(state)].filter(([, count]) => Number(count)).map(([number]) => link(`${state.page}#article-${number}`, number));
  const none = `${say("No statement about it under an article was found.")} ${blank()}`;
  const lines = !quoted.length ? [line(none)] : narrowed.years.length ? [] : [line(`${say("Quoted under articles")} `, ...listed(quoted))];
  const by = Object.groupBy(await yearsOf(await narrowedTo(await Index.of([state.code]), [state.code], { ...narrowed, stages: [] })), (year) => year);
  const years = Object.entries(by).map(([year, all]) => [link(`statements.html?${new URLSearchParams({ state: state.code, year })}`, year), ` (${all.length})`]);
  if (years.length) lines.push(line(`${say("Quoted in notes of")} `, ...listed(years)));
  return card([link(state.page, state.label), ...narrowWords({ ...narrowed, stages: [], groups: [] })], lines);
}

// The year of the note of each paragraph, where it has one.
async function yearsOf(numbers) {
  const runs = await Promise.all(numbers.map(Index.run));
  return (await Promise.all(runs.map(({ note }) => Names.note(note)))).flatMap(({ more: issued }) => (issued ? [issued.slice(0, 4)] : []));
}

// The year of the note of a paragraph, in words where it has none.
const yearOf = async (number) => (await yearsOf([number]))[0] ?? say("no date");
const allStages = async () => (await Names.all()).filter(({ kind }) => kind === "Stage");

// Which paragraphs quote each State of groups: pairs of both, the most first; of all States where no group is named.
async function ofMembers(groups, numbersOf) {
  const members = new Set(groups.flatMap(({ more: [states] }) => states));
  const states = (await Names.all()).filter(({ kind, code }) => kind === "State" && (!groups.length || members.has(code)));
  const found = await Promise.all(states.map(async (state) => [state, await numbersOf(state.code)]));
  return found.filter(([, { length }]) => length).sort((a, b) => b[1].length - a[1].length);
}

// States, each with the count of its paragraphs, as links to what `address` gives for its code.
function quotedStates(found, address = (code) => addressOf(1, undefined, code)) {
  const links = found.slice(0, STATES).map(([{ code, label }, { length }]) => [link(address(code), label), ` (${length})`]);
  return [...listed(links), found.length > STATES ? " …" : ""];
}

async function groupCard(group, narrowed) {
  const found = await ofMembers([group], async (code) => narrowedTo(await Index.of([code]), [code], { ...narrowed, stages: [] }));
  const counts = say("%(count)s of %(states)s are quoted", { count: counted(found.length, "State", "States"), states: group.more[0].length });
  return card([group.label, ...narrowWords({ ...narrowed, stages: [], groups: [] })], [line(counts, ...(found.length ? [say(": "), ...quotedStates(found)] : [])), belonging(group)]);
}

const belonging = ({ more: [, source] }) => line(element("small", {}, `${say("Which States belong to it:")} `, link(source, new URL(source).host)));

async function articleCard(article, narrowed) {
  const { groups, counting, stages, years } = narrowed;
  if (article.of || stages.length || years.length) return underArticle(article, narrowed);
  const [, , collective] = (article.more || "0 0 0").split(" ").map(Number);
  if (!article.there) return card([link(article.page, article.label)], [line(say("No heading for this article alone was found."))]);
  return ofMembers(groups, async (code) => common(await Index.of([code]), await Index.of([article.code]))).then((found) => {
    const cells = found.map(([state]) => Number(cellsOf(state).get(String(article.code)) ?? 0)).filter(Boolean);
    const statements = counted(cells.reduce((sum, count) => sum + count, 0), "statement", "statements");
    const counts = [say("%(statements)s of %(states)s", { statements, states: counted(cells.length, "State", "States") }), ...(collective && !groups.length ? [counted(collective, "collective statement", "collective statements")] : [])];
    const number = counting ? [numberOf(cells.length)] : [];
    return card([link(article.page, article.label), ...narrowWords({ stages: [], years: [], groups })], [...number, line(counts.join(say(", ")), ...(groups.length && found.length ? [say(": "), ...quotedStates(found)] : [])), ...leaving(narrowed.words?.words ?? []), ...groups.map(belonging)], { met: 1 + groups.length });
  });
}

// A paragraph of an article, or an article in some years or at a stage: the paragraphs under headings that name it, of one
// State or of all that are asked for.
async function underArticle(article, narrowed, state) {
  const there = await Index.of([article.code]);
  const groups = state ? [{ more: [[state.code]] }] : narrowed.groups;
  const found = await ofMembers(groups, async (code) => narrowedTo(common(await Index.of([code]), there), [], { ...narrowed, stages: [] }));
  // No stage is told where words that are asked for are left out.
  const isStaged = narrowed.stages.length && !narrowed.words && !narrowed.partly;
  const title = [...(state ? [link(state.page, state.label), say(", ")] : []), link(article.page, article.label), ...narrowWords(isStaged ? narrowed : { ...narrowed, stages: [] })];
  if (!found.length) return card(title, [line(`${say("No paragraph on a State stands under a heading that names it.")} ${blank()}`)], { met: 2 });
  const counts = ofStates(union(...found.map(([, numbers]) => numbers)).length, found.length);
  const codes = (await allStages()).map(({ code }) => code);
  const tagged = (await Promise.all(codes.map((code) => Index.beginning(`=${code} `)))).flat();
  const by = new Map(tagged.map(([key, numbers]) => [key.slice(1).split(" ").reverse().join(" "), numbers]));
  const { lines, order } = await stageLines(found, by, narrowed);
  const told = isStaged ? [line(counts), ...lines] : [line(counts, say(": "), ...quotedStates(found))];
  return card(title, [...told, ...leaving(narrowed.words?.words ?? []), ...narrowed.groups.map(belonging)], { met: 2 + narrowed.groups.length, order: isStaged ? order : [] });
}

// The answer to a question of number, with its rule.
const atLeast = (paragraphs) => say("at least %(paragraphs)s", { paragraphs });
const numberOf = (count, words = "", rule = say("with at least one statement on it in these notes; a State that is not counted may have it all the same.")) =>
  element("p", { className: "number" }, element("strong", { textContent: atLeast(counted(count, "State", "States")) }), words && ` (${words})`, ` ${rule}`);

// How many States more have it planned or under way.
const notYet = (count) => (count ? [say("planned or under way, not counted: %(states)s", { states: counted(count, "State", "States") })] : []);

// What is counted, where no one thing is named of which a card counts States.
async function countCard(parts, groups, found, states) {
  const things = parts.filter(({ kind }) => kind === "Topic" || kind === "Article");
  // What holds some words need not be what is asked for by them.
  if (new Set(things.flatMap(({ entries }) => entries)).size === 1 || (parts.length && !things.length && parts.some(({ concepts }) => concepts?.length)) || things.some(({ entries }) => entries.length > 1) || parts.some(({ kind }) => kind === "Silence" || kind === "System")) return undefined;
  if (!parts.length) {
    const [count, statements, notes, listed] = (await Names.all()).find(({ kind }) => kind === "Count").more;
    const told = [counted(statements, "statement", "statements"), counted(notes, "note", "notes")].join(say(", "));
    const lines = [line(say("%(states)s are quoted (%(told)s).", { states: counted(count, "State", "States"), told })), line(say("%(states)s are listed as having sent information.", { states: counted(listed, "State", "States") }))];
    return card([say("In all notes")], lines);
  }
  if (!groups.length || !groups.every(({ whole }) => whole) || !found.length) return undefined;
  const once = await Index.once(found);
  const there = new Set(once);
  const count = Object.values(states).filter((numbers) => numbers.some((number) => there.has(number))).length;
  // Of none it can't be told whether nobody has it, or no paragraph has all of these words.
  if (!count) return undefined;
  const notes = new Set((await Promise.all(once.map(Index.run))).map(({ note }) => note)).size;
  const told = [counted(once.length, "paragraph", "paragraphs"), counted(notes, "note", "notes")].join(say(", "));
  return card([[...new Set(parts.map(({ entries, words, written = words }) => entries?.[0].label || written.join(" ")))].join(say(", "))], [numberOf(count), line(told)], { met: 6 });
}

const ofStates = (paragraphs, states) =>
  say("at least %(paragraphs)s of %(states)s", { paragraphs: counted(paragraphs, "paragraph", "paragraphs"), states: counted(states, "State", "States") });

function noteCard(note) {
  return card([link(note.page, note.label)], [line(link(`statements.html?note=${note.code}`, say("Its statements as a table")))], { met: 2 });
}

function stateAndArticle(state, article, narrowed) {
  if (article.of || narrowed.years.length) return underArticle(article, narrowed, state);
  const count = cellsOf(state).get(String(article.code));
  const lines = [];
  if (!article.there) lines.push(line(say("No heading for this article alone was found.")));
  else if (!Number(count)) lines.push(line(`${STATUSES[count ?? (state.more === null ? "list_not_read" : "not_listed")]}. ${blank()}`));
  else {
    lines.push(line(link(`${state.page}#article-${article.code}`, say("Read and cite: %(statements)s", { statements: counted(Number(count), "statement", "statements") }))));
    lines.push(asTable([["state", state.code], ["article", article.code]]));
  }
  const collective = (article.more || "0 0 0").split(" ")[2];
  if (collective !== "0") lines.push(line(link(`collective.html?article=${article.code}`, say("Collective statements, which name no State: %(count)s", { count: collective }))));
  return card([link(state.page, state.label), say(", "), link(article.page, article.label)], lines, { met: Number(count) ? 3 : 2 });
}

const tableOf = (chosen) => `statements.html?${new URLSearchParams(chosen)}`;
const asTable = (chosen) => line(link(tableOf(chosen), say("Open the table")));

// What a card is narrowed to, in words and as an address of the table, whose stages are those of whole statements.
const narrowWords = ({ stages, years, groups = [] }) => {
  const labels = [...groups, ...stages].map(({ label }) => label);
  return [...labels, ...years.map(({ label }) => say("in notes: %(years)s", { years: label }))].flatMap((label) => [say(", "), label]);
};
const narrowTable = ({ years }) => years.flatMap((span) => span.years).map((year) => ["year", year]);

// Of the paragraphs that are of codes ("hotlines CHL") those where that is of the stages, in notes of the years.
async function narrowedTo(numbers, codes, { stages, years }) {
  const once = await Index.once(numbers);
  const staged = stages.length ? common(once, await Index.of(codes.flatMap((code) => stages.map((stage) => `${code} ${stage.code}`)))) : once;
  return years.length ? common(staged, await Index.issuedIn(years)) : staged;
}

// The words by which a topic is asked for.
const wordsFor = (topic, parts) => parts.flatMap(({ entries, words }) => (entries.includes(topic) ? words : []));

// That nothing was tagged so is no finding. `missed`: the kinds of tags of which some are missed.
function untagged(...missed) {
  const { topics, stage } = JSON.parse(form.dataset.found);
  const shares = {
    topics: say("Of every 100 topics that readers see in quotes of invented notes, %(count)s are found.", { count: topics }),
    stage: say("Of every 100 stages that readers see in quotes of invented notes, %(count)s are found.", { count: stage }),
  };
  return [say("No statement has this label."), ...missed.map((kind) => shares[kind])].join(" ");
}

const staged = ({ stages }) => (stages.length ? ["stage"] : []);

// A link to the paragraphs with a statement of a State that hold any of these words.
async function withWords(state, words) {
  const { nothing } = await Query.known();
  const telling = [...new Set(words)].filter((word) => !nothing.has(word));
  const numbers = common(union(...(await Promise.all(telling.map(Index.holding)))), await Index.of([state.code]));
  const query = telling.map((word) => `"${word}"`).join(" OR ");
  const title = say("Its statements with these words: %(words)s", { words: telling.map((word) => say("“%(words)s”", { words: word })).join(say(", ")) });
  return numbers.length ? [line(link(addressOf(1, query, state.code), title), ` (${counted(numbers.length, "paragraph", "paragraphs")})`)] : [];
}

async function stateAndTopic(state, topic, narrowed, words) {
  const codes = [`${topic.code} ${state.code}`];
  const anyStage = { ...narrowed, stages: [] };
  const short = common(await Index.shortly(topic), await Index.of([state.code]));
  const numbers = await narrowedTo(union(await Index.of(codes), short), codes, anyStage);
  const title = [link(state.page, state.label), say(", "), link(topic.page, topic.label), ...narrowWords(numbers.length ? anyStage : narrowed)];
  if (!numbers.length) {
    const all = line(link(`statements.html?state=${state.code}`, say("All its statements, as a table")));
    return card(title, [line(`${untagged("topics", ...staged(narrowed))} ${blank()}`), ...(await withWords(state, words)), all], { met: 4 });
  }
  const { lines, story } = await atAnyStage(numbers, codes, narrowed, thingOf("Topic", [topic]));
  const table = asTable([["state", state.code], ["topic", topic.label], ...narrowTable(narrowed)]);
  return card(title, [...lines, table], { met: 5, story });
}

// A system, with others of its State that are called so in other words.
async function systemCard(alike, narrowed) {
  const [{ page, label }, codes] = [alike[0], alike.map(({ code }) => code)];
  const every = union(await Index.of(codes), await Index.naming(alike));
  const anyStage = { ...narrowed, stages: [] };
  const { lines, story } = await atAnyStage(await narrowedTo(every, codes, anyStage), codes, narrowed, thingOf("System", alike));
  const others = [...new Set(alike.map((other) => other.label))].filter((other) => other !== label);
  const told = others.length ? [line(say("With what is called so in other words: %(names)s", { names: others.join("; ") }))] : [];
  return card([link(page, label), ...narrowWords(anyStage)], [...lines, ...told], { met: 6, system: alike[0], story });
}

// Lines that count paragraphs, parted by the words beside, and `story`, which adds to each line how the thing went on.
async function stories(numbers, codes, narrowed, thing) {
  const { told, others } = await parted([[codes, numbers]], narrowed, thing);
  const titled = [[say("with %(words)s in the same sentence", narrowed.words && saidBeside(narrowed)), told], [told.length ? say("others on it") : "", others]];
  const parts = titled.flatMap(([title, pairs]) => pairs.map(([, some]) => {
    const count = atLeast(counted(some.length, "paragraph", "paragraphs"));
    return { told: line(title ? `${title}${say(": ")}${count}` : count), some };
  }));
  const story = async () => {
    for (const { told, some } of parts) await tellStory(told, some, codes, narrowed.evidence);
  };
  return { lines: parts.map(({ told }) => told), story };
}

// How a thing went on at any stage; where one is asked for and none is tagged, that is said first.
async function atAnyStage(numbers, codes, narrowed, thing) {
  const { lines, story } = await stories(numbers, codes, narrowed, thing);
  const stages = await allStages();
  const tagged = !narrowed.stages.length || (await narrowedTo(numbers, codes, { ...narrowed, stages })).length;
  return { lines: tagged ? lines : [line(untagged("stage")), ...lines], story };
}

// How a thing went on: year by year, with the stages that the words on it tell, each a link to them.
async function tellStory(told, numbers, codes, evidence) {
  const [names, tagged] = [await labels(), (await Promise.all(codes.map((code) => Index.beginning(`=${code} `)))).flat()];
  const shown = numbers.slice(0, STORY);
  const records = await Promise.all(shown.map(Index.record));
  const drafted = await Promise.all(shown.map(async (number) => (await evidence?.of(number))?.drafted));
  const items = records.map(({ link: href, issued }, i) => {
    const stages = [...new Set(tagged.filter(([, held]) => held.includes(shown[i])).map(([key]) => names[key.slice(key.lastIndexOf(" ") + 1)]))];
    if (drafted[i] && !stages.length) stages.push(say("a bill"));
    return [link(href, issued.slice(0, 4) || say("no date")), ...(stages.length ? [` (${stages.join(say(", "))})`] : [])];
  });
  told.append(say(": "), ...listed(items), ...(numbers.length > STORY ? [" …"] : []));
}

async function topicCard(topic, narrowed) {
  const by = new Map((await Index.beginning(`=${topic.code} `)).map(([key, numbers]) => [key.slice(topic.code.length + 2), numbers]));
  // What is said on a system that is called by the topic is said on it.
  for (const { code } of await systemsOf([topic], [])) {
    const state = code.slice(0, 3);
    by.set(state, union(by.get(state) ?? [], await Index.of([code])));
    for (const [key, numbers] of await Index.beginning(`=${code} `)) {
      const staged = `${state} ${key.slice(code.length + 2)}`;
      by.set(staged, union(by.get(staged) ?? [], numbers));
    }
  }
  const short = await Index.shortly(topic);
  const found = await ofMembers(narrowed.groups, async (code) => narrowedTo(union(by.get(code) ?? [], common(short, await Index.of([code]))), [], { ...narrowed, stages: [] }));
  const title = [link(topic.page, topic.label), ...narrowWords(narrowed.partly ? { ...narrowed, stages: [] } : narrowed)];
  if (!found.length) return card(title, [line(untagged("topics")), ...narrowed.groups.map(belonging)], { met: 0 });
  const chosen = [["topic", topic.label], ...narrowTable(narrowed)];
  const address = (code) => tableOf([["state", code], ...chosen]);
  const countsOf = (some) => ofStates(union(...some.map(([, numbers]) => numbers)).length, some.length);
  const told = await stageLines(found, by, narrowed, address);
  const lines = narrowed.words ? await inOneSentence(topic, found, narrowed, { address, countsOf, standing: told.standing }) : [];
  const isTold = lines.length > 0;
  const isPlain = !narrowed.words && !narrowed.partly;
  if (narrowed.counting && isPlain && told.current.length) lines.push(numberOf(told.current.length, "", say("of which a note says so; a State that is not counted may have it all the same.")));
  else if (narrowed.counting && isPlain && !narrowed.stages.length) lines.push(numberOf(found.length - told.coming, notYet(told.coming).join("")));
  // A stage is the topic's: where words are asked for besides, none is told of it.
  if (isTold) lines.push(line(`${say("on all of the topic")}${say(": ")}`, countsOf(found)));
  else if (!isPlain) lines.push(line(countsOf(found), say(": "), ...quotedStates(await newestFirst(found), address)));
  else lines.push(line(countsOf(found)), ...told.lines);
  if (narrowed.oldest) lines.push(await firstNotes(found, address));
  const states = narrowed.groups.length ? found.map(([{ code }]) => ["state", code]) : [];
  return card(title, [...lines, ...(isTold ? [] : leaving(narrowed.words?.words ?? [])), asTable([...states, ...chosen]), ...narrowed.groups.map(belonging)], { met: 1 + narrowWords(narrowed).length / 2, order: told.order });
}

// The States of which one sentence says a topic and all words beside, counted where that is asked; then those of which one
// says most of it, of the paragraphs that were looked at. What was planned and is there by a later note is said to be there.
async function inOneSentence(topic, found, narrowed, { address, countsOf, standing }) {
  const { evidence, counting } = narrowed;
  const { told, others } = await parted(found, narrowed, thingOf("Topic", [topic]));
  const whole = new Set(told.map(([state]) => state));
  const scored = others.filter(([state]) => !whole.has(state)).map(async ([state, numbers]) => [state, await evidence.tellingMost(numbers)]);
  const most = (await Promise.all(scored)).filter(([, numbers]) => numbers.length);
  const lines = [];
  for (const [title, some] of [[say("with %(words)s in the same sentence", saidBeside(narrowed)), told], [say("with most of it in the same sentence"), most]]) {
    if (!some.length) continue;
    // Where a word is left out, no stage is told.
    const newest = await newestFirst(some, narrowed.partly ? undefined : evidence);
    const coming = newest.filter(([, last]) => last.coming).length;
    for (const [{ code }, last] of newest) {
      const since = last.coming && standing.get(code);
      if (since && since.year > last.year) last.length += `; ${since.label.toLowerCase()} ${since.year}`;
    }
    if (counting && some === told) lines.push(numberOf(some.length - coming, [title, ...notYet(coming)].join(say(", "))));
    lines.push(line(`${title}${say(": ")}`, countsOf(some), say(": "), ...quotedStates(newest, address)));
  }
  return lines;
}

// States by the stages that notes tell of them, those of the stages that are asked for, which are `current`, first; `order`: so all.
async function stageLines(found, by, { stages }, address) {
  const byStage = await statesByStage(found, by, stages);
  const current = byStage.filter(({ wanted }) => wanted).flatMap(({ states }) => states.map(([{ code }]) => code));
  // Where no stage was recognised of some State, nobody knows that it isn't that.
  const none = stages.length && !current.length && byStage.every(({ codes }) => codes.length) ? [line(`${say("Of no State a note was recognised to say that.")} ${blank()}`)] : [];
  const lines = byStage.map(({ label, states }) => line(element("strong", { textContent: label }), say(": "), atLeast(counted(states.length, "State", "States")), say(": "), ...quotedStates(states, address)));
  const coming = byStage.filter(({ codes }) => codes.some((code) => COMING.includes(code))).reduce((sum, { states }) => sum + states.length, 0);
  const order = byStage.flatMap(({ states }) => states.map(([{ code }]) => code));
  // What notes say to be there: stage and year, by State.
  const isStanding = ({ codes }) => codes.length > 0 && !codes.some((code) => COMING.includes(code));
  const standing = new Map(byStage.filter(isStanding).flatMap(({ label, states }) => states.map(([{ code }, { year }]) => [code, { label, year }])));
  return { lines: [...none, line(say("By what the notes say, each with the year of the newest note that says so:")), ...lines], current, order, coming, standing };
}

// Pairs of a State and its paragraphs by stage, those `wanted` first; of each the newest first, with the year. What was in
// place or done stays so; a later plan is told beside it.
async function statesByStage(found, by, wanted) {
  const entries = Object.fromEntries((await allStages()).map((entry) => [entry.code, entry]));
  const asked = wanted.map(({ code }) => code);
  const stages = [["in_place", "done"], ["under_way"], ["planned"], []].map((codes) => ({
    codes,
    label: codes.map((code) => entries[code].label).join(" / ") || say("stage not recognised"),
    wanted: codes.some((code) => asked.includes(code)),
    states: [],
  }));
  for (const [state, numbers] of found) {
    const noteOf = new Map((await Promise.all(numbers.map(Index.run))).map(({ note }, i) => [numbers[i], note]));
    const newest = ({ codes }) => numbers.find((number) => codes.some((code) => by.get(`${state.code} ${code}`)?.includes(number)));
    const told = stages.map((stage) => ({ stage, number: stage.codes.length ? newest(stage) : numbers[0] }));
    // Of two that are to come the newer.
    const [standing, ...coming] = told.slice(0, -1).filter(({ number }, i) => number !== undefined || !i);
    const next = coming.toSorted((a, b) => a.number - b.number || b.stage.wanted - a.stage.wanted)[0];
    const isLater = next && (standing.number === undefined || (next.number < standing.number && noteOf.get(next.number) !== noteOf.get(standing.number)));
    const there = [...(standing.number === undefined ? [] : [standing]), ...(isLater ? [next] : [])];
    const chosen = there.find(({ stage }) => stage.wanted) ?? there[0] ?? told.at(-1);
    // A later note may tell that it is there, at no stage that was recognised.
    const last = told.at(-1);
    const silent = chosen.stage.codes.length && chosen !== standing && noteOf.get(last.number) !== noteOf.get(chosen.number) ? [last] : [];
    const others = [...there.filter((one) => one !== chosen), ...(there.includes(standing) ? [] : silent)];
    const beside = await Promise.all(others.map(async (one) => `${one.stage.label} ${await yearOf(one.number)}`));
    const year = await yearOf(chosen.number);
    chosen.stage.states.push([state, { length: [year, ...beside].join("; "), number: chosen.number, year }]);
  }
  for (const { states } of stages) states.sort(([, a], [, b]) => a.number - b.number);
  return stages.filter(({ states }) => states.length).sort((a, b) => b.wanted - a.wanted);
}

// Pairs of a State and its paragraphs, the newest first, each with the year of that; with `evidence` also with the stages that
// its sentence tells.
async function newestFirst(found, evidence) {
  const names = await labels();
  const dated = await Promise.all(found.map(async ([state, [number]]) => {
    const { stages = [], drafted = false, coming = false } = (await evidence?.of(number)) ?? {};
    const year = await yearOf(number);
    return [state, { length: [year, ...stages.map((code) => names[code].toLowerCase()), ...(drafted ? [say("a bill")] : [])].join(say(", ")), number, coming, year }];
  }));
  return dated.sort(([, a], [, b]) => a.number - b.number);
}

// What is said at some stages, where nothing else is asked for.
async function stageCard(narrowed) {
  const found = await ofMembers(narrowed.groups, async (code) => narrowedTo(await Index.of(narrowed.stages.map((stage) => `${stage.code} ${code}`)), [], { ...narrowed, stages: [] }));
  const labels = narrowWords(narrowed).slice(1);
  if (!found.length) return card(labels, [line(untagged("stage")), ...narrowed.groups.map(belonging)], { met: 0 });
  const counts = ofStates(union(...found.map(([, numbers]) => numbers)).length, found.length);
  const order = (await newestFirst(found)).map(([{ code }]) => code);
  return card(labels, [line(counts, say(": "), ...quotedStates(found)), ...narrowed.groups.map(belonging)], { met: 2, order });
}

// States by the first note on it, the earliest first.
async function firstNotes(found, address) {
  const sorted = found.toSorted(([, a], [, b]) => b.at(-1) - a.at(-1));
  const first = await Promise.all(sorted.map(async ([state, numbers]) => [state, { length: await yearOf(numbers.at(-1)) }]));
  return line(say("By the first note of each State in which it was recognised:"), " ", ...quotedStates(first, address));
}

// `more` of silence: the notes, each with the States that it lists and does not mention; then those of which that can't be told.
async function silenceCard(silence, states, notes, about, { years }) {
  const on = about.length ? (await notesOn(about)).map(([code]) => code) : notes.map(({ code }) => code);
  const names = Object.fromEntries((await Names.all()).filter(({ kind }) => kind === "State").map((entry) => [entry.code, entry]));
  let unread = 0; // notes whose list was not read whole: nobody knows how many more sent information
  const [certain, unclear] = await Promise.all(
    silence.more.map(async (told) => {
      const found = new Map();
      for (const [code, ...silent] of told) {
        const note = await Names.note(code);
        if (((notes.length || about.length) && !on.includes(code)) || !issuedIn(note, years)) continue;
        if (!silent.length) unread += 1;
        for (const state of silent) found.set(state, [...(found.get(state) ?? []), link(note.page, note.symbol || note.label)]);
      }
      const shown = [...found].filter(([code]) => !states.length || states.some((state) => state.code === code));
      shown.sort(([a], [b]) => names[a].label.localeCompare(names[b].label, LOCALE));
      return shown.map(([code, said]) => element("li", {}, link(names[code].page, names[code].label), " (", ...(said.length > NOTES ? [counted(said.length, "note", "notes")] : listed(said)), ")"));
    }),
  );
  const title = [link(silence.page, silence.label), ...narrowWords({ stages: [], years, groups: about.flatMap(({ entries }) => entries) })];
  const count = { states: counted(certain.length, "State", "States") };
  const missing = unread ? ` ${say("There may be more: %(notes)s without a list that was read whole.", { notes: counted(unread, "note", "notes") })}` : "";
  const told = silence.code ? `${say("%(states)s are listed as having sent information.", count)}${missing}` : `${say("For certain: %(states)s.", count)} ${blank()}`;
  const lines = [line(told), element("ul", {}, ...certain)];
  if (unclear.length) lines.push(line(say("Unclear: %(states)s", { states: counted(unclear.length, "State", "States") })), element("ul", {}, ...unclear));
  return card(title, lines, { met: 5 });
}

const issuedIn = (note, years) => !years.length || years.some((span) => span.years.includes(note.more.slice(0, 4)));

// The notes that have paragraphs on each of the things that are named, with how many on any: those with most first.
async function notesOn(about) {
  const each = await Promise.all(about.map(async ({ entries }) => Promise.all((await Index.once(await Index.of(entries.map(({ code }) => code)))).map(Index.run))));
  const notes = each.map((runs) => new Set(runs.map(({ note }) => note))).reduce((some, others) => some.intersection(others));
  const on = Object.groupBy(each.flat(), ({ note }) => note);
  return [...notes].map((note) => [note, on[note].length]).sort((a, b) => b[1] - a[1]);
}

// Who sent information for the notes on a thing: of each note all whom it lists.
async function repliedCard(about, counting, { years }) {
  const all = await Names.all();
  const replied = all.find(({ kind, code }) => kind === "Silence" && code);
  const names = Object.fromEntries(all.filter(({ kind }) => kind === "State").map(({ code, label }) => [code, label]));
  const [lists, unread] = replied.more.map((told) => new Map(told.map(([note, ...states]) => [note, states])));
  const notes = await Promise.all((await notesOn(about)).map(async ([code, count]) => ({ ...(await Names.note(code)), count, listed: lists.get(code) ?? [] })));
  const asked = notes.filter((note) => issuedIn(note, years)).slice(0, STORY);
  const items = asked.map(({ code, label, page, count, listed: states }) => {
    const number = counted(states.length, "State", "States");
    const told = unread.has(code) ? atLeast(number) : number;
    const who = states.map((state) => names[state]).sort((a, b) => a.localeCompare(b, LOCALE));
    return element("li", {}, link(page, label), say(": "), element("strong", { textContent: told }), ...(who.length ? [say(": "), who.join(say(", "))] : []), ` (${say("%(paragraphs)s on it", { paragraphs: counted(count, "paragraph", "paragraphs") })})`);
  });
  const title = [link(replied.page, replied.label), ...narrowWords({ stages: [], years, groups: about.flatMap(({ entries }) => entries) })];
  const rule = say("A note lists who sent information for any part of it; who wrote on which point is not known.");
  const number = counting && asked.length === 1 && !unread.has(asked[0].code) ? [numberOf(asked[0].listed.length, "", rule)] : [line(rule)];
  return card(title, asked.length ? [...number, element("ul", {}, ...items)] : [line(`${say("No note with paragraphs on it was found.")} ${blank()}`)], { met: 7 });
}

// An acronym that stands in statements of some States is a body or a system of each: a choice.
function bodies(groups, shown, names) {
  if (groups.length !== 1 || form.state.value || groups[0].parts.some(({ kind }) => kind === "State")) return [];
  const found = groups[0].parts.filter(({ kind, words, not }) => kind === "Word" && words.length === 1 && !not).map(({ words: [word] }) => {
    const written = (text) => Words.of(text).filter((one) => one.word === word).map(({ start, end }) => text.slice(start, end));
    const acronym = shown.flatMap(({ text }) => written(text))[0] ?? "";
    if (!shown.every(({ text }) => written(text).every((one) => /^\p{Lu}[\p{Lu}\d]+$/u.test(one)))) return [];
    const states = [...new Set(shown.flatMap((record) => record.states))];
    if (!acronym || states.length < 2 || states.length > BODIES) return [];
    return states.map((code) => {
      const of = shown.filter((record) => record.states.includes(code));
      // Where its name is written out, there is said what it is.
      const told = of.find(({ text }) => text.includes(`(${acronym})`)) ?? of.find((record) => record.states.length === 1) ?? of[0];
      const words = element("p", { lang: told.language, dir: "auto" }, ...marked(told.text, { sequences: [[word]], others: [], terms: [], stems: [] }));
      return card([link(addressOf(1, undefined, code), `${acronym}, ${names[code]}`)], [words, line(counted(of.length, "paragraph", "paragraphs"))]).card;
    });
  });
  const cards = found.flat();
  return cards.length ? [element("h2", { textContent: say("Which one is meant?") }), element("div", { className: "answers" }, ...cards)] : [];
}
