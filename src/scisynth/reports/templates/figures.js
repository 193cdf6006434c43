"use strict";
const [group, verdict, words] = ["group", "verdict", "words"].map((id) => document.getElementById(id));
const cards = [...document.querySelectorAll("article")];
function show() {
  const wanted = words.value.toLowerCase();
  let count = 0;
  for (const card of cards) {
    card.hidden = (group.value && card.dataset.group !== group.value)
      || (verdict.value && card.dataset.verdict !== verdict.value)
      || (wanted && !card.textContent.toLowerCase().includes(wanted));
    count += !card.hidden;
  }
  document.getElementById("count").textContent = `${count} shown`;
}
for (const control of [group, verdict, words]) control.addEventListener("input", show);
show();
const marking = document.getElementById("marking");
if (marking) marking.addEventListener("input", () => { document.querySelector("main").dataset.marking = marking.value; });
const overlay = document.getElementById("overlay");
if (overlay) overlay.addEventListener("input", () => { document.querySelector("main").classList.toggle("bare", !overlay.checked); });
function light(event, on) {
  const line = event.target.closest("li[data-check]");
  if (!line) return;
  for (const spot of line.closest("article").querySelectorAll(`.spot[data-check="${line.dataset.check}"]`)) spot.classList.toggle("on", on);
}
for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]])
  document.addEventListener(name, (event) => light(event, on));
