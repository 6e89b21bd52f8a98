"""The reader of the extension in Chromium gives the screen that ``read_screen`` gives.

The pages are those on which our own reading is judged: typed by hand, and of real applications.
Ids are compared by the place in the document, since the browser gives others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from brailledesk.adapters.html import read_screen
from tests.adapters.chromium import Chromium, running_chromium
from tests.adapters.names import CASES
from tests.adapters.test_screen import ROLES, STATES, TABLE, VALUES
from tests.clients.node import ROOT
from tests.e2e.browser import bundle
from tests.screens import pages
from tests.screens.pages import RealPage

_PAGE = "<!DOCTYPE html><html lang=it><meta charset=utf-8><title>P</title><body>{}</body></html>"
_READER = ROOT / "clients" / "extension" / "reader"
_LINES = """
  <div>uno <b>due</b>
    tre<span> quattro</span></div>
  <div>cinque <div>sei</div> sette</div>
  <p>Vai <a href=x>qui</a>, o <del>là</del>.</p>
  <div style="display:flex"><span>a</span><span>b</span></div>
  <pre>x  y
z</pre>
  <label for=n>Nome</label> <input id=n value=Rossi>
  <label><input type=checkbox> Consenso</label>
  <label>Stato: <select><option>Aperto</select></label>
  <fieldset><legend>Consegna</legend><label>Via <input></label></fieldset>
  <input aria-label=P aria-invalid=true aria-errormessage=e><span id=e>Manca</span>
  <ul><li>uno<li>due <ul><li>tre</ul></ul>
  <ul role=tree><li role=treeitem aria-expanded=true>A
  <ul role=group><li role=treeitem>B</ul></ul>
  <details><summary>Altro</summary><p>nascosto</p></details>
  <dialog open aria-label=Avviso><button>Chiudi</button></dialog>
  <a href=x>Scheda <button>Apri</button></a>
  <div role=status aria-live=polite></div><div role=alert>Attenzione</div>
"""
_HIDDEN = """
  <style>.no { display: none } .yes { display: block !important }
  @media print { .print { display: none } } @media (min-width: 900px) { .wide { display: none } }
  </style>
  <p hidden>a</p><p style="display:none">b</p><p class=no>c</p><div aria-hidden=true>d</div>
  <template>e</template><script>0</script><div style="visibility:hidden">g<b
  style="visibility:visible">h</b></div><p class="no yes">i</p><p class=wide>m</p>
  <p class=print>n</p>
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with running_chromium() as one:
        one.call("Emulation.setScriptExecutionDisabled", value=False)
        yield one


def _read(browser: Chromium, path: Path, html: str) -> dict[str, Any]:
    """The nodes by their ids, with the root of the page under the empty id."""
    path.write_text(html, encoding="utf-8")
    browser.call("Emulation.setScriptExecutionDisabled", value=True)  # of the page's own
    browser.call("Page.navigate", url=path.as_uri())
    browser.wait_for("Page.loadEventFired")
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    script = bundle(_READER / "test_entry.js", _ENTRY)
    answer = browser.call("Runtime.evaluate", expression=script, returnByValue=True)
    assert "exceptionDetails" not in answer, answer
    answer = browser.call(
        "Runtime.evaluate", expression="JSON.stringify(readNow())", returnByValue=True
    )
    found = json.loads(answer["result"]["value"])
    return {"": found["root"], **{one["id"]: one for one in found["nodes"]}}


_ENTRY = """
import { Ids } from "./ids.js";
import { readPage } from "./tree.js";

globalThis.readNow = () => {
  const { nodes, root } = readPage(document, new Ids());
  return { nodes, root };
};
"""


def _shape(nodes: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes in the order of the document, named by their places; what says nothing left out."""
    order: list[str] = []
    stack = [nodes[""]]
    while stack:
        order.append(stack.pop())
        stack += reversed(nodes[order[-1]].get("children", []))
    assert len(order) == len(nodes) - 1
    places = {one: place for place, one in enumerate(order)}
    found = []
    for one in order:
        node = {"role": "generic", **nodes[one], "id": places[one]}
        for name in ("children", "headers"):
            node[name] = [places[other] for other in node.get(name, [])]
        node["states"] = sorted(node.get("states", []))
        if node.get("inputType") == "text":
            del node["inputType"]
        found.append({name: value for name, value in node.items() if value})
    return found


def _ours(html: str) -> dict[str, Any]:
    screen = read_screen(html)
    return {"": screen.root, **{one.id: msgspec.to_builtins(one) for one in screen.walk()}}


_TYPED = [html for html, _ in (*ROLES, *STATES, *VALUES)]
_TYPED += [case.html for case in CASES]
_TYPED += [TABLE, _LINES, _HIDDEN]


def test_pages_that_were_typed_by_hand(browser: Chromium, tmp_path: Path) -> None:
    differing = []
    for number, body in enumerate(_TYPED):
        html = _PAGE.format(body) if "{" not in body else _PAGE.replace("{}", body)
        found = _shape(_read(browser, tmp_path / f"{number}.html", html))
        wanted = _shape(_ours(html))
        for node in wanted:
            if node["role"] == "button" and node.get("name") == "Invia":
                node["name"] = "Submit"  # Chromium's page says its own word, in its own language
        if found != wanted:
            differing.append((body, list(zip(wanted, found, strict=False))))
    assert not differing


def _real(tmp_path: Path) -> list[RealPage]:
    for name in ("django", "flask"):
        (tmp_path / name).mkdir()
    return [
        *pages.django(tmp_path / "django"),
        *pages.flask(tmp_path / "flask"),
        *pages.admin_lte(),
    ]


def test_pages_of_real_applications(browser: Chromium, tmp_path: Path) -> None:
    real = _real(tmp_path)
    assert len(real) == 22
    compared = 0
    for one in real:
        found = _shape(_read(browser, tmp_path / "page.html", one.html))
        assert found == _shape(_ours(one.html)), one.name
        compared += len(found)
    assert compared > 2_500


def test_names_of_fields_hide_nothing(browser: Chromium, tmp_path: Path) -> None:
    """A field is what its form has under its name, a picture what the document has."""
    script = """
      const names = new Set();
      for (const first of [HTMLFormElement.prototype, Document.prototype]) {
        for (let one = first; one !== null; one = Object.getPrototypeOf(one)) {
          for (const name of Object.getOwnPropertyNames(one)) names.add(name);
        }
      }
      JSON.stringify([...names]);
    """
    answer = browser.call("Runtime.evaluate", expression=f"{{{script}}}", returnByValue=True)
    names = json.loads(answer["result"]["value"])
    assert len(names) > 400
    body = (
        "<form aria-label=Dati lang=it><p>uno</p>{}<button>Vai</button></form>{}"
        "<div role=group aria-owns=o>due</div><p id=o>tre</p>"
    )

    def page(*names: str) -> str:
        fields = "".join(f"<input aria-label=c name={one}>" for one in names)
        return _PAGE.format(body.format(fields, "".join(f"<img name={one}>" for one in names)))

    hostile = _read(browser, tmp_path / "hostile.html", page(*names))
    harmless = _read(
        browser, tmp_path / "harmless.html", page(*(f"n{at}" for at in range(len(names))))
    )
    assert _shape(hostile) == _shape(harmless)


@pytest.mark.parametrize(
    "attributes",
    ["type=password", "autocomplete=cc-csc", "autocomplete='billing cc-number'"],
)
def test_a_secret_does_not_leave_the_page(
    browser: Chromium, tmp_path: Path, attributes: str
) -> None:
    field = f"<input id=s {attributes} value=4532>"
    boxes = f"<i role=combobox id=b>{field}</i><button>PIN <i role=combobox>{field}</i></button>"
    html = _PAGE.format(f"<label>Codice {field}</label><p>coda</p>{boxes}")
    found = _read(browser, tmp_path / "page.html", html)
    assert "4532" not in json.dumps(found)
    for one in ("s", "b"):
        assert found[one]["sensitive"]
        assert found[one]["value"] == "••••"  # typing needs to know how many there are


def test_what_only_a_browser_knows(browser: Chromium, tmp_path: Path) -> None:
    html = _PAGE.format(
        "<div id=host><b slot=a>dentro</b></div><div inert><p>spento</p></div>"
        "<div style='white-space: pre-wrap'>x  y</div>"
        "<input id=i type=email required aria-label=Posta>"
    )
    found = _read(browser, tmp_path / "page.html", html)
    assert "spento" not in json.dumps(found)
    assert "x  y" in json.dumps(found)
    assert found["i"].get("states") == ["required"]  # nobody was there yet: nothing is wrong
    script = """
      host.attachShadow({ mode: "open" }).innerHTML = "<p>ombra <slot name=a></slot></p>";
      i.focus();
    """
    browser.call("Runtime.evaluate", expression=script)
    browser.call("Input.insertText", text="x")
    script = "i.blur(); JSON.stringify(readNow().nodes)"
    answer = browser.call("Runtime.evaluate", expression=script, returnByValue=True)
    nodes = {one["id"]: one for one in json.loads(answer["result"]["value"])}
    assert "ombra dentro" in [one.get("name") for one in nodes.values()]
    assert nodes["i"]["states"] == ["invalid", "required"]
    assert nodes["i"]["error"]
