// Roles of elements: what authors say, else what HTML-AAM 1.0 gives an element.
//
// Sources: ARIA 1.2 (the roles, presentational children, conflict of role "none"), HTML-AAM 1.0
// section 3.4 (elements), 3.5 (scoped landmarks).

import { ancestors, attribute, flatParent, inputType, isEdited, tagOf } from "./page.js";
import { plain } from "./plain.js";

/** @param {string} text */
function listed(text) {
  return new Set(text.split(/\s+/).filter(Boolean));
}

const KNOWN_ROLES = listed(`alert alertdialog application article banner blockquote button caption
  cell checkbox code columnheader combobox comment complementary contentinfo definition deletion
  dialog directory document emphasis feed figure form generic grid gridcell group heading img image
  insertion link list listbox listitem log main mark marquee math menu menubar menuitem
  menuitemcheckbox menuitemradio meter navigation none note option paragraph presentation
  progressbar radio radiogroup region row rowgroup rowheader scrollbar search searchbox separator
  slider spinbutton status strong subscript suggestion superscript switch tab table tablist tabpanel
  term textbox time timer toolbar tooltip tree treegrid treeitem graphics-document graphics-object
  graphics-symbol doc-abstract doc-acknowledgments doc-afterword doc-appendix doc-backlink
  doc-biblioentry doc-bibliography doc-biblioref doc-chapter doc-colophon doc-conclusion doc-cover
  doc-credit doc-credits doc-dedication doc-endnote doc-endnotes doc-epigraph doc-epilogue doc-errata
  doc-example doc-footnote doc-foreword doc-glossary doc-glossref doc-index doc-introduction
  doc-noteref doc-notice doc-pagebreak doc-pagelist doc-part doc-preface doc-prologue doc-pullquote
  doc-qna doc-subtitle doc-tip doc-toc`);

/** Roles whose children are presentational: they have a name, and nothing below. */
export const LEAF_ROLES = listed(`button checkbox img image math menuitemcheckbox menuitemradio meter
  option progressbar radio scrollbar separator slider switch tab`);

const GLOBAL_ATTRIBUTES = [
  ...listed(`aria-atomic aria-busy aria-controls aria-current aria-describedby aria-description
    aria-details aria-dropeffect aria-flowto aria-grabbed aria-keyshortcuts aria-label
    aria-labelledby aria-live aria-owns aria-relevant aria-roledescription`),
];

/** @type {Map<string, string>} */
const PLAIN_ROLES = new Map([
  ["fieldset", "group"],
  ["dd", "definition"],
  ["em", "emphasis"],
  ["hr", "separator"],
  ["html", "document"],
  ["ins", "insertion"],
  ["nav", "navigation"],
  ["output", "status"],
  ["p", "paragraph"],
  ["progress", "progressbar"],
  ["sub", "subscript"],
  ["summary", "button"],
  ["sup", "superscript"],
  ["svg", "image"],
  ["textarea", "textbox"],
  ["tr", "row"],
  ["frame", "iframe"],
  ...called("heading", "h1 h2 h3 h4 h5 h6"),
  ...called("group", "address details hgroup optgroup"),
  ...called("list", "menu ol ul"),
  ...called("rowgroup", "tbody tfoot thead"),
  ...called("deletion", "del s"),
  ...called("term", "dfn dt"),
  ...[
    ...listed(`article blockquote button caption code dialog figure mark math meter option search
      strong time label legend main table iframe audio video canvas`),
  ].map((tag) => /** @type {[string, string]} */ ([tag, tag])),
]);

/** @param {string} role @param {string} tags @returns {[string, string][]} */
function called(role, tags) {
  return tags.split(" ").map((tag) => [tag, role]);
}

/** @type {Map<string, string>} */
const INPUT_ROLES = new Map([
  ...called("button", "button image reset submit color file"),
  ["checkbox", "checkbox"],
  ["radio", "radio"],
  ["range", "slider"],
  ["number", "spinbutton"],
  ["search", "searchbox"],
]);
const LISTED_TYPES = new Set(["text", "search", "tel", "url", "email"]);
const SECTION_TAGS = new Set(["article", "aside", "main", "nav", "section"]);
const SECTION_ROLES = new Set(["article", "complementary", "main", "navigation", "region"]);
const FOCUSABLE_TAGS = new Set(["button", "input", "select", "textarea", "iframe", "summary"]);
const TABLE_PARTS = new Set(["tr", "td", "th", "tbody", "thead", "tfoot"]);

/** The role of each element of a page, worked out once. */
export class Roles {
  /**
   * @param {import("./page.js").Page} page
   * @param {import("./tables.js").Tables} tables
   * @param {(element: Element) => boolean} hasName
   */
  constructor(page, tables, hasName) {
    this.page = page;
    this.tables = tables;
    this.hasName = hasName;
    /** @type {Map<Element, string>} */
    this.found = new Map();
  }

  /**
   * The ARIA role; "generic" and "none" say nothing. A few names ARIA has not: "label"...
   * @param {Element} element
   * @returns {string}
   */
  role(element) {
    const known = this.found.get(element);
    if (known !== undefined) return known;
    const role = this.findRole(element);
    this.found.set(element, role);
    return role;
  }

  /** @param {Element} element @returns {string} */
  findRole(element) {
    for (const named of attribute(element, "role").toLowerCase().split(/\s+/).filter(Boolean)) {
      if (named === "none" || named === "presentation") {
        if (!hasConflict(element)) return "none";
        break;
      }
      const isUnnamed = (named === "region" || named === "form") && !this.hasName(element);
      if (KNOWN_ROLES.has(named) && !isUnnamed) return named === "img" ? "image" : named;
    }
    return this.isPresentational(element) ? "none" : this.nativeRole(element);
  }

  /** Whether the list or table that an element is a part of is presentational. */
  isPresentational(/** @type {Element} */ element) {
    if (plain(element).hasAttribute("role")) return false;
    const tag = tagOf(element);
    if (tag === "li") {
      const above = plain(element).parentElement;
      return above !== null && plain(above).hasAttribute("role") && this.role(above) === "none";
    }
    if (!TABLE_PARTS.has(tag)) return false;
    const table = this.tables.tableOf(element);
    return table !== null && this.role(table) === "none";
  }

  /** @param {Element} element */
  nativeRole(element) {
    const tag = tagOf(element);
    switch (tag) {
      case "a":
      case "area":
        return plain(element).hasAttribute("href") ? "link" : "generic";
      case "img":
        return roleOfImage(element);
      case "input":
        return this.roleOfInput(element);
      case "select":
        return roleOfSelect(element);
      case "li":
        return this.roleOfItem(element);
      case "section":
        return this.hasName(element) ? "region" : "generic";
      case "form":
        return this.hasName(element) ? "form" : "generic";
      case "aside":
        return !isScoped(element) || this.hasName(element) ? "complementary" : "generic";
      case "header":
        return isScoped(element) ? "generic" : "banner";
      case "footer":
        return isScoped(element) ? "generic" : "contentinfo";
      case "td":
        return this.roleOfData(element);
      case "th":
        return this.roleOfHeader(element);
      default:
        return PLAIN_ROLES.get(tag) ?? "generic";
    }
  }

  /** @param {Element} element */
  roleOfInput(element) {
    const kind = inputType(element);
    if (LISTED_TYPES.has(kind) && this.page.referenced(element, "list").length > 0) {
      return "combobox";
    }
    return INPUT_ROLES.get(kind) ?? "textbox";
  }

  /** @param {Element} element */
  roleOfItem(element) {
    const above = this.page.above(element);
    const role = above === null ? "" : this.role(above);
    return role === "list" || role === "directory" ? "listitem" : "generic";
  }

  /** @param {Element} element */
  roleOfData(element) {
    const table = this.tables.tableOf(element);
    const role = table === null ? "" : this.role(table);
    return role === "grid" || role === "treegrid" ? "gridcell" : "cell";
  }

  /** @param {Element} element */
  roleOfHeader(element) {
    const kind = this.tables.kindOfHeader(element);
    if (kind === "col") return "columnheader";
    return kind === "row" ? "rowheader" : this.roleOfData(element);
  }
}

/** Whether "none" does not count: it can have the focus, or ARIA says more of it. */
function hasConflict(/** @type {Element} */ element) {
  return isFocusable(element) || GLOBAL_ATTRIBUTES.some((one) => attribute(element, one).trim());
}

/** Whether an element belongs to a section, not to the page. @param {Element} element */
function isScoped(element) {
  for (const above of ancestors(element)) {
    const first = (attribute(above, "role").trim().split(/\s+/)[0] ?? "").toLowerCase();
    if (SECTION_ROLES.has(first) || (!first && SECTION_TAGS.has(tagOf(above)))) return true;
  }
  return false;
}

/** @param {Element} element */
function roleOfImage(element) {
  const alternative = plain(element).getAttribute("alt");
  const isEmpty = alternative !== null && !alternative.trim();
  const isNamed =
    attribute(element, "aria-label").trim() !== "" ||
    attribute(element, "title").trim() !== "" ||
    plain(element).hasAttribute("aria-labelledby");
  return isEmpty && !isNamed && !isFocusable(element) ? "none" : "image";
}

/** @param {Element} element */
function roleOfSelect(element) {
  const size = attribute(element, "size").trim();
  const isOpen = /^\d+$/.test(size) && Number(size.slice(0, 6)) > 1;
  return plain(element).hasAttribute("multiple") || isOpen ? "listbox" : "combobox";
}

/** Whether an element can have the focus. @param {Element} element */
export function isFocusable(element) {
  const tag = tagOf(element);
  if (FOCUSABLE_TAGS.has(tag)) return !plain(element).hasAttribute("disabled");
  const hasIndex = /^-*\d+$/.test(attribute(element, "tabindex").trim());
  const isLink = (tag === "a" || tag === "area") && plain(element).hasAttribute("href");
  return hasIndex || isLink || isEdited(element);
}

/** The nearest element around, itself included, that something is true of. */
export function nearest(
  /** @type {Element | null} */ element,
  /** @type {(one: Element) => boolean} */ isWanted,
) {
  let place = element;
  while (place !== null && !isWanted(place)) place = flatParent(place);
  return place;
}
