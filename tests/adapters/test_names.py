"""Names: as W3C's documents give them, typed by hand, and as Chromium tells them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.adapters.html.elements import Elements
from brailledesk.adapters.html.page import Page
from brailledesk.errors import ScreenTooLarge
from brailledesk.ingest.html import parse_html

from .chromium import running_chromium
from .names import CASES, Case

_PAGE = "<!DOCTYPE html><html lang=it><title>p</title><body>{}</body></html>"


def _told(html: str) -> tuple[str, str]:
    page = Page(parse_html(_PAGE.format(html), "page"))
    names = Elements(page).names
    name = names.name(page.by_id["t"])
    return name.text, names.description(page.by_id["t"], name)


@pytest.mark.parametrize("case", CASES, ids=lambda one: f"{one.step} {one.html}"[:60])
def test_a_name_is_as_w3c_says(case: Case) -> None:
    assert _told(case.html) == (case.name, case.description)


def test_chromium_says_the_same(tmp_path: Path) -> None:
    """Where it does not, what it says stands with the case, and has to be true, too."""
    differing = []
    with running_chromium() as browser:
        for number, case in enumerate(CASES):
            page = tmp_path / f"{number}.html"
            page.write_text(_PAGE.format(case.html), encoding="utf-8")
            seen = [one for one in browser.tree(page, "id") if one.stamp == "t"]
            name = " ".join(seen[0].name.split()) if seen else ""
            if name != (case.name if case.differs is None else case.differs):
                differing.append((case, name))
    assert not differing


@pytest.mark.parametrize(
    "html",
    [
        "<a id=t href=x aria-labelledby=b></a><a id=b href=x aria-labelledby=t></a>",
        "<div id=t role=button aria-owns=u><div id=u role=button aria-owns=t>x</div></div>",
        "<label id=l for=t><input id=t aria-labelledby='l t'></label>",
        "<button id=t aria-labelledby='t t t'>x</button>",
    ],
)
def test_names_that_lead_to_themselves_come_to_an_end(html: str) -> None:
    _told(html)


def test_names_that_are_made_of_each_other_without_end_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Many elements, each named by all of a large table."""
    monkeypatch.setattr("brailledesk.adapters.html.page.MAX_STEPS", 20_000)
    cells = "<td>x</td>" * 500
    links = "<a href=x aria-labelledby=big>y</a>" * 100
    page = Page(parse_html(_PAGE.format(f"<table id=big><tr>{cells}</tr></table>{links}"), "page"))
    names = Elements(page).names
    with pytest.raises(ScreenTooLarge):
        [names.name(element) for element in page.elements]


def test_a_name_of_any_depth() -> None:
    html = "<button id=t>" + "<b>" * 900 + "fondo" + "</b>" * 900 + "</button>"
    assert _told(html)[0] == "fondo"


_WORDS = st.sampled_from(["uno", "due", "è", "3 €"])
_ATTRIBUTES = ["aria-label=x", "aria-labelledby=t", "title=y", "hidden", "aria-hidden=true", "id=t"]
_ATTRIBUTES += [
    "role=none",
    "role=button",
    "aria-owns=t",
    "for=t",
    "tabindex=0",
    "aria-labelledby=q",
]
_TAGS = st.sampled_from(["div", "span", "button", "a", "label", "input", "td", "ul", "li", "img"])
_MARKUP = st.recursive(
    _WORDS,
    lambda inner: st.builds(
        lambda tag, attributes, below: f"<{tag} {' '.join(attributes)}>{''.join(below)}</{tag}>",
        _TAGS,
        st.lists(st.sampled_from(_ATTRIBUTES), max_size=2),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(_MARKUP)
def test_no_markup_breaks_names(markup: str) -> None:
    page = Page(parse_html(_PAGE.format(markup), "page"))
    elements = Elements(page)
    for element in page.elements:
        name = elements.names.name(element)
        assert name.text == " ".join(name.text.split())
        elements.node(element, elements.role(element), name)
