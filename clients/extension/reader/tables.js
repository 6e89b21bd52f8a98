// Tables of a page: where cells stand, and which are their headers.
//
// Source: WHATWG HTML 4.9.12, forming a table, and the algorithm for header cells.

import { attribute, tagOf } from "./page.js";
import { plain } from "./plain.js";

const MAX_SPAN = 1000;
const MAX_SLOTS = 100_000;
const MAX_HEADERS = 50; // headers on one side that are looked at, the nearest
const WIDEST_TABLE = 100_000; // more columns than any table has

/**
 * A cell: its first row and column from 0, and how many it spans.
 * @typedef {{element: Element, row: number, column: number, height: number, width: number}} Place
 */

/** A table as slots. */
class Grid {
  constructor() {
    /** @type {Map<number, Place>} */
    this.slots = new Map();
    /** @type {Map<Element, Place>} */
    this.places = new Map();
    /** The rows, from 0. @type {Map<Element, number>} */
    this.numbers = new Map();
    /** The columns of each row that have a cell. @type {number[][]} */
    this.columns = [];
    /** Where header cells stand in each row, in order. @type {number[][]} */
    this.headersInRows = [];
    /** Where they stand in each column. @type {number[][]} */
    this.headersInColumns = [];
  }

  /** @param {number} row @param {number} column */
  at(row, column) {
    return this.slots.get(row * WIDEST_TABLE + column);
  }

  /** Put a cell in a slot that is free. */
  fill(/** @type {number} */ row, /** @type {number} */ column, /** @type {Place} */ place) {
    if (this.at(row, column) !== undefined) return;
    this.slots.set(row * WIDEST_TABLE + column, place);
    (this.columns[row] ??= []).push(column);
    if (!isHeaderCell(place)) return;
    insert((this.headersInRows[row] ??= []), column);
    insert((this.headersInColumns[column] ??= []), row);
  }

  /** The cells in the slots of a row from the left. @param {number} number */
  row(number) {
    const columns = [...(this.columns[number] ?? [])].sort((one, other) => one - other);
    return columns.map((column) => /** @type {Place} */ (this.at(number, column)));
  }

  /** The cells in the slots of a column, from the top. @param {number} number */
  column(number) {
    const found = [];
    for (let row = 0; row < this.numbers.size; row += 1) {
      const place = this.at(row, number);
      if (place !== undefined) found.push(place);
    }
    return found;
  }

  /** The header cells before a slot, the nearest first, each with where it was met. */
  headersBefore(
    /** @type {"row" | "col"} */ kind,
    /** @type {number} */ line,
    /** @type {number} */ end,
  ) {
    const known = (kind === "row" ? this.headersInRows : this.headersInColumns)[line] ?? [];
    /** @type {[number, Place][]} */
    const found = [];
    let place = placeFor(known, end) - 1;
    for (; place >= 0 && found.length < MAX_HEADERS; place -= 1) {
      const at = known[place];
      const cell = kind === "row" ? this.at(line, at) : this.at(at, line);
      found.push([at, /** @type {Place} */ (cell)]);
    }
    return found;
  }
}

/** Where a number belongs in a sorted list. @param {number[]} list @param {number} number */
function placeFor(list, number) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Put a number into a sorted list. @param {number[]} list @param {number} number */
function insert(list, number) {
  list.splice(placeFor(list, number), 0, number);
}

/** The tables of a page, each worked out when it is asked for. */
export class Tables {
  /** @param {import("./page.js").Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Map<Element, Grid>} */
    this.grids = new Map();
    /** @type {Map<Element, string>} */
    this.kinds = new Map();
  }

  /** The table that a part of a table belongs to. @param {Element} element */
  tableOf(element) {
    return plain(element).parentElement?.closest("table") ?? null;
  }

  /** @param {Element} table */
  grid(table) {
    let grid = this.grids.get(table);
    if (grid === undefined) {
      grid = gridOf(this.page, table);
      this.grids.set(table, grid);
    }
    return grid;
  }

  /** Where a cell stands. @param {Element} cell */
  place(cell) {
    const table = this.tableOf(cell);
    return table === null ? undefined : this.grid(table).places.get(cell);
  }

  /** What a header is for, "col", "row" or "". @param {Element} cell */
  kindOfHeader(cell) {
    let kind = this.kinds.get(cell);
    if (kind === undefined) {
      kind = this.findKind(cell);
      this.kinds.set(cell, kind);
    }
    return kind;
  }

  /** @param {Element} cell */
  findKind(cell) {
    const scope = attribute(cell, "scope").trim().toLowerCase();
    if (scope === "col" || scope === "colgroup") return "col";
    if (scope === "row" || scope === "rowgroup") return "row";
    const table = this.tableOf(cell);
    const place = this.place(cell);
    if (table === null || place === undefined) return "";
    const grid = this.grid(table);
    if (rowsOf(place).every((row) => grid.row(row).every(isHeaderCell))) return "col";
    const hasData = columnsOf(place).some((one) => !grid.column(one).every(isHeaderCell));
    return hasData && place.column > 0 ? "" : "row";
  }

  /**
   * The headers of a cell: those that it names, else rows' to its left, columns' above it.
   * @param {Element} cell
   * @returns {Element[]}
   */
  headers(cell) {
    const table = this.tableOf(cell);
    const place = this.place(cell);
    if (table === null || place === undefined) return [];
    const named = this.page.referenced(cell, "headers");
    if (named.length > 0) {
      return named.filter((one) => one !== cell && this.tableOf(one) === table);
    }
    const grid = this.grid(table);
    const left = rowsOf(place).map((row) => grid.headersBefore("row", row, place.column));
    const up = columnsOf(place).map((one) => grid.headersBefore("col", one, place.row));
    const found = [
      ...this.scanned(left, place.column, "row", place),
      ...this.scanned(up, place.row, "col", place),
    ];
    return [...new Set(found)];
  }

  /** Headers on the way from a cell; data between headers ends those of the same span. */
  scanned(
    /** @type {[number, Place][][]} */ lines,
    /** @type {number} */ start,
    /** @type {"row" | "col"} */ kind,
    /** @type {Place} */ own,
  ) {
    /** @type {Element[]} */
    const all = [];
    for (const headers of lines) {
      /** @type {Element[]} */
      const found = [];
      /** @type {Place[]} */
      const opaque = [];
      let block = this.isKind(own, kind) ? [own] : [];
      let before = start;
      for (const [at, place] of headers) {
        if (at !== before - 1) {
          opaque.push(...block); // data stand between
          block = [];
        }
        before = at;
        block.push(place);
        const isBlocked = opaque.some((one) => isSameSpan(one, place, kind));
        if (place !== own && !isBlocked && this.isKind(place, kind)) found.push(place.element);
      }
      all.push(...found.reverse());
    }
    return all;
  }

  /** @param {Place} place @param {string} kind */
  isKind(place, kind) {
    return isHeaderCell(place) && this.kindOfHeader(place.element) === kind;
  }
}

/** @param {Place} place */
function isHeaderCell(place) {
  return tagOf(place.element) === "th";
}

/** @param {number} start @param {number} length */
function range(start, length) {
  return Array.from({ length }, (_, index) => start + index);
}

/** @param {Place} place */
function rowsOf(place) {
  return range(place.row, place.height);
}

/** @param {Place} place */
function columnsOf(place) {
  return range(place.column, place.width);
}

/** @param {Place} one @param {Place} other @param {string} kind */
function isSameSpan(one, other, kind) {
  return kind === "col"
    ? one.column === other.column && one.width === other.width
    : one.row === other.row && one.height === other.height;
}

/** @param {import("./page.js").Page} page @param {Element} table */
function gridOf(page, table) {
  const grid = new Grid();
  /** @type {Element[][]} */
  const groups = [];
  for (const part of plain(table).children) {
    const tag = tagOf(part);
    if (tag === "tr") groups.push([part]);
    else if (["thead", "tbody", "tfoot"].includes(tag)) {
      groups.push([...plain(part).children].filter((one) => tagOf(one) === "tr" && !page.isGone(one)));
    }
  }
  for (const group of groups) {
    const end = grid.numbers.size + group.length;
    for (const row of group) addRow(page, grid, row, end);
  }
  return grid;
}

/** @param {import("./page.js").Page} page @param {Grid} grid @param {Element} row */
function addRow(page, grid, row, /** @type {number} */ end) {
  const number = grid.numbers.size;
  grid.numbers.set(row, number);
  let column = 0;
  for (const cell of plain(row).children) {
    if (!["td", "th"].includes(tagOf(cell)) || page.isGone(cell)) continue;
    while (grid.at(number, column) !== undefined) column += 1;
    const asked = spanOf(cell, "rowspan");
    let height = asked === 0 ? end - number : Math.min(asked, end - number);
    let width = Math.max(spanOf(cell, "colspan"), 1);
    if (grid.slots.size + height * width > MAX_SLOTS) height = width = 1;
    const place = { element: cell, row: number, column, height: Math.max(height, 1), width };
    grid.places.set(cell, place);
    for (const one of rowsOf(place)) {
      for (const other of columnsOf(place)) grid.fill(one, other, place);
    }
    column += width;
  }
}

/** @param {Element} cell @param {string} name */
function spanOf(cell, name) {
  const text = attribute(cell, name).trim();
  return /^\d+$/.test(text) ? Math.min(Number(text.slice(0, 6)), MAX_SPAN) : 1;
}
