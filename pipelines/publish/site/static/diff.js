// Compares one table of two releases: State by State where its rows are of States, with the row's own names.
// The address says which: changes.html?from=…&to=…&table=…#compare. `uncac diff` says the same without a browser.
// `element`, `say`, `counted` are of cite.js, `Releases` of releases.js, `Names` of names.js.
"use strict";

const LISTED = 200;
const OPEN = 20; // of more rows, those of each State are behind its name
const form = document.getElementById("diff");
const found = document.getElementById("found");

async function ask(release, path) {
  const answer = await fetch(Releases.address(release, path));
  if (!answer.ok) {
    throw new Error(say("Release %(release)s has no %(path)s. Where a table comes in parts, uncac diff compares it.", { release, path }));
  }
  return answer;
}

async function rowsOf(release, table, key) {
  const rows = Csv.read(await (await ask(release, `data/${table}.csv`)).text());
  return new Map(rows.map((row) => [key.map((name) => row[name]).filter(Boolean).join("/"), row]));
}

async function tombstones(release, table) {
  const rows = Csv.read(await (await ask(release, "data/withdrawn.csv")).text());
  return new Map(rows.filter((row) => row.table_name === table).map((row) => [row.row_id, row]));
}

// Of States the names in the language of the page.
async function names() {
  const entries = await Names.all(new URL("names.bin", location.href));
  return new Map(entries.filter(({ kind }) => kind === "State").map(({ code, label }) => [code, label]));
}

function place(row, identifier) {
  if (!row.note_id) return null;
  const inside = identifier.startsWith(`${row.note_id}.`) ? `#${identifier.slice(row.note_id.length + 1)}` : "";
  return `notes/${row.note_id}.html${inside}`;
}

// A row by what people call it; its identifier where it has no such name.
function called(row, identifier) {
  const paragraph = row.paragraph_number && say("para. %(number)s", { number: row.paragraph_number });
  const of = row.note_symbol || row.note_title || row.system_name || row.heading || row.article_title;
  return of ? [read(of), paragraph].filter(Boolean).join(", ") : identifier;
}

function show({ change, identifier, release, row, details }) {
  const path = place(row, identifier);
  const name = called(row, identifier);
  const head = path ? element("a", { href: Releases.address(release, path), textContent: name, title: identifier }) : name;
  const words = { added: say("added"), changed: say("changed"), removed: say("removed") };
  const line = element("p", {}, element("strong", { className: "tag", textContent: words[change] }), " ", head);
  return element("div", { className: "change" }, line, ...details);
}

function columns(before, after) {
  const list = element("dl", {});
  for (const name of Object.keys(after).filter((column) => column in before && before[column] !== after[column])) {
    const empty = say("(empty)");
    const words = element("dd", { dir: "auto" });
    words.append(element("del", {}, before[name] || empty), " ", element("ins", {}, after[name] || empty));
    list.append(element("div", {}, element("dt", { textContent: name }), words));
  }
  return list;
}

function differing(before, after, gone, from, to) {
  const rows = [];
  for (const identifier of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, now] = [before.get(identifier), after.get(identifier)];
    if (old && now && !Object.keys(now).some((name) => name in old && old[name] !== now[name])) continue;
    const row = now ?? old;
    const change = !old ? "added" : !now ? "removed" : "changed";
    const details = change === "changed" ? [columns(old, now)] : [element("p", { className: "words", dir: "auto", textContent: read(row.quote ?? row.text ?? "") })];
    const tomb = change === "removed" && gone.get(identifier);
    if (tomb) {
      const instead = tomb.successor_id && say("In its place: %(row)s", { row: tomb.successor_id });
      details.push(element("p", { className: "foot", textContent: [tomb.reason, instead].filter(Boolean).join(" ") }));
    }
    rows.push({ change, identifier, release: now ? to : from, row, details });
  }
  return rows;
}

// "Kenya – new: 2; articles 8, 13", and below it the rows.
function ofState(name, rows, open) {
  const count = (kind) => rows.filter(({ change }) => change === kind).length;
  const said = [["added", say("new: %(count)s", { count: count("added") })], ["changed", say("changed: %(count)s", { count: count("changed") })], ["removed", say("gone: %(count)s", { count: count("removed") })]];
  const numbers = [...new Set(rows.flatMap(({ row }) => (row.articles ?? "").match(/\d+/g) ?? []).map(Number))].sort((a, b) => a - b);
  const parts = said.filter(([kind]) => count(kind)).map(([, words]) => words);
  if (numbers.length) parts.push(say("articles: %(numbers)s", { numbers: numbers.join(", ") }));
  return element("details", { open }, element("summary", {}, element("strong", {}, name), ` – ${parts.join("; ")}`), ...rows.map(show));
}

async function compare(from, to, table) {
  const { resources } = await (await ask(to, "datapackage.json")).json();
  const key = resources.find((resource) => resource.name === table).schema.primaryKey;
  const [before, after, gone, labels] = await Promise.all([rowsOf(from, table, key), rowsOf(to, table, key), tombstones(to, table), names()]);
  const rows = differing(before, after, gone, from, to);
  const count = (kind) => rows.filter(({ change }) => change === kind).length;
  const counts = { added: count("added"), changed: count("changed"), removed: count("removed"), rows: counted(after.size, "row", "rows") };
  const words = rows.length ? say("%(added)s added, %(changed)s changed, %(removed)s removed, of %(rows)s.", counts) : say("No row of this table differs; both have %(all)s.", { all: after.size });
  const codes = [...new Set(rows.map(({ row }) => row.state_iso3))].filter(Boolean);
  const named = codes.map((code) => [labels.get(code) ?? code, rows.filter(({ row }) => row.state_iso3 === code)]);
  named.sort(([a], [b]) => a.localeCompare(b, LOCALE));
  const others = rows.filter(({ row }) => !row.state_iso3);
  const more = others.length > LISTED ? [element("p", { textContent: say("The first %(some)s are listed; uncac diff lists all.", { some: LISTED }) })] : [];
  found.replaceChildren(element("p", { textContent: words }), ...named.map(([name, some]) => ofState(name, some, rows.length <= OPEN)), ...others.slice(0, LISTED).map(show), ...more);
}

(async () => {
  if (!form) return;
  const told = await Releases.standing();
  if (!told) {
    found.replaceChildren(element("p", { textContent: say("The list of releases can’t be had here: open this page on a web server.") }));
    return;
  }
  form.hidden = false;
  found.replaceChildren();
  const asked = new URLSearchParams(location.search);
  const releases = told.releases.map((entry) => entry.release);
  const defaults = { from: releases[releases.indexOf(told.current) + 1] ?? releases.at(-1), to: told.current, table: "statements" };
  for (const [name, preset] of Object.entries(defaults)) {
    const select = form.elements[name];
    if (name !== "table") select.replaceChildren(...releases.map((release) => new Option(release, release)));
    select.value = asked.get(name) ?? preset;
    if (!select.value) {
      select.value = preset;
      found.replaceChildren(element("p", { textContent: say("There is none of this name: %(name)s.", { name: asked.get(name) }) }));
      return;
    }
  }
  if (!Object.keys(defaults).some((name) => asked.has(name))) return;
  found.replaceChildren(element("p", { textContent: say("Comparing …") }));
  document.getElementById("compare").scrollIntoView();
  const { from, to, table } = form.elements;
  await compare(from.value, to.value, table.value).catch((error) => found.replaceChildren(element("p", { textContent: error.message })));
})();
