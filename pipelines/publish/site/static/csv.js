// Reads and writes CSV as the release does, and hands files to the reader. Used by the pages of tables, SQL and comparison of States.
"use strict";

// A text of a note as it is read: ligatures are letters, a word that the end of a line parted is whole. Which words those
// are a form of the page says.
const PARTED = JSON.parse(document.querySelector("[data-parted]")?.dataset.parted ?? "{}");

function read(text) {
  const letters = text.replace(/[\ufb00-\ufb06]/g, (sign) => sign.normalize("NFKC")).replaceAll("\u00ad", "");
  return letters.replace(/\p{L}+(?:[-‐]\p{L}+)+/gu, (word) => PARTED[word] ?? word);
}

const Csv = {
  // No spreadsheet may take a text for a formula: as in the CSV of the release, an apostrophe goes before it.
  field(value) {
    let text = value === null ? "" : String(value);
    if (typeof value === "string" && /^[=+@\t\r-]/.test(text)) text = `'${text}`;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  },

  write(rows) {
    return rows.map((row) => row.map(Csv.field).join(",")).join("\n") + "\n";
  },

  // Rows as objects by the names of the head.
  read(text) {
    const rows = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
      rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      if (end === "\n") rows.push([]);
      if (end === "") break;
    }
    const [head, ...body] = rows;
    return body
      .filter((row) => row.length === head.length)
      .map((row) => Object.fromEntries(row.map((value, i) => [head[i], value.replace(/^'(?=[=+@\t\r-])/, "")])));
  },

  save(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  },
};
