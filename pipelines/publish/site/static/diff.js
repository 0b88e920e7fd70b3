// Compares one table of two releases, row by row, by identifier. `uncac diff` says the same without a browser.
"use strict";

const LISTED = 200;
const form = document.querySelector("#diff");
const found = document.querySelector("#found");

function make(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, properties);
}

async function ask(release, path) {
  const answer = await fetch(Releases.address(release, path));
  if (!answer.ok) {
    throw new Error(`Release ${release} has no ${path}. Where a table comes in parts, uncac diff compares it.`);
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

function place(row, identifier) {
  if (!row.note_id) return null;
  const inside = identifier.startsWith(`${row.note_id}.`) ? `#${identifier.slice(row.note_id.length + 1)}` : "";
  return `notes/${row.note_id}.html${inside}`;
}

function show(change, identifier, release, row, details) {
  const block = make("div", "", { className: "change" });
  const line = make("p", "");
  const path = place(row, identifier);
  const code = make("code", identifier);
  line.append(make("strong", change, { className: `tag ${change}` }), " ");
  if (path) {
    const link = make("a", "", { href: Releases.address(release, path) });
    link.append(code);
    line.append(link);
  } else {
    line.append(code);
  }
  block.append(line, ...details);
  return block;
}

function columns(before, after) {
  const list = make("dl", "");
  for (const name of Object.keys(after).filter((column) => column in before && before[column] !== after[column])) {
    const pair = make("div", "");
    const words = make("dd", "", { dir: "auto" });
    words.append(make("del", before[name] || "(empty)"), " ", make("ins", after[name] || "(empty)"));
    pair.append(make("dt", name), words);
    list.append(pair);
  }
  return list;
}

async function compare(from, to, table) {
  const { resources } = await (await ask(to, "datapackage.json")).json();
  const key = resources.find((resource) => resource.name === table).schema.primaryKey;
  const [before, after, gone] = await Promise.all([rowsOf(from, table, key), rowsOf(to, table, key), tombstones(to, table)]);
  const blocks = [];
  const counts = { added: 0, changed: 0, removed: 0 };
  const words = (row) => row.quote ?? row.text ?? row.note_title ?? row.system_name ?? row.state_name ?? "";
  for (const identifier of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, now] = [before.get(identifier), after.get(identifier)];
    const change = !old ? "added" : !now ? "removed" : "changed";
    if (old && now && !Object.keys(now).some((name) => name in old && old[name] !== now[name])) continue;
    counts[change] += 1;
    if (blocks.length >= LISTED) continue;
    if (change === "changed") {
      blocks.push(show(change, identifier, to, now, [columns(old, now)]));
      continue;
    }
    const details = [make("p", words(now ?? old), { className: "words", dir: "auto" })];
    const tomb = gone.get(identifier);
    if (tomb) {
      details.push(make("p", `${tomb.reason}${tomb.successor_id ? ` In its place: ${tomb.successor_id}` : ""}`));
    }
    blocks.push(show(change, identifier, now ? to : from, now ?? old, details));
  }
  const total = counts.added + counts.changed + counts.removed;
  const said = `${counts.added} added, ${counts.changed} changed, ${counts.removed} removed, of ${after.size} rows.`;
  const more = total > blocks.length ? ` The first ${LISTED} are listed; uncac diff lists all.` : "";
  found.replaceChildren(make("p", total ? said + more : `No row of this table differs; both have ${after.size}.`), ...blocks);
}

(async () => {
  const told = await Releases.standing();
  if (!told) {
    found.replaceChildren(make("p", "The list of releases can't be had here: open this page on a web server."));
    return;
  }
  const asked = new URLSearchParams(location.search);
  const names = told.releases.map((entry) => entry.release);
  const defaults = { from: names[names.indexOf(told.current) + 1] ?? names.at(-1), to: told.current, table: "statements" };
  for (const [name, preset] of Object.entries(defaults)) {
    const select = form.elements[name];
    if (name !== "table") {
      select.replaceChildren(...told.releases.map((entry) => new Option(entry.release, entry.release)));
    }
    select.value = asked.get(name) ?? preset;
    if (!select.value) {
      select.value = preset;
      found.replaceChildren(make("p", `There is no ${name === "table" ? "table" : "release"} ${asked.get(name)}.`));
      return;
    }
  }
  found.replaceChildren(make("p", "Comparing …"));
  const { from, to, table } = form.elements;
  await compare(from.value, to.value, table.value).catch((error) => found.replaceChildren(make("p", error.message)));
})();
