"""Every method, with what its type allows and what it does not: one answer each, never a crash.

A long run of the same: ``python -m benchmarks.fuzz_service``.
"""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brailledesk.frame import Geometry
from brailledesk.service.attach import attach_virtual
from brailledesk.service.options import Options
from brailledesk.service.rights import LOCAL, Rights
from brailledesk.service.security.guard import LimitGuard
from brailledesk.service.security.paths import PLACES
from brailledesk.service.service import Service
from brailledesk.service.wire.scopes import ALL_SCOPES
from brailledesk.service.wire.table import TO_SERVICE
from tests.service.generating import METHODS, TEXTS, anything, broken, encoded, params, request
from tests.service.world import Wired

INTERNAL_ERROR = -32603
PAGE = Rights(ALL_SCOPES, "https://crm.example", may_name_paths=False)

slow = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.large_base_example,
        HealthCheck.data_too_large,
        HealthCheck.too_slow,
    ],
)


class Fuzzed:
    """One service for many conversations."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.service = Service(Options(), self.loop)
        attach_virtual(self.service, "virtual:40", Geometry(40))

    def converse(self, data: list[bytes], rights: Rights) -> list[Any]:
        """A client that says all this, and its answers by the time that it is over."""
        return self.loop.run_until_complete(self._converse(data, rights))

    async def _converse(self, data: list[bytes], rights: Rights) -> list[Any]:
        guard = None if rights is LOCAL else LimitGuard()
        client = Wired(self.service, rights, guard)
        try:
            await client.ask("initialize", protocol="1.0")
            start = len(client.heard)
            for one in data:
                client.say(one)
            at_rest = asyncio.Event()
            client.endpoint.finish(at_rest.set)
            async with asyncio.timeout(60):
                await at_rest.wait()
            return client.heard[start:]
        finally:
            client.endpoint.close()

    def close(self) -> None:
        self.service.close()
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


@pytest.fixture(name="fuzzed", scope="module")
def _fuzzed() -> Any:
    fuzzed = Fuzzed()
    yield fuzzed
    fuzzed.close()


def answers(heard: list[Any]) -> list[Any]:
    found = [one for one in heard if "method" not in one]
    for one in found:
        assert one.get("error", {}).get("code") != INTERNAL_ERROR, one
    return found


@slow
@given(st.randoms(use_true_random=False), st.sampled_from([LOCAL, PAGE]))
def test_every_request_has_one_answer(fuzzed: Fuzzed, rng: random.Random, rights: Rights) -> None:
    count = 10
    said = [encoded(request(rng, number, wild=0)) for number in range(100, 100 + count)]
    found = answers(fuzzed.converse(said, rights))
    assert sorted(one["id"] for one in found) == list(range(100, 100 + count))


@slow
@given(st.randoms(use_true_random=False), st.sampled_from([LOCAL, PAGE]))
def test_what_is_not_as_it_should_be_harms_nobody(
    fuzzed: Fuzzed, rng: random.Random, rights: Rights
) -> None:
    said = []
    for number in range(100, 106):
        message = encoded(request(rng, number, wild=0.2))
        said.append(broken(rng, message) if rng.random() < 0.3 else message)
        said.append(encoded(anything(rng, 3)))
    batch = [request(rng, number) for number in range(200, 205)]
    said.append(encoded([*batch, anything(rng, 2)]))
    heard = fuzzed.converse(said, rights)
    answers([one for part in heard for one in (part if isinstance(part, list) else [part])])
    last = fuzzed.converse([encoded(ask_translation())], rights)
    assert "result" in answers(last)[0]


def ask_translation() -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": "translate", "params": {"text": "ciao"}}


@pytest.mark.parametrize("name", list(TO_SERVICE))
def test_parameters_can_be_made_for_every_method(name: str) -> None:
    """And most of them are right: else the fuzz would test the door only."""
    import msgspec

    method = TO_SERVICE[name]
    right = 0
    for seed in range(200):
        data = encoded(params(random.Random(seed), method, wild=0))
        try:
            msgspec.json.decode(data, type=method.params)
        except msgspec.ValidationError:
            continue
        right += 1
    assert right >= 60


HARMLESS = {
    # Texts that are shown, spoken or compared, and never open anything.
    "protocol", "name", "version", "locale", "id", "focus", "node", "text", "key", "channel",
    "cells", "languages", "pages", "format", "display", "state", "lang", "language", "colours",
}  # fmt: skip


def test_each_text_of_a_parameter_is_known_as_a_place_or_as_harmless() -> None:
    """A new field that names a file must not be forgotten where pages are held to names."""
    import msgspec.inspect as types

    seen: set[str] = set()

    def walk(kind: Any) -> None:
        if isinstance(kind, types.UnionType):
            for one in kind.types:
                walk(one)
        for one in getattr(kind, "fields", ()):
            if any(isinstance(part, types.StrType) for part in _parts(one.type)):
                seen.add(one.name)
            walk(one.type)

    def _parts(kind: Any) -> list[Any]:
        return list(kind.types) if isinstance(kind, types.UnionType) else [kind]

    for method in TO_SERVICE.values():
        walk(types.type_info(method.params))
    assert seen >= PLACES
    assert seen - PLACES <= HARMLESS


def test_the_texts_of_the_fuzz_name_tables_that_there_are() -> None:
    from brailledesk.tables.names import shipped_table

    assert sum(shipped_table(one) is not None for one in TEXTS if one) >= 2
    assert len(METHODS) >= 15
