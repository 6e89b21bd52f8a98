// The background of the extension: the page that is in front goes to the reader's desk, through
// the program that the browser starts, and what the reader does comes back.

import { ConnectionLost, connect, overPort } from "../js/brailledesk.js";
import { FramedPage } from "./frames.js";
import { matchesAny, readOpenTabs, register, sitesOn } from "./sites.js";

const HOST = "org.brailledesk.desk";
const PORT = "frame";
const NO_SERVICE = 1_000; // milliseconds before the program is started again, then doubled
const LONGEST_WAIT = 15_000; // whoever starts the service again waits no longer for the page
const LONGEST_START = 30_000; // a program that has not answered then never does
const BETWEEN_PAGES = 1_500;
const ASK_AGAIN = 250;

/** @typedef {import("../js/brailledesk.js").Desk} Desk */

/** All tabs, and the desk. */
class Background {
  constructor() {
    /** @type {Map<number, FramedPage>} */
    this.pages = new Map();
    /** @type {Map<number, Map<number, chrome.runtime.Port>>} */
    this.ports = new Map();
    /** @type {number | null} */
    this.front = null;
    /** @type {Desk | null} */
    this.desk = null;
    /** @type {Promise<void> | null} */
    this.opening = null;
    this.isClaimed = false;
    this.isShowing = false;
    this.isStale = false;
    this.refusal = "";
    /** @type {ReturnType<typeof setTimeout> | null} */
    this.leaving = null;
    /** @type {ReturnType<typeof setTimeout> | null} */
    this.asking = null;
    this.wait = NO_SERVICE;
    this.retryAt = 0;
  }

  /** A frame of a page came. @param {chrome.runtime.Port} port */
  attach(port) {
    const tab = port.sender?.tab?.id;
    const number = port.sender?.frameId;
    if (port.name !== PORT || tab === undefined || number === undefined) return;
    const ports = this.ports.get(tab) ?? new Map();
    const page = this.pages.get(tab) ?? new FramedPage();
    this.ports.set(tab, ports.set(number, port));
    this.pages.set(tab, page);
    port.onMessage.addListener((told) => {
      if (ports.get(number) === port) this.hear(tab, number, told); // else of the page before
    });
    port.onDisconnect.addListener(() => {
      if (ports.get(number) !== port) return; // the next page is there already
      ports.delete(number);
      page.drop(number);
      if (ports.size === 0) {
        this.ports.delete(tab);
        this.pages.delete(tab);
      }
      this.show();
    });
    page.drop(number);
    void this.look().then(() => this.tell(tab, [port]));
  }

  /** @param {number} tab @param {number} number @param {any} told */
  hear(tab, number, told) {
    const page = this.pages.get(tab);
    if (page === undefined) return;
    const isMoved = page.take(number, told);
    if (isMoved) {
      // Frames came, went or changed places: their numbers are others now.
      for (const port of this.ports.get(tab)?.values() ?? []) port.postMessage({ kind: "where" });
    }
    if (tab === this.front) this.show();
  }

  /** See which tab is in front; where the browser does not say (a tab is dragged), ask again. */
  async look() {
    /** @type {chrome.tabs.Tab | undefined} */
    let tab;
    try {
      [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    } catch {
      this.asking ??= setTimeout(() => {
        this.asking = null;
        void this.look();
      }, ASK_AGAIN);
      return;
    }
    const front = tab?.id ?? null;
    if (front === this.front) return;
    const before = this.front;
    this.front = front;
    for (const one of [before, front]) {
      if (one !== null) await this.tell(one, [...(this.ports.get(one)?.values() ?? [])]);
    }
    this.show();
  }

  /** Tell frames whether they are to be read: those in front, of sites that are on.
   * @param {number} tab @param {chrome.runtime.Port[]} ports */
  async tell(tab, ports) {
    const on = await sitesOn();
    for (const port of ports) {
      const url = port.sender?.origin ?? port.sender?.url ?? "";
      const isOn = tab === this.front && matchesAny(on, url);
      try {
        port.postMessage({ kind: "read", isOn });
      } catch {
        // the frame went away meanwhile
      }
    }
  }

  /** Sites were switched on or off. */
  async sitesChanged() {
    await register();
    for (const [tab, ports] of this.ports) {
      for (const number of ports.keys()) this.pages.get(tab)?.drop(number);
      await this.tell(tab, [...ports.values()]);
    }
    this.show();
    await readOpenTabs();
  }

  /** Bring what is in front to the desk; while that goes on, the next waits, and only the last. */
  show() {
    this.isStale = true;
    if (this.isShowing) return;
    this.isShowing = true;
    void this.showAll();
  }

  async showAll() {
    try {
      while (this.isStale) {
        this.isStale = false;
        try {
          await this.showFront();
        } catch (error) {
          if (error instanceof ConnectionLost) return;
          console.error("brailledesk:", /** @type {any} */ (error).kind ?? "error"); // no contents
        }
      }
    } finally {
      // Here and not by whoever waits for this: what comes between would never be shown.
      this.isShowing = false;
    }
  }

  async showFront() {
    const page = this.front === null ? undefined : this.pages.get(this.front);
    const screen = page?.screen(chrome.i18n.getMessage("frameTooLarge")) ?? null;
    if (screen === null) {
      if (page === undefined || page.isEmpty) this.leaveSoon();
      return;
    }
    this.stay();
    const desk = await this.ready();
    if (desk === null) return;
    if ("limit" in screen) {
      await this.refuse(desk, screen.what, screen.limit);
      return;
    }
    this.refusal = "";
    if (!this.isClaimed) {
      this.isClaimed = true;
      await desk.claim(chrome.i18n.getMessage("sheet"));
    }
    await desk.update(screen);
  }

  /** The page is too large: the reader is told, once, and an older screen does not stay. */
  async refuse(/** @type {Desk} */ desk, /** @type {string} */ what, /** @type {number} */ limit) {
    if (this.refusal === what) return;
    this.refusal = what;
    const text = chrome.i18n.getMessage("tooLarge", [chrome.i18n.getMessage(what), String(limit)]);
    if (!this.isClaimed) {
      this.isClaimed = true;
      await desk.claim(chrome.i18n.getMessage("sheet"));
    }
    await desk.update({ nodes: [{ id: "too-large", role: "document", name: text }] });
    await desk.post(text, { priority: "message", channel: "browser", key: "too-large" });
  }

  /** Between two pages of a site nothing is in front for a moment: the old one stays so long. */
  leaveSoon() {
    this.leaving ??= setTimeout(() => {
      this.leaving = null;
      void this.leave();
    }, BETWEEN_PAGES);
  }

  stay() {
    if (this.leaving !== null) clearTimeout(this.leaving);
    this.leaving = null;
  }

  async leave() {
    if (!this.isClaimed || this.desk === null) return;
    this.isClaimed = false;
    await this.desk.release();
  }

  /** The desk, where its program can be started. @returns {Promise<Desk | null>} */
  async ready() {
    if (this.desk !== null) return this.desk;
    if (Date.now() < this.retryAt) return null;
    this.opening ??= this.open().finally(() => (this.opening = null));
    await this.opening;
    return this.desk;
  }

  async open() {
    const reason = () => chrome.runtime.lastError?.message ?? "";
    const way = overPort(() => chrome.runtime.connectNative(HOST), reason);
    try {
      const locale = chrome.i18n.getUILanguage().startsWith("it") ? "it" : "en";
      const version = chrome.runtime.getManifest().version;
      const options = { name: "brailledesk-extension", version, locale, reconnect: false };
      const desk = await connectInTime(way, options);
      if (desk.service?.displays.length === 0) {
        // No service is running that the program could hand on to: it would be alone, without
        // a display, for as long as it is asked for.
        desk.close();
        throw new ConnectionLost("there is no display");
      }
      desk.on("action", (wish) => this.act(wish.node, { ...wish }));
      desk.on("text", (edit) => this.act(edit.node, { ...edit, action: "edit" }));
      desk.on("end", () => this.lose());
      this.desk = desk;
      this.wait = NO_SERVICE;
      await this.setBadge("");
    } catch {
      this.lose();
    }
  }

  /** The program ended, or cannot be started: it is tried again, less and less often. */
  lose() {
    this.desk = null;
    this.isClaimed = false;
    this.retryAt = Date.now() + this.wait;
    setTimeout(() => {
      this.retryAt = 0; // the clock may have been set back meanwhile
      this.show();
    }, this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
    void this.setBadge("!");
  }

  /** @param {string} text */
  async setBadge(text) {
    await chrome.action.setBadgeText({ text });
    const title = chrome.i18n.getMessage(text === "" ? "name" : "noService");
    await chrome.action.setTitle({ title });
  }

  /** Ask the frame that a node is of. @param {string} id @param {object} wish */
  act(id, wish) {
    const owner = this.pages.get(this.front ?? -1)?.owner(id) ?? null;
    if (owner === null) return;
    const port = this.ports.get(/** @type {number} */ (this.front))?.get(owner.number);
    port?.postMessage({ ...wish, kind: "act", node: owner.node });
  }
}

/**
 * A desk, if its program answers. One that never does would keep all further attempts waiting; it is
 * ended. @param {import("../js/brailledesk.js").Opener} way
 * @param {Parameters<typeof connect>[1]} options @returns {Promise<Desk>}
 */
async function connectInTime(way, options) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let late;
  const opening = way();
  const never = new Promise((_, reject) => {
    late = setTimeout(() => {
      void opening.then((transport) => transport.close());
      reject(new ConnectionLost("no answer"));
    }, LONGEST_START);
  });
  try {
    return /** @type {Desk} */ (await Promise.race([connect(() => opening, options), never]));
  } finally {
    clearTimeout(late);
  }
}

const background = new Background();
chrome.runtime.onConnect.addListener((port) => background.attach(port));
chrome.runtime.onMessage.addListener((asked, sender, answer) => {
  if (asked?.kind !== "service" || sender.id !== chrome.runtime.id) return false;
  background.retryAt = 0;
  void background.ready().then((desk) => answer({ isThere: desk !== null }));
  return true; // the answer comes later
});
chrome.tabs.onActivated.addListener(() => void background.look());
chrome.windows.onFocusChanged.addListener((window) => {
  if (window !== chrome.windows.WINDOW_ID_NONE) void background.look();
});
chrome.runtime.onInstalled.addListener(() => void background.sitesChanged());
chrome.runtime.onStartup.addListener(() => void register());
chrome.permissions.onAdded.addListener(() => void background.sitesChanged());
chrome.permissions.onRemoved.addListener(() => void background.sitesChanged());
chrome.storage.onChanged.addListener(() => void background.sitesChanged());
chrome.action.onClicked.addListener(() => void chrome.runtime.openOptionsPage());
