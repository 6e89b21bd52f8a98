// A page as it stands in the browser: what of it is shown, and what ids and labels name.
//
// The rules are those of brailledesk.adapters.html, so that a page is the same screen whether it is
// read here or from its source. Here the browser has already worked out styles and values.

import { plain } from "./plain.js";

export const LABELABLE = new Set(
  "button input meter output progress select textarea".split(" "),
);
export const MAX_TEXT = 100_000;
const MAX_STEPS = 400_000; // elements looked at for all names: names made of each other without end
const INLINE_DISPLAYS = new Set(
  "inline contents ruby inline-block inline-flex inline-grid".split(" "),
);
const PRIVATE_USE = /[\ue000-\uf8ff\u{f0000}-\u{10ffff}]/gu; // pictures of a font of icons

/** A page that has more than can be shown; `what` of it, and how many may be. */
export class PageTooLarge extends Error {
  /** @param {string} what @param {number} limit */
  constructor(what, limit) {
    super(`${what} > ${limit}`);
    this.what = what;
    this.limit = limit;
  }
}

/**
 * How an element is shown. `before` and `after` are what the styles write around it.
 * @typedef {{isShown: boolean, isTold: boolean, isVisible: boolean, isBlock: boolean,
 *   display: string, keepsBlanks: boolean, before: string, after: string}} Look
 */

/** @type {Look} */
const AROUND_ALL = {
  isShown: true,
  isTold: true,
  isVisible: true,
  isBlock: true,
  display: "block",
  keepsBlanks: false,
  before: "",
  after: "",
};

/** @param {Element} element */
export function tagOf(element) {
  return plain(element).localName;
}

/** @param {Element} element @param {string} name */
export function attribute(element, name) {
  return plain(element).getAttribute(name) ?? "";
}

/** White space of HTML as one blank. @param {string} text */
export function collapsed(text) {
  return text.replace(/[ \t\r\n\f]+/g, " ");
}

/** Without blanks at its ends, and one of each within. @param {string} text */
export function trimmed(text) {
  return text.trim().replace(/\s+/g, " ");
}

/** The type of an `input`; "text" where it names none. @param {Element} element */
export function inputType(element) {
  return attribute(element, "type").trim().toLowerCase() || "text";
}

/** @param {Element} element @param {string} name */
export function isTrue(element, name) {
  return attribute(element, name).trim().toLowerCase() === "true";
}

/** Whether an element is a host of text that is typed. @param {Element} element */
export function isEdited(element) {
  const own = plain(element).getAttribute("contenteditable");
  return own !== null && ["", "true", "plaintext-only"].includes(own.trim().toLowerCase());
}

/** The element around it, through shadow roots and slots. @param {Node} node */
export function flatParent(node) {
  const slot = node instanceof Element || node instanceof Text ? plain(node).assignedSlot : null;
  if (slot !== null) return slot;
  const above = plain(node).parentNode;
  if (above instanceof ShadowRoot) return above.host;
  return above instanceof Element ? above : null;
}

/** All that stands around an element, the nearest first. @param {Element} element */
export function* ancestors(element) {
  for (let above = flatParent(element); above !== null; above = flatParent(above)) yield above;
}

/** The nodes that are drawn in an element: those of its shadow, those that a slot was given. */
export function drawnIn(/** @type {Element} */ element) {
  const shadow = plain(element).shadowRoot;
  if (shadow !== null) return shadow.childNodes;
  if (element instanceof HTMLSlotElement) {
    const assigned = element.assignedNodes();
    if (assigned.length > 0) return assigned;
  }
  return plain(element).childNodes;
}

/** All elements below one, in the order of the page, shadows included. @param {Element} element */
export function* below(element) {
  const stack = [element];
  while (stack.length > 0) {
    const one = /** @type {Element} */ (stack.pop());
    if (one !== element) yield one;
    const inner = [...drawnIn(one)].filter((child) => child instanceof Element);
    stack.push(.../** @type {Element[]} */ (inner.reverse()));
  }
}

/** What is to be looked up in a page while it is read once. */
export class Page {
  /** @param {Document} document */
  constructor(document) {
    this.document = document;
    this.root = plain(document).documentElement;
    /** @type {(Document | ShadowRoot)[]} */
    this.roots = shadowsOf(document);
    /** @type {Map<Element, Look>} */
    this.looks = new Map();
    /** @type {Map<Element, Map<string, Element[]>>} */
    this.sets = new Map();
    this.steps = 0;
    this.owned = this.ownedElements();
  }

  /** Count an element that was looked at. */
  step() {
    this.steps += 1;
    if (this.steps > MAX_STEPS) throw new PageTooLarge("steps", MAX_STEPS);
  }

  /**
   * All elements of the page, of its shadows too, that a selector of CSS finds.
   * @param {string} selector
   * @returns {Element[]}
   */
  all(selector) {
    return this.roots.flatMap((root) => [...plain(root).querySelectorAll(selector)]);
  }

  /**
   * Elements that are looked for once: those of a group.
   * @param {Element} around @param {string} key @param {() => Element[]} make
   */
  kept(around, key, make) {
    const known = this.sets.get(around) ?? new Map();
    this.sets.set(around, known);
    if (!known.has(key)) known.set(key, make());
    return /** @type {Element[]} */ (known.get(key));
  }

  /** @param {Element} element @returns {Look} */
  look(element) {
    const found = this.looks.get(element);
    if (found !== undefined) return found;
    const path = [element]; // not by recursion: no depth of nesting can break it
    let above = flatParent(element);
    while (above !== null && !this.looks.has(above)) {
      path.push(above);
      above = flatParent(above);
    }
    let look = above === null ? AROUND_ALL : /** @type {Look} */ (this.looks.get(above));
    for (const one of path.reverse()) {
      look = lookOf(one, look);
      this.looks.set(one, look);
    }
    return look;
  }

  /** Whether a reader is not to meet an element. @param {Element} element */
  isHidden(element) {
    const look = this.look(element);
    return !(look.isShown && look.isVisible && look.isTold);
  }

  /** Whether all below an element is hidden, too. @param {Element} element */
  isGone(element) {
    const look = this.look(element);
    return !(look.isShown && look.isTold);
  }

  /**
   * The elements that an attribute names by their ids, in its order.
   * @param {Element} element @param {string} name
   * @returns {Element[]}
   */
  referenced(element, name) {
    const ids = attribute(element, name).split(/\s+/).filter(Boolean);
    if (ids.length === 0) return [];
    const root = plain(element).getRootNode();
    if (!(root instanceof Document || root instanceof ShadowRoot)) return [];
    const found = [...new Set(ids)].map((id) => plain(root).getElementById(id));
    return /** @type {Element[]} */ (found.filter((one) => one !== null));
  }

  /**
   * Texts and elements in the order of reading, with those that `aria-owns` moves here.
   * @param {Element} element
   * @returns {(Element | Text)[]}
   */
  children(element) {
    /** @type {(Element | Text)[]} */
    const found = [];
    for (const child of drawnIn(element)) {
      if (child instanceof Text) found.push(child);
      else if (child instanceof Element && !this.owned.has(child)) found.push(child);
    }
    if (this.owned.size > 0 && plain(element).hasAttribute("aria-owns")) {
      for (const one of this.referenced(element, "aria-owns")) {
        if (this.owned.get(one) === element) found.push(one);
      }
    }
    return found;
  }

  /** The parent in the order of reading. @param {Element} element */
  above(element) {
    return this.owned.get(element) ?? flatParent(element);
  }

  /** The labels of a control. @param {Element} element @returns {Element[]} */
  labels(element) {
    const control = /** @type {Element & {labels?: NodeList | null}} */ (element);
    return /** @type {Element[]} */ ([...(plain(control).labels ?? [])]);
  }

  /** Who owns elements that stand elsewhere; none owns what it stands in. */
  ownedElements() {
    /** @type {Map<Element, Element>} */
    const found = new Map();
    for (const owner of this.all("[aria-owns]")) {
      if (isFieldOwner(owner)) continue;
      const around = new Set([owner, ...ancestors(owner)]);
      for (const child of this.referenced(owner, "aria-owns")) {
        if (!around.has(child) && !found.has(child) && !isCircle(found, owner, child)) {
          found.set(child, owner);
        }
      }
    }
    return found;
  }
}

/**
 * Whether it is a field that says that its list is its own (ARIA 1.0): all that stands in a field
 * is its value, so the list stays in its place. @param {Element} element
 */
function isFieldOwner(element) {
  const roles = ["combobox", "searchbox", "spinbutton", "textbox"];
  return tagOf(element) === "input" || roles.includes(attribute(element, "role"));
}

/** Whether `owner` is, by way of owners, below `child`. */
function isCircle(
  /** @type {Map<Element, Element>} */ owned,
  /** @type {Element} */ owner,
  /** @type {Element} */ child,
) {
  /** @type {Element | null} */
  let place = owner;
  while (place !== null) {
    if (place === child) return true;
    place = owned.get(place) ?? flatParent(place);
  }
  return false;
}

/** The document and all open shadow roots in it. @param {Document} document */
export function shadowsOf(document) {
  /** @type {(Document | ShadowRoot)[]} */
  const roots = [document];
  for (let place = 0; place < roots.length; place += 1) {
    for (const element of plain(roots[place]).querySelectorAll("*")) {
      const shadow = plain(element).shadowRoot;
      if (shadow !== null) roots.push(shadow);
    }
  }
  return roots;
}

/** @param {Element} element @param {Look} above @returns {Look} */
function lookOf(element, above) {
  const style = getComputedStyle(element);
  const isInert = plain(element).hasAttribute("inert");
  const tag = tagOf(element);
  const display = tag === "area" ? "inline" : style.display; // drawn by the picture of its map
  const isShown =
    above.isShown && display !== "none" && !isFolded(element) && tag !== "noscript";
  return {
    isShown,
    isTold: above.isTold && !isTrue(element, "aria-hidden") && !isInert,
    isVisible: style.visibility === "visible",
    isBlock: !INLINE_DISPLAYS.has(display) || isBox(above.display) || isApart(style),
    display,
    keepsBlanks: /^(pre|break-spaces)/.test(style.whiteSpaceCollapse || style.whiteSpace),
    before: isShown ? writtenBy(element, "::before") : "",
    after: isShown ? writtenBy(element, "::after") : "",
  };
}

/** What stands in such a box stands apart, however it is displayed. @param {string} display */
function isBox(display) {
  return /^(inline-)?(flex|grid)$/.test(display);
}

/** Whether something is taken out of its line. @param {CSSStyleDeclaration} style */
function isApart(style) {
  return ["absolute", "fixed"].includes(style.position) || style.cssFloat !== "none";
}

/** Whether it stands in `details` that are closed, and is not their summary. */
function isFolded(/** @type {Element} */ element) {
  const above = plain(element).parentElement;
  if (!(above instanceof HTMLDetailsElement) || above.open) return false;
  return plain(above).querySelector(":scope > summary") !== element;
}

/** The text that styles write around an element: strings only, no counters and no icons. */
function writtenBy(/** @type {Element} */ element, /** @type {string} */ place) {
  const style = getComputedStyle(element, place);
  const content = style.content;
  if (content === "none" || content === "normal" || !content.includes('"')) return "";
  if (style.display === "none" || style.visibility !== "visible") return "";
  const text = textOfContent(content);
  const isBlock = !INLINE_DISPLAYS.has(style.display) || isApart(style);
  return text.trim() && isBlock ? ` ${text} ` : text;
}

/** @param {string} content */
export function textOfContent(content) {
  const strings = /"((?:[^"\\]|\\.)*)"/g;
  const slash = content.match(/^.*"\s*\/\s*("(?:[^"\\]|\\.)*")\s*$/s);
  const told = slash === null ? content : slash[1];
  const parts = [...told.matchAll(strings)].map((one) => one[1].replace(/\\(.)/gs, "$1"));
  return parts.join("").replace(PRIVATE_USE, "");
}
