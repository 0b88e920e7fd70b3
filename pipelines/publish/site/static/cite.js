// Adds "Copy citation" to every permalink, and "Copy" to what is marked as worth copying. Pages say all without it.
"use strict";

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
