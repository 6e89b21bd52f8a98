/**
 * From a page, over the loopback WebSocket. The first time the page is paired: the user reads a
 * code in Braille, or hears it, and types it into the page.
 * @param {Door} door
 * @returns {Opener}
 */
export function overWebSocket(door: Door): Opener;
export type Transport = import("./types.js").Transport;
export type Opener = import("./types.js").Opener;
/**
 * What an answer at the door of the WebSocket says.
 */
export type Entered = {
    token?: string;
    origin?: string | null;
    scopes?: string[];
};
/**
 * What a page needs to come in.
 */
export type Door = {
    /**
     * `ws://127.0.0.1:PORT/`, as `brailledesk serve --websocket` tells
     */
    url: string;
    /**
     * of a program that is no page: that of `websocket.json`
     */
    token?: string | undefined;
    /**
     * where the token of this page is kept: `localStorage`
     */
    store?: {
        getItem(key: string): string | null;
        setItem(key: string, value: string): void;
        removeItem(key: string): void;
    } | undefined;
    /**
     * what the page calls itself before the user
     */
    name?: string | undefined;
    /**
     * what it asks for; else what pages usually need
     */
    scopes?: string[] | undefined;
    /**
     * ask the
     * user for the code that is shown in Braille and spoken; `refused` is why the last was not taken;
     * the signal says that it is over, also where a key of the display said yes
     */
    askCode?: ((signal: AbortSignal, refused: NotPaired | null) => Promise<string>) | undefined;
};
import { NotPaired } from "./errors.js";
