// Accessible names and descriptions: accname 1.2 with HTML-AAM's rules for elements.
//
// The steps are called by their letters there. Blocks and controls stand apart from the text around
// them; names are trimmed, and white space in them is one blank.

import { LABELABLE, attribute, collapsed, inputType, tagOf, trimmed } from "./page.js";
import { plain } from "./plain.js";
import { captionOfButton, embeddedValue } from "./values.js";

/** Roles whose name is what stands in them, where nothing else names them; rows are not named. */
export const FROM_CONTENT = new Set(
  `button cell checkbox columnheader comment gridcell heading link menuitem menuitemcheckbox
  menuitemradio option radio rowheader switch tab tooltip treeitem`.split(/\s+/),
);
const NOT_NAMED = new Set(
  `caption code definition deletion emphasis generic insertion mark none paragraph strong
  subscript suggestion superscript term time text`.split(/\s+/),
);
/** What is folded into them has names of its own. */
const NESTED_ROLES = new Set(["group", "menu", "tree"]);
const WITHOUT_NESTED = new Set(["menuitem", "treeitem"]);
const DEEPEST = 100; // levels that are walked one by one; of what is deeper the text is taken
export const MAX_NAME = 20_000; // a longer text is for reading, and stands in the page itself
const NAMED_BY = new Map([
  ["fieldset", "legend"],
  ["figure", "figcaption"],
  ["table", "caption"],
  ["svg", "title"],
]);

/** @typedef {import("./page.js").Page} Page */
/** A name and where it comes from. @typedef {{text: string, source: string}} Name */
/**
 * Where a computation stands: within a reference (2B), within a name from content (2F).
 * @typedef {{seen: Set<Element>, isReferenced: boolean, isWithin: boolean, takesHidden: boolean,
 *   depth: number}} Walk
 */

export const NO_NAME = Object.freeze({ text: "", source: "" });

/** @returns {Walk} */
function newWalk({ isReferenced = false, takesHidden = false } = {}) {
  return { seen: new Set(), isReferenced, isWithin: false, takesHidden, depth: 0 };
}

/** Names and descriptions of the elements of a page. */
export class Names {
  /** @param {Page} page @param {(element: Element) => string} role */
  constructor(page, role) {
    this.page = page;
    this.role = role;
    /** @type {Map<Element, Name>} */
    this.found = new Map();
  }

  /** The name of an element; blanks at its ends are not part of it. @param {Element} element */
  name(element) {
    let name = this.found.get(element);
    if (name === undefined) {
      const found = this.compute(element, newWalk());
      name = { text: trimmed(found.text).slice(0, MAX_NAME), source: found.source };
      this.found.set(element, name);
    }
    return name;
  }

  /** Whether an author names an element that has no name from content or of its kind. */
  hasOwnName(/** @type {Element} */ element) {
    const named = this.page.referenced(element, "aria-labelledby");
    return (
      named.some((one) => trimmed(this.of(one)) !== "") ||
      attribute(element, "aria-label").trim() !== "" ||
      attribute(element, "title").trim() !== ""
    );
  }

  /** What is told behind a name: what it is described by, else what is not its name yet. */
  description(/** @type {Element} */ element, /** @type {Name} */ name) {
    const parts = this.page.referenced(element, "aria-describedby").map((one) => this.of(one));
    const text = trimmed(parts.join(" "));
    if (text) return text.slice(0, MAX_NAME);
    for (const one of ["aria-description", "title"]) {
      const told = trimmed(attribute(element, one));
      if (told) return told === name.text || name.source === one ? "" : told.slice(0, MAX_NAME);
    }
    return "";
  }

  /** The text of elements that are named by a reference, as messages of errors are. */
  textOf(/** @type {Element[]} */ elements) {
    const shown = elements.filter((one) => !this.page.isHidden(one));
    return trimmed(shown.map((one) => this.of(one)).join(" ")).slice(0, MAX_NAME);
  }

  /** @param {Element} element */
  of(element) {
    const takesHidden = this.page.isHidden(element);
    return this.compute(element, newWalk({ isReferenced: true, takesHidden })).text;
  }

  /** @param {Element} element @param {Walk} walk @returns {Name} */
  compute(element, walk) {
    this.page.step();
    if (walk.seen.has(element) || this.isPassedOver(element, walk)) return NO_NAME;
    walk.seen.add(element);
    return (
      this.byReference(element, walk) ??
      this.byValue(element, walk) ??
      this.byLabel(element) ??
      this.byKind(element, walk) ??
      this.byContent(element, walk) ??
      this.tooltip(element, walk)
    );
  }

  /** 2A: what is hidden, unless it is named itself or stands in something hidden that is. */
  isPassedOver(/** @type {Element} */ element, /** @type {Walk} */ walk) {
    return !walk.isReferenced && !walk.takesHidden && this.page.isGone(element);
  }

  /** @param {Element} element @param {Walk} walk */
  byReference(element, walk) {
    if (walk.isWithin || walk.isReferenced) return null;
    const parts = this.page.referenced(element, "aria-labelledby").map((one) => trimmed(this.of(one)));
    return parts.some(Boolean) ? { text: parts.join(" "), source: "labelledby" } : null;
  }

  /** 2C: a control within the name of another is its value. */
  byValue(/** @type {Element} */ element, /** @type {Walk} */ walk) {
    if (!walk.isWithin) return null;
    const value = embeddedValue(this.page, element, this.role(element));
    return value === null ? null : { text: ` ${value} `, source: "value" };
  }

  /** @param {Element} element */
  byLabel(element) {
    const label = attribute(element, "aria-label");
    return label.trim() ? { text: label, source: "label" } : null;
  }

  /** @param {Element} element @param {Walk} walk */
  byKind(element, walk) {
    const isPicture = ["img", "svg"].includes(tagOf(element));
    if (this.role(element) === "none" && !isPicture) return null;
    const native = this.native(element, walk);
    return native.text.trim() ? native : null;
  }

  /** @param {Element} element @param {Walk} walk */
  byContent(element, walk) {
    if (!walk.isWithin && !walk.isReferenced && !FROM_CONTENT.has(this.role(element))) return null;
    const text = this.content(element, walk);
    return text.trim() || (walk.isWithin && text) ? { text, source: "content" } : null;
  }

  /** 2I. @param {Element} element @param {Walk} walk */
  tooltip(element, walk) {
    const title = attribute(element, "title");
    if (title.trim() && (walk.isWithin || !NOT_NAMED.has(this.role(element)))) {
      return { text: title, source: "title" };
    }
    for (const one of ["placeholder", "aria-placeholder"]) {
      const text = attribute(element, one);
      if (text.trim() && !walk.isWithin) return { text, source: "placeholder" };
    }
    return NO_NAME;
  }

  /** 2F to 2H: texts and names of what stands in an element, in the order of reading. */
  content(/** @type {Element} */ element, /** @type {Walk} */ walk) {
    const page = this.page;
    const look = page.look(element);
    if (walk.depth > DEEPEST) return collapsed(plain(element).textContent ?? "");
    const showsText = look.isVisible || walk.takesHidden;
    const skipsNested = !walk.isWithin && WITHOUT_NESTED.has(this.role(element));
    const inner = { ...walk, isWithin: true, isReferenced: false, depth: walk.depth + 1 };
    let text = look.before;
    for (const child of page.children(element)) {
      if (child instanceof Text) {
        text += showsText ? collapsed(child.data) : "";
      } else if (!(skipsNested && NESTED_ROLES.has(this.role(child)))) {
        const part = this.compute(child, inner).text;
        text += standsApart(page, child) ? ` ${part} ` : part;
      }
    }
    return text + look.after;
  }

  /** What HTML itself names an element by. @param {Element} element @param {Walk} walk */
  native(element, walk) {
    const tag = tagOf(element);
    if (LABELABLE.has(tag) && !walk.isWithin) {
      const labels = this.page.labels(element).filter((one) => !walk.seen.has(one));
      const text = labels.map((one) => trimmed(this.label(one, walk))).join(" ");
      if (text.trim()) return { text, source: "native" };
    }
    const child = NAMED_BY.get(tag);
    if (child !== undefined) return this.namedByChild(element, child, walk);
    return { text: writtenOn(element, tag), source: "native" };
  }

  /** @param {Element} label @param {Walk} walk */
  label(label, walk) {
    const takesHidden = this.page.isHidden(label);
    const inner = { ...walk, isReferenced: true, isWithin: false, takesHidden, depth: 0 };
    return this.compute(label, inner).text;
  }

  /** @param {Element} element @param {string} tag @param {Walk} walk @returns {Name} */
  namedByChild(element, tag, walk) {
    const part = [...plain(element).children].find((one) => tagOf(one) === tag);
    const isDrawn = tag === "title";
    if (part === undefined || walk.seen.has(part)) return NO_NAME;
    if (isDrawn) return { text: plain(part).textContent ?? "", source: "native" };
    if (this.page.isGone(part)) return NO_NAME;
    const inner = { ...walk, isReferenced: true, isWithin: false, depth: walk.depth + 1 };
    return { text: this.compute(part, inner).text, source: tag };
  }
}

/** What an attribute says that an element is called. @param {Element} element @param {string} tag */
function writtenOn(element, tag) {
  if (tag === "img" || tag === "area") return attribute(element, "alt");
  if (tag === "input") {
    const alternative = inputType(element) === "image" ? attribute(element, "alt") : "";
    return alternative || captionOfButton(element);
  }
  return tag === "optgroup" || tag === "option" ? attribute(element, "label") : "";
}

/** @param {Page} page @param {Element} element */
function standsApart(page, element) {
  const look = page.look(element);
  const tag = tagOf(element);
  const isBox = look.isBlock || /^inline-(block|flex|grid)$/.test(look.display);
  return isBox || tag === "br" || LABELABLE.has(tag) || tag === "img";
}
