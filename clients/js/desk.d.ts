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
export function connect(open: Opener, options?: {
    name?: string;
    version?: string;
    locale?: string;
    reconnect?: boolean;
}): Promise<Desk>;
export const PROTOCOL: "1.0";
/** A place at the reader's desk. */
export class Desk {
    /** @param {Opener} open @param {Parameters<typeof connect>[1]} options */
    constructor(open: Opener, options?: Parameters<typeof connect>[1]);
    _open: import("./types.js").Opener;
    _options: {
        name?: string;
        version?: string;
        locale?: string;
        reconnect?: boolean;
    };
    /** @type {Transport | null} */
    _transport: Transport | null;
    /** @type {Map<number, Waiting>} */
    _waiting: Map<number, Waiting>;
    _number: number;
    /** @type {Map<string, Set<(told: any) => void>>} */
    _listeners: Map<string, Set<(told: any) => void>>;
    /** What the service is told. @type {Initialized | null} */
    service: Initialized | null;
    /** @type {{name: string, priority?: number, keys?: string[]} | null} */
    _claim: {
        name: string;
        priority?: number;
        keys?: string[];
    } | null;
    isOnTop: boolean;
    /** The screen that the reader is to have. @type {Kept | null} */
    _wanted: Kept | null;
    /** The one that the service has. @type {Kept | null} */
    _shown: Kept | null;
    /** The last that the service took: what is wanted again when it refuses one. @type {Kept | null} */
    _taken: Kept | null;
    _revision: number;
    /** How many places were given back: what is on its way to one of them is of no use. */
    _places: number;
    /** @type {Promise<void> | null} */
    _sending: Promise<void> | null;
    _isClosed: boolean;
    _isComingBack: boolean;
    /** Hear of an event; the answer ends that. @template {keyof Events} K
     * @param {K} event @param {(told: Events[K]) => void} listener */
    on<K extends keyof Events>(event: K, listener: (told: Events[K]) => void): () => undefined;
    /** Take a place on the displays; again: change its name, priority or keys.
     * @param {string} name @param {{priority?: number, keys?: string[]}} options */
    claim(name: string, options?: {
        priority?: number;
        keys?: string[];
    }): Promise<any>;
    /** Give the place back. */
    release(): Promise<void>;
    /**
     * Show a screen: only what changed since the last goes over the wire. While a change is on its
     * way, of those that come meanwhile only the last is sent.
     * @param {Screen} screen
     */
    update(screen: Screen): Promise<void>;
    /** Show a screen, all of it anew. @param {Screen} screen */
    publish(screen: Screen): Promise<void>;
    /** Change single fields of nodes, or where focus and caret are. @param {Changes} changes */
    patch(changes: Changes): Promise<void>;
    /** Say where focus and caret are. @param {string | null} node @param {Caret | null} caret */
    focus(node: string | null, caret?: Caret | null): Promise<void>;
    /** Post a message to the reader, whoever is on top.
     * @param {string} text
     * @param {{priority?: "important" | "message" | "text" | "notification" | "progress",
     *   channel?: string, key?: string, seconds?: number}} options */
    post(text: string, options?: {
        priority?: "important" | "message" | "text" | "notification" | "progress";
        channel?: string;
        key?: string;
        seconds?: number;
    }): Promise<void>;
    /**
     * Any method of the service, docs/service.md has them all.
     * @param {string} method @param {object} params
     * @param {{signal?: AbortSignal, progress?: (told: {done: number, total: number, text: string}) => void}} options
     * @returns {Promise<any>}
     */
    request(method: string, params?: object, options?: {
        signal?: AbortSignal;
        progress?: (told: {
            done: number;
            total: number;
            text: string;
        }) => void;
    }): Promise<any>;
    /** Say something to which there is no answer. @param {string} method @param {object} params */
    notify(method: string, params?: object): void;
    /** Leave for good. */
    close(): void;
    /** Connect for the first time; where that fails, it is not tried again. */
    start(): Promise<void>;
    /** @param {Transport} transport */
    _attach(transport: Transport): void;
    /** The first request of a conversation, and what was there before it was lost. */
    _begin(): Promise<void>;
    /** Show what is wanted; where that is refused, what was shown before it. */
    _restore(): Promise<void>;
    /** @param {{isOnTop: boolean, revision: number}} claimed */
    _take(claimed: {
        isOnTop: boolean;
        revision: number;
    }): void;
    /** Bring the service's screen to where it should be. */
    _settle(): Promise<void>;
    /** A screen was refused: it would be again, after each new connection. @param {Kept} refused */
    _giveUp(refused: Kept): void;
    /** @param {Kept} wanted */
    _send(wanted: Kept): Promise<void>;
    /** @param {Kept} wanted @param {number} budget */
    _publish(wanted: Kept, budget: number): Promise<void>;
    /** @param {Changes} changes @param {Kept} wanted */
    _patch(changes: Changes, wanted: Kept): Promise<void>;
    /** @param {any} told */
    _receive(told: any): void;
    /** @param {{id: number, result?: any, error?: any}} reply */
    _answer(reply: {
        id: number;
        result?: any;
        error?: any;
    }): void;
    /** @param {string} method @param {any} params @param {unknown} id */
    _hear(method: string, params: any, id: unknown): void;
    /** @template {keyof Events} K @param {K} event @param {Events[K]} told */
    _emit<K extends keyof Events>(event: K, told: Events[K]): void;
    /** An error of who listens is theirs: the conversation goes on, and they are told.
     * @template T @param {(told: T) => void} listener @param {T} told */
    _call<T>(listener: (told: T) => void, told: T): void;
    /** @param {BrailledeskError} error */
    _forget(error: BrailledeskError): void;
    /** @param {ConnectionLost} error */
    _lose(error: ConnectionLost): void;
    _comeBack(): Promise<void>;
}
export type Caret = import("./types.js").Caret;
export type Changes = import("./types.js").Changes;
export type Events = import("./types.js").Events;
export type Initialized = import("./types.js").Initialized;
export type Opener = import("./types.js").Opener;
export type Screen = import("./types.js").Screen;
export type Transport = import("./types.js").Transport;
export type Waiting = {
    resolve: (result: any) => void;
    reject: (error: Error) => void;
    progress?: (told: any) => void;
};
import { Kept } from "./screens.js";
import { BrailledeskError } from "./errors.js";
import { ConnectionLost } from "./errors.js";
