// Texts and things that stand in a line, as they gather in a box of a page.

import { MAX_TEXT, collapsed } from "./page.js";

/** Roles that stand in a line, where the page does not set them apart. */
export const INLINE_ROLES = new Set(
  `text deletion insertion subscript superscript image button link checkbox radio switch tab
  textbox searchbox spinbutton combobox slider meter progressbar scrollbar math`.split(/\s+/),
);
/**
 * Roles that are a line where only text and small things stand in them; what is only text is their
 * name. In any other role each line is a node.
 */
export const NAMED_BY_TEXT = new Set(
  `paragraph heading listitem term definition caption legend cell gridcell columnheader
  rowheader deletion insertion subscript superscript note status alert`.split(/\s+/),
);
/** Roles that have a line of their own, unless they stand in the text of one of the above. */
export const FIELD_ROLES = new Set(
  "textbox searchbox spinbutton combobox checkbox radio switch slider listbox".split(" "),
);

/**
 * A node as it goes over the wire: fields that say nothing are left out.
 * @typedef {import("../../js/brailledesk.js").Node} Node
 */
/** A node that is done, and whether it stands in a line.
 * @typedef {{node: Node, isInline: boolean, endsLine: boolean}} Part */

/** What an element has gathered so far. `node` is null for one that only parts others. */
export class Box {
  /** @param {Node | null} node @param {boolean} isInline */
  constructor(node, isInline = false) {
    this.node = node;
    this.isInline = isInline;
    /** @type {Part[]} */
    this.parts = [];
    this.text = "";
    this.textId = "";
    /** @type {string | null} */
    this.language = null;
  }

  /**
   * Add text as a browser shows it: of blanks one, unless they are kept. `id` is where it is from.
   * @param {string} text @param {string | null} language @param {() => string} id
   */
  addText(text, language, id, isKept = false) {
    if (this.text && language !== this.language) this.flush();
    let shown = isKept ? text : collapsed(text);
    const isBehindBlank = /[ \n]$/.test(this.text) || (!this.text && this.isNew());
    if (!isKept && isBehindBlank && shown.startsWith(" ")) shown = shown.slice(1);
    if (!this.text && shown) this.textId = id();
    this.text += shown;
    this.language = language;
  }

  isNew() {
    return this.parts.length === 0 || !this.parts[this.parts.length - 1].isInline;
  }

  /** @param {Node} node @param {boolean} isInline */
  add(node, isInline) {
    this.flush(!isInline);
    this.parts.push({ node, isInline, endsLine: false });
  }

  /** Make a node of the text that waits; blanks at the end of a line are none. */
  flush(isAtEnd = false) {
    const text = isAtEnd ? this.text.trimEnd() : this.text;
    this.text = "";
    for (let start = 0; start < text.length; start += MAX_TEXT) {
      /** @type {Node} */
      const node = { id: start ? `${this.textId}+${start}` : this.textId, role: "text" };
      node.name = text.slice(start, start + MAX_TEXT);
      if (this.language !== null) node.lang = this.language;
      this.parts.push({ node, isInline: true, endsLine: false });
    }
  }

  /** What comes next begins a line: an empty box parts what stands around it. */
  breakLine() {
    this.flush(true);
    if (this.parts.length > 0) this.parts[this.parts.length - 1].endsLine = true;
  }

  /**
   * What goes up to the box around, and the nodes that are done with this one.
   * @returns {[Part[], Node[]]}
   */
  close() {
    this.flush(true);
    if (this.node === null) return this.opened();
    const role = this.node.role ?? "generic";
    const only = this.parts.length === 1 ? this.parts[0].node : null;
    if (only !== null && only.role === "text" && !this.node.name && NAMED_BY_TEXT.has(role)) {
      const named = { ...this.node, name: withoutEnds(only.name ?? "") };
      if (only.lang !== undefined) named.lang = only.lang;
      return [[{ node: named, isInline: this.isInline, endsLine: false }], []];
    }
    /** @type {Node[]} */
    let done = [];
    let parts = this.parts;
    const isLine = parts.every((one) => one.isInline && !one.endsLine);
    if (!(isLine && NAMED_BY_TEXT.has(role))) [parts, done] = this.opened();
    const whole = withChildren(this.node, parts);
    const inner = parts.map((one) => one.node);
    return [[{ node: whole, isInline: this.isInline, endsLine: false }], [...done, ...inner]];
  }

  /** Parts that stand in one line, and those between. @returns {[boolean, Part[]][]} */
  stretches() {
    /** @type {[boolean, Part[]][]} */
    const found = [];
    let startsAnew = true;
    for (const part of this.parts) {
      const last = found[found.length - 1];
      if (startsAnew || last[0] !== part.isInline) found.push([part.isInline, [part]]);
      else last[1].push(part);
      startsAnew = part.endsLine;
    }
    return found;
  }

  /** The parts, with each line that text stands in as one. @returns {[Part[], Node[]]} */
  opened() {
    /** @type {Part[]} */
    const found = [];
    /** @type {Node[]} */
    const done = [];
    for (const [isInline, parts] of this.stretches()) {
      const texts = parts.filter((one) => one.node.role === "text").map((one) => one.node.name);
      if (!isInline) found.push(...parts);
      else if (!texts.join("").trim()) {
        for (const one of parts) {
          if (one.node.role !== "text") found.push({ ...one, isInline: false, endsLine: false });
        }
      } else if (parts.length === 1) {
        const line = { ...parts[0].node, role: "generic", name: withoutEnds(texts[0] ?? "") };
        found.push({ node: line, isInline: false, endsLine: false });
      } else {
        done.push(...parts.map((one) => one.node));
        const line = withChildren({ id: `${parts[0].node.id}+` }, parts);
        found.push({ node: line, isInline: false, endsLine: false });
      }
    }
    return [found, done];
  }
}

/** @param {Node} node @param {Part[]} parts */
function withChildren(node, parts) {
  return parts.length > 0 ? { ...node, children: parts.map((one) => one.node.id) } : node;
}

/** @param {string} text */
function withoutEnds(text) {
  return text.replace(/^ +| +$/g, "");
}
