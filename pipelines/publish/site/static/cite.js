// Adds "Copy citation" to every permalink, and "Copy" to what is marked as worth copying; leads a permalink on to the
// page of a long note that holds its words. Pages say all without it.
"use strict";

// A permalink names the first page of its note, whatever the pages into which the note is parted.
function leadOn() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (!wanted || document.getElementById(wanted)) {
    return;
  }
  for (const link of document.querySelectorAll("a[data-holds]")) {
    if (link.dataset.holds.split(" ").some((held) => wanted === held || wanted.startsWith(`${held}.`))) {
      location.replace(link.href + location.hash);
    }
  }
}

leadOn();
addEventListener("hashchange", leadOn);

function button(label, text) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "copy";
  element.textContent = label;
  element.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      element.textContent = "Copied";
    } catch {
      // Without a secure address browsers keep the clipboard shut: show the text, selected, to be copied by hand.
      const shown = document.createElement("textarea");
      shown.readOnly = true;
      shown.value = text();
      shown.setAttribute("aria-label", label);
      element.replaceWith(shown);
      shown.focus();
      shown.select();
    }
  });
  return element;
}

function citation(link) {
  const address = link.href;
  const block = link.closest(".statement");
  const source = block?.querySelector(".source");
  if (source) {
    return `${source.textContent.trim()}. ${address}`;
  }
  const note = document.querySelector(".note-source").textContent.trim();
  const paragraph = link.dataset.paragraph;
  return `${note}${paragraph ? `, paragraph ${paragraph}` : ""}. ${address}`;
}

for (const link of document.querySelectorAll("a.permalink")) {
  link.after(" ", button("Copy citation", () => citation(link)));
}
for (const block of document.querySelectorAll("[data-copy]")) {
  block.after(button("Copy", () => block.textContent.trim()));
}
