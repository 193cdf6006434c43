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
