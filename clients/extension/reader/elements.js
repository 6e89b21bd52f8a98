// An element as a reader meets it: its node, without what stands in it.

import { FIELD_ROLES } from "./lines.js";
import { FROM_CONTENT, NO_NAME, Names } from "./names.js";
import { LABELABLE, MAX_TEXT, attribute, below, flatParent, inputType, isEdited } from "./page.js";
import { tagOf, trimmed } from "./page.js";
import { plain } from "./plain.js";
import { LEAF_ROLES, Roles } from "./roles.js";
import { isFoundWrong, levelOf, liveOf, numberOf, positionOf, statesOf } from "./states.js";
import { Tables } from "./tables.js";
import { isSecret, valueOf } from "./values.js";

const OTHER_CONTROLS = new Set(["button", "link", "menuitem", "option", "tab", "treeitem"]);
const EDITED_ROLES = new Set(["textbox", "searchbox", "spinbutton", "combobox"]);
export const CELL_ROLES = new Set(["cell", "gridcell", "columnheader", "rowheader"]);
const TOLD_TWICE = new Map([
  ["legend", "fieldset"],
  ["caption", "table"],
  ["figcaption", "figure"],
]);
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
const MASK = "•"; // a secret has its length, which typing needs, and nothing else

/** @typedef {import("./lines.js").Node} Node */
/** @typedef {import("./names.js").Name} Name */

/** The elements of a page: roles, names, and nodes made of them. */
export class Elements {
  /** @param {import("./page.js").Page} page @param {import("./ids.js").Ids} ids */
  constructor(page, ids) {
    this.page = page;
    this.ids = ids;
    this.tables = new Tables(page);
    this.names = new Names(page, (element) => this.role(element));
    this.roles = new Roles(page, this.tables, (element) => this.names.hasOwnName(element));
    this.messages = this.messagesOfErrors();
    /** @type {Map<Element, string | null>} */
    this.languages = new Map();
  }

  /** @param {Element} element @returns {string} */
  role(element) {
    const role = this.roles.role(element);
    return role === "generic" && isEdited(element) ? "textbox" : role;
  }

  /** Whether all that stands in an element is its name or its value. @param {string} role */
  isLeaf(role) {
    if (EDITED_ROLES.has(role) || LEAF_ROLES.has(role)) return true;
    return OTHER_CONTROLS.has(role) && role !== "treeitem" && role !== "menuitem";
  }

  /** Whether an element is the name of a thing that is shown with it. @param {Element} element */
  isToldElsewhere(element) {
    if (this.messages.has(element)) return !this.isRich(element, null);
    const tag = tagOf(element);
    const around = TOLD_TWICE.get(tag);
    if (around !== undefined) {
      const above = plain(element).parentElement;
      if (above === null || tagOf(above) !== around || this.isRich(element, null)) return false;
      return this.names.name(above).source === tag;
    }
    return element instanceof HTMLLabelElement && this.isLabelTold(element);
  }

  /** What is told behind the values of fields that are wrong. */
  messagesOfErrors() {
    const wrong = this.page.all("[aria-invalid][aria-errormessage]").filter((one) => {
      return !["false", ""].includes(attribute(one, "aria-invalid")) && !this.page.isHidden(one);
    });
    return new Set(wrong.flatMap((one) => this.page.referenced(one, "aria-errormessage")));
  }

  /** @param {HTMLLabelElement} label */
  isLabelTold(label) {
    const control = label.control;
    if (control === null || this.page.isHidden(control) || this.isRich(label, control)) return false;
    return this.names.name(control).source === "native";
  }

  /** Whether something stands in an element that is more than text. */
  isRich(/** @type {Element} */ element, /** @type {Element | null} */ besides) {
    for (const one of below(element)) {
      if (besides !== null && plain(besides).contains(one)) continue;
      if (this.isControl(one) || tagOf(one) === "table") return true;
    }
    return false;
  }

  /** Whether an element is something to be used by itself. @param {Element} element */
  isControl(element) {
    return LABELABLE.has(tagOf(element)) || OTHER_CONTROLS.has(this.role(element));
  }

  /**
   * The name; of what is read by its content only a name that stands for it.
   * @param {Element} element @param {string} role
   * @returns {Name}
   */
  name(element, role) {
    const found = this.names.name(element);
    if (!found.text && LEAF_ROLES.has(role)) {
      return { text: this.names.textOf([element]), source: "content" }; // else it would be lost
    }
    if (!found.text && FIELD_ROLES.has(role)) {
      return { text: this.nameByHeaders(element), source: "headers" };
    }
    const isNamedByContent = FROM_CONTENT.has(role) && !this.isLeaf(role);
    const isRead = isNamedByContent && role !== "treeitem" && role !== "menuitem";
    return isRead && found.source === "content" ? NO_NAME : found;
  }

  /**
   * What a field without a name is called by the headers of the cell that it stands in. accname
   * does not go so far; who sees the table does, and a field needs a name.
   */
  nameByHeaders(/** @type {Element} */ field) {
    const cell = plain(field).parentElement?.closest("td, th") ?? null;
    const headers = cell === null ? [] : this.shownHeaders(cell);
    return headers
      .map((one) => this.names.textOf([one]))
      .filter(Boolean)
      .join(" ");
  }

  /** @param {Element} cell */
  shownHeaders(cell) {
    return this.tables.headers(cell).filter((one) => !this.page.isHidden(one));
  }

  /**
   * The node of an element, without children.
   * @param {Element} element @param {string} role @param {Name} name
   * @returns {Node}
   */
  node(element, role, name) {
    const [posinset, setsize] = positionOf(this.page, element, role, (one) => this.role(one));
    const states = statesOf(element, role);
    const isHidden = isSecret(element, role);
    const value = valueOf(this.page, element, role).slice(0, MAX_TEXT);
    const labels = ["aria-brailleroledescription", "aria-roledescription"];
    return said({
      id: this.ids.of(element),
      role,
      roleDescription: labels.map((one) => trimmed(attribute(element, one))).find(Boolean) ?? "",
      name: name.text,
      brailleLabel: trimmed(attribute(element, "aria-braillelabel")),
      value: isHidden ? MASK.repeat(value.length) : value,
      description: this.names.description(element, name),
      error: states.includes("invalid") ? this.error(element) : "",
      states,
      level: levelOf(element, role),
      posinset,
      setsize,
      ...this.cell(element, role),
      live: liveOf(element, role),
      lang: this.language(element),
      inputType: tagOf(element) === "input" ? inputType(element) : "text",
      maxLength: numberOf(element, "maxlength"),
      sensitive: isHidden,
    });
  }

  /** @param {Element} element */
  error(element) {
    const told = this.names.textOf(this.page.referenced(element, "aria-errormessage"));
    if (told || !isFoundWrong(element)) return told;
    return /** @type {HTMLInputElement} */ (element).validationMessage.slice(0, MAX_TEXT);
  }

  /** @param {Element} element @param {string} role */
  cell(element, role) {
    if (!CELL_ROLES.has(role)) return {};
    const place = this.tables.place(element);
    const row = numberOf(element, "aria-rowindex");
    const col = numberOf(element, "aria-colindex");
    if (place === undefined) return { row, col };
    const headers = this.shownHeaders(element).map((one) => this.ids.of(one));
    return { row: row || place.row + 1, col: col || place.column + 1, headers };
  }

  /** The language of an element, where the page names one. @param {Element} element */
  language(element) {
    /** @type {Element[]} */
    const path = [];
    /** @type {Element | null} */
    let place = element;
    while (place !== null && !this.languages.has(place)) {
      path.push(place);
      place = flatParent(place);
    }
    let found = place === null ? null : (this.languages.get(place) ?? null);
    for (const one of path.reverse()) {
      const own = attribute(one, "lang").trim();
      if (LANGUAGE.test(own)) found = own;
      this.languages.set(one, found);
    }
    return found;
  }
}

/** @type {Record<string, unknown>} */
const NOTHING = { live: "off", inputType: "text" };

/** The fields that say something. @param {Record<string, unknown>} fields @returns {Node} */
export function said(fields) {
  const kept = Object.entries(fields).filter(([name, value]) => {
    if (name === "id") return true;
    const isEmpty = Array.isArray(value) ? value.length === 0 : !value;
    return !isEmpty && value !== NOTHING[name];
  });
  return /** @type {Node} */ (/** @type {unknown} */ (Object.fromEntries(kept)));
}
