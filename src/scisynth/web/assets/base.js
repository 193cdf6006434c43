"use strict";
// What all pages share: the person's name, requests to the server, and what is said when one fails.
// A page defines SCREENS, show(state), which paints what the server says, and may define forget(), called after a failure.

const $ = (id) => document.getElementById(id);
const MAX_SECONDS = 86400;

let state = null;
let busy = false;

function showOnly(screen) {
  for (const name of SCREENS) $(name).hidden = name !== screen;
}

function complain(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

async function ask(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let reply;
  try {
    reply = await fetch(path, options || {});
  } catch {
    throw new Error("The page's server cannot be reached. Is it still running?");
  }
  if (reply.status === 403) throw new Error("This link is no longer valid. Please open the new one.");
  const found = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error(found.error || `The server answered ${reply.status}.`);
  return found;
}

async function send(path, body) {
  if (busy) return;
  busy = true;
  try {
    show(await ask(path, { rater: state.rater, ...body }));
    complain("");
  } catch (error) {
    if (typeof forget === "function") forget();
    complain(`Not saved. ${error.message}`);
  } finally {
    busy = false;
  }
}

async function enter(rater) {
  try {
    const found = await ask(`state?${new URLSearchParams({ rater })}`);
    history.replaceState(null, "", `?${new URLSearchParams({ rater: found.rater })}`);
    complain("");
    show(found);
  } catch (error) {
    showOnly("welcome");
    complain(error.message);
  }
}

function begin() {
  $("who").addEventListener("submit", (event) => {
    event.preventDefault();
    enter($("name").value);
  });
  const asked = new URLSearchParams(location.search).get("rater");
  history.replaceState(null, "", asked ? `?${new URLSearchParams({ rater: asked })}` : "./"); // the token is a cookie by now
  if (asked) {
    enter(asked);
  } else {
    showOnly("welcome");
    $("name").focus();
  }
}
