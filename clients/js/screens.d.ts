/**
 * What makes one screen of another: an object that is the same in both counts as unchanged, so
 * large screens are compared quickly where their nodes are kept. Null where the root is another.
 * @param {Screen} old @param {Screen} wanted
 * @returns {Changes | null}
 */
export function difference(old: Screen, wanted: Screen): Changes | null;
/** @param {Kept} old @param {Kept} wanted @returns {Changes | null} */
export function changesBetween(old: Kept, wanted: Kept): Changes | null;
/** Put changes into a screen. @param {Kept} screen @param {Changes} changes */
export function changed(screen: Kept, changes: Changes): Kept;
/** What a message can carry of a node. @param {object} node */
export function sizeOf(node: object): number;
/**
 * A screen that is too large for one message, as a screen and patches that make it grow: its first
 * lines are under the reader's fingers while the last are on their way.
 * @param {Kept} screen @param {number} budget bytes
 * @returns {Node[][]}
 */
export function inPieces(screen: Kept, budget: number): Node[][];
/** The characters (code points) before an offset of UTF-16. @param {string} text @param {number} offset */
export function charactersBefore(text: string, offset: number): number;
/** The offset of UTF-16 behind so many characters. @param {string} text @param {number} characters */
export function offsetBehind(text: string, characters: number): number;
/** The caret as it goes over the wire. @param {Caret | null} caret @param {Map<string, Node>} nodes */
export function wiredCaret(caret: Caret | null, nodes: Map<string, Node>): {
    node: string;
    offset: number;
    anchor?: undefined;
} | {
    node: string;
    offset: number;
    anchor: number;
} | null;
/** A screen as the client keeps it. */
export class Kept {
    /** @param {Screen} screen */
    constructor(screen: Screen);
    /** @type {Map<string, Node>} */
    nodes: Map<string, Node>;
    root: string;
    focus: string | null;
    caret: import("./types.js").Caret | null;
    /** The nodes below the root and it, in the order of the document. */
    walk(): Generator<import("./types.js").Node, void, unknown>;
}
export type Node = import("./types.js").Node;
export type Screen = import("./types.js").Screen;
export type Changes = import("./types.js").Changes;
export type Caret = import("./types.js").Caret;
