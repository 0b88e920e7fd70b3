// On a page of an old release, says so above the page and leads to the same place in the current one; leads links to
// releases to those that stand. Which do stands beside the releases, in current.json: no release is ever altered.
"use strict";

const Releases = {
  // Where this release begins, its name where it is below releases/, and where the current one is.
  root: new URL("..", document.currentScript.src),

  get here() {
    return this.root.pathname.match(/\/releases\/([^/]+)\/$/)?.[1];
  },

  get top() {
    return this.here ? new URL("../../", this.root) : this.root;
  },

  address(release, path = "") {
    return new URL(`releases/${encodeURIComponent(release)}/${path}`, this.top);
  },

  // The current release and all that stand, newest first; null where that is not told, as with files on one's own disk.
  async standing() {
    const answer = this.root.protocol === "file:" ? null : await fetch(new URL("current.json", this.top)).catch(() => null);
    return answer?.ok ? answer.json() : null;
  },

  warn(current) {
    const link = (textContent, href) => Object.assign(document.createElement("a"), { textContent, href });
    const same = () => new URL(location.href.slice(this.root.href.length), this.top).href;
    const today = link(say("The same place today"), same());
    addEventListener("hashchange", () => (today.href = same()));
    const banner = Object.assign(document.createElement("aside"), { className: "superseded", ariaLabel: say("Old release") });
    const changed = link(say("What changed"), new URL("changes.html#releases", this.top).href);
    banner.append(say("This is release %(here)s. The current one is %(current)s.", { here: this.here, current }), " ", today, " · ", changed);
    document.querySelector("header.site").before(banner);
  },
};

// A page whose content has moved leads on, with what was asked of it.
for (const moved of document.querySelectorAll("a[data-moved]")) {
  const there = new URL(moved.href);
  if (location.search) there.search = location.search;
  location.replace(there);
}

(async () => {
  const links = document.querySelectorAll("a[data-release]");
  if (!Releases.here && !links.length) {
    return;
  }
  const told = await Releases.standing();
  if (!told) {
    return;
  }
  if (Releases.here && told.current !== Releases.here) {
    Releases.warn(told.current);
  }
  const standing = new Set(told.releases.map((entry) => entry.release));
  for (const link of links) {
    if (standing.has(link.dataset.release)) {
      link.href = Releases.address(link.dataset.release, link.dataset.path);
    } else {
      link.replaceWith(say("no longer kept"));
    }
  }
})();
