// The samples of an aligned generator: all rows at once.
const sheets = document.getElementById("sheets");
if (sheets) {
  serveFilters(document.getElementById("sample-filters"), (wanted) => {
    for (const sheet of sheets.children) sheet.hidden = !fits(sheet.dataset, wanted);
    const shown = [...sheets.children].filter((sheet) => !sheet.hidden).length;
    document.getElementById("sample-count").textContent = `Showing ${shown} of ${sheets.children.length} samples.`;
  });
}
