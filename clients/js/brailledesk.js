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


export { Desk, PROTOCOL, connect } from "./desk.js";
export { overWebSocket } from "./door.js";
export * from "./errors.js";
export { charactersBefore, difference, offsetBehind } from "./screens.js";
export { overPort, overSocket, overStdio } from "./transports.js";

/** @typedef {import("./types.js").Node} Node */
/** @typedef {import("./types.js").Screen} Screen */
/** @typedef {import("./types.js").Changes} Changes */
/** @typedef {import("./types.js").Caret} Caret */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Events} Events */
/** @typedef {import("./types.js").Display} Display */
/** @typedef {import("./types.js").Opener} Opener */
/** @typedef {import("./types.js").Transport} Transport */
