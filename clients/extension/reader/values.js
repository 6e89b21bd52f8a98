// Values of controls, as they are at the moment.

import { attribute, below, inputType, isTrue, tagOf } from "./page.js";
import { plain } from "./plain.js";

const BUTTON_TYPES = new Set(["button", "reset", "submit"]);
const RANGES = new Set("meter progressbar scrollbar slider spinbutton".split(" "));
const SHOWS_FIELDS = new Set(["combobox", "searchbox", "textbox"]);
const UNTYPED = new Set("checkbox radio hidden image file color button reset submit".split(" "));
const SECRET = new Set(["one-time-code", "current-password", "new-password"]);
/** What browsers write on buttons without a caption. @type {Record<string, Record<string, string>>} */
const CAPTIONS = {
  it: { submit: "Invia", reset: "Reimposta", image: "Invia", file: "Scegli file" },
  en: { submit: "Submit", reset: "Reset", image: "Submit", file: "Choose File" },
};

/** @typedef {import("./page.js").Page} Page */

/** The value; empty where there is none. @param {Page} page @param {Element} element */
export function valueOf(page, element, /** @type {string} */ role) {
  if (element instanceof HTMLInputElement) return valueOfInput(element);
  if (element instanceof HTMLTextAreaElement) return element.value;
  if (element instanceof HTMLSelectElement) {
    const chosen = chosenOptions(page, element).map(optionText).filter(Boolean);
    return role === "listbox" ? "" : chosen.join(", ");
  }
  if (element instanceof HTMLProgressElement) {
    return element.position < 0 ? "" : `${(100 * element.position).toFixed(0)}%`;
  }
  if (element instanceof HTMLMeterElement) return shortNumber(element.value);
  return valueByAria(page, element, role);
}

/** @param {number} value */
function shortNumber(value) {
  return String(Number(value.toPrecision(6)));
}

/** @param {Page} page @param {Element} element @param {string} role */
function valueByAria(page, element, role) {
  if (RANGES.has(role)) {
    const text = attribute(element, "aria-valuetext") || attribute(element, "aria-valuenow");
    return text.trim() || (role === "spinbutton" ? shownText(page, element) : "");
  }
  if (role === "textbox" || role === "searchbox") return shownText(page, element);
  return role === "combobox" ? valueOfCombobox(page, element) : "";
}

/** What a box shows: a field within it, else what is chosen, else its text without its list. */
function valueOfCombobox(/** @type {Page} */ page, /** @type {Element} */ element) {
  const field = plain(element).querySelector("input");
  if (field !== null) return valueOfInput(field);
  const lists = [
    ...page.referenced(element, "aria-controls"),
    ...page.referenced(element, "aria-owns"),
  ];
  const chosen = [element, ...lists].flatMap((place) => [
    ...plain(place).querySelectorAll('[role="option"][aria-selected="true"]'),
  ]);
  return chosen.map((one) => shownText(page, one)).join(", ") || shownText(page, element, "listbox");
}

/** What a control is within the name of another (accname 2C); null for what is no such one. */
export function embeddedValue(
  /** @type {Page} */ page,
  /** @type {Element} */ element,
  /** @type {string} */ role,
) {
  const isRange = RANGES.has(role) && role !== "scrollbar";
  if (["textbox", "searchbox", "combobox"].includes(role) || isRange) {
    return isSecret(element, role) ? "" : valueOf(page, element, role);
  }
  if (role !== "listbox") return null;
  if (element instanceof HTMLSelectElement) {
    return chosenOptions(page, element).map(optionText).join(" ");
  }
  const options = [...plain(element).querySelectorAll('[aria-selected="true"]')];
  return options.map((one) => shownText(page, one)).join(" ");
}

/**
 * Whether a value is not to be shown: a password, the data of a card; also of a box that shows what
 * a field within it has.
 * @param {Element} element @param {string} role
 */
export function isSecret(element, role) {
  if (isSecretField(element)) return true;
  if (!SHOWS_FIELDS.has(role) && !RANGES.has(role)) return false;
  for (const inner of below(element)) if (isSecretField(inner)) return true;
  return false;
}

/** @param {Element} element */
function isSecretField(element) {
  const words = attribute(element, "autocomplete").toLowerCase().split(/\s+/);
  const isPassword = tagOf(element) === "input" && inputType(element) === "password";
  return isPassword || words.some((one) => SECRET.has(one) || one.startsWith("cc-"));
}

/** What stands on a button that an `input` is; empty for other inputs. */
export function captionOfButton(/** @type {Element} */ element) {
  const kind = inputType(element);
  if (!BUTTON_TYPES.has(kind) && kind !== "image" && kind !== "file") return "";
  const value = BUTTON_TYPES.has(kind) ? attribute(element, "value") : "";
  const ours = globalThis.chrome?.i18n?.getUILanguage?.() ?? navigator.language;
  const language = ours.toLowerCase().startsWith("it") ? "it" : "en";
  return value.trim() ? value : (CAPTIONS[language][kind] ?? "");
}

/** @param {HTMLInputElement} element */
function valueOfInput(element) {
  if (element.type === "file") return [...(element.files ?? [])].map((one) => one.name).join(", ");
  if (element.type === "color") return element.value;
  return UNTYPED.has(element.type) ? "" : element.value.replaceAll("\n", "");
}

/** The options of a `select` that are chosen. @param {Page} page @param {HTMLSelectElement} select */
export function chosenOptions(page, select) {
  return [...select.selectedOptions].filter((one) => !page.isGone(one));
}

/** What an option is called. @param {Element} option */
export function optionText(option) {
  return (attribute(option, "label") || (option.textContent ?? "")).trim().replace(/\s+/g, " ");
}

/**
 * The texts shown in an element, each with where it comes from; a blank where something stands
 * apart. `without` is a role that is left out.
 * @param {Page} page @param {Element} element @param {string} without
 * @returns {Generator<[string, Text | null]>}
 */
export function* shownTexts(page, element, without = "") {
  /** @type {(Element | Text | string)[]} */
  const stack = [element];
  while (stack.length > 0) {
    const one = /** @type {Element | Text | string} */ (stack.pop());
    if (typeof one === "string") yield [one, null];
    else if (one instanceof Text) yield [one.data, one];
    else {
      page.step();
      const isLeftOut = without !== "" && plain(one).getAttribute("role") === without;
      if (isLeftOut || page.isHidden(one)) continue;
      const isBlock = page.look(one).isBlock || tagOf(one) === "br";
      const inner = page.children(one);
      stack.push(...(isBlock ? [" ", ...inner, " "] : inner).reverse());
    }
  }
}

/** @param {Page} page @param {Element} element @param {string} without */
function shownText(page, element, without = "") {
  let text = "";
  for (const [part] of shownTexts(page, element, without)) text += part;
  return text.trim().replace(/\s+/g, " ");
}

/** Whether a native box was unfolded by the reader: browsers do not tell. */
export const unfolded = new WeakSet();

/** @param {Element} element */
export function isUnfolded(element) {
  return unfolded.has(element) || isTrue(element, "aria-expanded");
}
