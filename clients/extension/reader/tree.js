// The tree of a page as a screen: elements that mean something, and texts in lines.
//
// Boxes that mean nothing are left out, but they part what stands in them from what stands beside:
// each stretch of text in a box is a "generic" node, and becomes one line. Walked without recursion:
// no depth of nesting can break it.

import { CELL_ROLES, Elements } from "./elements.js";
import { Box, FIELD_ROLES, INLINE_ROLES, NAMED_BY_TEXT } from "./lines.js";
import { Page, PageTooLarge, below, tagOf, trimmed } from "./page.js";
import { attribute } from "./page.js";
import { plain } from "./plain.js";

/** Roles of which a screen keeps only what stands in them, unless they are named or live. */
const TRANSPARENT = new Set(
  `generic none rowgroup strong emphasis code mark time label canvas suggestion
  comment`.split(/\s+/),
);
const MOST_COLUMNS = 200; // in a row with more no empty cells are put in
const FOLDED_ROLES = new Set(["group", "menu", "tree"]);
const NO_CONTENT = new Set(["video", "audio", "iframe"]);
export const MAX_NODES = 20_000;
const MAX_ALL_TEXT = 4_000_000;

/** @typedef {import("./lines.js").Node} Node */
/** @typedef {import("./lines.js").Part} Part */
/** @typedef {import("./ids.js").Ids} Ids */
/**
 * A page that was read: its nodes, the root last, the elements they are of, and for each frame in
 * it, by its number in `window.frames`, the node that it stands in.
 * @typedef {{nodes: Node[], root: string, title: string, elements: Map<string, Element>,
 *   shown: Map<Element, string>, frames: (string | null)[], reading: Elements}} Reading
 */

/** Read a page as it stands. Throws PageTooLarge. @param {Document} document @param {Ids} ids */
export function readPage(document, ids) {
  return new Builder(new Elements(new Page(document), ids)).build();
}

/** Walks a page once; what is done comes out in the order in which it ended, the root last. */
class Builder {
  /** @param {Elements} elements */
  constructor(elements) {
    this.elements = elements;
    this.page = elements.page;
    this.ids = elements.ids;
    /** @type {Node[]} */
    this.nodes = [];
    /** @type {Box[]} */
    this.boxes = [];
    /** @type {Map<Element, string>} */
    this.shown = new Map();
    /** What is to be done, the next last. @type {(() => void)[]} */
    this.stack = [];
    this.textSize = 0;
  }

  /** @returns {Reading} */
  build() {
    const root = this.page.root;
    const title = trimmed(plain(this.page.document).title);
    /** @type {Node} */
    const top = { id: this.ids.of(root), role: "document" };
    if (title) top.name = title;
    const language = this.elements.language(root);
    if (language !== null) top.lang = language;
    this.boxes.push(new Box(top));
    this.pushContent(root);
    for (let step = this.stack.pop(); step !== undefined; step = this.stack.pop()) step();
    const [[whole], done] = /** @type {Box} */ (this.boxes.pop()).close();
    this.keep(done);
    this.keep([whole.node]);
    const elements = new Map([...this.shown].map(([element, id]) => [id, element]));
    elements.set(top.id, root);
    const frames = this.frames();
    const reading = this.elements;
    return { nodes: this.nodes, root: top.id, title, elements, shown: this.shown, frames, reading };
  }

  /** @param {Node[]} nodes */
  keep(nodes) {
    for (const one of nodes) {
      this.nodes.push(one);
      this.textSize += (one.name?.length ?? 0) + (one.value?.length ?? 0);
    }
    if (this.nodes.length > MAX_NODES) throw new PageTooLarge("nodes", MAX_NODES);
    if (this.textSize > MAX_ALL_TEXT) throw new PageTooLarge("characters", MAX_ALL_TEXT);
  }

  /** The nodes of the frames, in the order of `window.frames`. */
  frames() {
    const view = plain(this.page.document).defaultView;
    const hosts = /** @type {HTMLIFrameElement[]} */ (this.page.all("iframe, frame"));
    const byWindow = new Map(hosts.map((one) => [one.contentWindow, this.shown.get(one) ?? null]));
    return Array.from({ length: view?.length ?? 0 }, (_, at) => byWindow.get(view?.[at] ?? null) ?? null);
  }

  /** @param {Element} element */
  begin(element) {
    const { page, elements } = this;
    if (page.isGone(element) || this.shown.has(element)) return;
    const tag = tagOf(element);
    if (tag === "br") {
      const id = () => this.ids.of(element);
      this.boxes[this.boxes.length - 1].addText("\n", elements.language(element), id, true);
      return;
    }
    const role = elements.role(element);
    if (elements.isToldElsewhere(element)) {
      this.addControls(element);
      return;
    }
    const isHidden = page.isHidden(element);
    const isUnseen = isHidden && !elements.isLeaf(role); // something in it may be visible again
    const isTransparent = TRANSPARENT.has(role) && !saysSomething(element, role);
    if (isTransparent || isUnseen) this.enter(element);
    else if (!isHidden) this.add(element, role);
  }

  /** Go on with what stands in an element. @param {Element} element */
  enter(element) {
    if (this.page.look(element).isBlock) {
      this.boxes.push(new Box(null));
      this.stack.push(() => this.closeBox(element));
    }
    this.pushContent(element);
  }

  /** @param {Element} element @param {string} role */
  add(element, role) {
    const { elements, page } = this;
    const node = elements.node(element, role, elements.name(element, role));
    let isInline = INLINE_ROLES.has(role) && !page.look(element).isBlock;
    isInline &&= !FIELD_ROLES.has(role) || this.isInText();
    if (elements.isLeaf(role) || NO_CONTENT.has(role)) {
      const isPlainPicture = role === "image" && tagOf(element) === "svg";
      if (isPlainPicture && !(node.name || node.description)) return;
      this.shown.set(element, node.id);
      this.addLeaf(element, node, isInline);
      return;
    }
    this.shown.set(element, node.id);
    this.boxes.push(new Box(node, isInline));
    this.stack.push(() => this.closeBox(element));
    if (role === "menuitem" || role === "treeitem") this.push([...this.folded(element)]);
    else this.pushContent(element);
  }

  /** Whether the nearest element that means something is a line of text, as a cell is. */
  isInText() {
    for (let place = this.boxes.length - 1; place >= 0; place -= 1) {
      const node = this.boxes[place].node;
      if (node !== null) return NAMED_BY_TEXT.has(node.role ?? "generic");
    }
    return false;
  }

  /** @param {Element} element @param {Node} node @param {boolean} isInline */
  addLeaf(element, node, isInline) {
    let done = node;
    if (node.role === "combobox") {
      const options = this.optionsIn(element);
      this.keep(options);
      if (options.length > 0) done = { ...node, children: options.map((one) => one.id) };
    }
    this.boxes[this.boxes.length - 1].add(done, isInline);
    if (node.role === "link" || node.role === "tab") this.addControls(element);
  }

  /** @param {Element} element */
  optionsIn(element) {
    const found = [];
    for (const one of below(element)) {
      if (this.elements.role(one) !== "option" || this.page.isGone(one)) continue;
      const node = this.elements.node(one, "option", this.elements.name(one, "option"));
      this.shown.set(one, node.id);
      found.push(node);
    }
    return found;
  }

  /** What can be used inside of something that is told as one text. @param {Element} element */
  addControls(element) {
    const { page, elements } = this;
    /** @type {Element[]} */
    const outer = [];
    for (const one of below(element)) {
      const isInner = outer.some((other) => plain(other).contains(one));
      if (!isInner && elements.isControl(one) && !page.isGone(one)) outer.push(one);
    }
    this.push(outer);
  }

  /** The lists that are folded into an entry of a menu or tree. @param {Element} element */
  *folded(element) {
    const stack = elementsOf(this.page, element).reverse();
    for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
      if (FOLDED_ROLES.has(this.elements.role(one))) yield one;
      else stack.push(...elementsOf(this.page, one).reverse());
    }
  }

  /** @param {Element} element */
  pushContent(element) {
    const look = this.page.look(element);
    const id = this.ids.of(element);
    if (look.after) this.stack.push(() => this.addText(element, look.after, () => `${id}+after`));
    for (const one of this.page.children(element).reverse()) {
      if (one instanceof Text) {
        this.stack.push(() => this.addText(element, one.data, () => this.ids.of(one)));
      } else this.stack.push(() => this.begin(one));
    }
    if (look.before) this.stack.push(() => this.addText(element, look.before, () => `${id}+before`));
  }

  /** @param {Element[]} elements */
  push(elements) {
    for (const one of elements.reverse()) this.stack.push(() => this.begin(one));
  }

  /** @param {Element} element @param {string} text @param {() => string} id */
  addText(element, text, id) {
    const look = this.page.look(element);
    if (!look.isVisible) return;
    const language = this.elements.language(element);
    this.boxes[this.boxes.length - 1].addText(text, language, id, look.keepsBlanks);
  }

  /** @param {Element} element */
  closeBox(element) {
    const box = /** @type {Box} */ (this.boxes.pop());
    let [parts, done] = box.close();
    if (box.node?.role === "row") [parts, done] = this.inColumns(element, parts[0], done);
    this.keep(done);
    const around = this.boxes[this.boxes.length - 1];
    for (const part of parts) around.add(part.node, part.isInline);
    if (parts.length === 0 && this.page.look(element).isBlock) around.breakLine();
  }

  /**
   * A row with an empty cell wherever a cell of another row or column reaches into it.
   * @param {Element} element @param {Part} part @param {Node[]} done
   * @returns {[Part[], Node[]]}
   */
  inColumns(element, part, done) {
    const table = this.elements.tables.tableOf(element);
    const grid = table === null ? null : this.elements.tables.grid(table);
    const number = grid?.numbers.get(element);
    if (grid === null || number === undefined) return [[part], done];
    const places = grid.row(number);
    if (places.length > MOST_COLUMNS) return [[part], done];
    const known = new Set(done.filter((one) => CELL_ROLES.has(one.role ?? "")).map((one) => one.id));
    /** @type {string[]} */
    const children = [];
    /** @type {Node[]} */
    const extra = [];
    for (const place of places) {
      const own = this.ids.of(place.element);
      if (known.has(own) && !children.includes(own)) children.push(own);
      else if (place.height > 1 || place.width > 1) {
        const id = `${part.node.id}+${children.length}`;
        extra.push({ id, role: "cell", row: number + 1 });
        children.push(id);
      }
    }
    const isComplete = [...known].every((one) => children.includes(one));
    if (!isComplete || extra.length === 0) return [[part], done];
    const others = (part.node.children ?? []).filter((one) => !known.has(one));
    const node = { ...part.node, children: [...children, ...others] };
    return [[{ ...part, node }], [...done, ...extra]];
  }
}

/** Whether a box without meaning is named, or tells its changes. */
function saysSomething(/** @type {Element} */ element, /** @type {string} */ role) {
  if (role === "none" || role === "canvas") return false;
  const names = ["aria-label", "aria-labelledby", "aria-live", "aria-roledescription"];
  return names.some((one) => attribute(element, one).trim());
}

/** @param {Page} page @param {Element} element */
function elementsOf(page, element) {
  return /** @type {Element[]} */ (page.children(element).filter((one) => one instanceof Element));
}
