"use strict";
// One item at a time: keep it, swap its images, choose others, edit the words, reject it, or leave it to another expert.

const SCREENS = ["welcome", "task", "thanks"];
const SIDES = ["explicit", "superficial"];
const WORDS = ["implicit_prompt", "explicit_prompt", "superficial_prompt"];
const REASONS = ["both wrong", "prompt wrong", "ambiguous", "image flawed", "unsafe"];
const KEYS = { KeyK: "keep", KeyS: "swap", KeyE: "edit", KeyR: "reject", KeyN: "abstain", KeyU: "undo", Backspace: "undo", Escape: "back" };
const EXPECTED = { keep: "to keep it as it is", swap: "to swap the images", reject: "to reject it" };
const MIN_LOOK_MS = 250; // a double tap is one answer
const DRAFT_MS = 400;

let shownAt = null; // null while the images are not both there
let chosen = {};
let words = {};
let editing = false;
let timer = null;
let saving = Promise.resolve(); // drafts in their order

function element(name, text, attributes) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  return made;
}

function show(next) {
  const before = state && state.now && state.now.item;
  state = next;
  const now = state.now;
  $("undo").disabled = $("undo-last").hidden = !state.last;
  if (!now) {
    showOnly("thanks");
    $("thanked").textContent = `, ${state.rater}`;
    $("all").textContent = state.stopped
      ? "Some answers to items with a known truth differ from it. Please talk to the person who runs this review."
      : `There is nothing for you to do now. ${state.decided} of ${state.total} items are decided.`;
    return;
  }
  showOnly("task");
  if (before !== now.item) editing = false;
  chosen = { ...now.chosen };
  words = { ...now.words };
  $("count").textContent = `${state.done} answered · ${state.left} open for you · ${state.decided} of ${state.total} decided`;
  $("rater").textContent = state.role === "adjudicator" ? `${state.rater}, adjudicator` : state.rater;
  $("bar").max = state.total || 1;
  $("bar").value = state.decided;
  $("note").value = now.note;
  $("about").textContent = `${[now.law, now.subject, now.condition].filter(Boolean).join(" · ")}. `;
  showTrial(state.trial);
  showAnswers(now.answers);
  showFacts(now);
  fill($("warnings"), now.warnings.map((text) => element("li", text)));
  $("why").hidden = true;
  $("abstain").hidden = false;
  paint();
  showImages(now);
  for (const address of state.ahead || []) new Image().src = address;
  if (before && before !== now.item) scrollTo(0, 0);
}

function fill(parent, children) {
  parent.replaceChildren(...children);
  parent.hidden = !children.length;
}

function showTrial(trial) {
  $("trial").hidden = !trial;
  if (!trial) return;
  const right = trial.right ? "That was right" : `The last one was ${EXPECTED[trial.expected]}`;
  $("trial").textContent = trial.why ? `${right}: ${trial.why}` : `${right}.`;
  $("trial").classList.toggle("good", trial.right);
}

function showAnswers(answers) {
  $("answers").hidden = !answers.length;
  $("answers").querySelector("ul").replaceChildren(...answers.map((answer) => {
    const edits = Object.entries(answer.words).map(([name, text]) => `${name.replace("_", " ")}: “${text}”`);
    const parts = [answer.action, answer.reason, ...edits, answer.note].filter(Boolean);
    const line = element("li", `${answer.who}: ${parts.join("; ")}`);
    if (answer.action === "change") {
      const button = element("button", "Take over", { class: "small" });
      button.addEventListener("click", () => takeOver(answer));
      line.append(" ", button);
    }
    return line;
  }));
}

function showFacts(now) {
  $("derivation").textContent = now.derivation;
  fill($("facts"), now.facts.map((fact) => {
    const row = element("tr");
    const value = [fact.value, fact.unit].filter((part) => part !== "").join(" ");
    const sure = fact.uncertainty ? ` ± ${fact.uncertainty}` : "";
    row.append(element("th", [fact.name, fact.of].filter(Boolean).join(", "), { scope: "row" }), element("td", value + sure), element("td", fact.source, { class: "quiet" }));
    return row;
  }));
  const rubrics = [["The image must show", now.scene_rubric], ["What science says", now.reality_rubric]].filter(([, text]) => text);
  fill($("rubrics"), rubrics.flatMap(([name, text]) => [element("dt", name), element("dd", text)]));
}

function isChanged() {
  return SIDES.some((side) => chosen[side] !== state.now.shown[side]) || WORDS.some((name) => name in words && words[name] !== state.now.prompts[name]);
}

function paint() {
  const now = state.now;
  for (const name of WORDS) {
    const text = name in words ? words[name] : now.prompts[name];
    if (editing) {
      let area = $(name).querySelector("textarea");
      if (!area) {
        area = element("textarea", "", { rows: "3", maxlength: "1000", "aria-label": name.replace("_", " ") });
        area.addEventListener("input", () => { words[name] = area.value; later(); nameKeep(); });
        $(name).replaceChildren(area);
      }
      if (area.value !== text) area.value = text;
    } else {
      $(name).textContent = text;
      $(name).classList.toggle("edited", text !== now.prompts[name]);
    }
  }
  for (const side of SIDES) {
    const found = now.candidates.find((candidate) => candidate.id === chosen[side]);
    $(side).querySelector(".big").src = found.image;
    $(side).querySelector(".flags").textContent = found.warnings.join("; ");
    $(side).querySelector(".flags").hidden = !found.warnings.length;
    const own = now.candidates.filter((candidate) => candidate.side === side);
    const rest = now.candidates.filter((candidate) => candidate.side !== side);
    const strip = $(side).querySelector(".strip");
    strip.hidden = now.candidates.length < 3;
    strip.replaceChildren(...[...own, ...rest].map((candidate, number) => thumb(side, candidate, number)));
  }
  $("edit").setAttribute("aria-pressed", String(editing));
  nameKeep();
}

function thumb(side, candidate, number) {
  const button = element("button", "", { class: "thumb", "aria-label": `Image ${number + 1}${candidate.side === side ? "" : ", of the other side"}`, "aria-pressed": String(candidate.id === chosen[side]), title: candidate.warnings.join("\n") });
  button.append(element("img", "", { src: candidate.image, alt: "", loading: "lazy" }));
  if (candidate.warnings.length) button.append(element("span", "!", { class: "flag" }));
  button.addEventListener("click", () => choose(side, candidate.id));
  return button;
}

function nameKeep() {
  $("keep-words").textContent = isChanged() ? "Accept with changes" : "Keep";
}

async function showImages(now) {
  shownAt = null;
  $("images").classList.remove("ready");
  try {
    await Promise.all(SIDES.map((side) => $(side).querySelector(".big").decode()));
  } catch {
    if (state.now === now) complain("An image did not load. Please reload the page.");
    return;
  }
  if (state.now !== now) return;
  $("images").classList.add("ready");
  shownAt = performance.now();
}

function choose(side, id) {
  const other = SIDES.find((name) => name !== side);
  if (chosen[other] === id) chosen[other] = chosen[side]; // one image cannot stand on both sides
  chosen[side] = id;
  paint();
  draft();
}

function edited() {
  // An emptied field is the old text again.
  return Object.fromEntries(Object.entries(words).filter(([name, text]) => text.trim() && text !== state.now.prompts[name]));
}

function takeOver(answer) {
  chosen = { ...chosen, ...answer.chosen };
  words = { ...answer.words };
  paint();
  draft();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(draft, DRAFT_MS);
}

function draft() {
  clearTimeout(timer);
  timer = null;
  const body = { rater: state.rater, item: state.now.item, ...chosen, words: edited(), note: $("note").value };
  saving = saving.then(() => ask("draft", body)).then(() => complain(""), (error) => complain(`Not saved. ${error.message}`));
}

async function answer(action, reason = "", images = chosen) {
  const looked = shownAt === null ? 0 : performance.now() - shownAt;
  if (!state.now || busy || looked < MIN_LOOK_MS) return;
  if (timer !== null) draft();
  await saving;
  send("answer", { item: state.now.item, action, reason, ...images, words: edited(), note: $("note").value, seconds: Math.min(looked / 1000, MAX_SECONDS) });
}

function act(what) {
  if (!state || busy) return;
  if (what === "undo") {
    if (state.last) send("undo", { item: state.last });
    return;
  }
  if (!state.now) return;
  if (what === "back") {
    $("why").hidden = true;
    editing = false;
    paint();
  } else if (what === "keep") {
    answer("accept");
  } else if (what === "swap") {
    answer("accept", "", { explicit: chosen.superficial, superficial: chosen.explicit });
  } else if (what === "abstain") {
    answer("abstain");
  } else if (what === "edit") {
    if (editing && timer !== null) draft();
    editing = !editing;
    paint();
    if (editing) $("implicit_prompt").querySelector("textarea").focus();
  } else if (what === "reject") {
    $("why").hidden = false;
    $("why").scrollIntoView({ block: "nearest" });
    $("reasons").firstChild.focus();
  }
}

REASONS.forEach((reason, number) => {
  const button = element("button", reason, { id: `reason-${number + 1}` });
  button.append(element("kbd", String(number + 1), { class: "hint" }));
  button.addEventListener("click", () => answer("reject", reason));
  $("reasons").append(button);
});

addEventListener("keydown", (event) => {
  if (!state || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = ["TEXTAREA", "INPUT"].includes(document.activeElement.tagName);
  if (isTyping && event.code !== "Escape") return;
  const number = /^(Digit|Numpad)([1-5])$/.exec(event.code);
  if (number && !$("why").hidden) {
    event.preventDefault();
    answer("reject", REASONS[Number(number[2]) - 1]);
    return;
  }
  const what = KEYS[event.code];
  if (!what) return;
  event.preventDefault();
  act(what);
});
for (const what of ["keep", "swap", "edit", "reject", "abstain", "undo"]) $(what).addEventListener("click", () => act(what));
$("no-reject").addEventListener("click", () => act("back"));
$("undo-last").addEventListener("click", () => act("undo"));
$("note").addEventListener("input", later);
begin();
