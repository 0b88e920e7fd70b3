// Knows States, articles and notes by their names (names.json), and suggests them below a search field. A field that
// says data-names becomes a combobox (ARIA 1.2); without this script it leads to the search page all the same.
"use strict";

const Names = {
  field: document.querySelector("input[data-names]"),

  fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[.,:;“”"’'()]/g, "").replace(/\s+/g, " ").trim().toLowerCase();
  },

  // The entries, each with its names folded. Fetched once.
  all() {
    const address = new URL(Names.field.dataset.names, location.href);
    Names.fetched ??= fetch(address)
      .then((answer) => answer.json())
      .then((entries) =>
        entries.map(([kind, label, page, names]) => ({
          kind,
          label,
          page: new URL(`../${page || `${kind.toLowerCase()}s.html#others`}`, address).href,
          there: page !== "",
          names: [label, ...names].filter(Boolean).map((name) => ({ name, folded: Names.fold(name) })),
        })),
      )
      .catch(() => []);
    return Names.fetched;
  },

  // Entries that answer to the words, the best first: called so, begins so, a word of it begins so.
  async find(words, limit = 8) {
    const wanted = Names.fold(words);
    const entries = await Names.all();
    if (!wanted) return [];
    const found = Names.ranked(entries, wanted);
    if (found.length) return found.slice(0, limit);
    // "article 9 Argentina": both, one after the other.
    const article = wanted.match(/\bart(?:icle)? ?(\d+)\b/);
    if (!article) return [];
    const rest = wanted.replace(article[0], "").trim();
    return [...Names.ranked(entries, rest), ...Names.ranked(entries, `article ${article[1]}`)].slice(0, limit);
  },

  ranked(entries, wanted) {
    const article = /^art(?:icle)? \d+$/.test(wanted);
    const score = (name) => {
      if (name === wanted) return 0;
      // "article 1" does not begin "article 13".
      if (name.startsWith(wanted) && !(article && /\d/.test(name[wanted.length]))) return 1;
      return wanted.length > 2 && !article && ` ${name}`.includes(` ${wanted}`) ? 2 : 9;
    };
    return entries
      .map((entry) => {
        const scored = entry.names.map(({ name, folded }) => ({ name, score: score(folded) }));
        return { ...entry, ...scored.reduce((best, next) => (next.score < best.score ? next : best)) };
      })
      .filter((entry) => wanted && entry.score < 9)
      .sort((a, b) => a.score - b.score);
  },

  // Names that are nearly so, for a search that finds nothing.
  async near(words) {
    const wanted = Names.fold(words);
    const limit = wanted.length > 7 ? 2 : 1;
    const entries = await Names.all();
    if (wanted.length < 5) return [];
    return entries
      .filter(({ kind }) => kind === "State")
      .map((entry) => ({ ...entry, far: Math.min(...entry.names.map(({ folded }) => distance(wanted, folded, limit))) }))
      .filter(({ far }) => far <= limit)
      .sort((a, b) => a.far - b.far)
      .slice(0, 5);
  },

  // What is said of an entry after its name.
  words({ kind, label, name, there }) {
    const also = name && name !== label && name.length > 2 && kind === "State" ? `${name}; ` : "";
    return there ? `${also}${kind}` : `${also}${kind === "State" ? "no note lists it" : "no note covers it"}`;
  },
};

// Letters to change, add or leave out to make one word of the other; more than the limit is told as more.
function distance(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1);
}

function suggest(field) {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  field.parentElement.append(list);
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(roles)) {
    field.setAttribute(name, value);
  }

  let active = -1;
  function show(open) {
    list.hidden = !open || !list.children.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) move(-1);
  }
  function move(to) {
    active = to;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === to)));
    if (to < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", list.children[to].id);
      list.children[to].scrollIntoView({ block: "nearest" });
    }
  }

  field.addEventListener("focus", () => Names.all());
  field.addEventListener("input", async () => {
    const words = field.value;
    const found = await Names.find(words);
    if (words !== field.value) return;
    list.replaceChildren(
      ...found.map((entry, i) => {
        const option = document.createElement("li");
        option.id = `suggestion-${i}`;
        option.setAttribute("role", "option");
        option.dataset.page = entry.page;
        const said = document.createElement("small");
        said.textContent = Names.words(entry);
        option.append(entry.label, " ", said);
        return option;
      }),
    );
    active = -1;
    show(true);
  });
  field.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && last >= 0) {
      event.preventDefault();
      show(true);
      move(event.key === "ArrowDown" ? (active === last ? 0 : active + 1) : active <= 0 ? last : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.href = list.children[active].dataset.page;
    }
  });
  // Before the field loses the focus, which would close the list under the pointer.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) location.href = option.dataset.page;
  });
  field.addEventListener("blur", () => show(false));
}

if (Names.field) suggest(Names.field);
