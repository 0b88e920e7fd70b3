// Lets a reader sort and filter a table, choose its columns, and save what is shown as CSV. The address says what was
// chosen. Without this script the table is whole. What a page says of its table:
//   table data-live="statements" (name of the file), where its rows stand on several pages data-listing (address of the
//   first, without .html), data-page (which this is), data-pages (how many) and data-total (rows of all),
//   data-rows="region:Region" (filters by an attribute of the row); th data-key (name in address and file),
//   data-filter="State" (a list to choose from; state in the address), data-part="4" (only the first characters count),
//   data-least="0.7 0.9" (the list offers what is at least so much), data-many (values
//   parted by commas), data-hidden (only shown to those who choose it), class num; td data-v (value for filters),
//   data-s (value for sorting and for the file), data-f (value for the file alone: under the name of a column, what the
//   release's own CSV holds there).
"use strict";

const SHOWN = 250;
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

class Live {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.scroll = table.closest(".scroll");
    this.columns = [...table.tHead.rows[0].cells].map((th, index) => ({
      th,
      index,
      key: th.dataset.key,
      label: th.textContent.trim(),
      shown: th.dataset.hidden === undefined,
    }));
    this.rows = [...this.body.rows];
    this.address = new URLSearchParams(location.search);
    this.limit = SHOWN;
    this.complete = table.dataset.listing === undefined;
    this.filters = [];
    this.build();
    this.fill();
    if (this.address.size) this.load().then(() => this.refresh());
    else this.refresh();
  }

  build() {
    this.controls = make("form", { className: "controls" });
    this.controls.setAttribute("role", "search");
    this.controls.setAttribute("aria-label", say("This table"));
    this.words = make("input", { type: "search", autocomplete: "off", value: this.address.get("q") ?? "" });
    this.put("q", say("Contains"), this.words);
    for (const wanted of (this.table.dataset.rows ?? "").split(" ").filter(Boolean)) {
      const [key, label] = wanted.split(":");
      this.filter(key, label, (row) => [[row.dataset[key], row.dataset[key]]]);
    }
    for (const column of this.columns) {
      const { filter, by, part, many, least } = column.th.dataset;
      if (!filter) continue;
      if (least) {
        const from = least.split(" ");
        this.filter(column.key, filter, (row) => {
          const value = Number(row.cells[column.index].dataset.s);
          return from.filter((bound) => value >= bound).map((bound) => [bound, say("from %(bound)s", { bound: bound.replace(/^0/, "") })]);
        }).column = column;
        continue;
      }
      this.filter(by ?? filter.toLowerCase(), filter, (row) => {
        const cell = row.cells[column.index];
        const text = cell.textContent.trim();
        if (many !== undefined) return text.split(", ").map((value) => [value, value]);
        const value = (cell.dataset.v ?? cell.dataset.s ?? text).slice(0, part ? Number(part) : undefined);
        return [[value, part ? value : text]];
      }).column = column;
    }
    this.chosen = make("details", { className: "choose" }, make("summary", { textContent: say("Columns") }));
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
      this.chosen.append(make("label", {}, box, ` ${column.label}`));
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
    this.controls.append(this.chosen, make("div", { className: "row" }, this.count, this.clear, this.file));
    this.scroll.before(this.controls);
    this.scroll.after(this.more);
    this.listen();
    for (const column of this.columns) this.sortable(column);
    const sort = this.address.get("sort") ?? "";
    this.sorted = this.columns.find((c) => c.key === sort.replace(/^-/, ""));
    this.down = sort.startsWith("-");
  }

  listen() {
    // The rows of further pages are fetched once a reader turns to the controls.
    for (const kind of ["focusin", "pointerenter"]) this.controls.addEventListener(kind, () => this.load());
    this.controls.addEventListener("submit", (event) => event.preventDefault());
    this.words.addEventListener("input", () => {
      this.tell("q", this.words.value);
      this.load().then(() => this.refresh());
    });
    this.controls.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const name of ["q", "sort", ...this.filters.map((filter) => filter.key)]) this.tell(name, "");
      this.words.value = "";
      for (const filter of this.filters) filter.list.value = "";
      this.sorted = undefined;
      this.refresh();
      this.words.focus();
    });
  }

  put(key, label, field) {
    field.id = `by-${key}`;
    this.controls.append(make("div", { className: "field" }, make("label", { htmlFor: field.id, textContent: label }), field));
  }

  // A list to choose from. `values`: gives value and label of a row, several where it has several; without it, the page
  // itself says what a choice does (`list` is returned).
  filter(key, label, values) {
    const list = make("select", {}, make("option", { value: "", textContent: say("all") }));
    const filter = { key, list, values, wanted: this.address.get(key) ?? "" };
    list.addEventListener("change", () => {
      filter.wanted = list.value;
      this.tell(key, list.value);
      this.load().then(() => this.refresh());
    });
    this.filters.push(filter);
    this.put(key, label, list);
    return filter;
  }

  // Offers in every list what the rows have.
  fill() {
    for (const filter of this.filters) {
      if (!filter.values) continue;
      const found = new Map(this.rows.flatMap((row) => filter.values(row)).filter(([value]) => value));
      const options = [...found].sort((a, b) => order(a[1], b[1]));
      filter.list.replaceChildren(
        filter.list.options[0],
        ...options.map(([value, textContent]) => make("option", { value, textContent })),
      );
      filter.list.value = found.has(filter.wanted) ? filter.wanted : "";
    }
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

  tell(name, value) {
    if (value) this.address.set(name, value);
    else this.address.delete(name);
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
      const numbers = Array.from({ length: Number(this.table.dataset.pages) }, (_, index) => `${index + 1}`);
      const tables = await Promise.all(numbers.map((number) => this.fetchPart(number)));
      this.rows = tables.flatMap((table) => (table === this.table ? this.rows : [...table.tBodies[0].rows]));
      this.complete = true;
      for (const pager of document.querySelectorAll("nav.pager")) pager.hidden = true;
      this.fill();
      this.refresh();
    } catch {
      this.count.textContent = say("The other pages of this table could not be loaded; these are the rows of this page.");
      this.complete = true;
    }
  }

  // The table of the page of that number.
  async fetchPart(number) {
    if (number === this.table.dataset.page) return this.table;
    const answer = await fetch(`${this.table.dataset.listing}${number === "1" ? "" : `.${number}`}.html`);
    if (!answer.ok) throw new Error(answer.statusText);
    const table = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("table[data-live]");
    return document.adoptNode(table);
  }

  matches(row) {
    return this.filters.every(
      ({ list, values }) => !values || !list.value || values(row).some(([value]) => value === list.value),
    );
  }

  refresh() {
    const words = fold(this.words.value).split(/\s+/).filter(Boolean);
    const chosen = this.filters.some(({ list }) => list.value) || words.length;
    let found = this.rows.filter((row) => {
      row.text ??= fold(row.textContent);
      return words.every((word) => row.text.includes(word)) && this.matches(row);
    });
    if (this.sorted) found = this.inOrder(found);
    this.found = found;
    this.reveal(words);
    for (const { th, index, shown } of this.columns) {
      th.hidden = !shown;
      for (const row of found) row.cells[index].hidden = !shown;
      const sorted = this.sorted?.th === th;
      if (sorted) th.setAttribute("aria-sort", this.down ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
    }
    this.body.replaceChildren(...found.slice(0, this.limit));
    this.more.hidden = found.length <= this.limit;
    this.clear.hidden = !chosen && !this.sorted;
    if (this.complete || !this.loading) {
      const total = this.complete ? this.rows.length : Number(this.table.dataset.total ?? 0);
      const rows = counted(total || found.length, "row", "rows");
      const part = chosen || !this.complete ? say("%(some)s of %(rows)s", { some: found.length.toLocaleString(LOCALE), rows }) : rows;
      this.count.textContent = total ? part : say("%(rows)s on this page", { rows });
    }
  }

  // Shows the columns by which rows were chosen: those of the lists, and those that alone hold a word.
  reveal(words) {
    for (const { list, column } of this.filters) if (column && list.value) this.show(column);
    for (const column of this.columns.filter(({ shown }) => !shown)) {
      const alone = (row) => {
        const elsewhere = fold(this.columns.filter(({ shown }) => shown).map(({ index }) => row.cells[index].textContent).join(" "));
        return words.some((word) => !elsewhere.includes(word) && fold(row.cells[column.index].textContent).includes(word));
      };
      if (words.length && this.found.some(alone)) this.show(column);
    }
  }

  show(column) {
    column.shown = true;
    if (column.box) column.box.checked = true;
  }

  inOrder(rows) {
    const { index, th } = this.sorted;
    const number = th.classList.contains("num");
    const value = (row) => {
      const cell = row.cells[index];
      const text = cell.dataset.s ?? cell.textContent.trim();
      if (number && cell.dataset.s) return Number(cell.dataset.s);
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
    const cell = (row, { index, th }) => {
      const found = row.cells[index];
      const told = found.dataset.f ?? found.dataset.s;
      if (told !== undefined) return told;
      const text = found.textContent.trim();
      if (text in SIGNS) return SIGNS[text];
      if (th.classList.contains("num") && /^[\d,.\u202f\u00a0]+$/.test(text)) return Number(text.replaceAll(/[,.\u202f\u00a0]/g, ""));
      return text;
    };
    const rows = this.found.map((row) => columns.map((column) => cell(row, column)));
    const head = columns.map(({ key }) => key);
    if (this.found[0]?.querySelector("a.at")) {
      head.push("permalink");
      rows.forEach((row, i) => row.push(this.found[i].querySelector("a.at").href));
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
