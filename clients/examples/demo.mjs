// A form on the Braille display, in Node, without a package:  node demo.mjs
import { connect } from "node:net";

const place = process.argv[2] ?? `${process.env.XDG_RUNTIME_DIR}/brailledesk/service.sock`;
const service = connect(place);
const waiting = new Map();
let held = Buffer.alloc(0);
let last = 0;

service.on("data", (data) => {
  held = Buffer.concat([held, data]);
  for (;;) {
    const end = held.indexOf("\r\n\r\n");
    const length = Number(/content-length: *(\d+)/i.exec(held.subarray(0, end).toString())?.[1]);
    if (end < 0 || held.length < end + 4 + length) return;
    const message = JSON.parse(held.subarray(end + 4, end + 4 + length).toString());
    held = held.subarray(end + 4 + length);
    if (message.method) hear(message.method, message.params);
    else {
      const { resolve, reject } = waiting.get(message.id);
      waiting.delete(message.id);
      message.error ? reject(new Error(message.error.message)) : resolve(message.result);
    }
  }
});

function call(method, params = {}) {
  const body = JSON.stringify({ jsonrpc: "2.0", id: ++last, method, params });
  service.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  return new Promise((resolve, reject) => waiting.set(last, { resolve, reject }));
}

async function hear(method, params) {
  if (method !== "action/request" || params.node !== "salva") return;
  await call("screen/patch", {
    base: 1, revision: 2, nodes: [{ id: "salva", name: "Salvato" }],
  });
  await call("message/post", { text: "Cliente salvato", priority: "message" });
  await call("session/release");
  console.log("Saved.");
  service.end();
}

await call("initialize", { protocol: "1.0", client: { name: "Demo Node" } });
await call("session/claim", { name: "Demo Node" });
await call("screen/publish", {
  revision: 1, focus: "salva",
  nodes: [
    { id: "form", role: "form", name: "Cliente", children: ["nome", "salva"] },
    { id: "nome", role: "textbox", name: "Nome", value: "Rossi" },
    { id: "salva", role: "button", name: "Salva" },
  ],
});
console.log("On the display. Press the routing key over the button.");
