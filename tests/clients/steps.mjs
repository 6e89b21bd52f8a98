// What a test wants done with the client: a line of JSON comes in, and one goes out.

import { createInterface } from "node:readline";

import * as client from "../../clients/js/brailledesk.js";

let desk = null;
const heard = [];
const sent = [];
let memory = null;

/** A service of its own, which remembers all, and takes all screens but those called "faulty". */
function remembering(maxBytes) {
  return async () => {
    const transport = {
      send(message) {
        sent.push(message);
        const result = {
          initialize: { capabilities: { maxBytes }, displays: [] },
          "session/claim": { isOnTop: true, revision: 0, displays: [] },
        }[message.method] ?? { revision: message.params.revision };
        const isFaulty = message.params.nodes?.some((one) => one.name === "faulty");
        const error = { code: -32016, message: "faulty", data: { kind: "ScreenFaulty" } };
        const answer = { jsonrpc: "2.0", id: message.id, ...(isFaulty ? { error } : { result }) };
        queueMicrotask(() => transport.receive(answer));
      },
      close() {},
      receive() {},
      closed() {},
    };
    memory = transport;
    return transport;
  };
}

const STEPS = {
  difference: ({ old, wanted }) => client.difference(old, wanted),
  offsets: ({ text, offset, characters }) => [
    client.charactersBefore(text, offset),
    client.offsetBehind(text, characters),
  ],
  async connect({ way, place, args, options }) {
    const ways = {
      stdio: () => client.overStdio(place, args),
      socket: () => client.overSocket(place),
      memory: () => remembering(args),
    };
    desk = await client.connect(ways[way](), { name: "prova", ...options });
    for (const event of ["action", "text", "key", "top", "lost", "ready", "end", "displays"]) {
      desk.on(event, (told) => heard.push([event, told instanceof Error ? told.name : told]));
    }
    desk.on("other", ({ method, params }) => heard.push([method, params]));
    return desk.service;
  },
  call: ({ name, given }) => desk[name](...given).then((result) => result ?? null),
  async together({ calls }) {
    await Promise.all(calls.map(({ name, given }) => desk[name](...given)));
    return null;
  },
  async cancelled({ method, params }) {
    const signal = AbortSignal.timeout(50);
    return desk.request(method, params, { signal });
  },
  async wait({ event, has }) {
    for (let left = 2400; left > 0; left -= 1) {
      const place = heard.findIndex(
        ([name, told]) => name === event && JSON.stringify(told).includes(has ?? ""),
      );
      if (place >= 0) return heard.splice(0, place + 1).pop()[1];
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`${event} did not come: ${JSON.stringify(heard.slice(-5))}`);
  },
  sent: () => sent.splice(0),
  heard: () => heard.splice(0),
  /** Listen as one does who makes a mistake. */
  async errs({ event }) {
    desk.on(event, () => {
      throw new Error("of a listener");
    });
    return null;
  },
  /** A request whose progress is heard by one who makes a mistake. */
  async progresses({ method, params }) {
    let heardOf = 0;
    const progress = () => {
      heardOf += 1;
      throw new Error("of a listener");
    };
    const asked = desk.request(method, params, { progress });
    const { id } = sent[sent.length - 1];
    memory.receive({ jsonrpc: "2.0", method: "$/progress", params: { id, done: 1, total: 2 } });
    await asked;
    return heardOf;
  },
  /** The connection to the service in memory breaks. */
  breaks: () => memory.closed("broken"),
  async close() {
    desk.close();
    return null;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { step, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = await STEPS[step](given);
  } catch (error) {
    answer = { error: error.name, kind: error.kind ?? "", code: error.code ?? 0, text: error.message,
      todo: error.todo ?? "" };
  }
  process.stdout.write(`${JSON.stringify(answer ?? null)}\n`);
}
