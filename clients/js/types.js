// The types of the client: what a screen is made of, and what a desk tells.

/** @typedef {"busy" | "checked" | "collapsed" | "current" | "disabled" | "expanded" | "haspopup" |
 *   "hidden" | "invalid" | "mixed" | "modal" | "multiline" | "pressed" | "readonly" | "required" |
 *   "selected" | "visited" | "sorted-ascending" | "sorted-descending"} State */
/**
 * One thing on a screen; see "Screens" in docs/desk.md. What is left out is empty.
 * @typedef {object} Node
 * @property {string} id
 * @property {string} [role] a role of ARIA; "generic" where it is left out
 * @property {string} [roleDescription] stands for the role's label
 * @property {string} [name] the accessible name; the text of static text
 * @property {string} [brailleLabel] stands for the name on few cells
 * @property {string} [value]
 * @property {string} [description]
 * @property {string} [error] what is wrong with the value
 * @property {State[]} [states]
 * @property {number} [level]
 * @property {number} [posinset]
 * @property {number} [setsize]
 * @property {number} [row]
 * @property {number} [col]
 * @property {string[]} [headers] ids of header cells
 * @property {string} [live] "off", "polite" or "assertive"
 * @property {string | null} [lang] a tag of BCP 47
 * @property {string} [inputType] HTML's type of input
 * @property {number} [maxLength]
 * @property {boolean} [sensitive] the value is never shown
 * @property {string[]} [actions]
 * @property {string[]} [children] ids
 */
/**
 * Where the cursor stands in the value of a node; the selection reaches from `anchor` to `offset`.
 * @typedef {{node: string, offset: number, anchor?: number | null}} Caret
 */
/**
 * A whole screen. The first node is the root.
 * @typedef {{nodes: Iterable<Node>, focus?: string | null, caret?: Caret | null}} Screen
 */
/**
 * What changes: of nodes only the fields that are named; focus and caret where they are named.
 * @typedef {{nodes?: Node[], focus?: string | null, caret?: Caret | null}} Changes
 */
/** @typedef {{name: string, title: string, columns: number, rows: number, status: number,
 *   isConnected: boolean}} Display */
/** @typedef {{node: string, action: string, offset: number}} Action */
/** @typedef {{node: string, start: number, end: number, text: string}} Edit */
/** @typedef {{display: string, key: string, row: number, cell: number, dots: number,
 *   node: string | null, offset: number | null}} Key */
/**
 * What a desk tells, by name of the event.
 * @typedef {object} Events
 * @property {Action} action the reader wants something done; do it, then update
 * @property {Edit} text the reader typed: characters `start` to `end` of the value become `text`
 * @property {Key} key a key that was claimed
 * @property {{isOnTop: boolean}} top the displays came to this client, or went to another
 * @property {{displays: Display[]}} displays
 * @property {{method: string, params: any}} other a notification that has no event of its own
 * @property {import("./errors.js").BrailledeskError} lost the connection was lost; it is being made again
 * @property {Initialized} ready it is there again, with the newest screen
 * @property {import("./errors.js").BrailledeskError} end it is lost for good
 */
/** @typedef {{protocol: string, service: {name: string, version: string}, locale: string,
 *   capabilities: {methods: string[], scopes: string[], maxBytes: number, maxNodes: number},
 *   displays: Display[]}} Initialized */
/**
 * A way to the service: whole messages, in order. `receive` and `closed` are set by who uses it.
 * @typedef {object} Transport
 * @property {(message: object) => void} send
 * @property {() => void} close
 * @property {(message: any) => void} receive
 * @property {(reason: string) => void} closed
 */
/** @typedef {() => Promise<Transport>} Opener */

export {};
