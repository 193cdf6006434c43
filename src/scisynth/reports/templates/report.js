"use strict";
// Sorting: a click on a head sorts by data-value; cells without a value stay last.
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const descending = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const value = (row) => row.children[head.cellIndex].dataset.value ?? "";
    const compare = (a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === "" || y === "") return (x === "") - (y === "");
      const order = head.dataset.kind === "number" ? x - y : x.localeCompare(y);
      return descending ? -order : order;
    };
    body.append(...[...body.rows].sort(compare));
  });
}
// The gallery: three filters, and a few dozen cards at a time.
const gallery = document.getElementById("gallery");
if (gallery) {
  const page = 24;
  let limit = page;
  const filters = document.getElementById("filters");
  const more = document.getElementById("more");
  const update = () => {
    const wanted = Object.fromEntries(new FormData(filters));
    const chosen = [...gallery.children].filter((card) =>
      Object.entries(wanted).every(([key, value]) => value === "" || card.dataset[key] === value));
    for (const card of gallery.children) card.hidden = true;
    for (const card of chosen.slice(0, limit)) card.hidden = false;
    const shown = Math.min(limit, chosen.length);
    document.getElementById("count").textContent =
      `Showing ${shown} of ${chosen.length} matching pairs (${gallery.children.length} in all).`;
    more.hidden = shown === chosen.length;
    more.textContent = `Show ${Math.min(page, chosen.length - shown)} more`;
  };
  filters.addEventListener("change", () => { limit = page; update(); });
  filters.addEventListener("reset", () => { limit = page; setTimeout(update); });
  more.addEventListener("click", () => { limit += page; update(); });
  filters.hidden = false;
  update();
}
