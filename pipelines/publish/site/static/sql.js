// The SQL page: loads database and engine on a click, runs questions in a worker, shows and saves answers.
"use strict";

// What the page says to those for whom this does not run.
document.getElementById("without").remove();

const SHOWN = 1000;
const load = document.getElementById("load");
document.getElementById("start").hidden = false;
const form = document.getElementById("ask");
const query = document.getElementById("query");
const question = document.getElementById("question");
const stop = document.getElementById("stop");
const save = document.getElementById("save");
const state = document.getElementById("state");
const answer = document.getElementById("answer");
let worker = null;
let result = null;

function start() {
  worker = new Worker("assets/sql/sql-worker.js");
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
    return;
  }
  stop.disabled = true;
  if (message.error) {
    state.textContent = `SQLite says: ${message.error}`;
    load.disabled = false;
    return;
  }
  result = message.result;
  save.disabled = false;
  show();
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

function field(value) {
  let text = value === null ? "" : String(value);
  // As in the CSV of the release: no spreadsheet may take a text for a formula.
  if (typeof value === "string" && /^[=+@\t\r-]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
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
  state.textContent = "Running …";
  stop.disabled = false;
  save.disabled = true;
  worker.postMessage({ run: query.value });
});
stop.addEventListener("click", () => {
  worker.terminate();
  stop.disabled = true;
  state.textContent = "Stopped. Loading the database again …";
  start();
});
save.addEventListener("click", () => {
  const lines = [result.columns, ...result.values].map((row) => row.map(field).join(","));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" }));
  link.download = "answer.csv";
  link.click();
  URL.revokeObjectURL(link.href);
});
