"""What pages of today are made of: frames, shadows, editors, frameworks, secrets, great size."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.clients.node import judges
from tests.e2e.conftest import Work

_HEAD = "<!DOCTYPE html><html lang=it><meta charset=utf-8><title>Prova</title>"


def _open(work: Work, name: str, body: str) -> None:
    files = work.crm.folder / "files"
    (files / f"{name}.html").write_text(_HEAD + body, encoding="utf-8")
    work.page.go(f"{work.crm.address}/files/{name}.html")


def test_frames_of_this_and_of_another_site(work: Work) -> None:
    """A field in a frame of another site is read in its place, typed into and has the cursor."""
    reader, page = work.reader, work.page
    files = work.crm.folder / "files"
    inner = "<label>Importo <input id=i value=12></label><button>Paga</button>"
    (files / "cassa.html").write_text(_HEAD + inner, encoding="utf-8")
    other = f"http://localhost:{work.crm.port}/files/cassa.html"
    body = f"""
      <h1>Ordine</h1>
      <iframe title=Vicino srcdoc="<p>riga di casa</p>"></iframe>
      <iframe title=Cassa src={other}></iframe>
      <p>coda</p>
    """
    _open(work, "ordine", body)
    reader.sees("prova")
    for text, start in (("ordine", "TOP"), ("riga di casa", ""), ("paga", ""), ("coda", "")):
        reader.find(text, "LNDN", start)
    reader.find("importo", "LNUP", "")
    reader.display.press(f"ROUTE {reader.place('12') + 1}")
    frame = work.browser.attach("iframe", other)
    frame.wait("document.activeElement.id + document.activeElement.selectionStart", "i1")
    reader.types("7")
    frame.wait("i.value", "172")
    reader.sees("172")
    page.run("document.querySelector('iframe').remove()")  # the others have other numbers now
    page.run("document.querySelector('p').textContent = 'fondo'")
    reader.find("fondo", "LNUP", "BOT")
    reader.find("paga", "LNUP", "BOT")


def test_fields_in_a_shadow(work: Work) -> None:
    body = """
      <x-field></x-field>
      <script>
        customElements.define("x-field", class extends HTMLElement {
          connectedCallback() {
            const root = this.attachShadow({ mode: "open" });
            root.innerHTML = "<label for=f>Quartiere</label><input id=f value=Prati><slot></slot>";
            const field = root.querySelector("input");
            field.addEventListener("input", () => (window.heard = field.value));
            field.focus();
          }
        });
      </script>
    """
    _open(work, "ombra", body)
    work.reader.sees("quartiere: prati")
    work.page.run("document.querySelector('x-field').shadowRoot.querySelector('input').select()")
    work.page.key("End", 35)
    work.reader.stands_at(work.reader.place("prati") + 5)
    work.reader.types("x")
    work.page.wait("window.heard", "Pratix")


def test_an_editor_of_rich_text(work: Work) -> None:
    body = """<div id=e contenteditable aria-label=Nota>Il cliente <b>Rossi</b> chiama</div>"""
    _open(work, "editor", body)
    work.page.run("e.focus()")
    work.reader.sees("il cliente rossi chiama")
    work.reader.display.press(f"ROUTE {work.reader.place('rossi') + 5}")
    work.page.wait("getSelection().focusNode.data + getSelection().focusOffset", "Rossi5")
    work.reader.types("ni")
    work.page.wait("e.innerHTML", "Il cliente <b>Rossini</b> chiama")
    work.reader.display.press("PASSDOTS 64")
    work.page.wait("e.querySelector('b').outerHTML", "<b>Rossin</b>")
    work.reader.stands_at(work.reader.place("rossin") + 6)


@pytest.fixture
def react(work: Work) -> None:
    files: Path = work.crm.folder / "files"
    for name in ("react", "react-dom"):
        shutil.copy(judges() / name / "umd" / f"{name}.production.min.js", files / f"{name}.js")


@pytest.mark.usefixtures("react")
def test_a_framework_notices_what_is_typed(work: Work) -> None:
    """React keeps the values of its fields itself, and puts them back where it heard of nothing."""
    body = """
      <div id=root></div><script src=react.js></script><script src=react-dom.js></script>
      <script>
        const e = React.createElement;
        function Form() {
          const [name, setName] = React.useState("Anna");
          const [count, setCount] = React.useState("4");
          const [sent, setSent] = React.useState(0);
          window.state = { name, count, sent };
          return e("form", null,
            e("input", { id: "n", "aria-label": "Nome", value: name,
              onChange: (event) => setName(event.target.value.toUpperCase()) }),
            e("input", { id: "c", type: "number", "aria-label": "Pezzi", value: count,
              onChange: (event) => setCount(event.target.value) }),
            e("button", { type: "button", onClick: () => setSent((old) => old + 1) }, "Conferma"));
        }
        ReactDOM.createRoot(root).render(e(Form));
      </script>
    """
    _open(work, "react", body)
    work.page.wait("document.querySelector('#n') !== null")
    work.page.run("n.focus(); n.setSelectionRange(4, 4)")
    work.reader.sees("nome: anna")
    work.reader.types("b")
    work.page.wait("state.name", "ANNAB")
    work.reader.sees("nome: annab")
    work.page.run("c.focus()")
    work.reader.sees("pezzi: 4")
    work.reader.types("2")
    work.page.wait("state.count", "42")
    work.page.run("document.querySelector('button').focus()")
    work.reader.route("conferma")
    work.page.wait("state.sent", 1)


def test_names_of_fields_hide_nothing(work: Work) -> None:
    """A form and a document have what a page names in place of their own properties."""
    names = ["parentNode", "assignedSlot", "childNodes", "getAttribute", "getRootNode", "contains"]
    names += ["querySelectorAll", "activeElement", "body", "getElementById", "addEventListener"]
    names += ["ownerDocument", "documentElement", "dispatchEvent", "scrollIntoView", "closest"]
    names += ["visibilityState", "execCommand", "createRange", "requestSubmit", "title"]
    hidden = "".join(f"<input type=hidden name={one}>" for one in names)
    pictures = "".join(f"<img name={one}>" for one in names)
    form = "<label>Rione <input id=r value=Prati></label><button type=button id=v>Vai</button>"
    listening = "<script>v.onclick = () => (window.went = true)</script>"
    _open(work, "nomi", f"{pictures}<form>{hidden}{form}</form>{listening}")
    work.page.run("r.focus(); r.setSelectionRange(5, 5)")
    work.reader.sees("rione: prati")
    work.reader.types("2")
    work.page.wait("r.value", "Prati2")
    work.page.run("v.focus()")
    work.reader.route("vai")
    work.page.wait("window.went")


def test_choices(work: Work) -> None:
    body = """
      <label>Fascia <select id=s><option value=o>Oro<option value=a>Argento<option value=b>Base
      </select></label>
      <label><input type=checkbox id=c> Consenso</label>
      <script>
        s.addEventListener("change", () => (window.chosen = s.value));
        c.addEventListener("change", () => (window.ticked = c.checked));
      </script>
    """
    _open(work, "scelte", body)
    work.page.run("s.focus()")
    work.reader.sees("fascia: oro")
    work.reader.route("oro")
    work.reader.rests()
    work.reader.types("2")
    work.page.wait("window.chosen", "a")
    work.reader.sees("fascia: argento")
    work.reader.find("consenso", "LNUP", "BOT")
    work.reader.route("consenso")
    work.page.wait("window.ticked")
    work.page.run("c.checked = false; 1")  # by a script, without an event
    work.reader.rests()


def test_a_secret_is_typed_and_not_shown(work: Work) -> None:
    _open(work, "segreto", "<label>Parola <input type=password id=p value=abc></label>")
    work.page.run("p.focus(); p.setSelectionRange(3, 3)")
    work.reader.sees("parola")
    assert not work.reader.shows("abc")
    work.reader.types("d")
    work.page.wait("p.value", "abcd")
    assert not work.reader.shows("abcd")


def test_a_page_that_is_too_large_says_so(work: Work) -> None:
    script = "document.body.innerHTML = '<p>riga</p>'.repeat(21000)"
    _open(
        work,
        "grande",
        f"<p>prima</p><script>addEventListener('load', () => {{ {script} }})</script>",
    )
    background = work.browser.attach("service_worker", "chrome-extension://")
    is_italian = background.run("chrome.i18n.getUILanguage()").startswith("it")
    work.reader.sees("troppo grande" if is_italian else "too large")
    work.page.run("document.body.innerHTML = '<p>di nuovo piccola</p>'; 1")
    work.reader.press("HOME")
    work.reader.find("di nuovo piccola", "LNDN", "TOP")


def test_values_that_scripts_set_are_seen(work: Work) -> None:
    _open(work, "script", "<label>Stato <input id=s value=aperto></label>")
    work.page.run("s.focus()")
    work.reader.sees("stato: aperto")
    work.page.run("s.value = 'chiuso'; 1")
    work.reader.sees("stato: chiuso")


def test_a_focus_that_no_event_tells_of_is_seen(work: Work) -> None:
    """As where the keyboard is not in the page; here the page keeps the events for itself."""
    body = """
      <script>
        const events = ["focus", "focusin", "blur", "focusout", "selectionchange"];
        for (const one of events) {
          addEventListener(one, (event) => event.stopImmediatePropagation(), true);
        }
      </script>
      <label>Citta <input id=c value=Roma></label>
      <label>Quartiere <input id=q value=Prati></label>
    """
    _open(work, "muta", body)
    work.page.run("c.focus()")
    work.reader.sees("citta: roma")
    work.page.run("q.focus()")
    work.reader.sees("quartiere: prati")
    work.page.run("q.setSelectionRange(2, 2)")
    work.reader.stands_at(work.reader.place("prati") + 2)


def test_a_flood_of_changes_ends_with_the_newest(work: Work) -> None:
    _open(work, "flusso", "<p id=p>inizio</p>")
    work.reader.sees("prova")
    work.reader.find("inizio", "LNDN", "TOP")
    count = json.dumps(
        "for (let n = 0; n < 3000; n++) setTimeout(() => p.textContent = 'numero ' + n, n / 3)"
    )
    work.page.run(f"eval({count}) && true")
    work.reader.sees("numero 2999")
