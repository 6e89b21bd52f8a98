from __future__ import annotations

from collections.abc import Callable

import pytest

from brailledesk.errors import PairingRefused
from brailledesk.service.security.pairing import (
    ATTEMPTS,
    LIFETIME,
    Pairing,
    Request,
    plain_name,
)
from brailledesk.service.wire.scopes import Scope

REQUEST = Request("https://crm.example", "CRM", frozenset({Scope.PUBLISH}))


class World:
    """A clock that is set and dice that are known."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.number = 42
        self.pairing = Pairing(lambda: self.now, lambda _: self.number)


@pytest.fixture(name="world")
def _world() -> World:
    return World()


def refused(call: Callable[..., object], *given: object) -> PairingRefused:
    with pytest.raises(PairingRefused) as caught:
        call(*given)
    return caught.value


def test_the_code_that_is_shown_ends_the_pairing_well(world: World) -> None:
    page = object()
    assert world.pairing.ask(page, REQUEST) == "000042"
    assert world.pairing.request == REQUEST
    assert world.pairing.confirm(page, "000042") == REQUEST
    assert world.pairing.request is None


def test_a_code_has_six_digits_of_a_million(world: World) -> None:
    asked: list[int] = []

    def roll(below: int) -> int:
        asked.append(below)
        return 0

    assert Pairing(lambda: 0.0, roll).ask(object(), REQUEST) == "000000"
    assert asked == [1_000_000]
    world.number = 999_999
    assert world.pairing.ask(object(), REQUEST) == "999999"


@pytest.mark.parametrize("typed", ["000042", "000 042", " 000-042 ", "00 00 42"])
def test_people_may_type_blanks_and_hyphens(world: World, typed: str) -> None:
    page = object()
    world.pairing.ask(page, REQUEST)
    assert world.pairing.confirm(page, typed) == REQUEST


@pytest.mark.parametrize("typed", ["", "42", "0000420", "٠٠٠٠٤٢", "00004２", "000042" + " " * 99])
def test_other_texts_are_wrong(world: World, typed: str) -> None:
    page = object()
    world.pairing.ask(page, REQUEST)
    refused(world.pairing.confirm, page, typed)


def test_a_code_is_good_once(world: World) -> None:
    page = object()
    code = world.pairing.ask(page, REQUEST)
    world.pairing.confirm(page, code)
    refused(world.pairing.confirm, page, code)


def test_a_code_is_good_only_for_the_connection_that_asked(world: World) -> None:
    page = object()
    code = world.pairing.ask(page, REQUEST)
    refused(world.pairing.confirm, object(), code)
    assert world.pairing.confirm(page, code) == REQUEST


def test_a_code_expires(world: World) -> None:
    page = object()
    code = world.pairing.ask(page, REQUEST)
    world.now += LIFETIME - 0.001
    assert world.pairing.request is not None
    world.now += 0.001
    assert world.pairing.request is None
    refused(world.pairing.confirm, page, code)


def test_one_pairing_at_a_time(world: World) -> None:
    page = object()
    code = world.pairing.ask(page, REQUEST)
    world.now += 30
    assert refused(world.pairing.ask, object(), REQUEST).seconds == LIFETIME - 30
    assert refused(world.pairing.ask, page, REQUEST).seconds == LIFETIME - 30
    assert world.pairing.confirm(page, code) == REQUEST


def test_three_wrong_codes_end_it_and_cost_a_pause_that_doubles(world: World) -> None:
    pauses = []
    for _ in range(9):
        page = object()
        code = world.pairing.ask(page, REQUEST)
        for _ in range(ATTEMPTS - 1):
            assert refused(world.pairing.confirm, page, "999999").seconds == 0
        pauses.append(refused(world.pairing.confirm, page, "999999").seconds)
        refused(world.pairing.confirm, page, code)  # the right one comes too late
        world.now += pauses[-1] - 0.001
        refused(world.pairing.ask, object(), REQUEST)
        world.now += 0.001
    assert pauses == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_leaving_and_asking_again_gives_no_new_attempts_for_free(world: World) -> None:
    """Two wrong codes, gone, again: what a script would do."""
    tries = 0
    end = world.now + 3_600
    while world.now < end:
        page = object()
        try:
            world.pairing.ask(page, REQUEST)
        except PairingRefused as error:
            world.now += max(error.seconds, 0.001)
            continue
        for _ in range(ATTEMPTS - 1):
            refused(world.pairing.confirm, page, "999999")
            tries += 1
        world.pairing.leave(page)
    assert tries <= 14


def test_a_page_that_asks_and_leaves_must_wait_a_little(world: World) -> None:
    page = object()
    world.pairing.ask(page, REQUEST)
    assert world.pairing.leave(page)
    assert refused(world.pairing.ask, page, REQUEST).seconds == 10
    world.now += 10
    world.pairing.ask(page, REQUEST)
    assert not world.pairing.leave(object())  # others' leaving ends nothing
    assert world.pairing.request == REQUEST


def test_success_forgets_the_pauses(world: World) -> None:
    for right in (False, True, False):
        page = object()
        code = world.pairing.ask(page, REQUEST)
        if right:
            world.pairing.confirm(page, code)
            continue
        refused(world.pairing.confirm, page, "999999")
        world.pairing.leave(page)
        assert refused(world.pairing.ask, page, REQUEST).seconds == 60
        world.now += 60


def test_a_key_confirms_what_was_there_to_be_read(world: World) -> None:
    refused(world.pairing.approve)
    world.pairing.ask(object(), REQUEST)
    world.now += 0.5  # the finger was on its way when the code came
    refused(world.pairing.approve)
    world.now += 0.6
    assert world.pairing.approve() == REQUEST
    refused(world.pairing.approve)


def test_a_key_declines(world: World) -> None:
    assert not world.pairing.decline()
    page = object()
    code = world.pairing.ask(page, REQUEST)
    assert world.pairing.decline()
    refused(world.pairing.confirm, page, code)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Gestionale Rossi", "Gestionale Rossi"),
        ("  a\n\tb  ", "a b"),
        ("a\u202eb\u200bc\x1b[2J", "a b c [2J"),
        ("Codice: 123456 " * 20, "Codice: 123456 Codice: 123456 Codice: 12"),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_a_pages_own_name_is_one_short_line(name: str, shown: str) -> None:
    assert plain_name(name) == shown
