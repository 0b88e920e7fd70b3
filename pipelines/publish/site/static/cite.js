// Adds "Copy with source" and "Cite" to every permalink, and "Copy" to what is marked as worth copying. Pages say all
// without it. `release.js` says what is cited.
"use strict";

// Where the release begins, wherever it is served from.
const ROOT = new URL("..", document.currentScript.src).href;

// Numbers, days and the order of names as the language has them, with the digits of the pages.
const LOCALE = `${document.documentElement.lang.replace(/^en$/, "en-GB")}-u-nu-latn`;
const percent = (share) => Number(share).toLocaleString(LOCALE, { style: "percent" });
const DAY = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeZone: "UTC" });
const day = (date) => DAY.format(new Date(date));

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// Of what has the same key, the first.
const distinct = (list, key) => list.filter((one, i) => list.findIndex((other) => key(other) === key(one)) === i);

// A phrase of a script, with its values in their places; of a noun the form for one.
function say(phrase, values = {}) {
  const said = window.WORDS?.[phrase] ?? phrase;
  return (said.one ?? said.other ?? said).replace(/%\((\w+)\)s/g, (_, name) => values[name]);
}

// A number with its noun: in other languages the forms by category of plural.
function counted(value, one, many) {
  const forms = window.WORDS?.[one] ?? { one, other: many };
  const noun = forms[new Intl.PluralRules(LOCALE).select(value)] ?? forms.other;
  // In Arabic one and two are said by the noun alone.
  return LOCALE.startsWith("ar") && [1, 2].includes(value) ? noun : `${value.toLocaleString(LOCALE)} ${noun}`;
}

function copyButton(label, text) {
  const button = element("button", { type: "button", className: "copy", textContent: label });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = say("Copied");
    } catch {
      // Without a secure address browsers keep the clipboard shut: show the text, selected, to be copied by hand.
      const shown = element("textarea", { readOnly: true, value: text(), ariaLabel: label });
      button.replaceWith(shown);
      shown.focus();
      shown.select();
    }
  });
  return button;
}

const CITABLE = ".statement, .found li, .para";

// What a permalink leads to: its identifier, where it is from, its words, its address in this release. The page of a note
// has the note's title once and the place beside each paragraph; elsewhere a line says it in short.
function cited(link) {
  const block = link.closest(CITABLE);
  const paragraph = link.closest(".para");
  const [symbol, date] = [...block.querySelectorAll(".from bdi")].map((part) => part.textContent);
  const number = say("paragraph %(number)s", { number: link.textContent.match(/\d+/)?.[0] });
  const source = paragraph
    ? document.querySelector(".note-source").textContent.trim() + (paragraph.querySelector(".place")?.textContent ?? "")
    : `${symbol} (${date}), ${number}`;
  const words = (block.querySelector("blockquote") ?? paragraph.querySelector(".words")).cloneNode(true);
  words.querySelector(".lead-in")?.replaceWith("[…] ");
  const inside = link.href.slice(ROOT.length);
  return {
    id: inside.match(/notes\/([^.#]+)/)[1] + inside.slice(inside.indexOf("#")).replace("#", "."),
    source,
    quote: words.textContent.trim(),
    address: `${RELEASE.address}releases/${RELEASE.id}/${inside}`,
  };
}

// No page turns a line of these formats into another one: white space is one blank.
const plain = (text) => text.replace(/\s+/g, " ");
const TEX = { "\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}" };
const tex = (text) => plain(text).replace(/[\\{}$&%#_^~]/g, (sign) => TEX[sign] ?? `\\${sign}`);

const FORMATS = {
  "Text with source": (c) =>
    `${say("“%(words)s”", { words: c.quote })}\n${c.source}. ` +
    `${say("In: %(title)s, %(publisher)s, release %(id)s (%(published)s).", RELEASE)} ${c.address}`,
  BibTeX: (c) =>
    `@misc{${c.id.replace(/[^A-Za-z0-9.-]/g, "-")},\n` +
    Object.entries({
      author: "{United Nations}",
      title: `{${tex(c.source)}}`,
      howpublished: `In: {${tex(RELEASE.title)}}`,
      publisher: `{${tex(RELEASE.publisher)}}`,
      version: RELEASE.id,
      year: RELEASE.published.slice(0, 4),
      date: RELEASE.published,
      abstract: tex(c.quote),
      url: c.address,
    })
      .map(([name, value]) => `  ${name} = {${value}},\n`)
      .join("") +
    "}",
  RIS: (c) =>
    [
      ["TY", "DATA"],
      ["ID", c.id],
      ["AU", "United Nations"],
      ["TI", c.source],
      ["T2", RELEASE.title],
      ["PB", RELEASE.publisher],
      ["ET", RELEASE.id],
      ["PY", RELEASE.published.slice(0, 4)],
      ["DA", RELEASE.published.replaceAll("-", "/")],
      ["AB", c.quote],
      ["UR", c.address],
      ["ER", ""],
    ]
      .map(([tag, value]) => `${tag}  - ${plain(value)}`)
      .join("\n"),
  "CSL-JSON": (c) =>
    JSON.stringify(
      [
        {
          id: c.id,
          type: "entry",
          author: [{ literal: "United Nations" }],
          title: c.source,
          "container-title": RELEASE.title,
          publisher: RELEASE.publisher,
          version: RELEASE.id,
          issued: { "date-parts": [RELEASE.published.split("-").map(Number)] },
          abstract: c.quote,
          URL: c.address,
        },
      ],
      null,
      1,
    ),
};

function openCitation(link) {
  const what = cited(link);
  const text = element("textarea", { readOnly: true, rows: 12, ariaLabel: say("Citation") });
  const formats = element("select", { id: "citation-format" }, ...Object.keys(FORMATS).map((name) => new Option(name)));
  const show = () => (text.value = FORMATS[formats.value](what));
  formats.addEventListener("change", show);
  show();
  const dialog = element("dialog", { className: "cite", ariaLabel: `${say("Cite")} ${what.id}` });
  dialog.append(
    element("label", { htmlFor: "citation-format", textContent: say("Cite as") }),
    formats,
    text,
    element("p", {}, say("The citation names this release, which never changes.")),
    copyButton(say("Copy"), () => text.value),
    " ",
    element("form", { method: "dialog" }, element("button", { className: "copy", textContent: say("Close") })),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

for (const link of document.querySelectorAll("a.permalink")) {
  if (!link.closest(CITABLE)) {
    continue;
  }
  const cite = element("button", { type: "button", className: "copy", textContent: say("Cite") });
  cite.addEventListener("click", () => openCitation(link));
  link.parentElement.append(" ", copyButton(say("Copy with source"), () => FORMATS["Text with source"](cited(link))), " ", cite);
}
for (const block of document.querySelectorAll("[data-copy]")) {
  // Beside the frame of a piece of code, not within it.
  (block.closest("pre") ?? block).after(copyButton(say("Copy"), () => block.textContent.trim()));
}
