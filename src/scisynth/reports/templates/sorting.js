"use strict";
// Sorting: a click on a head sorts by data-value; cells without a value stay last.
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const before = head.getAttribute("aria-sort");
    // Where more is better, a head asks for the best first.
    const descending = before ? before === "ascending" : head.dataset.first === "descending";
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
