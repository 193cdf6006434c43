"use strict";
// One prompt at a time: what was asked, what was changed and why, and three images side by side.

const $ = (id) => document.getElementById(id);
let number = 0;

function complain(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

function piece(tag, text, kind) {
  const made = document.createElement(tag);
  made.textContent = text || "";
  if (kind) made.className = kind;
  return made;
}

function column(found) {
  const figure = document.createElement("figure");
  if (found.image) {
    const image = document.createElement("img");
    image.src = found.image;
    image.alt = found.alt;
    figure.append(image);
  } else {
    figure.append(piece("p", "no image", "missing"));
  }
  const words = document.createElement("figcaption");
  words.append(piece("strong", found.title), piece("span", found.prompt), piece("span", found.note, "quiet"));
  figure.append(words);
  return figure;
}

function show(found) {
  $("change").textContent = found.change;
  $("derivation").textContent = found.derivation;
  $("columns").replaceChildren(...found.columns.map(column));
  $("found").hidden = false;
}

async function request(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const reply = await fetch(path, options || {}).catch(() => {
    throw new Error("The page's server cannot be reached. Is it still running?");
  });
  const found = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error(found.error || `The server answered ${reply.status}.`);
  return found;
}

async function draw() {
  for (const name of ["draw", "again"]) $(name).disabled = true;
  $("busy").hidden = false;
  try {
    show(await request("draw", { prompt: $("prompt").value, number }));
    complain("");
  } catch (error) {
    complain(error.message);
  } finally {
    $("busy").hidden = true;
    for (const name of ["draw", "again"]) $(name).disabled = false;
  }
}

$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  number = 0;
  draw();
});
$("again").addEventListener("click", () => {
  number += 1;
  draw();
});
history.replaceState(null, "", "./"); // the token is a cookie by now
request("about").then((found) => { $("name").textContent = found.name; }).catch((error) => complain(error.message));
$("prompt").focus();
