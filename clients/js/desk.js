// A place at the reader's desk: requests, the screen, and what the reader does.

import { BrailledeskError, ConnectionLost, NotPaired, RequestCancelled } from "./errors.js";
import { RequestFailed, ScreenFaulty, failed } from "./errors.js";
import { Kept, changed, changesBetween, inPieces, offsetBehind, sizeOf, wiredCaret } from "./screens.js";
import { message } from "./transports.js";

export const PROTOCOL = "1.0";

const MAX_BYTES = 1024 * 1024; // what any transport takes, where the service did not say
const SHARE = 0.9; // of a message, that a piece of a screen may fill
const FIRST_WAIT = 250; // milliseconds before the first attempt to connect again, then doubled
const LONGEST_WAIT = 15_000;
const STALE_REVISION = "StaleRevision";
/** @type {ReadonlySet<string>} a wrong name would never be heard of */
const EVENTS = new Set([
  "action", "text", "key", "top", "displays", "other", "ready", "lost", "end",
]);

/** @typedef {import("./types.js").Caret} Caret */
/** @typedef {import("./types.js").Changes} Changes */
/** @typedef {import("./types.js").Events} Events */
/** @typedef {import("./types.js").Initialized} Initialized */
/** @typedef {import("./types.js").Opener} Opener */
/** @typedef {import("./types.js").Screen} Screen */
/** @typedef {import("./types.js").Transport} Transport */
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
    /** The last that the service took: what is wanted again when it refuses one. @type {Kept | null} */
    this._taken = null;
    this._revision = 0;
    /** How many places were given back: what is on its way to one of them is of no use. */
    this._places = 0;
    /** @type {Promise<void> | null} */
    this._sending = null;
    this._isClosed = false;
    this._isComingBack = false;
  }

  /** Hear of an event; the answer ends that. @template {keyof Events} K
   * @param {K} event @param {(told: Events[K]) => void} listener */
  on(event, listener) {
    if (!EVENTS.has(event)) throw new TypeError(`no event is called ${String(event)}`);
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
    this._places += 1;
    this._claim = this._wanted = this._shown = this._taken = null;
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
    this._isComingBack = false;
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
      await this._restore();
    }
  }

  /** Show what is wanted; where that is refused, what was shown before it. */
  async _restore() {
    try {
      await this._settle();
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      await this._restore(); // a screen that is refused is wanted no longer: this ends
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
    if (this._transport === null && this._isComingBack) return; // it is sent when that is done
    const wanted = this._wanted;
    this._sending = this._send(wanted);
    try {
      await this._sending;
    } catch (error) {
      if (error instanceof ConnectionLost && this._isComingBack) return;
      if (!(error instanceof ConnectionLost)) this._giveUp(wanted);
      throw error;
    } finally {
      this._sending = null;
    }
  }

  /** A screen was refused: it would be again, after each new connection. @param {Kept} refused */
  _giveUp(refused) {
    if (this._taken === refused) this._taken = null;
    if (this._wanted === refused) this._wanted = this._taken;
  }

  /** @param {Kept} wanted */
  async _send(wanted) {
    const place = this._places;
    const changes = this._shown === null ? null : changesBetween(this._shown, wanted);
    const budget = (this.service?.capabilities.maxBytes || MAX_BYTES) * SHARE;
    if (changes === null || sizeOf(changes) > budget) {
      await this._publish(wanted, budget);
    } else if ((changes.nodes?.length ?? 0) > 0 || "focus" in changes || "caret" in changes) {
      try {
        await this._patch(changes, wanted);
      } catch (error) {
        if (this._places !== place) return;
        if (!(error instanceof RequestFailed) || error.kind !== STALE_REVISION) throw error;
        await this._publish(wanted, budget);
      }
    }
    if (this._places === place) this._shown = this._taken = wanted;
  }

  /** @param {Kept} wanted @param {number} budget */
  async _publish(wanted, budget) {
    this._shown = null;
    const [first, ...rest] = inPieces(wanted, budget);
    const focus = { focus: wanted.focus, caret: wiredCaret(wanted.caret, wanted.nodes) };
    const revision = (this._revision += 1);
    const isWhole = rest.length === 0;
    const sheet = this._places;
    await this.request("screen/publish", { revision, nodes: first, ...(isWhole ? focus : {}) });
    for (const [place, nodes] of rest.entries()) {
      if (this._places !== sheet) return;
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
        this._call(this._waiting.get(params.id)?.progress ?? (() => undefined), params);
        break;
      default:
        this._emit("other", { method, params });
    }
  }

  /** @template {keyof Events} K @param {K} event @param {Events[K]} told */
  _emit(event, told) {
    for (const listener of this._listeners.get(event) ?? []) this._call(listener, told);
  }

  /** An error of who listens is theirs: the conversation goes on, and they are told.
   * @template T @param {(told: T) => void} listener @param {T} told */
  _call(listener, told) {
    try {
      listener(told);
    } catch (error) {
      if (typeof reportError === "function") reportError(error);
      else console.error(error); // Node
    }
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
    if (this._isComingBack) {
      this._forget(error); // the new connection broke before it was of use: it is tried again
      return;
    }
    const isForGood = this._isClosed || this._options?.reconnect === false || this.service === null;
    this._isComingBack = !isForGood;
    this._forget(error);
    if (isForGood) {
      if (!this._isClosed) this._emit("end", error);
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
        this._isComingBack = false;
        await this._restore();
        this._emit("ready", /** @type {Initialized} */ (this.service));
        return;
      } catch (error) {
        const dead = this._transport;
        this._forget(new ConnectionLost("the service is not connected"));
        dead?.close();
        this._isComingBack = !(error instanceof NotPaired);
        if (error instanceof NotPaired) {
          this._emit("end", error);
          return;
        }
      }
    }
  }
}
