// What the reader asks for, done as a sighted user does it.

import { editedHost, select, type } from "./caret.js";
import { tagOf } from "./page.js";
import { plain } from "./plain.js";
import { isFocusable, nearest } from "./roles.js";
import { unfolded } from "./values.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {{action: string, offset?: number, start?: number, end?: number, text?: string}} Wish */

/** Do something with an element. @param {Page} page @param {Element} element @param {Wish} wish */
export function perform(page, element, wish) {
  switch (wish.action) {
    case "focus":
      focus(element);
      break;
    case "setCaret":
      focus(element);
      select(page, element, wish.offset ?? 0);
      break;
    case "edit":
      focus(element);
      type(page, /** @type {HTMLElement} */ (element), wish.start ?? 0, wish.end ?? 0, wish.text ?? "");
      break;
    case "press":
    case "toggle":
      press(element);
      break;
    case "expand":
      expand(element);
      break;
    case "select":
      choose(element);
      break;
    case "contextMenu":
      focus(element);
      plain(element).dispatchEvent(mouse("contextmenu", element, 2));
      break;
    case "submit":
      submit(element);
      break;
    default: // of a later version: what it means is not known here
  }
}

/** @param {Element} element */
function focus(element) {
  plain(element).scrollIntoView({ block: "nearest", inline: "nearest" });
  const place = nearest(element, isFocusable);
  const isFocused = place instanceof HTMLElement || place instanceof SVGElement;
  if (isFocused) plain(place).focus({ preventScroll: true });
}

/** @param {string} kind @param {Element} element @param {number} button */
function mouse(kind, element, button = 0) {
  const box = plain(element).getBoundingClientRect();
  const isPointer = kind.startsWith("pointer");
  /** @type {PointerEventInit} */
  const told = {
    bubbles: true,
    cancelable: true,
    composed: true,
    view: window,
    button,
    buttons: kind.endsWith("down") ? 1 << button : 0,
    detail: isPointer ? 0 : 1,
    clientX: box.left + box.width / 2,
    clientY: box.top + box.height / 2,
  };
  if (!isPointer) return new MouseEvent(kind, told);
  return new PointerEvent(kind, { ...told, pointerId: 1, pointerType: "mouse", isPrimary: true });
}

/** The events of a click, in their order. @param {Element} element */
function press(element) {
  if (element instanceof HTMLSelectElement) {
    expand(element);
    return;
  }
  plain(element).scrollIntoView({ block: "nearest", inline: "nearest" });
  for (const kind of ["pointerover", "mouseover", "pointerdown"]) {
    plain(element).dispatchEvent(mouse(kind, element));
  }
  if (plain(element).dispatchEvent(mouse("mousedown", element))) focus(element);
  for (const kind of ["pointerup", "mouseup"]) plain(element).dispatchEvent(mouse(kind, element));
  // Only a click of its own follows links and sends forms.
  if (element instanceof HTMLElement) plain(element).click();
  else plain(element).dispatchEvent(mouse("click", element));
}

/** Fold or unfold. A page cannot open a browser's own list: the reader has it on the display. */
function expand(/** @type {Element} */ element) {
  if (!(element instanceof HTMLSelectElement)) {
    press(element);
    return;
  }
  focus(element);
  if (unfolded.has(element)) unfolded.delete(element);
  else unfolded.add(element);
}

/** Choose an option, an entry, a tab. @param {Element} element */
function choose(element) {
  const box = plain(element).closest("select");
  if (!(element instanceof HTMLOptionElement) || box === null) {
    press(element);
    return;
  }
  if (element.disabled || box.disabled) return;
  focus(box);
  unfolded.delete(box);
  const isChosen = box.multiple ? !element.selected : true;
  if (element.selected === isChosen) return;
  element.selected = isChosen;
  plain(box).dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  plain(box).dispatchEvent(new Event("change", { bubbles: true }));
}

/** Enter in a field of one line. @param {Element} element */
function submit(element) {
  focus(element);
  const told = { key: "Enter", code: "Enter", bubbles: true, cancelable: true, composed: true };
  let isAllowed = plain(element).dispatchEvent(new KeyboardEvent("keydown", told));
  if (isAllowed) isAllowed = plain(element).dispatchEvent(new KeyboardEvent("keypress", told));
  if (isAllowed) sendForm(element);
  plain(element).dispatchEvent(new KeyboardEvent("keyup", told));
}

/** What browsers do of themselves at Enter: press the form's first button that sends it. */
function sendForm(/** @type {Element} */ element) {
  const host = editedHost(element);
  if (!(host instanceof HTMLInputElement) || host.form === null) {
    if (host !== null && tagOf(host) !== "input") plain(document).execCommand("insertLineBreak");
    return;
  }
  plain(host).dispatchEvent(new Event("change", { bubbles: true }));
  const buttons = [...plain(host.form).elements].filter(isSubmit);
  const first = /** @type {HTMLButtonElement | undefined} */ (buttons[0]);
  if (first === undefined) plain(host.form).requestSubmit();
  else if (!first.disabled) plain(first).click();
}

/** @param {Element} element */
function isSubmit(element) {
  if (element instanceof HTMLButtonElement) return element.type === "submit";
  return element instanceof HTMLInputElement && ["submit", "image"].includes(element.type);
}
