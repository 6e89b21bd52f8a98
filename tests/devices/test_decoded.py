"""Any document on any model: within its limits, and the machine reads the same cells."""

from __future__ import annotations

import functools
import random
from collections import Counter
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.devices.embossers import (
    EmbosserModel,
    Settings,
    encode,
    find_model,
    list_models,
    page_format,
)
from brailledesk.devices.embossers.plan import make_plan
from brailledesk.devices.protocols.embossers import PROTOCOLS
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume

from .decoders import Rows, decode, trim, unordered_sides
from .jobs import Wanted, possible


class Placed(NamedTuple):
    """A page of a document, and whether it stands on a back."""

    rows: Rows
    is_back: bool


@functools.cache
def choices() -> dict[str, list[tuple[str, Wanted]]]:
    """What can be asked of models, by their codec and its variant."""
    found: dict[str, list[tuple[str, Wanted]]] = {}
    for model in list_models():
        family = found.setdefault(f"{model.protocol} {model.variant}", [])
        family += [(model.name, wanted) for wanted in possible(model)]
    return found


FAMILIES = [f"{name} {variant}" for name, variants in PROTOCOLS.items() for variant in variants]


@st.composite
def jobs(draw: st.DrawFn, family: str) -> tuple[EmbosserModel, Settings, Publication]:
    name, wanted = draw(st.sampled_from(choices()[family]))
    model, chosen = _model(name), wanted.settings()
    if chosen.page_range or chosen.copies > 1:
        chosen = Settings(paper=chosen.paper, saddle_stitch=chosen.saddle_stitch)
    dots = draw(st.sampled_from(model.dots))
    plan = make_plan(model, chosen, dots=dots)
    page = PageFormat(plan.cells, plan.rows)
    document = draw(documents(page, 0x3F if dots == 6 else 0xFF))
    return model, chosen, document


_model = functools.cache(find_model)


def documents(page: PageFormat, most: int) -> st.SearchStrategy[Publication]:
    """Volumes of sections of some pages, on one side or two; the cells are drawn by a seed."""
    section = st.tuples(st.integers(1, 4), st.booleans())
    volumes = st.lists(st.lists(section, min_size=1, max_size=3), min_size=1, max_size=2)

    def build(volumes: list[list[tuple[int, bool]]], seed: int) -> Publication:
        chance = random.Random(seed)
        made = [
            Volume(tuple(build_section(chance, count, is_duplex) for count, is_duplex in sections))
            for sections in volumes
        ]
        return Publication(tuple(made))

    def build_section(chance: random.Random, count: int, is_duplex: bool) -> Section:
        pages = [
            Page(tuple(Row(row(chance)) for _ in range(chance.randint(0, page.rows))))
            for _ in range(count)
        ]
        return Section(tuple(pages), PageFormat(page.cells, page.rows, is_duplex))

    def row(chance: random.Random) -> bytes:
        length = chance.choice([0, page.cells, chance.randint(0, page.cells)])
        return bytes(cell & most for cell in chance.randbytes(length))

    return st.builds(build, volumes, st.integers(0, 1 << 32))


def placed(document: Publication) -> list[Placed]:
    """The pages that are not blank, each on the side where it belongs on a two-sided machine."""
    return [
        Placed(trim([row.cells for row in page.rows]), section.format.duplex and place % 2 == 1)
        for volume in document.volumes
        for section in volume.sections
        for place, page in enumerate(section.pages)
        if any(any(row.cells) for row in page.rows)
    ]


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_machines_read_the_cells_that_were_sent(family: str, data: st.DataObject) -> None:
    model, chosen, document = data.draw(jobs(family))
    encoded = encode(document, model, chosen)
    chunks = list(encoded.chunks())
    dots = 8 if any(max(r.cells, default=0) > 63 for p in document.pages() for r in p.rows) else 6
    plan = make_plan(model, chosen, dots=dots)
    decoded = decode(model, b"".join(chunk.data for chunk in chunks), plan.charset.name)
    assert decoded.cells in {None, plan.cells}
    assert decoded.rows in {None, plan.rows}
    for side in decoded.sides:
        assert len(side) <= plan.rows
        assert all(len(row) <= plan.cells for row in side)
    found = [Placed(trim(s), place % 2 == 1) for place, s in enumerate(decoded.sides) if trim(s)]
    expected = placed(document)
    if plan.is_double:
        assert found == expected
    else:
        assert [one.rows for one in found] == [one.rows for one in expected]
    assert encoded.pages == sum(1 for _ in document.pages())
    assert chunks[-1].last_page == encoded.pages
    numbers = [chunk.last_page for chunk in chunks]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_what_was_cut_off_goes_on_without_a_gap(family: str, data: st.DataObject) -> None:
    """Every page is on a sheet that was whole before the cut, or comes after it; none is lost."""
    model, chosen, document = data.draw(jobs(family))
    encoded = encode(document, model, chosen)
    chunks = list(encoded.chunks())
    cut = data.draw(st.integers(0, len(chunks) - 1))
    done = max((chunk.last_page for chunk in chunks[:cut]), default=0)
    rest = list(encoded.chunks(done + 1))
    if done == encoded.pages:
        return
    pages = [trim([row.cells for row in page.rows]) for page in document.pages()]
    dots = 8 if any(max(row, default=0) > 63 for page in pages for row in page) else 6
    plan = make_plan(model, chosen, dots=dots)
    decoded = decode(model, b"".join(chunk.data for chunk in rest), plan.charset.name)
    found = [trim(side) for side in decoded.sides if trim(side)]
    if plan.model.protocol == "braillo" and chosen.saddle_stitch:
        # A folded sheet holds pages of both ends of the document.
        sent = unordered_sides(b"".join(chunk.data for chunk in chunks[:cut]), plan.charset.name)
        there = Counter(map(tuple, [*map(trim, sent), *found]))
        assert not Counter(tuple(page) for page in pages if page) - there
        return
    missing = [page for page in pages[done:] if page]
    again = found[: len(found) - len(missing)]
    assert found[len(again) :] == missing
    before = [page for page in pages[:done] if page]
    assert again == before[len(before) - len(again) :]
    if not chosen.z_fold and not chosen.saddle_stitch:
        assert len(again) <= 1  # at most the front of the sheet that is begun again
    assert rest[-1].last_page == encoded.pages


def test_memory_stays_flat() -> None:
    """A long job is made page by page: nothing is made before it is asked for."""
    model = find_model("index-basic-d-v5")
    chosen = Wanted("240mm x 12in").settings()
    page = page_format(model, chosen)
    rows = tuple(Row(b"\x3f" * page.cells) for _ in range(page.rows))
    section = Section((Page(rows),) * 1000, page)
    import tracemalloc

    encoded = encode(Publication((Volume((section,)),)), model, chosen)
    tracemalloc.start()
    total = sum(len(chunk.data) for chunk in encoded.chunks())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total > 1_000_000
    assert peak < total / 10
