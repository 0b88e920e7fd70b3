// The SQL page: loads database and engine on a click, runs questions in a worker, shows answers and saves them as CSV
// (csv.js) and Parquet (parquet.js). The address holds the question, behind its #, which no server is sent.
"use strict";

// What the page says to those for whom this does not run.
document.getElementById("without").remove();

const SHOWN = 1000;
const HERE = document.currentScript.src;
const load = document.getElementById("load");
document.getElementById("start").hidden = false;
const form = document.getElementById("ask");
const query = document.getElementById("query");
const question = document.getElementById("question");
const stop = document.getElementById("stop");
const saves = { csv: document.getElementById("save"), parquet: document.getElementById("parquet") };
const state = document.getElementById("state");
const answer = document.getElementById("answer");
let worker = null;
let result = null;
// Whether the address brought a question, which is to be answered once the database is there.
let waiting = Boolean(asked());

function start() {
  worker = new Worker(new URL("sql-worker.js", HERE));
  worker.onmessage = ({ data }) => handle(data);
  worker.onerror = () => {
    state.textContent = "The database could not be loaded. Reload the page, or download the SQLite file instead.";
    load.disabled = false;
  };
  worker.postMessage({ open: new URL(load.dataset.database, location.href).href });
}

function handle(message) {
  if (message.ready) {
    form.hidden = false;
    load.parentElement.hidden = true;
    state.textContent = "Ready.";
    query.focus();
    if (waiting) run();
    waiting = false;
    return;
  }
  stop.disabled = true;
  if (message.error) {
    state.textContent = `SQLite says: ${message.error}`;
    load.disabled = false;
    return;
  }
  result = message.result;
  for (const save of Object.values(saves)) save.disabled = false;
  show();
}

// The question of the address, where there is one.
function asked() {
  return new URLSearchParams(location.hash.slice(1)).get("sql");
}

function run() {
  history.replaceState(null, "", `#${new URLSearchParams({ sql: query.value })}`);
  state.textContent = "Running …";
  stop.disabled = false;
  for (const save of Object.values(saves)) save.disabled = true;
  worker.postMessage({ run: query.value });
}

function show() {
  const { columns, values } = result;
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of values.slice(0, SHOWN)) {
    const line = body.insertRow();
    for (const value of row) {
      line.insertCell().textContent = value === null ? "" : String(value);
    }
  }
  answer.replaceChildren(table);
  answer.hidden = false;
  const more = values.length > SHOWN ? `; the first ${SHOWN} are shown, "Save" has all` : "";
  state.textContent = `${values.length} ${values.length === 1 ? "row" : "rows"}${more}.`;
}

load.addEventListener("click", () => {
  load.disabled = true;
  state.textContent = "Loading …";
  start();
});
question.addEventListener("change", () => {
  query.value = question.value;
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
stop.addEventListener("click", () => {
  worker.terminate();
  stop.disabled = true;
  state.textContent = "Stopped. Loading the database again …";
  start();
});
saves.csv.addEventListener("click", () => {
  Csv.save("answer.csv", new Blob([Csv.write([result.columns, ...result.values])], { type: "text/csv" }));
});
saves.parquet.addEventListener("click", () => Csv.save("answer.parquet", Parquet.write(result.columns, result.values)));
// Of cite.js.
saves.parquet.after(" ", copyButton("Copy the address of this question", () => location.href));

query.value = asked() ?? query.value;
addEventListener("hashchange", () => {
  query.value = asked() ?? query.value;
  if (worker && !form.hidden) run();
});
