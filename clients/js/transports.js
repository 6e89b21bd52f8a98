// Ways to the service: from an extension, and from Node.

import { ConnectionLost } from "./errors.js";

/** @typedef {import("./types.js").Transport} Transport */
/** @typedef {import("./types.js").Opener} Opener */

/** A message of JSON-RPC that wants no answer. @param {string} method @param {object} params */
export function message(method, params) {
  return { jsonrpc: "2.0", method, params: wellFormed(params) };
}

/** What to do where no service answers; the same in all languages. */
const START = "brailledesk serve";

const HALVES = /\p{Surrogate}/u;
const ALL_HALVES = new RegExp(HALVES, "gu");

/**
 * The same without halves of surrogate pairs, which are no characters: a text that was cut in the
 * middle of one has them.
 * @template T @param {T} value @returns {T}
 */
function wellFormed(value) {
  if (typeof value === "string") {
    return /** @type {T} */ (HALVES.test(value) ? value.replace(ALL_HALVES, "\ufffd") : value);
  }
  if (typeof value !== "object" || value === null) return value;
  const fixed = Object.entries(value).filter(([, one]) => wellFormed(one) !== one);
  if (fixed.length === 0) return value;
  /** @type {any} */
  const copy = Array.isArray(value) ? [...value] : { ...value };
  for (const [name, one] of fixed) copy[name] = wellFormed(one);
  return copy;
}

/** @param {Partial<Transport>} parts @returns {Transport} */
export function newTransport(parts) {
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

/** @param {string} place @param {Error & {code?: string}} error */
function notThere(place, error) {
  if (error.code !== "ENOENT" && error.code !== "ECONNREFUSED") return new ConnectionLost(error.message);
  return new ConnectionLost(`there is no service at ${place}`, { todo: START });
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
      socket.once("error", (error) => reject(notThere(path, error)));
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
