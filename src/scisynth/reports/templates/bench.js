// A benchmark: one judge's numbers at a time, and a gallery of which only one page is ever built.
const judgeChoice = document.getElementById("judge-choice");
if (judgeChoice) {
  serveFilters(judgeChoice, ({judge}) => {
    for (const part of document.querySelectorAll(".by-judge")) part.hidden = part.dataset.judge !== judge;
  });
}

// Everything that came from outside enters as text, never as markup.
const make = (tag, classes, ...inside) => {
  const node = document.createElement(tag);
  if (classes) node.className = classes;
  node.append(...inside);
  return node;
};

const SIGNS = {true: "✓", false: "✗"};

const outcome = (status, score, reward) => (status === "ok" ? (score ?? reward)?.toFixed(2) ?? "no number" : status);

const badge = (judges, [judge, status, score, right, reward]) => {
  const kind = status !== "ok" ? "failed" : right === null ? "unknown" : right ? "good" : "bad";
  const sign = SIGNS[right] ?? (status === "ok" ? "·" : "!");
  const item = make("li", kind, sign, make("span", "name", judges[judge]), outcome(status, score, reward));
  item.title = judges[judge];
  return item;
};

const shot = (data, item, picture, several) => {
  const name = several ? `${picture.by} · ${picture.index + 1}` : picture.by;
  const figure = make("figure", `shot ${picture.state}`, make("figcaption", "", name));
  if (picture.src) {
    const image = make("img");
    image.alt = `${picture.by}: ${item.prompts[picture.tier] ?? item.prompts.implicit}`;
    image.decoding = "async";
    image.src = picture.src;
    if (picture.link) {
      const link = make("a", "", image);
      link.href = picture.link;
      link.title = "open the full image";
      figure.append(link);
    } else figure.append(image);
  } else figure.append(make("div", "placeholder", make("span", "", "no image"), picture.reason));
  figure.append(make("ul", "badges", ...picture.verdicts.map((verdict) => badge(data.judges, verdict))));
  return figure;
};

const wordsOf = (data, pictures) => {
  const box = make("details", "words", make("summary", "", "What the judges said"));
  box.addEventListener("toggle", () => {
    if (!box.open || box.children.length > 1) return;
    for (const picture of pictures) {
      box.append(make("h4", "", `${picture.by}, ${picture.tier} ${picture.index + 1}`));
      for (const [judge, status, score, , reward, reason, raw] of picture.verdicts) {
        const said = `${outcome(status, score, reward)}${reason ? `: ${reason}` : ""}`;
        box.append(make("p", "", make("b", "", data.judges[judge]), ` ${said}`));
        if (raw) box.append(make("pre", "", raw));
      }
    }
  });
  return box;
};

const chips = (pictures) => {
  const has = (state) => pictures.filter((picture) => picture.state === state).length;
  const judged = has("right") + has("wrong") + has("split");
  const shown = [];
  if (judged) shown.push(make("span", `chip ${has("right") === judged ? "good" : "bad"}`, `${has("right")} of ${judged} right`));
  if (has("split")) shown.push(make("span", "chip split", "judges disagree"));
  if (pictures.some((picture) => picture.failed)) shown.push(make("span", "chip bad", "failed"));
  return shown.flatMap((chip, place) => (place ? [" · ", chip] : [chip]));
};

const sheetOf = (data, item, pictures) => {
  const about = [item.field, item.setting, item.id].filter(Boolean).join(" · ");
  const sheet = make("article", "sheet",
    make("p", "top", make("b", "", item.law), make("span", "", ...chips(pictures))),
    make("p", "meta", about),
    make("p", "prompt", `“${item.prompts.implicit}”`));
  for (const tier of new Set(pictures.map((picture) => picture.tier))) {
    const own = pictures.filter((picture) => picture.tier === tier);
    const row = make("div", "tier-row");
    if (data.tiers.size > 1 || tier !== "implicit")
      row.append(make("p", "", make("b", "", tier), tier === "implicit" ? "" : ` “${item.prompts[tier] ?? ""}”`));
    const several = own.some((picture) => picture.index > 0);
    row.append(make("div", "shots", ...own.map((picture) => shot(data, item, picture, several))));
    sheet.append(row);
  }
  if (item.why) sheet.append(make("p", "derivation", item.why));
  if (pictures.some((picture) => picture.verdicts.some((verdict) => verdict[5] || verdict[6]))) sheet.append(wordsOf(data, pictures));
  return sheet;
};

// What can be asked of the pictures of an item that are in view.
const VERDICTS = {
  "": () => true,
  "all right": (pictures) => pictures.every((picture) => picture.state === "right" && !picture.failed),
  "some wrong": (pictures) => pictures.some((picture) => picture.state === "wrong" || picture.state === "split"),
  "judges disagree": (pictures) => pictures.some((picture) => picture.state === "split"),
  failed: (pictures) => pictures.some((picture) => picture.failed),
};
const scores = (picture) => picture.verdicts.map((verdict) => verdict[2]).filter((score) => score !== null);
const ORDERS = {
  lowest: (pictures) => {
    const all = pictures.flatMap(scores);
    return all.length ? all.reduce((sum, score) => sum + score, 0) / all.length : Infinity;
  },
  disagreement: (pictures) => -Math.max(0, ...pictures.map(scores).map((all) => (all.length ? Math.max(...all) - Math.min(...all) : 0))),
};

const block = document.getElementById("bench-data");
if (block) {
  const data = JSON.parse(block.textContent);
  block.remove();
  data.tiers = new Set(data.items.flatMap((item) => item.pictures.map((picture) => picture.tier)));
  const page = 24;
  const sheets = document.getElementById("bench-sheets");
  const filters = document.getElementById("bench-filters");
  const [pager, previous, next] = ["pager", "previous", "next"].map((id) => document.getElementById(id));
  const widest = Math.max(...data.items.map((item) => {
    const tiers = item.pictures.map((picture) => picture.tier);
    return Math.max(0, ...[...data.tiers].map((tier) => tiers.filter((own) => own === tier).length));
  }));
  sheets.style.setProperty("--sheet", widest > 2 ? "34rem" : widest > 1 ? "22rem" : "16rem");
  const texts = data.items.map((item) => [...Object.values(item.prompts), item.law, item.id, item.why].join("\n").toLowerCase());

  const show = (found, first) => {
    const part = found.slice(first, first + page);
    sheets.replaceChildren(...part.map(({item, pictures}) => sheetOf(data, item, pictures)));
    document.getElementById("bench-count").textContent = found.length
      ? `Showing ${first + 1} to ${first + part.length} of ${found.length} matching prompt sets (${data.items.length} in all).`
      : `No prompt set matches (${data.items.length} in all).`;
    pager.hidden = found.length <= page;
    previous.disabled = first === 0;
    next.disabled = first + page >= found.length;
    const turn = (step) => () => { show(found, first + step); filters.scrollIntoView(); };
    previous.onclick = turn(-page);
    next.onclick = turn(page);
  };
  const update = ({law, tier = "", verdict, order, text}) => {
    const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
    const near = data.items.flatMap((item, place) => {
      if (!fits(item, {law}) || !wanted.every((word) => texts[place].includes(word))) return [];
      const pictures = item.pictures.filter((picture) => fits(picture, {tier}));
      return pictures.length ? [{item, pictures}] : [];
    });
    for (const choice of filters.querySelectorAll('input[name="verdict"]'))
      choice.nextElementSibling.lastElementChild.textContent = near.filter(({pictures}) => VERDICTS[choice.value](pictures)).length;
    const found = near.filter(({pictures}) => VERDICTS[verdict](pictures));
    if (order) {
      const rank = new Map(found.map((entry) => [entry, ORDERS[order](entry.pictures)]));
      found.sort((a, b) => (rank.get(a) === rank.get(b) ? 0 : rank.get(a) < rank.get(b) ? -1 : 1));
    }
    show(found, 0);
  };
  const run = serveFilters(filters, update);
  filters.elements.text.addEventListener("input", run);
  filters.addEventListener("submit", (event) => event.preventDefault());
}
