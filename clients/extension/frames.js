// A page with the frames in it as one screen.

/** @typedef {import("../js/brailledesk.js").Node} Node */
/** @typedef {import("../js/brailledesk.js").Caret} Caret */
/** @typedef {import("../js/brailledesk.js").Screen} Screen */

export const MAX_NODES = 20_000;

let documents = 0; // that were ever read: an id is of one document, in one tab, for good

/** What a frame last told. */
class Frame {
  /** @param {number} number the browser's own for it; the page itself is 0 */
  constructor(number) {
    this.number = number;
    this.prefix = `${(documents += 1)}/`;
    /** Where it stands: see the content script. @type {number[]} */
    this.path = [];
    this.root = "";
    /** With the ids that they have in the screen. @type {Map<string, Node>} */
    this.nodes = new Map();
    /** The nodes of the frames in it. @type {(string | null)[]} */
    this.frames = [];
    /** @type {string | null} */
    this.focus = null;
    /** @type {Caret | null} */
    this.caret = null;
    /** @type {{what: string, limit: number} | null} */
    this.tooLarge = null;
    /** @type {Frame | null} */
    this.note = null;
  }

  /** What stands in its place where there is no room for it: one node, which says so. */
  noted(/** @type {string} */ words) {
    if (this.note === null) {
      this.note = new Frame(this.number);
      this.note.root = this.note.focus = this.note.id("");
      this.note.nodes.set(this.note.root, { id: this.note.root, role: "note", name: words });
    }
    return this.note;
  }

  get isTold() {
    return this.tooLarge !== null || this.nodes.has(this.root);
  }

  /** @param {string} id */
  id(id) {
    return this.prefix + id;
  }

  /** @param {Node} node @returns {Node} */
  own(node) {
    const found = { ...node, id: this.id(node.id) };
    if (node.children) found.children = node.children.map((one) => this.id(one));
    if (node.headers) found.headers = node.headers.map((one) => this.id(one));
    return found;
  }

  /** @param {any} told */
  take(told) {
    if (told.kind === "tooLarge") {
      this.tooLarge = { what: told.what, limit: told.limit };
      this.nodes.clear();
      return;
    }
    if (told.kind === "page") {
      this.tooLarge = null;
      if (told.isFirst) this.nodes.clear();
      this.root = this.id(told.root);
      this.frames = told.frames.map((/** @type {string | null} */ one) => one && this.id(one));
      for (const id of told.gone) this.nodes.delete(this.id(id));
    }
    for (const node of told.nodes) this.nodes.set(this.id(node.id), this.own(node));
    this.focus = told.focus === null ? null : this.id(told.focus);
    this.caret = told.caret && { ...told.caret, node: this.id(told.caret.node) };
  }
}

/** The frames of one page. */
export class FramedPage {
  constructor() {
    /** @type {Map<number, Frame>} */
    this.frames = new Map();
  }

  get isEmpty() {
    return this.frames.size === 0;
  }

  /** Take what a frame tells; whether the frames have to be asked anew where they stand.
   * @param {number} number @param {any} told */
  take(number, told) {
    const frame = this.frames.get(number) ?? new Frame(number);
    this.frames.set(number, frame);
    if (told.kind === "here") {
      frame.path = told.path;
      return false;
    }
    const before = frame.frames.join(" ");
    frame.take(told);
    return frame.frames.join(" ") !== before;
  }

  /** A frame is gone. @param {number} number */
  drop(number) {
    this.frames.delete(number);
  }

  /**
   * Whose node it is, and what the frame calls it; null for a node that is gone, of another tab, or
   * of what stood here before: the reader cannot have meant what is here now.
   * @param {string} id
   * @returns {{number: number, node: string} | null}
   */
  owner(id) {
    for (const frame of this.frames.values()) {
      if (frame.nodes.has(id)) return { number: frame.number, node: id.slice(frame.prefix.length) };
    }
    return null;
  }

  /**
   * The screen of the page; what is wrong with it, where it is too large; null where nothing was
   * told yet. Nodes that did not change are the same objects as before. `words` stand for a frame
   * that is too large: that takes nothing else away.
   * @param {string} words
   * @returns {Screen | {what: string, limit: number} | null}
   */
  screen(words) {
    const page = this.frames.get(0);
    if (page === undefined) return null;
    if (page.tooLarge !== null) return page.tooLarge;
    if (!page.nodes.has(page.root)) return null;
    const within = this.places(page, words);
    /** @type {Map<string, Node>} */
    const nodes = new Map([[page.root, /** @type {Node} */ (page.nodes.get(page.root))]]);
    const shown = [page, ...within.values()].flat();
    for (const frame of shown) {
      for (const [id, node] of frame.nodes) {
        const inner = within.get(id);
        nodes.set(id, inner === undefined ? node : this.around(node, inner));
      }
    }
    if (nodes.size > MAX_NODES) return { what: "nodes", limit: MAX_NODES };
    return { nodes: nodes.values(), ...this.focus(page, within, nodes) };
  }

  /**
   * The frames that stand in each node: those that are larger come last, and only while there is
   * room.
   * @param {Frame} page @param {string} words
   * @returns {Map<string, Frame[]>}
   */
  places(page, words) {
    /** @type {Map<string, Frame[]>} */
    const within = new Map();
    const byPath = new Map([...this.frames.values()].map((one) => [one.path.join(), one]));
    const inner = [...this.frames.values()].filter((one) => one !== page && one.isTold);
    let room = MAX_NODES - page.nodes.size;
    for (const frame of inner.sort(byDepthAndSize)) {
      const around = byPath.get(frame.path.slice(0, -1).join()) ?? page;
      if (around !== page && !isPlaced(around, within)) continue;
      const number = frame.path[frame.path.length - 1] ?? -1;
      // One without a number stands at the end of what is around it: nothing is lost.
      const host = number < 0 ? around.root : around.frames[number];
      if (!host || !around.nodes.has(host)) continue;
      const isLarge = frame.tooLarge !== null || frame.nodes.size > room;
      const shown = isLarge ? frame.noted(words) : frame;
      if (shown.nodes.size > room) continue;
      room -= shown.nodes.size;
      within.set(host, [...(within.get(host) ?? []), shown]);
    }
    return within;
  }

  /** The node with the frames in it: one object for as long as neither changes.
   * @param {Node} node @param {Frame[]} inner @returns {Node} */
  around(node, inner) {
    const children = [...(node.children ?? []), ...inner.map((one) => one.root)];
    const known = this.made.get(node);
    if (known !== undefined && String(known.children) === String(children)) return known;
    const made = { ...node, children };
    this.made.set(node, made);
    return made;
  }

  /** @type {WeakMap<Node, Node>} */
  made = new WeakMap();

  /** Focus and caret: those of the frame where the user is.
   * @param {Frame} page @param {Map<string, Frame[]>} within @param {Map<string, Node>} nodes */
  focus(page, within, nodes) {
    let frame = page;
    for (let inner = next(frame, within); inner !== undefined; inner = next(frame, within)) {
      frame = inner;
    }
    const focus = frame.focus !== null && nodes.has(frame.focus) ? frame.focus : null;
    const caret = frame.caret !== null && nodes.has(frame.caret.node) ? frame.caret : null;
    return { focus, caret };
  }
}

/** @param {Frame} one @param {Frame} other */
function byDepthAndSize(one, other) {
  return one.path.length - other.path.length || one.nodes.size - other.nodes.size;
}

/** @param {Frame} frame @param {Map<string, Frame[]>} within */
function next(frame, within) {
  return frame.focus === null ? undefined : (within.get(frame.focus) ?? [])[0];
}

/** @param {Frame} frame @param {Map<string, Frame[]>} within */
function isPlaced(frame, within) {
  return [...within.values()].some((frames) => frames.includes(frame));
}
