// States and positions of elements, as they are at the moment.

import { attribute, inputType, isEdited, isTrue, tagOf } from "./page.js";
import { plain } from "./plain.js";
import { unfolded } from "./values.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("../../js/brailledesk.js").State} State */

const CHECKED_ROLES = new Set(
  "checkbox radio switch menuitemcheckbox menuitemradio option".split(" "),
);
const LIVE_ROLES = new Map([
  ["alert", "assertive"],
  ["status", "polite"],
  ["log", "polite"],
]);
const COUNTED = new Set(["option", "radio", "tab", "treeitem", "menuitemradio"]);
const MOST_COUNTED = 1000;
const IF_TRUE = ["busy", "modal", "multiline", "pressed", "readonly", "required", "selected"];
const IF_NOT_FALSE = ["current", "haspopup", "invalid"];

/**
 * What is so of an element; what is hidden is not on a screen.
 * @param {Element} element @param {string} role
 * @returns {State[]}
 */
export function statesOf(element, role) {
  const found = new Set(nativeStates(element));
  for (const name of IF_TRUE) if (isTrue(element, `aria-${name}`)) found.add(name);
  if (CHECKED_ROLES.has(role) && !isBoxOfHtml(element)) {
    if (isTrue(element, "aria-checked")) found.add("checked");
    else if (attribute(element, "aria-checked") === "mixed") found.add("mixed");
  }
  const expanded = attribute(element, "aria-expanded");
  if (expanded === "true" || expanded === "false") {
    found.add(expanded === "true" ? "expanded" : "collapsed");
  }
  for (const name of IF_NOT_FALSE) {
    const value = attribute(element, `aria-${name}`).trim().toLowerCase();
    if (value && value !== "false" && value !== "undefined") found.add(name);
  }
  const order = attribute(element, "aria-sort").trim().toLowerCase();
  if (order === "ascending" || order === "descending") found.add(`sorted-${order}`);
  return /** @type {State[]} */ ([...found].sort());
}

/** The box itself is right, whatever ARIA says of it. @param {Element} element */
function isBoxOfHtml(element) {
  return element instanceof HTMLInputElement && ["checkbox", "radio"].includes(element.type);
}

/** @param {Element} element @returns {Generator<string>} */
function* nativeStates(element) {
  if (isDisabled(element)) yield "disabled";
  if (isField(element)) {
    if (element.required) yield "required";
    if (!(element instanceof HTMLSelectElement) && plain(element).hasAttribute("readonly")) {
      yield "readonly";
    }
    if (isFoundWrong(element)) yield "invalid";
  }
  if (element instanceof HTMLInputElement) {
    if (isBoxOfHtml(element) && element.indeterminate) yield "mixed";
    else if (isBoxOfHtml(element) && element.checked) yield "checked";
  } else if (element instanceof HTMLSelectElement) {
    if (unfolded.has(element)) yield "expanded";
  } else if (element instanceof HTMLTextAreaElement || isEditor(element)) {
    yield "multiline";
  } else if (element instanceof HTMLOptionElement) {
    if (element.selected && plain(element).closest("select") !== null) yield "selected";
  } else if (tagOf(element) === "summary") {
    const details = plain(element).parentElement;
    yield details instanceof HTMLDetailsElement && details.open ? "expanded" : "collapsed";
  } else if (element instanceof HTMLDialogElement && plain(element).matches(":modal")) {
    yield "modal";
  }
}

/** Whether text of many lines is typed into an element of any kind. @param {Element} element */
function isEditor(element) {
  return isEdited(element) && !plain(element).hasAttribute("role");
}

/**
 * @param {Element} element
 * @returns {element is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
 */
export function isField(element) {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  );
}

/** Whether the browser found a field wrong, once the user had been there. */
export function isFoundWrong(/** @type {Element} */ element) {
  return isField(element) && plain(element).matches(":user-invalid");
}

/** Whether a control cannot be used: it says so, or the group that it stands in. */
function isDisabled(/** @type {Element} */ element) {
  return isTrue(element, "aria-disabled") || plain(element).matches(":disabled");
}

/** How changes are told: "off", "polite" or "assertive". @param {Element} element */
export function liveOf(element, /** @type {string} */ role) {
  const own = attribute(element, "aria-live").trim().toLowerCase();
  return ["off", "polite", "assertive"].includes(own) ? own : (LIVE_ROLES.get(role) ?? "off");
}

/** The level of a heading, a row or an entry of a tree; 0 where it has none. */
export function levelOf(/** @type {Element} */ element, /** @type {string} */ role) {
  const own = numberOf(element, "aria-level");
  if (role !== "heading") return ["treeitem", "row", "listitem"].includes(role) ? own : 0;
  const native = /^h[1-6]$/.test(tagOf(element)) ? Number(tagOf(element)[1]) : 2;
  return own || native;
}

/**
 * The place in its set and the size of it, from 1; 0 is unknown.
 * @param {Page} page @param {Element} element @param {string} role
 * @param {(element: Element) => string} roleOf
 * @returns {[number, number]}
 */
export function positionOf(page, element, role, roleOf) {
  const place = numberOf(element, "aria-posinset");
  const size = numberOf(element, "aria-setsize");
  if (place || !COUNTED.has(role)) return [place, size];
  const kin = kinOf(page, element, role, roleOf);
  const index = kin.length < MOST_COUNTED ? kin.indexOf(element) : -1;
  return kin.length < 2 || index < 0 ? [0, 0] : [index + 1, size || kin.length];
}

/** The elements that an element is counted with, itself among them. */
function kinOf(
  /** @type {Page} */ page,
  /** @type {Element} */ element,
  /** @type {string} */ role,
  /** @type {(element: Element) => string} */ roleOf,
) {
  /** @param {Element[]} elements */
  const shown = (elements) => elements.filter((one) => !page.isHidden(one));
  if (tagOf(element) === "input") {
    const form = plain(element).closest("form") ?? page.root;
    const name = attribute(element, "name");
    return page.kept(form, `radio ${name}`, () => {
      const inputs = name ? [...plain(form).querySelectorAll("input")] : [];
      return shown(
        inputs.filter((one) => attribute(one, "name") === name && inputType(one) === "radio"),
      );
    });
  }
  if (tagOf(element) === "option") {
    const box = plain(element).closest("select, datalist") ?? page.root;
    return page.kept(box, "option", () => shown([...box.querySelectorAll("option")]));
  }
  const above = page.above(element);
  if (above === null) return [];
  return page.kept(above, role, () => shown([...beside(above, role, roleOf)]));
}

/** What stands in an element with a role, or in a box of its own in it. */
function* beside(
  /** @type {Element} */ above,
  /** @type {string} */ role,
  /** @type {(element: Element) => string} */ roleOf,
) {
  for (const one of plain(above).children) {
    const within = roleOf(one) === role ? [one] : [...plain(one).children];
    yield* within.filter((inner) => roleOf(inner) === role);
  }
}

/** A whole number from 1 to a million that an attribute names, else 0. */
export function numberOf(/** @type {Element} */ element, /** @type {string} */ name) {
  const text = attribute(element, name).trim();
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
