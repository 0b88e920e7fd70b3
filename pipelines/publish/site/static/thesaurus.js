// What says the same in other words, or in another language: concepts, each with its words and phrases by language
// (thesaurus.py). `recover*` stands for all words that begin so, another word for all its numbers and genders. `Words` is of
// names.js.
"use strict";

class Thesaurus {
  // `concepts`: each with its code, its use, and its ways by language.
  constructor(concepts) {
    this.concepts = new Map(concepts.map(([code, use, ways]) => [code, { use, ways }]));
    this.opening = new Map();
    this.parted = new Map();
  }

  use = (code) => this.concepts.get(code).use;

  // The ways of a concept in a language: sequences of what words begin with, or of their stems.
  ways(code, language) {
    const key = `${code} ${language}`;
    if (!this.parted.has(key)) {
      const parted = (way) => way.split(" ").flatMap((raw) => Words.key(raw).split(" ").map((word) => (raw.endsWith("*") ? { begins: word } : { stem: Words.stem(word) })));
      this.parted.set(key, (this.concepts.get(code).ways[language] ?? []).map(parted));
    }
    return this.parted.get(key);
  }

  // Of a language, by the first two letters, the ways that begin so, with their concepts.
  openings(language) {
    if (!this.opening.has(language)) {
      const all = [...this.concepts.keys()].flatMap((code) => this.ways(code, language).map((way) => ({ code, way })));
      this.opening.set(language, Map.groupBy(all, ({ way: [first] }) => (first.begins ?? first.stem).slice(0, 2)));
    }
    return this.opening.get(language);
  }

  // The concepts that words say from a place on, by the longest of their ways: `codes`, `length`. `words`: each with `word`,
  // as it is `written`. What has two letters is meant where these are capitals: "AI".
  at(words, place, language) {
    const { word, written } = words[place];
    if (word.length < 3 && written !== written.toUpperCase()) return { codes: [], length: 0 };
    const fitting = (this.openings(language).get(word.slice(0, 2)) ?? []).filter(({ way }) => fits(words, place, way));
    const length = Math.max(0, ...fitting.map(({ way }) => way.length));
    return { codes: [...new Set(fitting.filter(({ way }) => way.length === length).map(({ code }) => code))], length };
  }
}

// Whether words stand in a row from a place on: each a word, what it begins with, or its stem.
function fits(words, place, sequence) {
  return sequence.every((wanted, i) => {
    const there = words[place + i];
    if (!there) return false;
    if (typeof wanted === "string") return there.word === wanted;
    return wanted.begins ? there.word.startsWith(wanted.begins) : (there.stem ??= Words.stem(there.word)) === wanted.stem;
  });
}
