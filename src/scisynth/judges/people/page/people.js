"use strict";
// One question at a time. The server decides what is asked; this page only shows it and sends the answer.

const SCREENS = ["welcome", "task", "thanks"];
const KEYS = {
  ArrowLeft: "left", KeyF: "left", ArrowRight: "right", KeyJ: "right", ArrowDown: "cannot_tell", KeyC: "cannot_tell",
  Backspace: "undo", KeyU: "undo",
};
const MIN_LOOK_MS = 250; // a double tap is one answer

let shownAt = null; // null while the images are not both there

async function showImages(now) {
  const images = [$("left-image"), $("right-image")];
  shownAt = null;
  $("images").classList.remove("ready");
  images[0].src = now.left;
  images[1].src = now.right;
  try {
    await Promise.all(images.map((image) => image.decode()));
  } catch {
    if (state.now === now) complain("An image did not load. Please reload the page.");
    return;
  }
  if (state.now !== now) return;
  $("images").classList.add("ready");
  shownAt = performance.now();
}

function show(next) {
  state = next;
  forget();
  $("undo").disabled = $("undo-last").hidden = !state.last;
  if (!state.now) {
    showOnly("thanks");
    $("thanked").textContent = `, ${state.rater}`;
    $("all").textContent = state.total === 1 ? "The only question is answered." : `All ${state.total} questions are answered.`;
    return;
  }
  showOnly("task");
  $("prompt").textContent = state.now.prompt;
  $("count").textContent = `${state.done + 1} of ${state.total}`;
  $("rater").textContent = state.rater;
  $("bar").max = state.total;
  $("bar").value = state.done;
  showImages(state.now);
  if (state.ahead) for (const side of ["left", "right"]) new Image().src = state.ahead[side];
}

function forget() {
  for (const side of ["left", "right"]) $(side).classList.remove("chosen");
}

function act(what) {
  if (!state || busy) return;
  if (what === "undo") {
    if (state.last) send("undo", { item: state.last });
    return;
  }
  const looked = shownAt === null ? 0 : performance.now() - shownAt;
  if (!state.now || looked < MIN_LOOK_MS) return;
  if (what !== "cannot_tell") $(what).classList.add("chosen");
  send("answer", { item: state.now.item, answer: what, seconds: Math.min(looked / 1000, MAX_SECONDS) });
}

addEventListener("keydown", (event) => {
  const what = KEYS[event.code];
  if (!what || !state || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act(what);
});
for (const what of ["left", "right", "cannot_tell", "undo"]) {
  $(what).addEventListener("click", (event) => {
    if (event.detail) $(what).blur(); // a frame left on one side by the mouse would be a hint
    act(what);
  });
}
$("undo-last").addEventListener("click", () => act("undo"));
begin();
