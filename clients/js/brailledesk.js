// The client of brailledesk's service for JavaScript: pages, browser extensions and Node.
//
//   const desk = await connect(overWebSocket({ url, store: localStorage }), { name: "CRM" });
//   await desk.claim("CRM");
//   await desk.update({ nodes: [{ id: "mail", role: "textbox", name: "E-mail", value: "a@b.it" }] });
//   desk.on("action", ({ node, action }) => { ... });
//   desk.on("text", ({ node, start, end, text }) => { ... });
//
// Offsets are those of JavaScript's strings (UTF-16); on the wire they count characters. A
// connection that is lost is made again, and the reader has the newest screen back.

export const PROTOCOL = "1.0";

const MAX_BYTES = 1024 * 1024; // what any transport takes, where the service did not say
const SHARE = 0.9; // of a message, that a piece of a screen may fill
const FIRST_WAIT = 250; // milliseconds before the first attempt to connect again, then doubled
const LONGEST_WAIT = 15_000;
const STALE_REVISION = "StaleRevision";

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
 * @property {State[] | string[]} [states]
 * @property {number} [level]
 * @property {number} [posinset]
 * @property {number} [setsize]
 * @property {number} [row]
 * @property {number} [col]
 * @property {string[]} [headers] ids of header cells
 * @property {"off" | "polite" | "assertive" | string} [live]
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
 * @property {BrailledeskError} lost the connection was lost; it is being made again
 * @property {Initialized} ready it is there again, with the newest screen
 * @property {BrailledeskError} end it is lost for good
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

/** What went wrong; `kind` is for programs, the message for people. */
export class BrailledeskError extends Error {
  /** @param {string} message @param {{kind?: string, code?: number, where?: string, todo?: string}} more */
  constructor(message, more = {}) {
    super(message);
    this.name = new.target.name;
    this.kind = more.kind ?? this.name;
    this.code = more.code ?? 0;
    this.where = more.where ?? "";
    this.todo = more.todo ?? "";
  }
}

/** The service was not reached, or the connection broke. */
export class ConnectionLost extends BrailledeskError {}

/** The service refused a request; `kind` names its error ("ScreenFaulty", "NotAllowed", ...). */
export class RequestFailed extends BrailledeskError {}

/** The request was given up by its signal. */
export class RequestCancelled extends RequestFailed {}

/** The page is not paired with the service, or the code was wrong. */
export class NotPaired extends BrailledeskError {}

/** The screen does not hold together. */
export class ScreenFaulty extends BrailledeskError {}

/** @param {{code: number, message: string, data?: any}} error */
function failed(error) {
  const { kind, where, todo } = error.data ?? {};
  const Kind = error.code === -32800 || kind === "RequestCancelled" ? RequestCancelled : RequestFailed;
  return new Kind(error.message, { kind, code: error.code, where, todo });
}

// --- screens ---------------------------------------------------------------------------------------

/** What a field has where it is left out. @type {Record<string, unknown>} */
const DEFAULTS = Object.freeze({
  role: "generic",
  roleDescription: "",
  name: "",
  brailleLabel: "",
  value: "",
  description: "",
  error: "",
  states: [],
  level: 0,
  posinset: 0,
  setsize: 0,
  row: 0,
  col: 0,
  headers: [],
  live: "off",
  lang: null,
  inputType: "text",
  maxLength: 0,
  sensitive: false,
  actions: [],
  children: [],
});

/** A screen as the client keeps it. */
class Kept {
  /** @param {Screen} screen */
  constructor(screen) {
    /** @type {Map<string, Node>} */
    this.nodes = new Map();
    this.root = "";
    for (const node of screen.nodes) {
      if (this.nodes.has(node.id)) throw new ScreenFaulty("two nodes have one id", { where: node.id });
      if (this.nodes.size === 0) this.root = node.id;
      this.nodes.set(node.id, node);
    }
    if (this.nodes.size === 0) throw new ScreenFaulty("a screen needs at least one node");
    this.focus = screen.focus ?? null;
    this.caret = screen.caret ?? null;
  }

  /** The nodes below the root and it, in the order of the document. */
  *walk() {
    const stack = [this.root];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const node = this.nodes.get(id);
      if (node === undefined) continue;
      yield node;
      stack.push(...[...(node.children ?? [])].reverse());
    }
  }
}

/**
 * What makes one screen of another: an object that is the same in both counts as unchanged, so
 * large screens are compared quickly where their nodes are kept. Null where the root is another.
 * @param {Screen} old @param {Screen} wanted
 * @returns {Changes | null}
 */
export function difference(old, wanted) {
  return changesBetween(new Kept(old), new Kept(wanted));
}

/** @param {Kept} old @param {Kept} wanted @returns {Changes | null} */
function changesBetween(old, wanted) {
  if (old.root !== wanted.root) return null;
  /** @type {Changes} */
  const changes = { nodes: [] };
  for (const [id, node] of wanted.nodes) {
    const before = old.nodes.get(id);
    if (before === undefined) changes.nodes?.push(node);
    else if (before !== node) {
      const fields = changedFields(before, node);
      if (fields !== null) changes.nodes?.push(fields);
    }
  }
  if (old.focus !== wanted.focus) changes.focus = wanted.focus;
  if (!isSame(old.caret, wanted.caret)) changes.caret = wanted.caret;
  return changes;
}

/** @param {Node} before @param {Node} node @returns {Node | null} */
function changedFields(before, node) {
  const one = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (before));
  const other = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (node));
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const value = other[name] ?? DEFAULTS[name];
    if (name !== "id" && value !== undefined && !isSame(one[name] ?? DEFAULTS[name], value)) {
      found[name] = value;
    }
  }
  return Object.keys(found).length > 0 ? { id: node.id, ...found } : null;
}

/** @param {unknown} one @param {unknown} other */
function isSame(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Put changes into a screen. @param {Kept} screen @param {Changes} changes */
function changed(screen, changes) {
  const nodes = new Map(screen.nodes);
  for (const fields of changes.nodes ?? []) {
    nodes.set(fields.id, { ...nodes.get(fields.id), ...fields });
  }
  const focus = changes.focus === undefined ? screen.focus : changes.focus;
  const caret = changes.caret === undefined ? screen.caret : changes.caret;
  const kept = new Kept({ nodes: nodes.values(), focus, caret });
  const reached = new Set([...kept.walk()].map((node) => node.id));
  for (const id of kept.nodes.keys()) if (!reached.has(id)) kept.nodes.delete(id);
  return kept;
}

/** What a message can carry of a node. @param {object} node */
function sizeOf(node) {
  return new TextEncoder().encode(JSON.stringify(node)).length + 1;
}

/**
 * A screen that is too large for one message, as a screen and patches that make it grow: its first
 * lines are under the reader's fingers while the last are on their way.
 * @param {Kept} screen @param {number} budget bytes
 * @returns {Node[][]}
 */
function inPieces(screen, budget) {
  const nodes = [...screen.walk()];
  const parents = new Map(nodes.flatMap((one) => (one.children ?? []).map((id) => [id, one])));
  /** @type {Set<string>} */
  const sent = new Set();
  /** @type {Node[][]} */
  const pieces = [];
  /** @type {Node[]} */
  let fresh = [];
  /** @type {Set<Node>} */
  let grown = new Set();
  let size = 0;
  const close = () => {
    const touched = [...fresh, ...[...grown].filter((one) => !fresh.includes(one))];
    for (const one of fresh) sent.add(one.id);
    const known = new Set(fresh);
    pieces.push(
      touched.map((one) => {
        const children = (one.children ?? []).filter((id) => sent.has(id));
        return known.has(one) ? { ...one, children } : { id: one.id, children };
      }),
    );
    [fresh, grown, size] = [[], new Set(), 0];
  };
  for (const node of nodes) {
    const parent = parents.get(node.id);
    let cost = sizeOf(node);
    if (parent !== undefined && !grown.has(parent)) cost += sizeOf(parent.children ?? []);
    if (size + cost > budget && fresh.length > 0) close();
    fresh.push(node);
    if (parent !== undefined) grown.add(parent);
    size += cost;
  }
  close();
  return pieces;
}

/** The characters (code points) before an offset of UTF-16. @param {string} text @param {number} offset */
export function charactersBefore(text, offset) {
  const before = text.slice(0, offset);
  return /[\ud800-\udfff]/.test(before) ? [...before].length : before.length;
}

/** The offset of UTF-16 behind so many characters. @param {string} text @param {number} characters */
export function offsetBehind(text, characters) {
  if (!/[\ud800-\udfff]/.test(text)) return Math.min(characters, text.length);
  return [...text].slice(0, characters).join("").length;
}

/** The caret as it goes over the wire. @param {Caret | null} caret @param {Map<string, Node>} nodes */
function wiredCaret(caret, nodes) {
  if (caret === null) return null;
  const text = nodes.get(caret.node)?.value ?? "";
  const offset = charactersBefore(text, caret.offset);
  if (caret.anchor === undefined || caret.anchor === null) return { node: caret.node, offset };
  return { node: caret.node, offset, anchor: charactersBefore(text, caret.anchor) };
}

// --- the desk --------------------------------------------------------------------------------------

/** @typedef {{resolve: (result: any) => void, reject: (error: Error) => void,
 *   progress?: (told: any) => void}} Waiting */

/**
 * Connect, and begin the conversation. `open` is made by one of the `over...` functions.
 * @param {Opener} open
 * @param {{name?: string, version?: string, locale?: string, reconnect?: boolean}} options
 */
export async function connect(open, options = {}) {
  const desk = new Desk(open, options);
  await desk.start();
  return desk;
}

/** A place at the reader's desk. */
export class Desk {
  /** @param {Opener} open @param {Parameters<typeof connect>[1]} options */
  constructor(open, options = {}) {
    this._open = open;
    this._options = options;
    /** @type {Transport | null} */
    this._transport = null;
    /** @type {Map<number, Waiting>} */
    this._waiting = new Map();
    this._number = 0;
    /** @type {Map<string, Set<(told: any) => void>>} */
    this._listeners = new Map();
    /** What the service is told. @type {Initialized | null} */
    this.service = null;
    /** @type {{name: string, priority?: number, keys?: string[]} | null} */
    this._claim = null;
    this.isOnTop = false;
    /** The screen that the reader is to have. @type {Kept | null} */
    this._wanted = null;
    /** The one that the service has. @type {Kept | null} */
    this._shown = null;
    this._revision = 0;
    /** @type {Promise<void> | null} */
    this._sending = null;
    this._isClosed = false;
  }

  /** Hear of an event; the answer ends that. @template {keyof Events} K
   * @param {K} event @param {(told: Events[K]) => void} listener */
  on(event, listener) {
    const known = this._listeners.get(event) ?? new Set();
    this._listeners.set(event, known.add(listener));
    return () => void known.delete(listener);
  }

  /** Take a place on the displays; again: change its name, priority or keys.
   * @param {string} name @param {{priority?: number, keys?: string[]}} options */
  async claim(name, options = {}) {
    this._claim = { name, ...options };
    const claimed = await this.request("session/claim", this._claim);
    this._take(claimed);
    return claimed;
  }

  /** Give the place back. */
  async release() {
    this._claim = this._wanted = this._shown = null;
    this.isOnTop = false;
    await this.request("session/release");
  }

  /**
   * Show a screen: only what changed since the last goes over the wire. While a change is on its
   * way, of those that come meanwhile only the last is sent.
   * @param {Screen} screen
   */
  async update(screen) {
    this._wanted = new Kept(screen);
    await this._settle();
  }

  /** Show a screen, all of it anew. @param {Screen} screen */
  async publish(screen) {
    this._wanted = new Kept(screen);
    this._shown = null;
    await this._settle();
  }

  /** Change single fields of nodes, or where focus and caret are. @param {Changes} changes */
  async patch(changes) {
    if (this._wanted === null) throw new ScreenFaulty("there is no screen yet to be changed");
    this._wanted = changed(this._wanted, changes);
    await this._settle();
  }

  /** Say where focus and caret are. @param {string | null} node @param {Caret | null} caret */
  async focus(node, caret = null) {
    await this.patch({ focus: node, caret });
  }

  /** Post a message to the reader, whoever is on top.
   * @param {string} text
   * @param {{priority?: "important" | "message" | "text" | "notification" | "progress",
   *   channel?: string, key?: string, seconds?: number}} options */
  async post(text, options = {}) {
    await this.request("message/post", { text, ...options });
  }

  /**
   * Any method of the service, docs/service.md has them all.
   * @param {string} method @param {object} params
   * @param {{signal?: AbortSignal, progress?: (told: {done: number, total: number, text: string}) => void}} options
   * @returns {Promise<any>}
   */
  request(method, params = {}, options = {}) {
    const transport = this._transport;
    if (transport === null) return Promise.reject(new ConnectionLost("the service is not connected"));
    const id = (this._number += 1);
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted) {
        reject(new RequestCancelled("the request was given up"));
        return;
      }
      const cancel = () => transport.send(message("$/cancelRequest", { id }));
      const end = () => options.signal?.removeEventListener("abort", cancel);
      this._waiting.set(id, {
        resolve: (result) => (end(), resolve(result)),
        reject: (error) => (end(), reject(error)),
        progress: options.progress,
      });
      options.signal?.addEventListener("abort", cancel);
      transport.send({ ...message(method, params), id });
    });
  }

  /** Say something to which there is no answer. @param {string} method @param {object} params */
  notify(method, params = {}) {
    this._transport?.send(message(method, params));
  }

  /** Leave for good. */
  close() {
    this._isClosed = true;
    this._transport?.close();
    this._forget(new ConnectionLost("the connection was closed"));
  }

  /** Connect for the first time; where that fails, it is not tried again. */
  async start() {
    this._attach(await this._open());
    await this._begin();
  }

  /** @param {Transport} transport */
  _attach(transport) {
    this._transport = transport;
    transport.receive = (told) => this._receive(told);
    transport.closed = (reason) => {
      if (this._transport === transport) this._lose(new ConnectionLost(reason));
    };
  }

  /** The first request of a conversation, and what was there before it was lost. */
  async _begin() {
    const { name, version, locale } = this._options ?? {};
    this.service = await this.request("initialize", {
      protocol: PROTOCOL,
      capabilities: { progress: true },
      ...(name === undefined ? {} : { client: { name, ...(version === undefined ? {} : { version }) } }),
      ...(locale === undefined ? {} : { locale }),
    });
    this._shown = null;
    if (this._claim !== null) {
      this._take(await this.request("session/claim", this._claim));
      if (this._wanted !== null) await this._settle();
    }
  }

  /** @param {{isOnTop: boolean, revision: number}} claimed */
  _take(claimed) {
    this.isOnTop = claimed.isOnTop;
    this._revision = Math.max(this._revision, claimed.revision);
  }

  /** Bring the service's screen to where it should be. */
  async _settle() {
    while (this._sending !== null) {
      const sending = this._sending;
      await sending.catch(() => undefined);
      if (this._sending === sending) this._sending = null;
    }
    if (this._wanted === null || this._wanted === this._shown) return;
    this._sending = this._send(this._wanted);
    try {
      await this._sending;
    } finally {
      this._sending = null;
    }
  }

  /** @param {Kept} wanted */
  async _send(wanted) {
    const changes = this._shown === null ? null : changesBetween(this._shown, wanted);
    const budget = (this.service?.capabilities.maxBytes || MAX_BYTES) * SHARE;
    if (changes === null || sizeOf(changes) > budget) {
      await this._publish(wanted, budget);
    } else if ((changes.nodes?.length ?? 0) > 0 || "focus" in changes || "caret" in changes) {
      try {
        await this._patch(changes, wanted);
      } catch (error) {
        if (!(error instanceof RequestFailed) || error.kind !== STALE_REVISION) throw error;
        await this._publish(wanted, budget);
      }
    }
    this._shown = wanted;
  }

  /** @param {Kept} wanted @param {number} budget */
  async _publish(wanted, budget) {
    this._shown = null;
    const [first, ...rest] = inPieces(wanted, budget);
    const focus = { focus: wanted.focus, caret: wiredCaret(wanted.caret, wanted.nodes) };
    const revision = (this._revision += 1);
    const isWhole = rest.length === 0;
    await this.request("screen/publish", { revision, nodes: first, ...(isWhole ? focus : {}) });
    for (const [place, nodes] of rest.entries()) {
      const isLast = place === rest.length - 1;
      const base = this._revision;
      this._revision += 1;
      const patch = { base, revision: this._revision, nodes, ...(isLast ? focus : {}) };
      await this.request("screen/patch", patch);
    }
  }

  /** @param {Changes} changes @param {Kept} wanted */
  async _patch(changes, wanted) {
    const base = this._revision;
    this._revision += 1;
    /** @type {Record<string, unknown>} */
    const patch = { base, revision: this._revision, nodes: changes.nodes ?? [] };
    if ("focus" in changes) patch.focus = changes.focus;
    if (changes.caret !== undefined) patch.caret = wiredCaret(changes.caret, wanted.nodes);
    await this.request("screen/patch", patch);
  }

  /** @param {any} told */
  _receive(told) {
    for (const one of Array.isArray(told) ? told : [told]) {
      if (typeof one !== "object" || one === null) continue;
      if (typeof one.method === "string") this._hear(one.method, one.params ?? {}, one.id);
      else this._answer(one);
    }
  }

  /** @param {{id: number, result?: any, error?: any}} reply */
  _answer(reply) {
    const waiting = this._waiting.get(reply.id);
    if (waiting === undefined) return;
    this._waiting.delete(reply.id);
    if (reply.error) waiting.reject(failed(reply.error));
    else waiting.resolve(reply.result);
  }

  /** @param {string} method @param {any} params @param {unknown} id */
  _hear(method, params, id) {
    if (id !== undefined) {
      const error = { code: -32601, message: "method not found" };
      this._transport?.send({ jsonrpc: "2.0", id, error });
      return;
    }
    const node = this._shown?.nodes.get(params.node) ?? this._wanted?.nodes.get(params.node);
    const value = node?.value ?? "";
    switch (method) {
      case "action/request": {
        const text = params.action === "setCaret" || value ? value : (node?.name ?? "");
        this._emit("action", { ...params, offset: offsetBehind(text, params.offset ?? 0) });
        break;
      }
      case "text/changed": {
        const [start, end] = [params.start, params.end].map((one) => offsetBehind(value, one));
        this._emit("text", { ...params, start, end });
        break;
      }
      case "key/event":
        this._emit("key", params);
        break;
      case "session/changed":
        this.isOnTop = params.isOnTop;
        this._emit("top", params);
        break;
      case "display/changed":
        if (this.service !== null) this.service.displays = params.displays;
        this._emit("displays", params);
        break;
      case "$/progress":
        this._waiting.get(params.id)?.progress?.(params);
        break;
      default:
        this._emit("other", { method, params });
    }
  }

  /** @template {keyof Events} K @param {K} event @param {Events[K]} told */
  _emit(event, told) {
    for (const listener of this._listeners.get(event) ?? []) listener(told);
  }

  /** @param {BrailledeskError} error */
  _forget(error) {
    this._transport = this._shown = null;
    this.isOnTop = false;
    const waiting = [...this._waiting.values()];
    this._waiting.clear();
    for (const one of waiting) one.reject(error);
  }

  /** @param {ConnectionLost} error */
  _lose(error) {
    this._forget(error);
    if (this._isClosed) return;
    if (this._options?.reconnect === false || this.service === null) {
      this._emit("end", error);
      return;
    }
    this._emit("lost", error);
    void this._comeBack();
  }

  async _comeBack() {
    for (let wait = FIRST_WAIT; !this._isClosed; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      await new Promise((resolve) => setTimeout(resolve, wait * (0.75 + Math.random() / 2)));
      if (this._isClosed) return;
      try {
        const transport = await this._open();
        if (this._isClosed) {
          transport.close();
          return;
        }
        this._attach(transport);
        await this._begin();
        this._emit("ready", /** @type {Initialized} */ (this.service));
        return;
      } catch (error) {
        const dead = this._transport;
        this._forget(new ConnectionLost("the service is not connected"));
        dead?.close();
        if (error instanceof NotPaired) {
          this._emit("end", error);
          return;
        }
      }
    }
  }
}

/** @param {string} method @param {object} params */
function message(method, params) {
  return { jsonrpc: "2.0", method, params };
}

// --- ways to the service ---------------------------------------------------------------------------

/** @param {Partial<Transport>} parts @returns {Transport} */
function newTransport(parts) {
  const nothing = () => undefined;
  return { send: nothing, close: nothing, receive: nothing, closed: nothing, ...parts };
}

/**
 * From an extension, through the browser: `overPort(() => chrome.runtime.connectNative(HOST))`.
 * @param {() => {postMessage(message: object): void, disconnect(): void,
 *   onMessage: {addListener(listener: (message: any) => void): void},
 *   onDisconnect: {addListener(listener: () => void): void}}} open
 * @param {() => string} reason why a port was closed: `() => chrome.runtime.lastError?.message ?? ""`
 * @returns {Opener}
 */
export function overPort(open, reason = () => "") {
  return async () => {
    const port = open();
    const transport = newTransport({
      send: (told) => port.postMessage(told),
      close: () => port.disconnect(),
    });
    port.onMessage.addListener((told) => transport.receive(told));
    port.onDisconnect.addListener(() => transport.closed(reason() || "the port was closed"));
    return transport;
  };
}

/**
 * From Node: the service as a child, which ends with this program.
 * @param {string} command @param {string[]} args
 * @returns {Opener}
 */
export function overStdio(command = "brailledesk", args = ["serve", "--stdio"]) {
  return async () => {
    const { spawn } = await import("node:child_process");
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    const transport = overStream(child.stdout, child.stdin, () => child.kill());
    child.stdin.on("error", () => undefined); // the end is told by "close"
    await new Promise((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) => reject(new ConnectionLost(error.message)));
    });
    child.once("close", (status) => transport.closed(`the service ended with status ${status}`));
    return transport;
  };
}

/**
 * From Node: a service that is running, by its Unix socket or named pipe.
 * @param {string} path
 * @returns {Opener}
 */
export function overSocket(path) {
  return async () => {
    const { connect: open } = await import("node:net");
    const socket = open(path);
    const transport = overStream(socket, socket, () => socket.destroy());
    await new Promise((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", (error) => reject(new ConnectionLost(error.message)));
    });
    socket.on("error", () => undefined);
    socket.once("close", () => transport.closed("the service closed the connection"));
    return transport;
  };
}

/**
 * Messages behind `Content-Length`, as in LSP.
 * @param {NodeJS.ReadableStream} input @param {NodeJS.WritableStream} output @param {() => void} close
 */
function overStream(input, output, close) {
  const transport = newTransport({
    send: (told) => {
      const data = new TextEncoder().encode(JSON.stringify(told));
      output.write(`Content-Length: ${data.length}\r\n\r\n`);
      output.write(data);
    },
    close,
  });
  const framing = new HeaderFraming();
  input.on("data", (piece) => {
    try {
      for (const told of framing.feed(/** @type {Uint8Array} */ (piece))) transport.receive(told);
    } catch {
      close();
      transport.closed("what came is no message");
    }
  });
  return transport;
}

/** Whole messages out of pieces. */
class HeaderFraming {
  constructor() {
    this.rest = new Uint8Array(0);
  }

  /** @param {Uint8Array} piece */
  *feed(piece) {
    const joined = new Uint8Array(this.rest.length + piece.length);
    joined.set(this.rest);
    joined.set(piece, this.rest.length);
    this.rest = joined;
    for (;;) {
      const start = endOfHeaders(this.rest);
      if (start < 0) return;
      const headers = new TextDecoder().decode(this.rest.subarray(0, start));
      const length = /content-length: *(\d+)/i.exec(headers);
      if (length === null) throw new ConnectionLost("no Content-Length");
      const end = start + Number(length[1]);
      if (this.rest.length < end) return;
      const data = new TextDecoder().decode(this.rest.subarray(start, end));
      this.rest = this.rest.slice(end);
      yield JSON.parse(data);
    }
  }
}

/** Behind the empty line, or -1. @param {Uint8Array} data */
function endOfHeaders(data) {
  for (let at = 3; at < data.length; at += 1) {
    const isEnd = data[at] === 10 && data[at - 1] === 13 && data[at - 2] === 10;
    if (isEnd && data[at - 3] === 13) return at + 1;
  }
  return -1;
}

/**
 * What an answer at the door of the WebSocket says.
 * @typedef {{token?: string, origin?: string | null, scopes?: string[]}} Entered
 */
/**
 * What a page needs to come in.
 * @typedef {object} Door
 * @property {string} url `ws://127.0.0.1:PORT/`, as `brailledesk serve --websocket` tells
 * @property {string} [token] of a program that is no page: that of `websocket.json`
 * @property {{getItem(key: string): string | null, setItem(key: string, value: string): void,
 *   removeItem(key: string): void}} [store] where the token of this page is kept: `localStorage`
 * @property {string} [name] what the page calls itself before the user
 * @property {string[]} [scopes] what it asks for; else what pages usually need
 * @property {(signal: AbortSignal, refused: NotPaired | null) => Promise<string>} [askCode] ask the
 *   user for the code that is shown in Braille and spoken; `refused` is why the last was not taken;
 *   the signal says that it is over, also where a key of the display said yes
 */

const STORED = "brailledesk-token";
const ATTEMPTS = 3; // that the service allows

/**
 * From a page, over the loopback WebSocket. The first time the page is paired: the user reads a
 * code in Braille, or hears it, and types it into the page.
 * @param {Door} door
 * @returns {Opener}
 */
export function overWebSocket(door) {
  return async () => {
    const kept = door.token === undefined ? (door.store?.getItem(STORED) ?? null) : null;
    if (kept === null) return enter(door, door.token ?? null);
    try {
      return await enter(door, kept);
    } catch (error) {
      if (!(error instanceof NotPaired)) throw error;
      door.store?.removeItem(STORED); // it was revoked
      return enter(door, null);
    }
  };
}

/** Open a socket and come in by it. @param {Door} door @param {string | null} token */
async function enter(door, token) {
  const socket = new WebSocket(door.url);
  const transport = newTransport({
    send: (told) => socket.send(JSON.stringify(told)),
    close: () => socket.close(),
  });
  socket.addEventListener("message", (event) => transport.receive(JSON.parse(event.data)));
  await new Promise((resolve, reject) => {
    const refused = () => reject(new ConnectionLost(`there is no service at ${door.url}`));
    socket.addEventListener("open", resolve);
    socket.addEventListener("close", refused);
  });
  const entrance = new Entrance(transport);
  socket.addEventListener("close", () => transport.closed("the service closed the connection"));
  try {
    await (token === null ? entrance.pair(door) : entrance.ask("auth/token", { token }));
  } catch (error) {
    socket.close();
    throw error;
  }
  return transport;
}

/** What is said at the door, before the conversation. */
class Entrance {
  /** @param {Transport} transport */
  constructor(transport) {
    this.transport = transport;
    this.number = 0;
    /** @type {Map<number, {resolve: (result: Entered) => void, reject: (error: Error) => void}>} */
    this.waiting = new Map();
    /** @type {((entered: Entered) => void) | null} */
    this.paired = null;
    transport.receive = (told) => this.receive(told);
    transport.closed = (reason) => {
      for (const one of this.waiting.values()) one.reject(new ConnectionLost(reason));
    };
  }

  /** @param {any} told */
  receive(told) {
    if (told.method === "auth/paired") this.paired?.(told.params);
    const waiting = this.waiting.get(told.id);
    if (waiting === undefined) return;
    this.waiting.delete(told.id);
    if (told.error) waiting.reject(new NotPaired(told.error.message, told.error.data ?? {}));
    else waiting.resolve(told.result);
  }

  /** @param {string} method @param {object} params @returns {Promise<Entered>} */
  ask(method, params) {
    const id = (this.number += 1);
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.transport.send({ ...message(method, params), id });
    return answer;
  }

  /** @param {Door} door */
  async pair(door) {
    const { name, scopes } = door;
    if (door.askCode === undefined) throw new NotPaired("this page is not paired with brailledesk");
    /** @type {Promise<Entered>} */
    const byKey = new Promise((resolve) => (this.paired = resolve));
    await this.ask("auth/pair", { ...(name && { name }), ...(scopes && { scopes }) });
    const isOver = new AbortController();
    const byCode = this.confirm(door.askCode, isOver.signal);
    try {
      const entered = await Promise.race([byKey, byCode]);
      if (entered.token !== undefined) door.store?.setItem(STORED, entered.token);
    } finally {
      isOver.abort();
      byCode.catch(() => undefined);
    }
  }

  /**
   * Hand over codes until one is right, or the service wants no more.
   * @param {NonNullable<Door["askCode"]>} askCode @param {AbortSignal} signal
   */
  async confirm(askCode, signal) {
    /** @type {NotPaired | null} */
    let refused = null;
    for (let left = ATTEMPTS; ; left -= 1) {
      const code = await askCode(signal, refused);
      try {
        return await this.ask("auth/confirm", { code });
      } catch (error) {
        if (left <= 1 || !(error instanceof NotPaired)) throw error;
        refused = error;
      }
    }
  }
}
