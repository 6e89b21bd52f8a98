// Screens as the client keeps them: what changed between two, and large ones in pieces.

import { ScreenFaulty } from "./errors.js";

/** @typedef {import("./types.js").Node} Node */
/** @typedef {import("./types.js").Screen} Screen */
/** @typedef {import("./types.js").Changes} Changes */
/** @typedef {import("./types.js").Caret} Caret */

/** What a field has where it is left out. @type {Record<string, unknown>} */
const DEFAULTS = Object.freeze({
  role: "generic",
  roleDescription: "",
  name: "",
  brailleLabel: "",
  value: "",
  description: "",
  error: "",
  states: [],
  level: 0,
  posinset: 0,
  setsize: 0,
  row: 0,
  col: 0,
  headers: [],
  live: "off",
  lang: null,
  inputType: "text",
  maxLength: 0,
  sensitive: false,
  actions: [],
  children: [],
});

/** A screen as the client keeps it. */
export class Kept {
  /** @param {Screen} screen */
  constructor(screen) {
    /** @type {Map<string, Node>} */
    this.nodes = new Map();
    this.root = "";
    for (const node of screen.nodes) {
      if (this.nodes.has(node.id)) throw new ScreenFaulty("two nodes have one id", { where: node.id });
      if (this.nodes.size === 0) this.root = node.id;
      this.nodes.set(node.id, node);
    }
    if (this.nodes.size === 0) throw new ScreenFaulty("a screen needs at least one node");
    this.focus = screen.focus ?? null;
    this.caret = screen.caret ?? null;
  }

  /** The nodes below the root and it, in the order of the document. */
  *walk() {
    const stack = [this.root];
    const seen = new Set(); // a faulty screen may be a circle
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const node = this.nodes.get(id);
      if (node === undefined || seen.has(id)) continue;
      seen.add(id);
      yield node;
      stack.push(...[...(node.children ?? [])].reverse());
    }
  }
}

/**
 * What makes one screen of another: an object that is the same in both counts as unchanged, so
 * large screens are compared quickly where their nodes are kept. Null where the root is another.
 * @param {Screen} old @param {Screen} wanted
 * @returns {Changes | null}
 */
export function difference(old, wanted) {
  return changesBetween(new Kept(old), new Kept(wanted));
}

/** @param {Kept} old @param {Kept} wanted @returns {Changes | null} */
export function changesBetween(old, wanted) {
  if (old.root !== wanted.root) return null;
  /** @type {Changes} */
  const changes = { nodes: [] };
  for (const [id, node] of wanted.nodes) {
    const before = old.nodes.get(id);
    if (before === undefined) changes.nodes?.push(node);
    else if (before !== node) {
      const fields = changedFields(before, node);
      if (fields !== null) changes.nodes?.push(fields);
    }
  }
  if (old.focus !== wanted.focus) changes.focus = wanted.focus;
  if (!isSame(old.caret, wanted.caret)) changes.caret = wanted.caret;
  return changes;
}

/** @param {Node} before @param {Node} node @returns {Node | null} */
function changedFields(before, node) {
  const one = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (before));
  const other = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (node));
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const value = other[name] ?? DEFAULTS[name];
    if (name !== "id" && value !== undefined && !isSame(one[name] ?? DEFAULTS[name], value)) {
      found[name] = value;
    }
  }
  return Object.keys(found).length > 0 ? { id: node.id, ...found } : null;
}

/** @param {unknown} one @param {unknown} other */
function isSame(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Put changes into a screen. @param {Kept} screen @param {Changes} changes */
export function changed(screen, changes) {
  const nodes = new Map(screen.nodes);
  for (const fields of changes.nodes ?? []) {
    nodes.set(fields.id, { ...nodes.get(fields.id), ...fields });
  }
  const focus = changes.focus === undefined ? screen.focus : changes.focus;
  const caret = changes.caret === undefined ? screen.caret : changes.caret;
  const kept = new Kept({ nodes: nodes.values(), focus, caret });
  const reached = new Set([...kept.walk()].map((node) => node.id));
  for (const id of kept.nodes.keys()) if (!reached.has(id)) kept.nodes.delete(id);
  return kept;
}

/** What a message can carry of a node. @param {object} node */
export function sizeOf(node) {
  return new TextEncoder().encode(JSON.stringify(node)).length + 1;
}

/**
 * A screen that is too large for one message, as a screen and patches that make it grow: its first
 * lines are under the reader's fingers while the last are on their way.
 * @param {Kept} screen @param {number} budget bytes
 * @returns {Node[][]}
 */
export function inPieces(screen, budget) {
  const nodes = [...screen.nodes.values()];
  if (sizeOf(nodes) <= budget) return [nodes];
  checkTree(screen); // what is wrong could not be seen in the pieces
  return cutUp([...screen.walk()], budget);
}

/** Whether all children are there. @param {Kept} screen */
function checkTree(screen) {
  for (const { id, children } of screen.nodes.values()) {
    const lost = children?.find((one) => !screen.nodes.has(one));
    if (lost !== undefined) throw new ScreenFaulty("a child is not there", { where: `${id} ${lost}` });
  }
}

/** @param {Node[]} nodes @param {number} budget */
function cutUp(nodes, budget) {
  const parents = new Map(nodes.flatMap((one) => (one.children ?? []).map((id) => [id, one])));
  /** @type {Set<string>} */
  const sent = new Set();
  /** @type {Node[][]} */
  const pieces = [];
  /** @type {Node[]} */
  let fresh = [];
  /** @type {Set<Node>} */
  let grown = new Set();
  let size = 0;
  const close = () => {
    const known = new Set(fresh);
    const touched = [...fresh, ...[...grown].filter((one) => !known.has(one))];
    for (const one of fresh) sent.add(one.id);
    pieces.push(
      touched.map((one) => {
        const children = (one.children ?? []).filter((id) => sent.has(id));
        return known.has(one) ? { ...one, children } : { id: one.id, children };
      }),
    );
    [fresh, grown, size] = [[], new Set(), 0];
  };
  for (const node of nodes) {
    const parent = parents.get(node.id);
    let cost = sizeOf(node);
    if (parent !== undefined && !grown.has(parent)) cost += sizeOf(parent.children ?? []);
    if (size + cost > budget && fresh.length > 0) close();
    fresh.push(node);
    if (parent !== undefined) grown.add(parent);
    size += cost;
  }
  close();
  return pieces;
}

/** The characters (code points) before an offset of UTF-16. @param {string} text @param {number} offset */
export function charactersBefore(text, offset) {
  const before = text.slice(0, offset);
  return /[\ud800-\udfff]/.test(before) ? [...before].length : before.length;
}

/** The offset of UTF-16 behind so many characters. @param {string} text @param {number} characters */
export function offsetBehind(text, characters) {
  if (!/[\ud800-\udfff]/.test(text)) return Math.min(characters, text.length);
  return [...text].slice(0, characters).join("").length;
}

/** The caret as it goes over the wire. @param {Caret | null} caret @param {Map<string, Node>} nodes */
export function wiredCaret(caret, nodes) {
  if (caret === null) return null;
  const text = nodes.get(caret.node)?.value ?? "";
  const offset = charactersBefore(text, caret.offset);
  if (caret.anchor === undefined || caret.anchor === null) return { node: caret.node, offset };
  return { node: caret.node, offset, anchor: charactersBefore(text, caret.anchor) };
}
