// Narrows the table of States and articles to one note, or to the notes of one year: counts the cells anew from what
// they say of notes. td data-n="3:2 7:1" (two statements in note 3 …), tr data-l (notes, each with "m" where it mentions
// the State, "s" where it lists it and is silent of it, "l" where that can't be told),
// th data-c (notes that cover the article); the options of the hidden list name the notes. Comes after table.js.
"use strict";

const BY_LETTER = { m: "mentioned", l: "listed", s: "silent" };

function narrow(table) {
  const signs = Object.fromEntries([...document.querySelectorAll(".legend [data-status]")].map((key) => [key.dataset.status, key.textContent]));
  const live = table.live;
  const notes = [...document.querySelectorAll("#matrix-notes option")];
  const numbers = (text) => (text ?? "").split(" ").filter(Boolean).map(Number);
  const covers = [...table.tHead.rows[0].cells].map((th) => numbers(th.dataset.c));
  for (const row of live.rows) {
    row.listed = new Map((row.dataset.l ?? "").split(" ").map((said) => [Number.parseInt(said, 10), said.slice(-1)]));
    for (const cell of [...row.cells].slice(1)) {
      const said = (cell.dataset.n ?? "").split(" ").filter(Boolean);
      cell.said = said.map((pair) => pair.split(":").map(Number));
    }
  }

  function recount() {
    const wanted = notes.map(
      (note) => (!year.list.value || note.dataset.year === year.list.value) && (!one.list.value || one.list.value === note.value),
    );
    const among = (list) => list.filter((note) => wanted[note]);
    for (const row of live.rows) {
      [...row.cells].slice(1).forEach((cell, index) => {
        const count = cell.said.filter(([note]) => wanted[note]).reduce((sum, [, n]) => sum + n, 0);
        const covering = among(covers[index + 1]);
        const letter = Object.keys(BY_LETTER).find((one) => covering.some((note) => row.listed.get(note) === one));
        const whole = covering.every((note) => notes[note].dataset.whole !== undefined);
        const status = covering.length ? (BY_LETTER[letter] ?? (whole ? "not_listed" : "list_not_read")) : "";
        cell.link ??= cell.querySelector("a");
        if (count) {
          cell.link.textContent = count;
          cell.replaceChildren(cell.link);
        } else cell.textContent = signs[status] ?? "";
        cell.className = count ? cell.dataset.shade : status === "silent" ? "l" : "";
      });
    }
    live.refresh();
  }

  for (const row of live.rows) for (const cell of row.cells) cell.dataset.shade = cell.className;
  const year = live.choice("year", say("Year"));
  const years = [...new Set(notes.map((note) => note.dataset.year))].filter(Boolean).sort();
  year.list.append(...years.map((value) => make("option", { value, textContent: value })));
  const one = live.choice("note", say("Note"));
  one.list.append(...notes);
  for (const filter of [year, one]) {
    filter.list.value = filter.wanted;
    filter.list.addEventListener("change", recount);
  }
  // After the filters that every table has, before the rest.
  live.picker.before(year.list.parentElement, one.list.parentElement);
  live.controls.addEventListener("reset", recount);
  if (year.wanted || one.wanted) recount();
}

for (const table of document.querySelectorAll("table.matrix[data-live]")) narrow(table);
