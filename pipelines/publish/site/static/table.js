// Lets a reader sort and filter a table, choose its columns, and save what is shown as CSV. The address says what was
// chosen. What a page says of its table:
//   table data-live="statements" (name of the file), data-rows="region:Region" (filters by an attribute of the row);
//   th data-key (name in address and file), data-filter="State" (a list to choose from; state in the address),
//   data-part="4" (only the first characters count), data-least="0.7 0.9" (the list offers what is at least so much),
//   data-many (values parted by commas), data-hidden (only shown to those who choose it), class num; td data-v (value for
//   filters), data-s (value for sorting and for the file), data-f (value for the file alone: under the name of a column,
//   what the release's own CSV holds there).
// Of a list the page has the first rows, and data-parts: the files of `tables.py` that have all of them, in all languages;
//   data-words: by column, what the language says for codes; data-root, data-top: where addresses of pages of the
//   language, and of the release, begin; th data-kind: what a column shows.
"use strict";

const SHOWN = 250;
const OF_NOTE = new Set(["note", "title", "day"]);
// What a sign in a cell says, by the legend.
const SIGNS = Object.fromEntries([...document.querySelectorAll(".legend [data-status]")].map((key) => [key.textContent, key.nextSibling.textContent.trim()]));
const order = new Intl.Collator(LOCALE, { numeric: true }).compare;

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// What a cell of a page holds: text; v, s, f as above.
const held = (cell) => ({ text: cell.textContent.trim(), ...cell.dataset });

// A row of a list, from what its file has of it; its element is made once it is shown.
class Row {
  constructor(list, [id, title, symbol, issued, language], [, place, ...values]) {
    this.language = language;
    const address = `${list.root}notes/${id}.html`;
    const given = Object.fromEntries(list.stored.map((column, index) => [column.key, values[index]]));
    this.link = place && `${address}#${place}`;
    this.cells = list.columns.map(({ key, kind }) => {
      const value = given[key] ?? "";
      const words = list.words_of[key] ?? {};
      switch (kind) {
        case "state":
          return { text: words[value] ?? value, v: given.state_iso3 ?? "", f: value, href: value && `${list.root}states/${given.state_iso3}.html` };
        case "articles": {
          const parts = value.split(" ").filter(Boolean).map((part) => part.split("-").map(Number));
          const codes = parts.flatMap(([first, last = first]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
          return { text: parts.map((part) => part.join("–")).join(say(", ")), f: codes.map((n) => `article-${String(n).padStart(2, "0")}`).join(";") };
        }
        case "topics": {
          const each = value.split(";").filter(Boolean).map((code) => [code, words[code]]);
          return { text: each.map(([, title]) => title).join(say(", ")), each, f: value };
        }
        case "quote":
          return { text: `${given.lead_in ? `${read(given.lead_in)} […] ` : ""}${read(value)}`, f: value };
        case "sure":
          return { text: value === "" ? "" : percent(value), s: value };
        case "day":
          return { text: issued ? day(issued) : "", s: issued ?? "" };
        case "note":
          return { text: symbol ?? read(title), v: id, f: title };
        case "system":
          return { text: read(value), f: value, href: given.statement_count > 1 && `${list.root}systems/${given.system_id}.html` };
        case "title":
          return { text: read(title), f: title, href: address };
        case "place":
          return { text: String(value), href: this.link };
        case "num":
          return { text: value.toLocaleString(LOCALE), s: value };
        default:
          return { text: words[value] ?? read(String(value)), v: value, f: value };
      }
    });
  }

  element(list) {
    this.made ??= make("tr", {}, ...this.cells.map(({ text, href }, index) => {
      const { th, kind } = list.columns[index];
      const shown = href ? make("a", { href, textContent: text }) : kind === "id" ? make("code", { textContent: text }) : text;
      const cell = make(index ? "td" : "th", { className: th.classList.contains("num") ? "num" : kind }, shown);
      if (TEXTS.has(kind)) {
        cell.dir = "auto";
        if (this.language && this.language !== document.documentElement.lang) cell.lang = this.language;
      }
      if (!index) cell.scope = "row";
      if (kind === "message") cell.lang = "en";
      return cell;
    }));
    return this.made;
  }
}

// Kinds of columns with words of a note.
const TEXTS = new Set(["quote", "any", "title", "note", "system"]);

class Live {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.scroll = table.closest(".scroll");
    this.columns = [...table.tHead.rows[0].cells].map((th, index) => ({
      th,
      index,
      key: th.dataset.key,
      kind: th.dataset.kind,
      label: th.textContent.trim(),
      shown: th.dataset.hidden === undefined,
    }));
    this.rows = [...this.body.rows];
    this.address = new URLSearchParams(location.search);
    this.limit = SHOWN;
    const { parts, root, words } = table.dataset;
    this.parts = (parts ?? "").split(" ").filter(Boolean);
    this.complete = !this.parts.length;
    this.root = root;
    this.words_of = JSON.parse(words ?? "{}");
    this.stored = this.columns.filter(({ kind }) => !OF_NOTE.has(kind));
    this.filters = [];
    this.choices = [];
    this.build();
    this.fill();
    if (this.address.size) this.load().then(() => this.refresh());
    else this.refresh();
  }

  build() {
    this.controls = make("form", { className: "controls" });
    this.controls.setAttribute("role", "search");
    this.controls.setAttribute("aria-label", say("This table"));
    this.fields = make("div", { className: "fields" });
    this.words = make("input", { type: "search", autocomplete: "off", value: this.address.get("q") ?? "" });
    this.put("q", say("Contains"), this.words, this.controls);
    // Open where there is room for them.
    const open = !matchMedia("(max-width: 40rem)").matches;
    this.controls.append(make("details", { className: "filters", open }, make("summary", { textContent: say("Filters") }), this.fields));
    for (const wanted of (this.table.dataset.rows ?? "").split(" ").filter(Boolean)) {
      const [key, label] = wanted.split(":");
      this.filter(key, label, (row) => [[row.dataset[key], row.dataset[key]]]);
    }
    for (const column of this.columns) {
      const { filter, by, part, many, least } = column.th.dataset;
      if (!filter) continue;
      if (least) {
        const from = least.split(" ");
        const bounds = (row) => from.filter((bound) => Number(this.at(row, column).s || 0) >= bound);
        const label = (bound) => say("%(bound)s or more", { bound: percent(bound) });
        this.filter(column.key, filter, (row) => bounds(row).map((bound) => [bound, label(bound)]), column);
        continue;
      }
      const values = (row) => {
        const { text, v, s, each } = this.at(row, column);
        if (each) return each;
        if (many !== undefined) return text.split(say(", ")).map((value) => [value, value]);
        const value = String(v ?? s ?? text).slice(0, part ? Number(part) : undefined);
        return [[value, part ? value : text]];
      };
      this.filter(by ?? filter.toLowerCase(), filter, values, column);
    }
    this.picker = make("details", { className: "choose" }, make("summary", { textContent: say("Columns") }));
    const wanted = this.address.get("columns")?.split(",");
    for (const column of this.columns.slice(1)) {
      if (wanted) column.shown = wanted.includes(column.key);
      const box = make("input", { type: "checkbox", checked: column.shown });
      column.box = box;
      box.setAttribute("aria-label", say("Column %(label)s", { label: column.label }));
      box.addEventListener("change", () => {
        column.shown = box.checked;
        this.tell("columns", this.columns.filter((c) => c.shown && c.index).map((c) => c.key).join(","));
        this.refresh();
      });
      this.picker.append(make("label", {}, box, ` ${column.label}`));
    }
    this.file = make("button", { type: "button", textContent: say("Download these rows (CSV)") });
    this.file.addEventListener("click", () => this.load().then(() => this.download()));
    this.clear = make("button", { type: "reset", textContent: say("Show all"), className: "plain" });
    this.count = make("p", { className: "count" });
    this.count.setAttribute("role", "status");
    this.more = make("button", { type: "button", textContent: say("Show more rows"), hidden: true });
    this.more.addEventListener("click", () => {
      this.limit += SHOWN;
      this.refresh();
    });
    this.controls.append(this.picker, make("div", { className: "row" }, this.count, this.clear, this.file));
    this.scroll.before(this.controls);
    this.scroll.after(this.more);
    this.listen();
    for (const column of this.columns) this.sortable(column);
    const sort = this.address.get("sort") ?? "";
    this.sorted = this.columns.find((c) => c.key === sort.replace(/^-/, ""));
    this.down = sort.startsWith("-");
  }

  listen() {
    // All rows of a list are fetched once a reader turns to the controls.
    for (const kind of ["focusin", "pointerenter"]) this.controls.addEventListener(kind, () => this.load());
    this.controls.addEventListener("submit", (event) => event.preventDefault());
    this.words.addEventListener("input", () => {
      this.tell("q", this.words.value);
      this.load().then(() => this.refresh());
    });
    this.controls.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const name of ["q", "sort", ...[...this.filters, ...this.choices].map(({ key }) => key)]) this.tell(name);
      this.words.value = "";
      for (const filter of this.filters) filter.wanted.clear();
      for (const { list } of this.choices) list.value = "";
      this.sorted = undefined;
      this.refresh();
      this.words.focus();
    });
  }

  put(key, label, field, where = this.fields) {
    field.id = `by-${key}`;
    where.append(make("div", { className: "field" }, make("label", { htmlFor: field.id, textContent: label }), field));
  }

  // What the cell of a row holds in a column.
  at(row, { index }) {
    const cell = row.cells[index];
    return cell instanceof Element ? held(cell) : cell;
  }

  // What a reader ticks, several at once. `values`: gives value and label of a row, several where it has several.
  filter(key, label, values, column) {
    // An address may call it by its column, too.
    for (const value of column && column.key !== key ? this.address.getAll(column.key) : []) this.address.append(key, value);
    const list = make("div", { className: "options" });
    const head = make("summary", { textContent: label });
    const filter = { key, label, values, column, list, head, wanted: new Set(this.address.getAll(key)) };
    list.addEventListener("change", ({ target }) => {
      if (target.checked) filter.wanted.add(target.value);
      else filter.wanted.delete(target.value);
      this.tell(key, ...filter.wanted);
      this.refresh();
    });
    this.filters.push(filter);
    this.fields.append(make("details", { className: "field" }, head, list));
  }

  // One of some values, of which the page itself says what it does.
  choice(key, label) {
    const list = make("select", {}, make("option", { value: "", textContent: say("all") }));
    list.addEventListener("change", () => this.tell(key, list.value));
    this.put(key, label, list);
    this.choices.push({ key, list });
    return { list, wanted: this.address.get(key) ?? "" };
  }

  option(filter, value, label) {
    const box = make("input", { type: "checkbox", value, checked: filter.wanted.has(value) });
    const count = make("small");
    return { value, label, box, count, line: make("label", {}, box, ` ${label} `, count) };
  }

  // Offers in every list what all rows have. An address may name a value by its label.
  fill() {
    for (const filter of this.filters) {
      const found = new Map(this.rows.flatMap((row) => this.values(filter, row)).filter(([value]) => value));
      filter.options = [...found].sort((a, b) => order(a[1], b[1])).map(([value, label]) => {
        if (value !== label && filter.wanted.delete(label)) filter.wanted.add(value);
        return this.option(filter, value, label);
      });
      // An address may ask for what no row has: then there is none.
      if (this.complete) for (const value of filter.wanted) if (!found.has(value)) filter.options.push(this.option(filter, value, value));
      filter.list.replaceChildren(...filter.options.map(({ line }) => line));
    }
  }

  values(filter, row) {
    row.values ??= new Map();
    if (!row.values.has(filter.key)) row.values.set(filter.key, filter.values(row));
    return row.values.get(filter.key);
  }

  // The rows that have what was ticked, and beside each value how many rows it would give with all else that was ticked.
  matching(words) {
    const counts = new Map(this.filters.map((filter) => [filter, new Map()]));
    const found = this.rows.filter((row) => {
      row.text ??= fold([...row.cells].map((_, index) => this.at(row, { index }).text).join(" "));
      if (!words.every((word) => row.text.includes(word))) return false;
      const missed = this.filters.filter((filter) => filter.wanted.size && !this.values(filter, row).some(([value]) => filter.wanted.has(value)));
      if (missed.length < 2) {
        for (const filter of missed.length ? missed : this.filters) {
          for (const [value] of this.values(filter, row)) counts.get(filter).set(value, (counts.get(filter).get(value) ?? 0) + 1);
        }
      }
      return !missed.length;
    });
    for (const filter of this.filters) {
      for (const { value, box, count } of filter.options) {
        box.checked = filter.wanted.has(value);
        count.textContent = (counts.get(filter).get(value) ?? 0).toLocaleString(LOCALE);
      }
      const ticked = filter.options.filter(({ value }) => filter.wanted.has(value)).map(({ label }) => label);
      filter.head.textContent = [filter.label, ticked.join(", ")].filter(Boolean).join(": ");
    }
    return found;
  }

  sortable(column) {
    const button = make("button", { type: "button", className: "sort" });
    if (column.th.querySelector("a")) {
      button.setAttribute("aria-label", say("Sort by %(label)s", { label: column.label }));
      column.th.append(button);
    } else {
      button.append(...column.th.childNodes);
      column.th.append(button);
    }
    button.addEventListener("click", () => {
      this.down = this.sorted === column ? !this.down : column.th.classList.contains("num");
      this.sorted = column;
      this.tell("sort", `${this.down ? "-" : ""}${column.key}`);
      this.load().then(() => this.refresh());
    });
  }

  tell(name, ...values) {
    this.address.delete(name);
    for (const value of values.filter(Boolean)) this.address.append(name, value);
    const query = this.address.toString().replaceAll("%2C", ",");
    history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
  }

  load() {
    this.loading ??= this.complete ? Promise.resolve() : this.fetchParts();
    return this.loading;
  }

  async fetchParts() {
    this.count.textContent = say("Loading all rows …");
    try {
      const parts = await Promise.all(this.parts.map(async (part) => {
        const answer = await fetch(this.table.dataset.top + part);
        if (!answer.ok) throw new Error(answer.statusText);
        return answer.json();
      }));
      this.rows = parts.flatMap(({ notes, rows }) => rows.map((row) => new Row(this, notes[row[0]], row)));
      this.complete = true;
      document.getElementById("without")?.remove();
      this.fill();
      this.refresh();
    } catch {
      this.count.textContent = say("The rows of this list could not be loaded; these are the first of them.");
    }
  }

  refresh() {
    const words = fold(this.words.value).split(/\s+/).filter(Boolean);
    const chosen = this.filters.some(({ wanted }) => wanted.size) || this.choices.some(({ list }) => list.value) || words.length;
    let found = this.matching(words);
    if (this.sorted) found = this.inOrder(found);
    this.found = found;
    this.reveal(words);
    const rows = found.slice(0, this.limit).map((row) => (row instanceof Row ? row.element(this) : row));
    for (const { th, index, shown } of this.columns) {
      th.hidden = !shown;
      for (const row of rows) row.cells[index].hidden = !shown;
      const sorted = this.sorted?.th === th;
      if (sorted) th.setAttribute("aria-sort", this.down ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
    }
    this.body.replaceChildren(...rows);
    this.more.hidden = found.length <= this.limit;
    this.clear.hidden = !chosen && !this.sorted;
    if (this.complete) {
      const rows = counted(this.rows.length, "row", "rows");
      const [some, all] = [found, this.rows].map(({ length }) => length.toLocaleString(LOCALE));
      this.count.textContent = chosen ? say("%(some)s of %(all)s rows", { some, all }) : rows;
    }
  }

  // Shows the columns by which rows were chosen: those of the lists, and those that alone hold a word.
  reveal(words) {
    for (const { wanted, column } of this.filters) if (column && wanted.size) this.show(column);
    for (const column of this.columns.filter(({ shown }) => !shown)) {
      const alone = (row) => {
        const elsewhere = fold(this.columns.filter(({ shown }) => shown).map((one) => this.at(row, one).text).join(" "));
        return words.some((word) => !elsewhere.includes(word) && fold(this.at(row, column).text).includes(word));
      };
      if (words.length && this.found.slice(0, this.limit).some(alone)) this.show(column);
    }
  }

  show(column) {
    column.shown = true;
    if (column.box) column.box.checked = true;
  }

  inOrder(rows) {
    const number = this.sorted.th.classList.contains("num");
    const value = (row) => {
      const { s, text: shown } = this.at(row, this.sorted);
      const text = String(s ?? shown);
      if (number && s) return Number(s);
      return number ? Number.parseFloat(text.replaceAll(/[,.\u202f\u00a0](?=\d{3})/g, "")) || (text in SIGNS ? -1 : 0) : text;
    };
    const compare = number ? (a, b) => a - b : order;
    const sign = this.down ? -1 : 1;
    return rows
      .map((row) => [value(row), row])
      .sort((a, b) => sign * compare(a[0], b[0]))
      .map(([, row]) => row);
  }

  download() {
    const columns = this.columns.filter((column) => column.shown);
    const cell = (row, column) => {
      const { text, f, s } = this.at(row, column);
      if ((f ?? s) !== undefined) return f ?? s;
      if (text in SIGNS) return SIGNS[text];
      if (column.th.classList.contains("num") && /^[\d,.\u202f\u00a0]+$/.test(text)) return Number(text.replaceAll(/[,.\u202f\u00a0]/g, ""));
      return text;
    };
    const rows = this.found.map((row) => columns.map((column) => cell(row, column)));
    const head = columns.map(({ key }) => key);
    const links = this.found.map((row) => row.link ?? row.querySelector?.("a.at")?.getAttribute("href"));
    if (links.some(Boolean)) {
      head.push("permalink");
      rows.forEach((row, i) => row.push(links[i] ? new URL(links[i], location.href).href : ""));
    }
    rows.unshift(head);
    Csv.save(`${this.table.dataset.live}.csv`, new Blob([Csv.write(rows)], { type: "text/csv" }));
  }
}

for (const table of document.querySelectorAll("table[data-live]")) table.live = new Live(table);
// A printed table has all its rows.
addEventListener("beforeprint", () => {
  for (const { live } of document.querySelectorAll("table[data-live]")) {
    live.limit = Infinity;
    live.refresh();
  }
});
