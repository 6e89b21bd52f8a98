// The content script: one for each page and each frame of it. It tells the background what is in
// the page and what changes, and does what comes back.

import { perform } from "./actions.js";
import { caretIn, editedHost, focusedElement } from "./caret.js";
import { Ids } from "./ids.js";
import { PageTooLarge, flatParent } from "./page.js";
import { plain } from "./plain.js";
import { readPage } from "./tree.js";
import { statesOf } from "./states.js";
import { isSecret, valueOf } from "./values.js";
import { Watch } from "./watch.js";

const PORT = "frame";
const AGAIN = 1000; // milliseconds, before the background is called again

/** @typedef {import("./lines.js").Node} Node */
/** @typedef {import("./tree.js").Reading} Reading */

/** A page at work. */
class Frame {
  constructor() {
    this.ids = new Ids();
    /** @type {Reading | null} */
    this.reading = null;
    /** The nodes as they were told, as text. @type {Map<string, string>} */
    this.told = new Map();
    /** @type {Map<string, Node>} */
    this.nodes = new Map();
    this.lastFocus = "";
    /** @type {chrome.runtime.Port | null} */
    this.port = null;
    this.watch = new Watch(
      document,
      () => this.read(),
      () => this.look(),
    );
  }

  connect() {
    if (chrome.runtime?.id === undefined) return; // the extension was removed, or is another now
    const port = chrome.runtime.connect({ name: PORT });
    this.port = port;
    port.onMessage.addListener((wish) => this.hear(wish));
    port.onDisconnect.addListener(() => {
      void chrome.runtime.lastError; // the reason: kept in the cache of pages, or the background rests
      this.port = null;
      this.watch.stop();
      setTimeout(() => this.resume(), AGAIN);
    });
    port.postMessage({ kind: "here", path: pathOf(window) });
  }

  resume() {
    if (this.port === null && plain(document).visibilityState === "visible") this.connect();
  }

  /** @param {any} wish */
  hear(wish) {
    if (wish.kind === "read") {
      this.told.clear();
      this.lastFocus = "";
      this.watch.stop();
      if (wish.isOn) this.watch.start();
    } else if (wish.kind === "where") {
      this.port?.postMessage({ kind: "here", path: pathOf(window) });
    } else if (wish.kind === "act") {
      this.act(wish);
    }
  }

  /** @param {any} wish */
  act(wish) {
    const reading = this.reading;
    const element = reading?.elements.get(wish.node);
    if (reading === null || element === undefined || !plain(element).isConnected) return;
    perform(reading.reading.page, element, wish);
    this.look();
    this.watch.soon();
  }

  /** Read the page, and tell what is new of it. */
  read() {
    try {
      this.reading = readPage(document, this.ids);
    } catch (error) {
      if (!(error instanceof PageTooLarge)) throw error;
      this.reading = null;
      this.told.clear();
      this.port?.postMessage({ kind: "tooLarge", what: error.what, limit: error.limit });
      return;
    }
    const isFirst = this.told.size === 0;
    /** @type {Node[]} */
    const fresh = [];
    const before = this.told;
    this.told = new Map();
    this.nodes = new Map();
    for (const node of this.reading.nodes) {
      const text = JSON.stringify(node);
      if (before.get(node.id) !== text) fresh.push(node);
      this.told.set(node.id, text);
      this.nodes.set(node.id, node);
    }
    const gone = [...before.keys()].filter((id) => !this.told.has(id));
    const { root, frames } = this.reading;
    const where = this.where();
    const focus = JSON.stringify([where, frames]);
    if (!isFirst && fresh.length === 0 && gone.length === 0 && focus === this.lastFocus) return;
    this.lastFocus = focus;
    this.port?.postMessage({ kind: "page", isFirst, root, frames, nodes: fresh, gone, ...where });
  }

  /** Focus, caret, and the value of the field where they are: quick, while someone types. */
  look() {
    const reading = this.reading;
    if (reading === null || this.port === null) return;
    const nodes = this.fieldNow(reading);
    const where = this.where();
    const focus = JSON.stringify([where, reading.frames]);
    if (nodes.length === 0 && focus === this.lastFocus) return;
    this.lastFocus = focus;
    this.port.postMessage({ kind: "look", nodes, ...where });
  }

  /** The node of the field with the focus, if it has another value or state now. */
  fieldNow(/** @type {Reading} */ reading) {
    const element = editedHost(focusedElement(document));
    const id = element === null ? undefined : reading.shown.get(element);
    const node = id === undefined ? undefined : this.nodes.get(id);
    if (element === null || node === undefined) return [];
    const role = node.role ?? "generic";
    const value = valueOf(reading.reading.page, element, role);
    /** @type {Node} */
    const now = { ...node, value: isSecret(element, role) ? "•".repeat(value.length) : value };
    const states = statesOf(element, role);
    if (!now.value) delete now.value;
    if (states.length > 0) now.states = states;
    else delete now.states;
    if (now.value === node.value && String(now.states) === String(node.states)) return [];
    this.nodes.set(now.id, now);
    this.told.set(now.id, JSON.stringify(now));
    return [now];
  }

  /** Which node has the focus, and where the caret is in it. */
  where() {
    const reading = this.reading;
    const element = focusedElement(document);
    if (reading === null || element === null) return { focus: null, caret: null };
    const active = reading.reading.page.referenced(element, "aria-activedescendant")[0];
    const focus = shownAt(reading, active ?? null) ?? shownAt(reading, element);
    const host = active === undefined ? editedHost(element) : element;
    const id = host === null ? undefined : reading.shown.get(host);
    const caret = host === null ? null : caretIn(reading.reading.page, host);
    const isTyped = caret !== null && id !== undefined && active === undefined;
    return { focus, caret: isTyped ? { node: id, ...caret } : null };
  }
}

/** The node that stands for an element, or for what it stands in. */
function shownAt(/** @type {Reading} */ reading, /** @type {Element | null} */ element) {
  for (let place = element; place !== null; place = flatParent(place)) {
    const id = reading.shown.get(place);
    if (id !== undefined) return id;
  }
  return null;
}

/**
 * Where a frame stands: its number in the frame around it, from the top. Nothing is said to the
 * page for it, and it works across origins. -1 is one that has no number (in a shadow root).
 * @param {Window} view
 */
function pathOf(view) {
  const path = [];
  for (let place = view; place !== place.parent; place = place.parent) {
    const around = place.parent;
    let number = around.length - 1;
    while (number >= 0 && around[number] !== place) number -= 1;
    path.unshift(number);
  }
  return path;
}

const frame = new Frame();
plain(document).addEventListener("visibilitychange", () => frame.resume());
window.addEventListener("pageshow", () => frame.resume());
frame.connect();
