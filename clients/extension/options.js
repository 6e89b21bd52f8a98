// The page of settings: which sites are read.

import { nameOf, patternOf, sites, switchOff, switchOn } from "./sites.js";

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} name @param {string[]} parts */
function say(name, ...parts) {
  return chrome.i18n.getMessage(name, parts);
}

const field = /** @type {HTMLInputElement} */ (byId("site"));
const fault = byId("fault");
const done = byId("done");

/** Write the words of the page, in the language of the browser. */
function writeWords() {
  document.documentElement.lang = say("@@ui_locale").startsWith("it") ? "it" : "en";
  document.title = say("optionsTitle");
  for (const one of document.querySelectorAll("[data-text]")) {
    one.textContent = say(/** @type {HTMLElement} */ (one).dataset.text ?? "");
  }
}

/** Write the list anew; the focus stays at the site where it was. */
async function writeSites() {
  const list = byId("sites");
  const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.pattern;
  const known = await sites();
  byId("none").hidden = known.length > 0;
  list.replaceChildren(...known.map(([pattern, isOn]) => itemOf(pattern, isOn)));
  if (focused === undefined) return;
  const boxes = [...list.querySelectorAll("input")];
  (boxes.find((one) => one.dataset.pattern === focused) ?? boxes[0] ?? field).focus();
}

/** @param {string} pattern @param {boolean} isOn */
function itemOf(pattern, isOn) {
  const item = document.createElement("li");
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = isOn;
  box.dataset.pattern = pattern;
  box.addEventListener("change", () => void turn(pattern, box.checked));
  label.append(box, nameOf(pattern));
  item.append(label);
  return item;
}

/** @param {string} pattern @param {boolean} isWanted */
async function turn(pattern, isWanted) {
  const site = nameOf(pattern);
  if (!isWanted) {
    await switchOff(pattern);
    done.textContent = say("switchedOff", site);
  } else {
    const isOn = await switchOn(pattern);
    done.textContent = say(isOn ? "switchedOn" : "refused", site);
  }
  await writeSites();
}

/** @param {string} text what is wrong with the address; empty for nothing */
function tellFault(text) {
  fault.textContent = text;
  fault.hidden = text === "";
  field.setAttribute("aria-invalid", String(text !== ""));
  field.setAttribute("aria-describedby", text === "" ? "hint" : "fault hint");
  if (text !== "") field.focus();
}

byId("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const pattern = patternOf(field.value);
  tellFault(pattern === null ? say("wrong") : "");
  if (pattern === null) return;
  // The permission is asked for here and now: later the browser would say that nobody acted.
  void switchOn(pattern).then(async (isOn) => {
    if (!isOn) {
      tellFault(say("refused", nameOf(pattern)));
      return;
    }
    field.value = "";
    done.textContent = say("switchedOn", nameOf(pattern));
    await writeSites();
  });
});

async function tellService() {
  const answer = await chrome.runtime.sendMessage({ kind: "service" }).catch(() => null);
  byId("service").textContent = say(answer?.isThere ? "serviceOn" : "serviceOff");
}

writeWords();
await writeSites();
await tellService();
