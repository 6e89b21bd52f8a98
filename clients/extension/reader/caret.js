// Where the cursor stands in a page, and text that is typed into it.

import { isEdited, tagOf } from "./page.js";
import { plain } from "./plain.js";
import { nearest } from "./roles.js";
import { isField } from "./states.js";
import { shownTexts } from "./values.js";

/** @typedef {import("./page.js").Page} Page */

/** The element that has the focus, also in a shadow. @param {Document} document */
export function focusedElement(document) {
  let element = plain(document).activeElement;
  while (element !== null) {
    const inner = plain(element).shadowRoot?.activeElement ?? null;
    if (inner === null) break;
    element = inner;
  }
  const { body, documentElement } = plain(document);
  return element === body || element === documentElement ? null : element;
}

/** The host of text that is typed, around an element. @param {Element | null} element */
export function editedHost(element) {
  return nearest(element, (one) => isField(one) || isEdited(one));
}

/**
 * A caret, and where the selection began; null where nothing is typed.
 * @param {Page} page @param {Element} element
 * @returns {{offset: number, anchor: number | null} | null}
 */
export function caretIn(page, element) {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    if (element instanceof HTMLInputElement && !isTyped(element)) return null;
    const { selectionStart: start, selectionEnd: end, selectionDirection } = element;
    if (start === null || end === null) return { offset: element.value.length, anchor: null };
    const [offset, anchor] = selectionDirection === "backward" ? [start, end] : [end, start];
    return { offset, anchor: start === end ? null : anchor };
  }
  return isEdited(element) ? caretInHost(page, element) : null;
}

/** Whether a field is one that takes text. @param {HTMLInputElement} element */
function isTyped(element) {
  const others = "button checkbox color file hidden image radio range reset submit";
  return !others.split(" ").includes(element.type);
}

/** @param {Page} page @param {Element} host */
function caretInHost(page, host) {
  const selection = selectionOf(host);
  if (selection === null || selection.focusNode === null) return null;
  if (!plain(host).contains(selection.focusNode)) return null;
  const text = new HostText(page, host);
  const offset = text.offsetOf(selection.focusNode, selection.focusOffset);
  if (selection.isCollapsed || selection.anchorNode === null) return { offset, anchor: null };
  return { offset, anchor: text.offsetOf(selection.anchorNode, selection.anchorOffset) };
}

/** @param {Element} host */
function documentOf(host) {
  return plain(host).ownerDocument;
}

/** @param {Element} host */
function selectionOf(host) {
  const root = /** @type {Node & {getSelection?: () => Selection | null}} */ (
    plain(host).getRootNode()
  );
  return plain(root).getSelection?.() ?? plain(documentOf(host)).getSelection();
}

/** The value of a host of text, character by character with the place in the page. */
export class HostText {
  /** @param {Page} page @param {Element} host */
  constructor(page, host) {
    this.host = host;
    this.text = "";
    /** @type {[Text, number][]} the place behind each character */
    this.places = [];
    /** @type {[Text, number] | null} */
    let last = null;
    for (const [part, node] of shownTexts(page, host)) {
      for (let at = 0; at < part.length; at += 1) {
        const isBlank = /\s/.test(part[at]);
        if (node !== null) last = [node, at + 1];
        if (isBlank && (this.text === "" || this.text.endsWith(" "))) continue;
        this.text += isBlank ? " " : part[at];
        this.places.push(last ?? [plain(documentOf(host)).createTextNode(""), 0]);
      }
    }
    if (this.text.endsWith(" ")) this.text = this.text.slice(0, -1);
    /** @type {[Text, number] | null} */
    this.first = null;
    for (const [, node] of shownTexts(page, host)) if (node !== null) this.first ??= [node, 0];
  }

  /** The characters before a place. @param {Node} node @param {number} offset */
  offsetOf(node, offset) {
    const range = plain(documentOf(this.host)).createRange();
    range.setStart(node, offset);
    let low = 0;
    let high = this.text.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const [text, at] = this.places[middle];
      const isBefore = text.isConnected && range.comparePoint(text, at) <= 0;
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The place behind so many characters. @param {number} offset @returns {[Node, number]} */
  placeAt(offset) {
    if (offset > 0 && this.places.length > 0) {
      return this.places[Math.min(offset, this.places.length) - 1];
    }
    return this.first ?? [this.host, 0];
  }
}

/** Put the cursor, or a selection, into a field. */
export function select(
  /** @type {Page} */ page,
  /** @type {Element} */ element,
  /** @type {number} */ start,
  end = start,
) {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    if (element.selectionStart === null) return false; // types like "number" have no cursor
    element.setSelectionRange(start, end);
    return true;
  }
  const host = nearest(element, isEdited);
  const selection = host === null ? null : selectionOf(host);
  if (host === null || selection === null) return false;
  const text = new HostText(page, host);
  selection.setBaseAndExtent(...text.placeAt(start), ...text.placeAt(end));
  return true;
}

/**
 * Type into a field as a user does: characters `start` to `end` become `text`. The browser's own
 * editing is used, so that frameworks hear of it, and undo works.
 */
export function type(
  /** @type {Page} */ page,
  /** @type {HTMLElement} */ element,
  /** @type {number} */ start,
  /** @type {number} */ end,
  /** @type {string} */ text,
) {
  const isPlain = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  if (isPlain && (element.readOnly || element.disabled)) return;
  const before = isPlain ? element.value : "";
  if (select(page, element, start, end)) {
    const command = text === "" ? "delete" : "insertText";
    const isNothing = start === end && text === "";
    const isDone = isNothing || plain(document).execCommand(command, false, text);
    if (isDone || !isPlain) return;
  }
  if (isPlain && element.value === before) {
    replaceValue(element, before.slice(0, start) + text + before.slice(end), text);
  }
}

/**
 * Where the browser does not edit: set the value beneath any property that a framework put over
 * it, and tell of it as typing does.
 * @param {HTMLInputElement | HTMLTextAreaElement} element @param {string} value @param {string} data
 */
function replaceValue(element, value, data) {
  const inputType = data === "" ? "deleteContentBackward" : "insertText";
  const told = { bubbles: true, composed: true, inputType, data: data || null };
  const before = new InputEvent("beforeinput", { ...told, cancelable: true });
  if (!element.dispatchEvent(before)) return;
  const kind = tagOf(element) === "input" ? HTMLInputElement : HTMLTextAreaElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value")?.set?.call(element, value);
  element.dispatchEvent(new InputEvent("input", told));
  element.addEventListener(
    "blur",
    () => element.dispatchEvent(new Event("change", { bubbles: true })),
    { once: true },
  );
}
