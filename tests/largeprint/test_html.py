"""Large print in a browser: valid, without faults by axe, and as the reader chose it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from brailledesk.document import Document, ListBlock, ListItem, Quote
from brailledesk.errors import FontFaulty
from brailledesk.largeprint.markup import format_html
from brailledesk.largeprint.options import LargePrint
from brailledesk.schemes import SCHEMES, Scheme, contrast_ratio
from tests.adapters.chromium import Chromium, running_chromium
from tests.judges import require

from .judging import FOLDER, judge_html
from .samples import MANUAL, paragraph


def _page(document: Document = MANUAL, *, scheme: str = "auto", **choices: Any) -> Any:
    data = format_html(document, LargePrint(**choices), scheme=scheme)
    return lxml_html.document_fromstring(data.decode())


def _words(element: Any) -> list[str]:
    """The words below an element; what repeats a heading of a table is none of the text."""
    for label in element.find_class("label"):
        label.drop_tree()
    for row in element.iter("li", "p", "th", "td", "caption", "div", "h1", "h2", "h3"):
        row.tail = " " + (row.tail or "")
    for marker in element.find_class("marker"):
        marker.tail = " " + (marker.tail or "")
    return str(element.text_content()).split()


def test_all_that_the_document_says_is_there_in_its_order() -> None:
    rows = " ".join(f"AX-{n} 1.2{n:02},50 €" for n in range(40))
    wide = " ".join(
        [f"Voce {n}" for n in "ABCDEFGH"] + [f"dato{m}{n}" for m in (0, 1) for n in range(8)]
    )
    assert " ".join(_words(_page().find(".//main"))) == (
        "p. 11 Uso Premere (a lungo) il tasto[1], poi restart. Pulizia del"
        " precipitevolissimevolmente • filtro • vasca a) dentro 3 bis p. 12 fuori Chi va piano"
        " va sano. Nel mezzo del cammin mi ritrovai ché la diritta via [Immagine: Il filtro,"
        f" visto da sotto] Listino Modello Prezzo {rows} Dati {wide} À Å ç g → € 1.249,90"
        " Note [1] Quello verde. [2] Mai nominata."
    )  # fmt: skip


def test_headings_links_and_languages() -> None:
    page = _page()
    assert page.get("lang") == "it"
    assert page.findtext(".//title") == MANUAL.title
    headings = [(one.tag, one.text_content()) for one in page.iter("h1", "h2", "h3", "h4")]
    assert headings == [
        ("h1", MANUAL.title), ("h2", "Uso"), ("h3", "Pulizia del precipitevolissimevolmente"),
        ("h2", "Dati"), ("h2", "Note"),
    ]  # fmt: skip
    targets = {one.get("id") for one in page.iter() if one.get("id")}
    links = [one.get("href") for one in page.iter("a")]
    assert {link[1:] for link in links} <= targets
    assert {"#text", "#note-1", "#mark-1", "#h1", "#h3"} <= set(links)
    assert [one.text for one in page.iterfind(".//span[@lang]")] == ["restart"]
    assert [one.get("aria-label") for one in page.find_class("print-page")] == [
        "pagina 11", "pagina 12",
    ]  # fmt: skip


def test_nothing_hostile_becomes_markup_and_nothing_is_fetched() -> None:
    text = Document(
        (paragraph("<script>x</script> \0 \ud800 &amp; </style>"),), title="</title><b>"
    )
    page = _page(text)
    assert page.find(".//script") is None
    assert page.findtext(".//main/p") == "<script>x</script> \ufffd \ufffd &amp; </style>"
    assert page.findtext(".//title") == "</title><b>"
    styles = page.findtext(".//style")
    assert "url(" in styles
    assert styles.count("url(") == styles.count("url(data:font/ttf;base64,")
    assert not page.xpath("//@src | //link | //@onclick")


def test_nesting_of_any_depth_is_written() -> None:
    block: Any = paragraph("fondo")
    for number in range(3000):
        block = ListBlock((ListItem((block,), f"{number}."),)) if number % 2 else Quote((block,))
    assert _words(_page(Document((block,))).find(".//main"))[-1] == "fondo"


def test_a_font_that_is_none_is_refused(tmp_path: Path) -> None:
    junk = tmp_path / "junk.otf"
    junk.write_bytes(b"OTTO" + b"x" * 99)
    with pytest.raises(FontFaulty):
        format_html(MANUAL, LargePrint(fonts=(junk,)))


def test_the_checker_of_html_finds_nothing(tmp_path: Path) -> None:
    own = Scheme("verde", "verde", (0, 255, 102), (16, 16, 16), *(((255, 255, 255),) * 5))
    made = {
        "manual": format_html(MANUAL, LargePrint()),
        "own": format_html(MANUAL, LargePrint(size=20.5, scheme=own), scheme="verde"),
        "bare": format_html(Document((paragraph("a"),)), LargePrint(language="en")),
    }
    files = []
    for name, data in made.items():
        files.append(tmp_path / f"{name}.html")
        files[-1].write_bytes(data)
    bad = tmp_path / "bad.html"  # the judge can say no
    bad.write_bytes(made["bare"].replace(b"<main", b"<main><li>x</li"))
    said = judge_html([*files, bad])
    assert said
    assert [line for line in said if "bad.html" not in line] == []


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    folder = tmp_path_factory.mktemp("largeprint")
    page = folder / "manual.html"
    page.write_bytes(format_html(MANUAL, LargePrint(size=24)))
    with running_chromium() as chromium:
        chromium.call("Emulation.setScriptExecutionDisabled", value=False)
        chromium.call("Page.navigate", url=page.as_uri())
        chromium.wait_for("Page.loadEventFired")
        yield chromium


def _evaluate(browser: Chromium, script: str) -> Any:
    answer = browser.call(
        "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
    )
    assert "exceptionDetails" not in answer, answer
    return answer["result"].get("value")


def _choose(browser: Chromium, identity: str) -> None:
    _evaluate(browser, f"document.getElementById({json.dumps(identity)}).click()")


def _width(browser: Chromium, width: int) -> None:
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=width, height=900, deviceScaleFactor=1, mobile=False,
    )  # fmt: skip


def test_axe_finds_nothing_in_any_scheme_at_any_width(browser: Chromium) -> None:
    axe = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
    require(axe.is_file(), "axe of tests/largeprint/fetch.sh", "npm maven")
    _evaluate(browser, axe.read_text(encoding="utf-8"))
    _evaluate(browser, "document.querySelectorAll('details').forEach(d => d.open = true)")
    for width, name in zip((320, 1600, 320, 1600), SCHEMES, strict=True):
        _width(browser, width)
        _choose(browser, f"scheme-{name}")
        found = json.loads(
            _evaluate(
                browser,
                "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21aa',"
                " 'wcag22aa', 'best-practice']}).then(r => JSON.stringify({passes: r.passes.length,"
                " violations: r.violations.map(v => [v.id, v.nodes.map(n => n.html)])}))",
            )
        )
        assert found["violations"] == []
        assert found["passes"] > 20


def _style(browser: Chromium, selector: str, name: str) -> str:
    script = f"getComputedStyle(document.querySelector({json.dumps(selector)})).{name}"
    return str(_evaluate(browser, script))


def test_colours_and_size_follow_the_reader(browser: Chromium) -> None:
    for name, scheme in SCHEMES.items():
        _choose(browser, f"scheme-{name}")
        ink, paper = (
            _style(browser, "main p", "color"),
            _style(browser, "body", "backgroundColor"),
        )
        assert ink == "rgb({}, {}, {})".format(*scheme.text)
        assert paper == "rgb({}, {}, {})".format(*scheme.background)
        assert contrast_ratio(scheme.text, scheme.background) >= 7
    _choose(browser, "size-48")
    assert _style(browser, "main p", "fontSize") == "64px"
    _choose(browser, "size-24")
    assert _style(browser, "main p", "fontSize") == "32px"
    assert _style(browser, "main p", "lineHeight") == "48px"
    _choose(browser, "scheme-auto")
    for wanted, name in (("dark", "yellow-black"), ("light", "black-white")):
        features = [{"name": "prefers-color-scheme", "value": wanted}]
        browser.call("Emulation.setEmulatedMedia", features=features)
        expected = "rgb({}, {}, {})".format(*SCHEMES[name].background)
        assert _style(browser, "body", "backgroundColor") == expected


def test_rows_become_records_where_there_is_no_room(browser: Chromium) -> None:
    """And remain a table for who does not see it; no width makes the page scroll sideways."""
    _choose(browser, "size-24")
    for width, shown in ((1600, "none"), (320, "inline")):
        _width(browser, width)
        assert _style(browser, "table.c2 .label", "display") == shown
        assert _style(browser, "table.c8 .label", "display") == "inline"
        root = "document.documentElement"
        assert _evaluate(browser, f"{root}.scrollWidth <= {root}.clientWidth")
        nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
        roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
        assert roles.count("table") == 2
        assert roles.count("row") == 41 + 3
        assert roles.count("columnheader") == 2 + 8
        assert roles.count("cell") == 80 + 16


def test_the_keyboard_reaches_the_text_first(browser: Chromium) -> None:
    _evaluate(browser, "document.activeElement.blur(); window.scrollTo(0, 0)")
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab",
                     windowsVirtualKeyCode=9)  # fmt: skip
    assert _evaluate(browser, "document.activeElement.getAttribute('href')") == "#text"
    box = "document.activeElement.getBoundingClientRect()"
    assert _evaluate(browser, f"{box}.left >= 0 && {box}.width > 0")
