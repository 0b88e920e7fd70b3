// Tells the search where results stand, wherever the release is served, and starts it with the words of the address
// (search.html?q=…), so that other pages can lead here. The first line runs before the search components do.
"use strict";

document.getElementById("without").remove();
document.querySelector("pagefind-config").setAttribute("base-url", new URL(".", location.href).pathname);

document.addEventListener("DOMContentLoaded", async () => {
  const words = new URLSearchParams(location.search).get("q");
  if (!words) return;
  const search = PagefindComponents.getInstanceManager().getInstance("default");
  // Loading ends with a search for nothing, which lists every paragraph: ours comes after it.
  await search.triggerLoad();
  search.triggerSearch(words);
});
