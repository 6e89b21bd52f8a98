// What happens in a page, gathered: it is read again when something changed, and not too often.

import { shadowsOf } from "./page.js";
import { plain } from "./plain.js";

const SOON = 15; // milliseconds that changes are gathered
const REST = 4; // times what the last reading took, that the page has for itself
const LONGEST_REST = 3000;
const LOOK_AGAIN = 400; // what scripts set may tell nobody
const EVENTS = ["change", "input", "toggle", "transitionend", "animationend", "load", "reset"];
const CARET_EVENTS = ["focusin", "focusout", "input", "keyup", "mouseup"];

/** Calls `read` when the page has changed, and `look` when only focus, caret or a value have. */
export class Watch {
  /** @param {Document} document @param {() => void} read @param {() => void} look */
  constructor(document, read, look) {
    this.document = document;
    this.read = read;
    this.look = look;
    this.isOn = false;
    this.isLooking = false;
    /** @type {ReturnType<typeof setTimeout> | null} */
    this.timer = null;
    this.took = 0;
    this.ended = 0;
    this.observer = new MutationObserver(() => this.soon());
    /** @type {WeakSet<Node>} */
    this.observed = new WeakSet();
    this.values = "";
    /** @type {ReturnType<typeof setInterval> | null} */
    this.clock = null;
    this.changed = () => this.soon();
    this.moved = () => this.lookSoon();
    // The focus went into a frame, or came back: the element says so a moment later.
    this.left = () => void setTimeout(() => this.lookSoon());
  }

  start() {
    if (this.isOn) return;
    this.isOn = true;
    this.listen(true);
    this.clock = setInterval(() => this.lookAgain(), LOOK_AGAIN);
    this.run();
  }

  stop() {
    if (!this.isOn) return;
    this.isOn = false;
    this.listen(false);
    this.observer.disconnect();
    this.observed = new WeakSet();
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.clock !== null) clearInterval(this.clock);
    this.timer = this.clock = null;
  }

  /** @param {boolean} isOn */
  listen(isOn) {
    const change = isOn ? "addEventListener" : "removeEventListener";
    const page = plain(this.document);
    for (const one of EVENTS) page[change](one, this.changed, { capture: true });
    for (const one of CARET_EVENTS) page[change](one, this.moved, { capture: true });
    page[change]("selectionchange", this.moved, { capture: true });
    window[change]("resize", this.changed);
    window[change]("blur", this.left);
    window[change]("focus", this.left);
  }

  /** Read again, when the page had time for itself. */
  soon() {
    if (!this.isOn || this.timer !== null) return;
    const rest = Math.min(REST * this.took, LONGEST_REST);
    const wait = Math.max(SOON, rest - (performance.now() - this.ended));
    this.timer = setTimeout(() => this.run(), wait);
  }

  run() {
    this.timer = null;
    const began = performance.now();
    for (const root of shadowsOf(this.document)) {
      if (this.observed.has(root)) continue;
      this.observed.add(root);
      const all = { subtree: true, childList: true, attributes: true, characterData: true };
      this.observer.observe(root, all);
    }
    this.read();
    this.values = this.valuesNow();
    this.ended = performance.now();
    this.took = this.ended - began;
  }

  lookSoon() {
    if (this.isLooking) return;
    this.isLooking = true;
    queueMicrotask(() => {
      this.isLooking = false;
      if (this.isOn) this.look();
    });
  }

  /**
   * Values that a script set: no event tells of them. Nor of the focus, where the keyboard is not
   * in the page (in the address bar, or in another window).
   */
  lookAgain() {
    if (plain(this.document).visibilityState !== "visible") return;
    this.look();
    if (this.values !== this.valuesNow()) this.soon();
  }

  valuesNow() {
    const found = [];
    for (const one of plain(this.document).querySelectorAll("input, select, textarea")) {
      const field = /** @type {HTMLInputElement} */ (one);
      found.push(field.value, field.checked, field.indeterminate, field.disabled);
    }
    return found.join("\0");
  }
}
