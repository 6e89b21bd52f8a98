// The loopback WebSocket, and how a page comes in: by its token, or by pairing.

import { ConnectionLost, NotPaired } from "./errors.js";
import { message, newTransport } from "./transports.js";

/** @typedef {import("./types.js").Transport} Transport */
/** @typedef {import("./types.js").Opener} Opener */

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
    const reason = `there is no service at ${door.url}, or it does not know this page`;
    const todo = `brailledesk serve --websocket; brailledesk pair allow ${globalThis.origin ?? ""}`;
    const refused = () => reject(new ConnectionLost(reason, { todo }));
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
