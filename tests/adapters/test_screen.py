"""Pages as screens: roles, states, values, tables and lines, typed by hand."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.adapters.html import read_screen
from brailledesk.errors import ScreenTooLarge, SourceDamaged
from brailledesk.screen import Node, Screen, State


def page(body: str, *, head: str = "", **options: object) -> Screen:
    return read_screen(
        f"<!DOCTYPE html><html lang=it><title>P</title>{head}<body>{body}</body></html>",
        **options,  # type: ignore[arg-type]
    )


def outline(screen: Screen) -> list[str]:
    """The nodes below the document: role, name and value, two blanks for each level."""
    lines = []
    for node in screen.walk():
        depth = len(screen.ancestors(node.id))
        if depth:
            value = f" = {node.value}" if node.value else ""
            lines.append(f"{'  ' * (depth - 1)}{node.role} {node.name}{value}".rstrip())
    return lines


def node(body: str, name: str = "t") -> Node:
    return page(body).nodes[name]


ROLES = [
    ("<a id=t href=x>a</a>", "link"),
    ("<p>x <a id=t>a</a></p>", None),
    ("<h3 id=t>a</h3>", "heading"),
    ("<nav id=t><a href=x>a</a></nav>", "navigation"),
    ("<header id=t>a</header>", "banner"),
    ("<article><header id=t>a</header></article>", None),
    ("<footer id=t>a</footer>", "contentinfo"),
    ("<main><footer id=t>a</footer></main>", None),
    ("<main id=t>a</main>", "main"),
    ("<aside id=t>a</aside>", "complementary"),
    ("<article><aside id=t>a</aside></article>", None),
    ("<article><aside id=t aria-label=x>a</aside></article>", "complementary"),
    ("<section id=t>a</section>", None),
    ("<section id=t aria-label=x>a</section>", "region"),
    ("<form id=t><input></form>", None),
    ("<form id=t aria-label=x><input></form>", "form"),
    ("<search id=t>a</search>", "search"),
    ("<input id=t>", "textbox"),
    ("<input id=t type=search>", "searchbox"),
    ("<input id=t type=tel>", "textbox"),
    ("<input id=t type=number>", "spinbutton"),
    ("<input id=t type=range>", "slider"),
    ("<input id=t type=checkbox>", "checkbox"),
    ("<input id=t type=radio>", "radio"),
    ("<input id=t type=submit>", "button"),
    ("<input id=t list=l><datalist id=l><option>a</datalist>", "combobox"),
    ("<input id=t type=hidden>", None),
    ("<select id=t><option>a</select>", "combobox"),
    ("<select id=t size=3><option>a</select>", "listbox"),
    ("<select id=t multiple><option>a</select>", "listbox"),
    ("<textarea id=t></textarea>", "textbox"),
    ("<progress id=t value=1 max=2></progress>", "progressbar"),
    ("<meter id=t value=1 max=2></meter>", "meter"),
    ("<output id=t>3</output>", "status"),
    ("<ul id=t><li>a</ul>", "list"),
    ("<ul role=none><li id=t>a</ul>", None),
    ("<ol><li id=t>a</ol>", "listitem"),
    ("<dl><dt id=t>a<dd>b</dl>", "term"),
    ("<dl><dt>a<dd id=t>b</dl>", "definition"),
    ("<p><img id=t src=x alt=a> b</p>", "image"),
    ("<p><img id=t src=x alt=''> b</p>", None),
    ("<p><img id=t src=x alt='' title=c> b</p>", "image"),
    ("<fieldset id=t><input></fieldset>", "group"),
    ("<details id=t><summary>a</summary>b</details>", "group"),
    ("<details><summary id=t>a</summary>b</details>", "button"),
    ("<dialog id=t open>a</dialog>", "dialog"),
    ("<dialog id=t>a</dialog>", None),
    ("<div id=t role='foo button'>a</div>", "button"),
    ("<div id=t role='foo bar'>a</div>", None),
    ("<div id=t role=region>a</div>", None),
    ("<h2 id=t role=none>a</h2>", None),
    ("<h2 id=t role=none tabindex=0>a</h2>", "heading"),
    ("<h2 id=t role=presentation aria-describedby=x>a</h2>", "heading"),
    ("<table role=none><tr><td id=t>a</table>", None),
    ("<table role=grid><tr><td id=t>a<td>b</table>", "gridcell"),
    ("<div id=t contenteditable>a</div>", "textbox"),
    ("<div id=t role=alert>a</div>", "alert"),
]


@pytest.mark.parametrize(("html", "role"), ROLES)
def test_roles(html: str, role: str | None) -> None:
    """None is an element that means nothing by itself, or is not there."""
    found = page(html).nodes.get("t")
    assert (None if found is None else found.role) == role


STATES = [
    ("<input id=t required>", "required"),
    ("<input id=t aria-required=true>", "required"),
    ("<input id=t readonly>", "readonly"),
    ("<input id=t disabled>", "disabled"),
    ("<fieldset disabled><input id=t></fieldset>", "disabled"),
    ("<fieldset disabled><legend><input id=t></legend></fieldset>", ""),
    ("<button id=t aria-disabled=true>a</button>", "disabled"),
    ("<input id=t aria-invalid=true>", "invalid"),
    ("<input id=t aria-invalid=spelling>", "invalid"),
    ("<input id=t aria-invalid=false>", ""),
    ("<input id=t type=checkbox checked>", "checked"),
    ("<input id=t type=checkbox aria-checked=true>", ""),
    ("<div id=t role=checkbox aria-checked=true>a</div>", "checked"),
    ("<div id=t role=checkbox aria-checked=mixed>a</div>", "mixed"),
    ("<button id=t aria-pressed=true>a</button>", "pressed"),
    ("<button id=t aria-expanded=false>a</button>", "collapsed"),
    ("<button id=t aria-expanded=true aria-haspopup=menu>a</button>", "expanded haspopup"),
    ("<details open><summary id=t>a</summary>b</details>", "expanded"),
    ("<a id=t href=x aria-current=page>a</a>", "current"),
    ("<div role=tablist><div id=t role=tab aria-selected=true>a</div></div>", "selected"),
    ("<textarea id=t></textarea>", "multiline"),
    ("<div id=t contenteditable>a</div>", "multiline"),
    ("<div id=t role=textbox contenteditable>a</div>", ""),
    ("<div id=t role=dialog aria-modal=true aria-busy=true>a</div>", "modal busy"),
    ("<table><tr><th id=t aria-sort=descending>a<th>b<tr><td>1<td>2</table>", "sorted-descending"),
]


@pytest.mark.parametrize(("html", "states"), STATES)
def test_states(html: str, states: str) -> None:
    assert node(html).states == frozenset(map(State, states.split()))


VALUES = [
    ("<input id=t value=' a b '>", " a b "),
    ("<input id=t type=checkbox value=x>", ""),
    ("<textarea id=t>\nuno\ndue</textarea>", "uno\ndue"),
    ("<select id=t><option>a<option selected>b</select>", "b"),
    ("<select id=t><option disabled>a<option>b</select>", "b"),
    ("<select id=t><option label=Uno>a</select>", "Uno"),
    ("<progress id=t value=1 max=4></progress>", "25%"),
    ("<progress id=t></progress>", ""),
    ("<meter id=t value=3 max=4></meter>", "3"),
    ("<input id=t type=range>", "50"),
    ("<div id=t role=slider aria-valuenow=3>x</div>", "3"),
    ("<div id=t role=slider aria-valuenow=3 aria-valuetext=tre>x</div>", "tre"),
    ("<div id=t contenteditable>uno <b>due</b></div>", "uno due"),
    ("<div id=t role=combobox><input value=Roma></div>", "Roma"),
    (
        (
            "<div id=t role=combobox aria-controls=l>Roma</div>"
            "<div id=l role=listbox><div role=option aria-selected=true>Bari</div></div>"
        ),
        "Bari",
    ),
]


@pytest.mark.parametrize(("html", "value"), VALUES)
def test_values(html: str, value: str) -> None:
    assert node(html).value == value


def test_what_else_a_field_has() -> None:
    field = node(
        "<label for=t>Carta</label><input id=t type=tel maxlength=16 autocomplete='cc-number'"
        " lang=en value=1234 aria-invalid=true aria-errormessage=e aria-describedby=d"
        " aria-braillelabel='crt' aria-roledescription='numero di carta'>"
        "<p id=d>Sedici cifre</p><p id=e>Troppo corto</p>"
    )
    assert (field.name, field.braille_label, field.role_description) == (
        "Carta",
        "crt",
        "numero di carta",
    )
    assert (field.description, field.error) == ("Sedici cifre", "Troppo corto")
    assert (field.input_type, field.max_length, field.sensitive) == ("tel", 16, True)
    assert field.language == "en"
    assert node("<input id=t type=password value=x>").sensitive


@pytest.mark.parametrize(
    ("words", "is_secret"),
    [
        ("cc-number", True),
        ("section-a billing cc-exp", True),
        ("one-time-code", True),
        ("street-address", False),
        ("off", False),
    ],
)
def test_what_is_secret(words: str, *, is_secret: bool) -> None:
    assert node(f"<input id=t value=1 autocomplete='{words}'>").sensitive == is_secret


@pytest.mark.parametrize("role", ["combobox", "searchbox", "textbox", "spinbutton"])
@pytest.mark.parametrize(
    "field",
    [
        "<input type=password value=7391>",
        "<b><input autocomplete='billing cc-number' value=7391></b>",
        "<textarea autocomplete=one-time-code>7391</textarea>",
        "<input value=x><input type=password value=7391>",
    ],
)
def test_a_box_is_as_secret_as_the_field_in_it(role: str, field: str) -> None:
    screen = page(f"<h2>Conto <i role={role} aria-label=PIN id=t>{field}</i></h2>")
    shown = [one for one in screen.walk() if "7391" in f"{one.name}{one.value}"]
    assert all(one.sensitive for one in shown)
    assert screen.nodes["t"].sensitive
    named = page(f"<button id=t>PIN <i role={role}>{field}</i></button>").nodes["t"]
    assert named.name == "PIN"


def test_a_list_that_shows_its_options_need_have_no_choice() -> None:
    options = "<option id=a>a<option id=b {}>b</select>"
    shown = page("<select size=3>" + options.format("selected"))
    assert [State.SELECTED in shown.nodes[one].states for one in "ab"] == [False, True]
    shown = page("<select size=3>" + options.format(""))
    assert [State.SELECTED in shown.nodes[one].states for one in "ab"] == [False, False]
    shown = page("<select>" + options.format(""))
    assert [State.SELECTED in shown.nodes[one].states for one in "ab"] == [True, False]


def test_the_list_of_a_field_is_not_lost() -> None:
    """ARIA 1.0 says that a field owns its list; what is told in the list has to be met."""
    html = """
      <span role=combobox aria-owns=l tabindex=0>Roma</span>
      <ul role=listbox id=l><li role=option>Roma<li role=alert>Nessun altro</ul>
    """
    assert outline(page(html)) == [
        "combobox  = Roma",
        "listbox",
        "  option Roma",
        "  alert Nessun altro",
    ]


def test_levels_and_positions() -> None:
    assert node("<h4 id=t>a</h4>").level == 4
    assert node("<div id=t role=heading aria-level=7>a</div>").level == 7
    assert node("<div id=t role=heading>a</div>").level == 2
    radios = "<form>" + "".join(f"<input type=radio name=r id=r{n}>" for n in "abc") + "</form>"
    second = node(radios, "rb")
    assert (second.posinset, second.setsize) == (2, 3)
    tabs = "<div role=tablist><b role=tab id=x>1</b><b role=tab id=y>2</b></div>"
    assert (node(tabs, "y").posinset, node(tabs, "y").setsize) == (2, 2)
    item = node("<ul><li id=t aria-posinset=4 aria-setsize=9>a</ul>")
    assert (item.posinset, item.setsize) == (4, 9)


def test_text_stands_in_lines() -> None:
    """Boxes part lines; what is inline stands together; blanks are as a browser shows them."""
    html = """
      <div>uno <b>due</b>
        tre<span> quattro</span></div>
      <div>cinque <div>sei</div> sette</div>
      <p>Vai <a href=x>qui</a>, o <del>là</del>.</p>
      <div style="display:flex"><span>a</span><span>b</span></div>
      <pre>x  y
z</pre>
    """
    assert outline(page(html)) == [
        "generic uno due tre quattro",
        "generic cinque",
        "generic sei",
        "generic sette",
        "paragraph",
        "  text Vai",
        "  link qui",
        "  text , o",
        "  deletion là",
        "  text .",
        "generic a",
        "generic b",
        "generic x  y\nz",
    ]


def test_a_name_that_is_shown_with_its_thing_is_not_shown_twice() -> None:
    html = """
      <label for=n>Nome</label> <input id=n value=Rossi>
      <label><input type=checkbox> Consenso</label>
      <label>Stato: <select><option>Aperto</select></label>
      <fieldset><legend>Consegna</legend><label>Via <input></label></fieldset>
      <label for=h>Resta</label><input id=h type=hidden>
      <input aria-label=P aria-invalid=true aria-errormessage=e><span id=e>Manca</span>
    """
    assert outline(page(html)) == [
        "textbox Nome = Rossi",
        "checkbox Consenso",
        "combobox Stato: = Aperto",
        "  option Aperto",
        "group Consegna",
        "  textbox Via",
        "generic Resta",
        "textbox P",
    ]


def test_lists_dialogs_frames_and_folded_things() -> None:
    html = """
      <ul><li>uno<li>due <ul><li>tre</ul></ul>
      <ul role=tree><li role=treeitem aria-expanded=true>A
      <ul role=group><li role=treeitem>B</ul></ul>
      <details><summary>Altro</summary><p>nascosto</p></details>
      <iframe title=Nota srcdoc="<p>dentro</p>"></iframe>
      <dialog open aria-label=Avviso><button>Chiudi</button></dialog>
      <a href=x>Scheda <button>Apri</button></a>
    """
    assert outline(page(html)) == [
        "list",
        "  listitem uno",
        "  listitem",
        "    generic due",
        "    list",
        "      listitem tre",
        "tree",
        "  treeitem A",
        "    group",
        "      treeitem B",
        "group",
        "  button Altro",
        "iframe Nota",
        "  document",
        "    paragraph dentro",
        "dialog Avviso",
        "  button Chiudi",
        "link Scheda Apri",
        "button Apri",
    ]


def test_what_is_hidden_is_not_there() -> None:
    html = """
      <p hidden>a</p><p style="display:none">b</p><p class=no>c</p><div aria-hidden=true>d</div>
      <template>e</template><script>f</script><div style="visibility:hidden">g<b
      style="visibility:visible">h</b></div><p class="no yes">i</p><noscript>l</noscript>
      <p class=wide>m</p><p class=print>n</p>
    """
    css = """<style>
      /* .yes {display:none} */ .no { color: red; display: none } .yes { display: block !important }
      @media print { .print { display: none } }
      @media (min-width: 900px) { .wide { display: none } }
      @media (max-width: 900px) { .print { display: none } } p:unknown-thing, .x { display: none }
    </style>"""
    assert outline(page(html, head=css)) == [
        "generic h",
        "paragraph i",
        "generic l",
        "paragraph n",
    ]


def test_styles_of_links_are_read_where_they_can_be() -> None:
    head = "<link rel=stylesheet href=a.css><link rel=stylesheet media=print href=b.css>"
    asked = []

    def read_style(link: str) -> str:
        asked.append(link)
        return "p{display:none}"

    assert outline(page("<p>a</p>", head=head, read_style=read_style)) == []
    assert asked == ["a.css"]
    assert outline(page("<p>a</p>", head=head)) == ["paragraph a"]


def test_a_page_without_a_body_loses_nothing() -> None:
    screen = read_screen("<title>P</title><nav><a href=x>uno</a></nav><main><p>due</p></main>tre")
    assert outline(screen) == [
        "navigation",
        "  link uno",
        "main",
        "  paragraph due",
        "generic tre",
    ]


TABLE = """
  <table><caption>Ordini</caption>
    <thead><tr><th rowspan=2 id=n>Numero<th colspan=2 id=p>Prezzo
    <tr><th id=l>Lordo<th id=e>Netto</thead>
    <tbody><tr><th scope=row id=r1>A-1<td id=a>10<td id=b>8
    <tr><th scope=row id=r2>A-2<td id=c colspan=2>12</tbody></table>
"""


def test_cells_know_their_headers_and_places() -> None:
    screen = page(TABLE)
    headers = {one: screen.nodes[one].headers for one in "abc"}
    assert headers == {"a": ("r1", "p", "l"), "b": ("r1", "p", "e"), "c": ("r2", "p", "l", "e")}
    assert {one: (screen.nodes[one].row, screen.nodes[one].column) for one in "ble"} == {
        "b": (3, 3),
        "l": (2, 2),
        "e": (2, 3),
    }
    named = page("<table><tr><th id=x>X<th id=y>Y<tr><td id=t headers='y x'>1<td>2</table>")
    assert named.nodes["t"].headers == ("y", "x")


def test_rows_keep_their_columns_where_cells_span() -> None:
    screen = page(TABLE)
    rows = [
        [screen.nodes[cell].name for cell in one.children]
        for one in screen.walk()
        if one.role == "row"
    ]
    assert rows == [
        ["Numero", "Prezzo", ""],
        ["", "Lordo", "Netto"],
        ["A-1", "10", "8"],
        ["A-2", "12", ""],
    ]


def test_a_field_in_a_table_is_called_by_its_headers() -> None:
    html = "<table><tr><th>Voce<th>Pezzi<tr><th scope=row>Penne<td><input id=t></table>"
    assert node(html).name == "Penne Pezzi"


def test_live_regions() -> None:
    lives = {
        "<div id=t role=alert>a</div>": "assertive",
        "<output id=t>a</output>": "polite",
        "<div id=t aria-live=polite>a</div>": "polite",
        "<div id=t role=log aria-live=off>a</div>": "off",
    }
    assert {html: node(html).live for html in lives} == lives


def test_the_focus_is_where_the_page_asks_for_it() -> None:
    assert page("<input><input id=t autofocus>").focus == "t"
    assert page("<input hidden autofocus>").focus is None


def test_a_page_that_is_read_again_keeps_its_ids() -> None:
    old = page("<div>uno</div><div>due</div><p>tre</p>")
    new = page("<div>zero</div><div>uno</div><div>due!</div><p>tre</p>", earlier=old)
    names = {one.name: one.id for one in old.walk()}
    assert {one.name: one.id for one in new.walk()}.items() >= {
        ("uno", names["uno"]),
        ("tre", names["tre"]),
    }
    changed = page("<div>uno</div><div>2</div><p>tre</p>", earlier=old)
    assert {one.name: one.id for one in changed.walk()}["2"] == names["due"]
    assert len(new.nodes) == 5


def test_hostile_pages() -> None:
    with pytest.raises(ScreenTooLarge):
        page("<p>x</p>" * 20_001)
    with pytest.raises(ScreenTooLarge):
        page("<p>" + "x" * 5_000_000 + "</p>")
    with pytest.raises((ScreenTooLarge, SourceDamaged)):
        page("<ul><li>" * 3000 + "x")
    spans = "<td rowspan=65534 colspan=1000>x" * 50
    assert len(page(f"<table><tr>{spans}</table>" * 2).nodes) < 20_000
    page("<iframe srcdoc='" + "<iframe srcdoc=&quot;x&quot;>" * 50 + "'></iframe>")
    page("<p id=@1>x</p><p id=@1>y</p><p id=''>z</p>")
    page("<style>" + "{" * 10_000 + "</style><p>x</p>")
    page("<label for=a>x</label>" * 2000 + "<input id=a>")
    page("<a href=x>" + "<button>b</button>" * 2000)
    page("<form>" + "<input type=radio name=a>" * 2000)
    page("<select>" + "<option>x" * 2000 + "</select>")


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from(list("<>/=\"' abdt&;#!-\x00\u202eè{}")), max_size=60))
def test_any_text_is_a_page_or_refused(text: str) -> None:
    with suppress(SourceDamaged):
        screen = read_screen(text)
        assert screen.nodes[screen.root].role == "document"
