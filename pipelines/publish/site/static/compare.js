// Sets the statements of two to four States side by side, article by article, from their CSV files. The address says
// which: compare.html?states=ARG,CHL&article=13. `element` is of cite.js.
"use strict";

const form = document.getElementById("compare");
const shown = document.getElementById("shown");
const said = document.getElementById("said");
const choices = [...form.querySelectorAll("select[name=state]")];
const files = new Map();
const ATTRIBUTIONS = JSON.parse(form.dataset.attributions);

// The numbers of the articles of a statement, as people write them; one empty text where it has none.
function articles(row) {
  return row.articles.split(";").map((article) => article.replace(/^article-0*/, ""));
}

function statements(code) {
  if (!files.has(code)) {
    files.set(
      code,
      fetch(`${form.dataset.top}data/by-state/${code}.csv`).then(async (answer) => {
        if (!answer.ok) throw new Error(answer.statusText);
        return Csv.read(await answer.text());
      }),
    );
  }
  return files.get(code);
}

function chosen() {
  return distinct(choices.map((choice) => choice.selectedOptions[0]).filter(({ value }) => value), ({ value }) => value);
}

function quote(row) {
  const place = row.statement_id.slice(row.note_id.length + 1);
  const link = element("a", {
    href: `notes/${row.note_id}.html#${place}`,
    className: "at",
    textContent: say("para. %(number)s", { number: row.paragraph_number }),
  });
  const words = element("blockquote", {}, read(row.quote));
  if (row.lead_in) words.prepend(element("span", { className: "lead-in", textContent: `${read(row.lead_in)} […] ` }));
  words.dir = "auto";
  const symbol = row.note_symbol || say("“%(words)s”", { words: row.note_title });
  const source = [symbol, row.note_issued && day(row.note_issued)].filter(Boolean).join(" · ");
  const sure = row.confidence < 0.9 ? ` · ${say("attribution uncertain")}: ${ATTRIBUTIONS[row.attribution]}` : "";
  return element("div", { className: "statement" }, words, element("p", { className: "from" }, `${source} · `, link, sure));
}

async function show() {
  const states = chosen();
  const codes = states.map((state) => state.value);
  const only = form.article.value;
  const query = [codes.length && `states=${codes.join(",")}`, only && `article=${only}`].filter(Boolean).join("&");
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  form.save.hidden = true;
  if (states.length < 2) {
    shown.replaceChildren();
    said.textContent = say("Choose two to four States.");
    return;
  }
  let found;
  try {
    found = await Promise.all(codes.map(statements));
  } catch {
    said.textContent = say("The files of these States could not be loaded. Their pages, from the list of States, say the same.");
    return;
  }
  if (codes.join() !== chosen().map((state) => state.value).join() || only !== form.article.value) return;
  const numbers = [...new Set(found.flat().flatMap(articles))].filter((number) => !only || number === only);
  numbers.sort((a, b) => (Number(a) || 999) - (Number(b) || 999));
  shown.replaceChildren(...numbers.map((number) => section(number, states, found)));
  said.textContent = numbers.length
    ? say("articles: %(numbers)s", { numbers: numbers.filter(Boolean).join(", ") })
    : say("No statement of these States was found on that. That says nothing about what they have done.");
  form.save.hidden = !numbers.length;
  form.save.onclick = () => {
    const rows = found.flat().filter((row) => articles(row).some((number) => numbers.includes(number)));
    const head = Object.keys(rows[0]);
    Csv.save("comparison.csv", new Blob([Csv.write([head, ...rows.map((row) => head.map((name) => row[name]))])], { type: "text/csv" }));
  };
}

function section(number, states, found) {
  const title = [...form.article.options].find((option) => option.value === number)?.textContent;
  const heading = element("h2", { id: `article-${number || "none"}`, textContent: number ? title : say("Under no article") });
  const columns = states.map((state, i) => {
    const rows = found[i].filter((row) => articles(row).includes(number));
    const none = element("p", { className: "none", textContent: say("No statement was found. That is not a finding about the State.") });
    const link = element("a", { href: `states/${state.value}.html`, textContent: state.textContent });
    return element("div", {}, element("h3", {}, link), ...(rows.length ? rows.map(quote) : [none]));
  });
  const whole = element("section", {}, heading, element("div", { className: "beside" }, ...columns));
  whole.setAttribute("aria-labelledby", heading.id);
  return whole;
}

document.getElementById("without").remove();
form.hidden = false;
const address = new URLSearchParams(location.search);
(address.get("states") ?? "").split(",").forEach((code, i) => {
  if (choices[i]) choices[i].value = code;
});
form.article.value = address.get("article") ?? "";
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", show);
show();
