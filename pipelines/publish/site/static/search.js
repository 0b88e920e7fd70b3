// Starts the search with the words of the address (search.html?q=…), so that other pages can lead here.
"use strict";

const words = new URLSearchParams(location.search).get("q");
if (words) {
  customElements.whenDefined("pagefind-input").then(() => {
    const input = document.querySelector("pagefind-input input");
    input.value = words;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
