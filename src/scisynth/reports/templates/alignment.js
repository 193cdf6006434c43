// The samples of an aligned generator: the same filters as the gallery, all rows at once.
const sheets = document.getElementById("sheets");
if (sheets) {
  const filters = document.getElementById("sample-filters");
  const update = () => {
    const wanted = Object.entries(Object.fromEntries(new FormData(filters)));
    for (const sheet of sheets.children)
      sheet.hidden = !wanted.every(([key, value]) => value === "" || sheet.dataset[key] === value);
    const shown = [...sheets.children].filter((sheet) => !sheet.hidden).length;
    document.getElementById("sample-count").textContent = `Showing ${shown} of ${sheets.children.length} samples.`;
  };
  filters.addEventListener("change", update);
  filters.addEventListener("reset", () => setTimeout(update));
  filters.hidden = false;
  update();
}
