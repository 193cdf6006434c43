// The gallery of pairs: a few dozen cards at a time.
const gallery = document.getElementById("gallery");
if (gallery) {
  const page = 24;
  let limit;
  const more = document.getElementById("more");
  const show = (wanted) => {
    const chosen = [...gallery.children].filter((card) => fits(card.dataset, wanted));
    for (const card of gallery.children) card.hidden = true;
    for (const card of chosen.slice(0, limit)) card.hidden = false;
    const shown = Math.min(limit, chosen.length);
    document.getElementById("count").textContent =
      `Showing ${shown} of ${chosen.length} matching pairs (${gallery.children.length} in all).`;
    more.hidden = shown === chosen.length;
    more.textContent = `Show ${Math.min(page, chosen.length - shown)} more`;
    more.onclick = () => { limit += page; show(wanted); };
  };
  serveFilters(document.getElementById("filters"), (wanted) => { limit = page; show(wanted); });
}
