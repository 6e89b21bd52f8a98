/** The developer's page: what the displays show, their keys, and what clients and service say. */

import { Service } from "./socket.js";

const TEXTS = {
  en: {
    skip: "To the display", display: "Display", onDisplay: "On the display", status: "Status cells:",
    hint: "With the focus here: arrows pan and change lines, Home and End, Tab leaves. A cell is its routing key.",
    announce: "Have a screen reader read the line when it changes", keys: "Keys", type: "Type on the display",
    press: "Type", magnified: "Magnified", buffer: "Lines of the screen", messages: "Messages",
    traffic: "Messages between clients and service", pause: "Stand still", clear: "Clear", when: "Time",
    who: "Client", method: "Method", size: "Bytes", content: "Content",
    connecting: "Connecting …", connected: "Connected", lost: "The service does not answer; trying again …",
    refused: "The service has been started again: open the address that it printed.",
    noToken: "Open the address that brailledesk serve --viewer printed, with all that stands behind #.",
    nobody: "No program shows a screen.", from: "Shown by", cell: "Cell", row: "row", none: "none", reply: "answer",
    groups: { reading: "Reading", fields: "Fields and actions", tables: "Tables", messages: "Messages", typing: "Typing" },
  },
  it: {
    skip: "Al display", display: "Display", onDisplay: "Sul display", status: "Celle di stato:",
    hint: "Con il focus qui: le frecce spostano la finestra e cambiano riga, Home e Fine, Tab esce. Una cella è il suo tasto di cursor routing.",
    announce: "Fai leggere la riga allo screen reader quando cambia", keys: "Tasti", type: "Scrivi sul display",
    press: "Scrivi", magnified: "Ingrandito", buffer: "Righe della schermata", messages: "Messaggi",
    traffic: "Messaggi tra programmi e servizio", pause: "Ferma", clear: "Svuota", when: "Ora",
    who: "Programma", method: "Metodo", size: "Byte", content: "Contenuto",
    connecting: "Connessione …", connected: "Connesso", lost: "Il servizio non risponde; riprovo …",
    refused: "Il servizio è stato riavviato: apri l'indirizzo che ha stampato.",
    noToken: "Apri l'indirizzo stampato da brailledesk serve --viewer, con tutto ciò che segue #.",
    nobody: "Nessun programma mostra una schermata.", from: "Mostrata da", cell: "Cella", row: "riga", none: "nessuna", reply: "risposta",
    groups: { reading: "Lettura", fields: "Campi e azioni", tables: "Tabelle", messages: "Messaggi", typing: "Scrittura" },
  },
};
const KEYS = {
  reading: ["pan-left", "pan-right", "line-up", "line-down", "top", "bottom", "to-focus", "pan-mode", "contraction"],
  fields: ["next-field", "previous-field", "next-required", "next-invalid", "activate", "speak"],
  tables: ["table-view", "headers", "cell-left", "cell-right", "cell-up", "cell-down", "where"],
  messages: ["dismiss", "messages", "history-older", "history-newer"],
  typing: ["space", "enter", "erase", "commit", "undo", "caret-left", "caret-right"],
};
const ARROWS = {
  ArrowLeft: "pan-left", ArrowRight: "pan-right", ArrowUp: "line-up", ArrowDown: "line-down",
  Home: "top", End: "bottom",
};
const LOG = 200;
const WAIT = 120; // milliseconds in which what follows a frame is asked for once
const LANGUAGE = navigator.language.startsWith("it") ? "it" : "en";
const text = TEXTS[LANGUAGE];
const byId = (id) => document.getElementById(id);

let service = null;
let methods = new Set();
let frame = null;
let asking = 0;

document.documentElement.lang = LANGUAGE;
for (const one of document.querySelectorAll("[data-text]")) one.textContent = text[one.dataset.text];

function element(name, content = "", properties = {}) {
  const made = document.createElement(name);
  made.textContent = content;
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value);
  return made;
}

/** A cell as it is felt: two columns of four dots; those that are down are drawn thin. */
function drawn(cell) {
  const bits = cell.codePointAt(0) - 0x2800;
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "0 0 10 20");
  made.setAttribute("aria-hidden", "true");
  [[3, 3], [3, 8], [3, 13], [7.5, 3], [7.5, 8], [7.5, 13], [3, 18], [7.5, 18]].forEach(([x, y], dot) => {
    const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    circle.setAttribute("cx", x);
    circle.setAttribute("cy", y - 0.5);
    circle.setAttribute("r", 1.7);
    if ((bits >> dot) & 1) circle.setAttribute("class", "up");
    made.append(circle);
  });
  return made;
}

function dotsOf(cell) {
  const bits = cell.codePointAt(0) - 0x2800;
  return [1, 2, 3, 4, 5, 6, 7, 8].filter((dot) => (bits >> (dot - 1)) & 1).join("") || text.none;
}

function press(key, more = {}) {
  service?.call("display/press", { display: byId("displays").value, key, ...more }).catch(tell);
}

function tell(error) {
  byId("state").textContent = error.message;
}

/** The rows of a frame. The row is read as its print; each cell is a routing key, one Tab stop in all. */
function showFrame(shown) {
  const rows = byId("rows");
  const focused = document.activeElement?.dataset?.cell;
  frame = shown;
  rows.replaceChildren();
  shown.rows.forEach(({ cells, text: print }, number) => {
    const line = element("div", "", { class: "row", role: "group" });
    line.setAttribute("aria-label", print.trim() || text.none);
    const signs = Array.from(print);
    Array.from(cells).forEach((cell, place) => {
      const name = `${number},${place}`;
      const key = element("button", "", { class: "cell", type: "button", tabindex: "-1", "data-cell": name });
      const sign = signs.length <= cells.length ? signs[place] ?? "" : "";
      const where = shown.rows.length > 1 ? `${text.row} ${number + 1}, ` : "";
      key.setAttribute("aria-label", `${where}${text.cell} ${place + 1} ${sign}: ${dotsOf(cell)}`);
      key.title = key.getAttribute("aria-label");
      if (shown.cursor?.row === number && shown.cursor?.cell === place) key.classList.add("caret");
      key.append(drawn(cell));
      key.addEventListener("click", () => press("route", { row: number, cell: place }));
      line.append(key);
    });
    rows.append(line, printLine(signs, cells.length));
  });
  const stop = rows.querySelector(`[data-cell="${focused}"]`) ?? rows.querySelector(".caret, .cell");
  if (stop) {
    stop.tabIndex = 0;
    if (focused) stop.focus();
  }
  byId("status").replaceChildren(...Array.from(shown.status).map(drawn));
  if (!shown.status) byId("status").textContent = text.none;
  byId("sheet").textContent = shown.sheet ? `${text.from}: ${shown.sheet}` : text.nobody;
  if (byId("announce").checked) byId("spoken").textContent = shown.rows.map((row) => row.text).join(". ");
  askAround();
}

/** The print under its cells where there is a sign for each, else as a line of text. */
function printLine(signs, columns) {
  if (signs.length > columns) return element("p", signs.join(""), { class: "print", "aria-hidden": "true" });
  const line = element("div", "", { class: "row print", "aria-hidden": "true" });
  for (const sign of signs) line.append(element("span", sign));
  return line;
}

/** What belongs to a frame and comes by request: once for frames that follow each other quickly. */
function askAround() {
  if (asking) return;
  asking = setTimeout(async () => {
    asking = 0;
    const display = byId("displays").value;
    try {
      showLines(await service.call("display/read", { display }));
      showMessages((await service.call("message/history", { all: true, limit: 50 })).messages);
      if (methods.has("display/magnify")) {
        const { png } = await service.call("display/magnify", { width: 800, height: 260, scale: 3 });
        byId("picture").src = `data:image/png;base64,${png}`;
        byId("picture").alt = frame.rows.map((row) => row.text).join(" ");
        byId("magnified").hidden = false;
      }
    } catch (error) {
      tell(error);
    }
  }, WAIT);
}

function showLines({ lines, first, line }) {
  const items = lines.map((one, place) => {
    const item = element("li", one.text.trim() || "–");
    if (first + place === line) item.setAttribute("aria-current", "true");
    return item;
  });
  const list = byId("buffer");
  list.replaceChildren(...items);
  const here = list.querySelector("[aria-current]");
  if (here) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 3;
}

function showMessages(messages) {
  const items = messages.reverse().map((one) => {
    const time = new Date(one.time * 1000).toLocaleTimeString(LANGUAGE);
    const count = one.count > 1 ? ` (${one.count})` : "";
    return element("li", `${time} ${one.priority}${one.channel ? `, ${one.channel}` : ""}: ${one.text}${count}`);
  });
  byId("messages").replaceChildren(...items);
}

function showTraffic(told) {
  if (byId("paused").checked) return;
  const line = element("tr");
  line.append(
    element("td", new Date().toLocaleTimeString(LANGUAGE)),
    element("td", `${told.isSent ? "→" : "←"} ${told.client}`),
    element("td", told.method || text.reply),
    element("td", String(told.size)),
    element("td", told.content.length > 400 ? `${told.content.slice(0, 400)}…` : told.content),
  );
  const log = byId("traffic");
  log.prepend(line);
  while (log.childElementCount > LOG) log.lastElementChild.remove();
}

function showDisplays(displays) {
  const list = byId("displays");
  const before = list.value;
  list.replaceChildren(
    ...displays.map((one) => element("option", `${one.title} (${one.columns} × ${one.rows})`, { value: one.name })),
  );
  if (displays.some((one) => one.name === before)) list.value = before;
}

function begin(told) {
  methods = new Set(told.capabilities.methods);
  byId("state").textContent = text.connected;
  showDisplays(told.displays);
  service.call("display/watch", { frames: true, traffic: true }).catch(tell);
}

function hear(method, params) {
  if (method === "display/frame" && params.display === byId("displays").value) showFrame(params);
  else if (method === "service/traffic") showTraffic(params);
  else if (method === "display/changed") showDisplays(params.displays);
}

for (const [group, keys] of Object.entries(KEYS)) {
  const set = element("fieldset");
  set.append(element("legend", text.groups[group]));
  for (const key of keys) {
    const button = element("button", key, { type: "button" });
    button.addEventListener("click", () => press(key));
    set.append(button);
  }
  byId("keys").append(set);
}

byId("display").addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const cell = event.target.dataset?.cell;
  if (cell && event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    moveStop(event.target, event.key === "ArrowRight" ? 1 : -1);
  } else if (ARROWS[event.key] && !event.shiftKey) press(ARROWS[event.key]);
  else if (event.key === "Escape") press("dismiss");
  else return;
  event.preventDefault();
});

/** Shift with an arrow goes from cell to cell; Enter or Space then is the routing key. */
function moveStop(from, step) {
  const all = [...byId("rows").querySelectorAll(".cell")];
  const to = all[all.indexOf(from) + step];
  if (!to) return;
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

byId("typing").addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = byId("typed");
  try {
    const { cells } = await service.call("translate", { text: input.value, table: "it-8dot" });
    for (const cell of cells) {
      const dots = cell.codePointAt(0) - 0x2800;
      press(dots ? "type" : "space", dots ? { dots } : {});
    }
    input.value = "";
  } catch (error) {
    tell(error);
  }
});
byId("clear").addEventListener("click", () => byId("traffic").replaceChildren());
byId("displays").addEventListener("change", () => service.call("display/watch", { frames: true, traffic: true }));

// The token stays in this tab, and out of the address that one may show or copy.
const key = `token of ${location.host}`;
const token = location.hash.slice(1) || sessionStorage.getItem(key) || "";
if (token) {
  sessionStorage.setItem(key, token);
  history.replaceState(null, "", location.pathname);
  byId("state").textContent = text.connecting;
  service = new Service(token, {
    told: hear,
    ready: begin,
    lost: (isRefused) => { byId("state").textContent = isRefused ? text.refused : text.lost; },
  });
} else {
  byId("state").textContent = text.noToken;
}
