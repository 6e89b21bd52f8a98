// The background of the extension in a browser of which only what it asks for is there: a line of
// JSON says what happens in the browser, and one goes out with what came of it.

import { createInterface } from "node:readline";

const answers = {
  initialize: { protocol: "1.0", capabilities: {}, displays: [{}] },
  "session/claim": { isOnTop: true, revision: 0, displays: [] },
};
const ports = new Map();
let front = null;
let refusals = 0;
let native = null;
let gone = null;

function event() {
  const listeners = [];
  const tell = (...told) => listeners.map((one) => one(...told));
  return { addListener: (one) => listeners.push(one), tell };
}

/** The program of the service: it takes all, and remembers it. */
function connectNative() {
  native = { sent: [], onMessage: event(), onDisconnect: event(), disconnect() {} };
  native.postMessage = (message) => {
    native.sent.push(message);
    const result = answers[message.method] ?? {};
    setTimeout(() => native.onMessage.tell({ jsonrpc: "2.0", id: message.id, result }));
  };
  return native;
}

/** The tab in front; a browser does not say while a tab is dragged. */
async function query() {
  if (refusals-- > 0) throw new Error("Tabs cannot be queried right now.");
  return [{ id: front }];
}

const nothing = async () => ({});
globalThis.chrome = {
  runtime: {
    id: "brailledesk",
    connectNative,
    getManifest: () => ({ version: "0" }),
    onConnect: event(),
    onMessage: event(),
    onInstalled: event(),
    onStartup: event(),
  },
  tabs: { onActivated: event(), query },
  windows: { onFocusChanged: event(), WINDOW_ID_NONE: -1 },
  permissions: {
    onAdded: event(),
    onRemoved: event(),
    getAll: async () => ({ origins: ["https://*/*"] }),
  },
  storage: { onChanged: event(), local: { get: nothing, set: nothing } },
  action: { onClicked: event(), setBadgeText: nothing, setTitle: nothing },
  i18n: { getMessage: (name) => name, getUILanguage: () => "it" },
};
await import("../../clients/extension/background.js");

const STEPS = {
  /** A document is opened in a tab, or in a frame of it. */
  opens({ tab, frame = 0 }) {
    const port = { name: "frame", onMessage: event(), onDisconnect: event(), got: [] };
    port.sender = { tab: { id: tab }, frameId: frame, origin: "https://crm.example" };
    port.postMessage = (message) => port.got.push(message);
    gone = ports.get(`${tab} ${frame}`) ?? null;
    ports.set(`${tab} ${frame}`, port);
    chrome.runtime.onConnect.tell(port);
  },
  /** What the document before had told is heard, and then that it is gone. */
  late({ told }) {
    gone.onMessage.tell(told);
    gone.onDisconnect.tell();
  },
  tells: ({ tab, frame = 0, told }) => ports.get(`${tab} ${frame}`).onMessage.tell(told),
  async front({ tab }) {
    front = tab;
    chrome.tabs.onActivated.tell();
  },
  /** The browser does not say which tab is in front, so many times. */
  refuses({ times }) {
    refusals = times;
  },
  wants: ({ method, params }) => native.onMessage.tell({ jsonrpc: "2.0", method, params }),
  /** What a document was asked to do. */
  asked: ({ tab, frame = 0 }) => ports.get(`${tab} ${frame}`).got.filter((one) => one.kind === "act"),
  /** All that a document was told. */
  told: ({ tab, frame = 0 }) => ports.get(`${tab} ${frame}`).got,
  sent: () => native.sent.splice(0),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { step, ...given } = JSON.parse(line);
  const answer = await STEPS[step](given);
  await new Promise((resolve) => setTimeout(resolve, 30)); // what follows of it
  process.stdout.write(`${JSON.stringify(answer ?? null)}\n`);
}
process.exit();
