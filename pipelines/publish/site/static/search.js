// Tells the search where results and the parts of its index stand, wherever the release is served, and starts it with
// the words of the address (search.html?q=…), so that other pages can lead here.
"use strict";

const home = new URL(".", location.href).pathname;
const config = document.querySelector("pagefind-config");

document.getElementById("without").remove();
// Before the search components run.
config.setAttribute("base-url", home);

document.addEventListener("DOMContentLoaded", async () => {
  const words = new URLSearchParams(location.search).get("q");
  const search = PagefindComponents.getInstanceManager().getInstance("default");
  for (let part = 2; part <= Number(config.dataset.parts); part += 1) {
    search.options.mergeIndex.push({ bundlePath: `${home}pagefind/${part}/`, baseUrl: home });
  }
  // Loading ends with a search for nothing, which lists every paragraph: ours comes after it.
  await search.triggerLoad();
  if (words) search.triggerSearch(words);
});
