// Tells words apart as the index does (`words_of` in search.py), knows States, groups of them, articles, notes, topics and
// systems by their names (names.bin), and suggests them below a search field. A field that says data-names becomes a combobox (ARIA 1.2);
// without this script it leads to the search page all the same. `say` is of cite.js.
"use strict";

const Words = {
  fold: (text) => text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase(),

  // The words of a text, each with where it stands. Of what is joined by hyphens the parts, and the whole beside them.
  of(text) {
    const found = [];
    for (const run of text.matchAll(/[\p{L}\p{N}\p{M}\p{Cf}]+(?:[-‐][\p{L}\p{N}\p{M}\p{Cf}]+)*/gu)) {
      let start = run.index;
      const parts = run[0].split(/[-‐]/);
      for (const part of parts) {
        for (const [sign] of part.matchAll(/[\u3400-\u9fff\uf900-\ufaff]|[^\u3400-\u9fff\uf900-\ufaff]+/g)) {
          found.push({ word: Words.fold(sign), start, end: start + sign.length });
          start += sign.length;
        }
        start += 1;
      }
      if (parts.length > 1) {
        found.push({ word: Words.fold(parts.join("")), start: run.index, end: run.index + run[0].length, whole: true });
      }
    }
    return found.filter(({ word }) => word);
  },

  // The words of a text with blanks between. Of ASCII, which most names are, nothing needs to be folded.
  key(text) {
    if (/^[\x00-\x7f]*$/.test(text)) return (text.toLowerCase().match(/[a-z\d]+/g) ?? []).join(" ");
    return Words.of(text).filter(({ whole }) => !whole).map(({ word }) => word).join(" ");
  },

  // A word less what tells its number and gender in English, French and Spanish: "policies" and "policy" are one.
  stem: (word) => (word.length < 4 ? word : word.replace(/aux$/, "al").replace(/(?:[aeo]?s|[aeo])$/, "").replace(/y$/, "i").replace(/c$/, "z")),
};

// A term as topics.yaml writes them: the words with which it `opens`, whether a list of words can hold it (`within`), and
// the `expression` for their key.
// There are thousands, few of which a question can hold, so an expression is made when it is asked for. `form`: what is
// taken of each word of both, `begun`: of one that may go on.
function pattern(term, form = (word) => word, begun = form) {
  const first = term.trim().split(" ")[0];
  const opens = first.split("|").map((way) => {
    const [word, ...rest] = Words.key(way).split(" ");
    const begins = way.endsWith("*") && !rest.length;
    return { word: (begins ? begun : form)(word), begins };
  });
  let made;
  return {
    opens,
    within: (words) => first === "#" || opens.some((open) => words.some((word) => (open.begins ? word.startsWith(open.word) : word === open.word))),
    get expression() {
      made ??= expressionOf(term, form, begun);
      return made;
    },
  };
}

// What stands for `…` is no part of a group; of two numbers the second is `until`.
function expressionOf(term, form, begun) {
  const said = (word) => (word.endsWith("*") ? `${begun(Words.key(word))}[^ ]*` : Words.key(word).split(" ").map(form).join(" "));
  const numbers = ["number", "until"].values();
  const either = (words) => (words === "#" ? `(?<${numbers.next().value}>\\d+)` : words.includes("|") ? `(?:${words.split("|").map(said).join("|")})` : said(words));
  const runs = term.split("…").map((run) => `(${run.trim().split(" ").map(either).join(" ")})`);
  return new RegExp(`(?:^| )${runs.join("(?: [^ ]+){0,5}? ")}(?= |$)`, "dgu");
}

// What a file holds that is compressed, because many file servers send files as they are.
async function compressed(address) {
  const { body } = await fetch(address);
  return new Response(body.pipeThrough(new DecompressionStream("gzip"))).json();
}

const SUGGESTED = ["State", "Article", "Note", "Topic", "System"];

const Names = {
  field: document.querySelector("input[data-names]"),

  // The entries: `names` with their keys, `terms`, names that are patterns, and of topics `stems`, patterns of all names in
  // any number and gender, and `own`, keys of those that mean the topic itself. Fetched once. A stage is no name: "done" asks for nothing by itself.
  all(address = new URL(Names.field.dataset.names, location.href)) {
    Names.fetched ??= compressed(address)
      .then((entries) =>
        entries.map(([kind, code, label, page, names, more]) => ({
          kind,
          code,
          label,
          page: page && new URL(page, address).href,
          there: kind === "Article" ? more !== "" : page !== "",
          more,
          names: [...(kind === "Stage" ? [] : [label]), ...names.filter((name) => !/[|*…#]/.test(name))]
            .map((name) => ({ name, key: Words.key(name) }))
            .filter(({ key }) => key),
          terms: names.filter((name) => /[|*…#]/.test(name)).map((name) => pattern(name)),
          own: kind === "Topic" ? [label, ...names.slice(0, more[4]).filter((name) => !/[|*…#]/.test(name))].map(Words.key) : [],
          stems: kind === "Topic" ? [label, ...names].map((name) => pattern(name, Words.stem, (word) => word.replace(/[aeo]$/, ""))) : [],
        })),
      )
      .catch(() => []);
    return Names.fetched;
  },

  // A note, by its identifier: `symbol` where it has one, its title and day in `label`, the day in `more`.
  async note(code) {
    Names.notes ??= Names.all().then(
      (entries) => new Map(entries.filter(({ kind }) => kind === "Note").map((entry) => [entry.code, { ...entry, symbol: entry.names[1]?.name ?? "" }])),
    );
    return (await Names.notes).get(code);
  },

  // Entries that answer to the words, the best first: called so, begins so, a word of it begins so.
  async find(words, limit = 8) {
    const wanted = Words.key(words);
    if (!wanted) return [];
    const numbered = /^\D+ \d+$/.test(wanted);
    const score = (key) => {
      if (key === wanted) return 0;
      // "article 1" does not begin "article 13".
      if (key.startsWith(wanted) && !(numbered && /\d/.test(key[wanted.length]))) return 1;
      return wanted.length > 2 && !numbered && ` ${key}`.includes(` ${wanted}`) ? 2 : 9;
    };
    return (await Names.all())
      .filter(({ kind }) => SUGGESTED.includes(kind))
      .map((entry) => {
        const scored = entry.names.map(({ name, key }) => ({ name, score: score(key) }));
        return { ...entry, ...scored.reduce((best, next) => (next.score < best.score ? next : best)) };
      })
      .filter(({ score: found }) => found < 9)
      .sort((a, b) => a.score - b.score)
      .slice(0, limit);
  },

  // States that are called nearly so, the nearest first.
  async near(word) {
    const limit = word.length > 7 ? 2 : 1;
    if (word.length < 4) return [];
    return (await Names.all())
      .filter(({ kind }) => kind === "State")
      .map((entry) => ({ ...entry, far: Math.min(...entry.names.map(({ key }) => distance(word, key, limit))) }))
      .filter(({ far }) => far <= limit)
      .sort((a, b) => a.far - b.far)
      .slice(0, 5);
  },

  // What is said of an entry after its name.
  words({ kind, label, name, there }) {
    const also = name && name !== label && name.length > 3 && kind === "State" ? `${name}; ` : "";
    const what = { State: say("State"), Article: say("Article"), Note: say("Note"), Topic: say("Topic"), System: say("system, body or law") }[kind];
    return also + (there ? what : say("nothing found"));
  },
};

// Letters to change, add, leave out or swap to make one word of the other; more than the limit is told as more.
function distance(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row.push(Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}

function suggest(field) {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", say("Suggestions"));
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
        option.dataset.page = entry.page || `search.html?q=${encodeURIComponent(entry.label)}`;
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
