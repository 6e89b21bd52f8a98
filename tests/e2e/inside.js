// A page of the application with the client in it: what its developer writes, a form and a notice.

const { connect, overWebSocket } = await import("/files/js/brailledesk.js");

const fields = [...document.querySelectorAll("#id_name, #id_phone")];
const save = document.querySelector("[name=_continue]");
let notice = "";

function screen() {
  const nodes = fields.map((one) => ({
    id: one.id,
    role: "textbox",
    name: one.labels[0].textContent,
    value: one.value,
  }));
  nodes.push({ id: "save", role: "button", name: save.value });
  nodes.push({ id: "notice", role: "status", name: notice });
  const form = { id: "form", role: "form", children: nodes.map((one) => one.id) };
  const focus = fields.find((one) => one === document.activeElement);
  return {
    nodes: [form, ...nodes],
    focus: focus?.id ?? null,
    caret: focus ? { node: focus.id, offset: focus.selectionStart } : null,
  };
}

function askCode() {
  return new Promise((resolve) => (window.giveCode = resolve));
}

async function start(url) {
  const door = { url, store: localStorage, name: "Clienti", askCode };
  const desk = await connect(overWebSocket(door), { name: "Clienti" });
  await desk.claim("Clienti", { priority: 70 });
  desk.on("action", ({ node, action, offset }) => {
    if (node === "save") save.click();
    else if (action === "setCaret" || action === "focus") {
      document.getElementById(node).focus();
      document.getElementById(node).setSelectionRange(offset, offset);
      void desk.update(screen());
    }
  });
  desk.on("text", ({ node, start, end, text }) => {
    document.getElementById(node).setRangeText(text, start, end, "end");
    void desk.update(screen());
  });
  for (const event of ["focusin", "input", "selectionchange"]) {
    document.addEventListener(event, () => void desk.update(screen()));
  }
  window.tell = (text) => {
    notice = text;
    return desk.update(screen());
  };
  await desk.update(screen());
  return "here";
}

window.startDesk = start;
