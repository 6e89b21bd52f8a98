/** @typedef {import("./types.js").Transport} Transport */
/** @typedef {import("./types.js").Opener} Opener */
/** A message of JSON-RPC that wants no answer. @param {string} method @param {object} params */
export function message(method: string, params: object): {
    jsonrpc: string;
    method: string;
    params: object;
};
/** @param {Partial<Transport>} parts @returns {Transport} */
export function newTransport(parts: Partial<Transport>): Transport;
/**
 * From an extension, through the browser: `overPort(() => chrome.runtime.connectNative(HOST))`.
 * @param {() => {postMessage(message: object): void, disconnect(): void,
 *   onMessage: {addListener(listener: (message: any) => void): void},
 *   onDisconnect: {addListener(listener: () => void): void}}} open
 * @param {() => string} reason why a port was closed: `() => chrome.runtime.lastError?.message ?? ""`
 * @returns {Opener}
 */
export function overPort(open: () => {
    postMessage(message: object): void;
    disconnect(): void;
    onMessage: {
        addListener(listener: (message: any) => void): void;
    };
    onDisconnect: {
        addListener(listener: () => void): void;
    };
}, reason?: () => string): Opener;
/**
 * From Node: the service as a child, which ends with this program.
 * @param {string} command @param {string[]} args
 * @returns {Opener}
 */
export function overStdio(command?: string, args?: string[]): Opener;
/**
 * From Node: a service that is running, by its Unix socket or named pipe.
 * @param {string} path
 * @returns {Opener}
 */
export function overSocket(path: string): Opener;
export type Transport = import("./types.js").Transport;
export type Opener = import("./types.js").Opener;
