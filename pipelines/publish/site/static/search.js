// The search page: States, articles and notes by their names (names.js), paragraphs by their words (Pagefind's program,
// whose own components do not keep their state in the address). The address says what was asked: q, facets, page.
// `element` is of cite.js.
"use strict";

const PAGE = 20;
// Words shown of a paragraph.
const WORDS = 40;
// Facets, by their names in the address and in the index.
const FACETS = { state: "State", article: "Article", year: "Year", note: "Note", theme: "Theme", language: "Language" };
const form = document.getElementById("search");
const results = document.getElementById("results");
const summary = document.getElementById("summary");
const home = new URL(".", location.href).pathname;
let engine = null;
let asked = 0;

async function start() {
  const pagefind = await import(`${home}pagefind/pagefind.js`);
  await pagefind.options({ noWorker: true });
  for (let part = 2; part <= Number(form.dataset.parts); part += 1) {
    await pagefind.mergeIndex(`${home}pagefind/${part}/`);
  }
  // Else a search does not count them.
  await pagefind.filters();
  return pagefind;
}

// What the address asks for.
function wanted() {
  const address = new URLSearchParams(location.search);
  const filters = Object.entries(FACETS).flatMap(([key, name]) => (address.get(key) ? [[name, address.get(key)]] : []));
  return {
    words: address.get("q")?.trim() ?? "",
    filters: Object.fromEntries(filters),
    page: Math.max(1, Number.parseInt(address.get("page") ?? "1", 10) || 1),
  };
}

function addressOf(page) {
  const address = new URLSearchParams();
  if (form.q.value.trim()) address.set("q", form.q.value.trim());
  for (const key of Object.keys(FACETS)) if (form[key].value) address.set(key, form[key].value);
  if (page > 1) address.set("page", page);
  const query = address.toString();
  return query ? `?${query}` : location.pathname;
}

async function run() {
  const { words, filters, page } = wanted();
  const mine = (asked += 1);
  form.q.value = words;
  if (!words && !Object.keys(filters).length) summary.textContent = "";
  try {
    engine ??= start();
    const pagefind = await engine;
    const found = await pagefind.search(words || null, { filters });
    const last = Math.max(1, Math.ceil(found.results.length / PAGE));
    const here = Math.min(page, last);
    const shown = await Promise.all(found.results.slice((here - 1) * PAGE, here * PAGE).map(record));
    const named = words ? await Names.find(words, 5) : [];
    const near = words && !named.length ? await Names.near(words) : [];
    // A later question has overtaken this one.
    if (mine !== asked) return;
    facets(found.totalFilters, filters);
    say(words, found.results.length, here, last);
    results.replaceChildren(
      ...names(named, "Called so"),
      ...names(near, "Did you mean"),
      ...(found.results.length ? [] : nothing(Object.keys(filters).length)),
      list(shown, here),
      ...pager(here, last),
    );
  } catch {
    summary.textContent = "The search could not be loaded. Reload the page; the lists of States, articles and notes lead everywhere too.";
  }
}

function say(words, count, page, last) {
  const what = `${count.toLocaleString("en")} ${count === 1 ? "paragraph" : "paragraphs"}`;
  const part = last > 1 ? `, page ${page} of ${last}` : "";
  summary.textContent = words ? `${what} for “${words}”${part}` : `${what}${part}`;
  document.title = document.title.replace(/^.*?(?=Search )/, words ? `${words} – ` : "");
}

function facets(found, filters) {
  for (const [key, name] of Object.entries(FACETS)) {
    const values = Object.entries(found[name] ?? {}).filter(([value, count]) => count || value === filters[name]);
    const number = new Intl.Collator("en", { numeric: true }).compare;
    form[key].replaceChildren(
      element("option", { value: "", textContent: "all" }),
      ...values
        .sort((a, b) => number(a[0], b[0]))
        .map(([value, count]) => element("option", { value, textContent: `${value} (${count})` })),
    );
    form[key].value = filters[name] ?? "";
    // Where all is in one language, there is nothing to choose.
    form[key].parentElement.hidden = !values.length;
  }
}

function names(entries, title) {
  if (!entries.length) return [];
  const items = entries.map((entry) =>
    element("li", {}, element("a", { href: entry.page, textContent: entry.label }), ` ${Names.words(entry)}`),
  );
  return [element("h2", { textContent: title }), element("ul", { className: "called" }, ...items)];
}

function nothing(narrowed) {
  const words = narrowed
    ? "Nothing fits all of that. Widen the lists above, or search with fewer words."
    : "No paragraph holds these words. Try one word of them, another form of the word, or look through the lists:";
  const links = ["States", "Articles", "Notes"].map((name) =>
    element("li", {}, element("a", { href: `${name.toLowerCase()}.html`, textContent: name })),
  );
  return [element("p", { textContent: words }), element("ul", { className: "inline" }, ...links)];
}

// What is shown of a result, which is called by its address: the records of a page stand in one file.
const pages = new Map();
async function record({ id, words }) {
  const [page, place] = id.split("#");
  if (!pages.has(page)) pages.set(page, fetch(`${home}pagefind/${page.replace(/html$/, "json")}`).then((answer) => answer.json()));
  const [title, text] = (await pages.get(page))[place];
  return { url: home + id, title, text, words };
}

// The words around what was found; `found` numbers them as Pagefind counts.
function excerpt(text, found) {
  // Words that no spaces part are parted by a sign that is not seen.
  const spaced = !text.includes("\u200b");
  const words = text.split(spaced ? /\s+/ : "\u200b");
  const marked = new Set(found);
  // Where most of them stand together.
  const within = (start) => found.filter((place) => place >= start && place < start + WORDS).length;
  const best = [...marked].sort((a, b) => within(b) - within(a) || a - b)[0] ?? 0;
  const start = Math.max(0, Math.min(best - WORDS / 4, words.length - WORDS));
  const shown = element("p", { className: "words" });
  shown.dir = "auto";
  for (const [i, word] of words.slice(start, start + WORDS).entries()) {
    shown.append(i && spaced ? " " : "", marked.has(start + i) ? element("mark", { textContent: word }) : word);
  }
  return shown;
}

function list(shown, page) {
  return element(
    "ol",
    { className: "hits", start: (page - 1) * PAGE + 1 },
    ...shown.map((data) =>
      element("li", {}, element("a", { href: data.url, textContent: data.title }), excerpt(data.text, data.words)),
    ),
  );
}

function pager(page, last) {
  if (last < 2) return [];
  const link = (to, text) => {
    const found = element("a", { href: addressOf(to), textContent: text });
    found.addEventListener("click", (event) => {
      event.preventDefault();
      go(to);
      summary.focus();
    });
    return element("li", {}, found);
  };
  const items = [];
  if (page > 1) items.push(link(page - 1, "Previous"));
  items.push(element("li", { textContent: `${page} of ${last}` }));
  if (page < last) items.push(link(page + 1, "Next"));
  const nav = element("nav", { className: "pager" }, element("ul", {}, ...items));
  nav.setAttribute("aria-label", "Pages of results");
  return [nav];
}

function go(page) {
  history.pushState(null, "", addressOf(page));
  run();
}

document.getElementById("without").remove();
form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  form.q.dispatchEvent(new Event("blur"));
  go(1);
});
for (const key of Object.keys(FACETS)) form[key].addEventListener("change", () => go(1));
addEventListener("popstate", run);
run();
