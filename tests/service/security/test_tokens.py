from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path

import pytest

from brailledesk.errors import OriginFaulty, OriginNotFound, OutputError, SecretUnsafe, TokenRefused
from brailledesk.service.security.tokens import AccessFile, is_same_token, new_token
from brailledesk.service.wire.scopes import Scope

CRM = "https://crm.example"
SHOP = "https://shop.example"
PUBLISH = frozenset({Scope.PUBLISH, Scope.KEYS})


@pytest.fixture(name="access")
def _access(tmp_path: Path) -> AccessFile:
    return AccessFile(tmp_path / "service", clock=lambda: 1_000.5)


def test_a_token_is_valid_for_its_origin_and_no_other(access: AccessFile) -> None:
    token = access.grant(CRM, "CRM", PUBLISH)
    access.grant(SHOP, "Shop", PUBLISH)
    grant = access.read().find(CRM, token)
    assert (grant.origin, grant.name, grant.scopes) == (CRM, "CRM", ("keys", "publish"))
    for origin in (SHOP, "https://crm.example.evil.example", "", "http://localhost"):
        with pytest.raises(TokenRefused):
            access.read().find(origin, token)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "A", lambda _: "", str.upper])
def test_a_token_that_is_not_the_same_is_refused(access: AccessFile, change: object) -> None:
    token = access.grant(CRM, "CRM", PUBLISH)
    assert callable(change)
    with pytest.raises(TokenRefused):
        access.read().find(CRM, change(token))


def test_what_cannot_be_text_is_no_token_either(access: AccessFile) -> None:
    access.grant(CRM, "CRM", PUBLISH)
    with pytest.raises(TokenRefused):
        access.read().find(CRM, "\ud800")


def test_a_token_has_256_random_bits_and_is_kept_as_its_hash(access: AccessFile) -> None:
    tokens = {access.grant(CRM, "CRM", PUBLISH) for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(one.removeprefix("bd1_")) == 43 for one in tokens)  # 43 * 6 bits are 258
    last = access.grant(CRM, "CRM", PUBLISH)
    kept = access.path.read_text(encoding="utf-8")
    assert last.removeprefix("bd1_") not in kept
    assert json.loads(kept)["grants"][0]["digest"] == hashlib.sha256(last.encode()).hexdigest()


def test_a_new_pairing_ends_the_earlier_token(access: AccessFile) -> None:
    first = access.grant(CRM, "CRM", PUBLISH)
    second = access.grant(CRM, "CRM", PUBLISH)
    with pytest.raises(TokenRefused):
        access.read().find(CRM, first)
    assert access.read().find(CRM, second).name == "CRM"


def test_a_revocation_by_another_process_is_in_force_at_once(access: AccessFile) -> None:
    token = access.grant(CRM, "CRM", PUBLISH)
    access.allow(CRM)
    assert access.read().find(CRM, token).name == "CRM"
    AccessFile(access.path.parent).revoke(CRM)
    with pytest.raises(TokenRefused):
        access.read().find(CRM, token)
    assert not access.read().admits(CRM, 0)
    with pytest.raises(OriginNotFound):
        access.revoke(CRM)


def test_who_may_come_to_the_door(access: AccessFile) -> None:
    assert not access.read().admits(CRM, 1_000)
    assert access.allow("https://CRM.example:443/") == CRM
    access.grant(SHOP, "Shop", PUBLISH)
    assert access.read().admits(CRM, 1_000)
    assert access.read().admits(SHOP, 1_000)
    assert not access.read().admits("https://evil.example", 1_000)


def test_the_door_is_open_for_a_while_and_for_one_pairing(access: AccessFile) -> None:
    access.open_for(120)
    assert access.read().admits("https://new.example", 1_100)
    assert not access.read().admits("https://new.example", 1_121)
    access.grant(CRM, "CRM", PUBLISH)
    assert not access.read().admits("https://new.example", 1_100)


def test_what_is_no_origin_is_not_allowed(access: AccessFile) -> None:
    with pytest.raises(OriginFaulty):
        access.allow("null")
    assert not access.path.exists()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"grants": 3}', b"\xff", b'{"grants":[{}]}'])
def test_a_damaged_file_grants_nothing(access: AccessFile, data: bytes) -> None:
    access.grant(CRM, "CRM", PUBLISH)
    access.path.write_bytes(data)
    with pytest.raises(SecretUnsafe, match="it is damaged"):
        access.read()


def test_a_file_that_others_may_write_grants_nothing(access: AccessFile) -> None:
    access.grant(CRM, "CRM", PUBLISH)
    access.path.chmod(0o666)
    with pytest.raises(SecretUnsafe, match="others may read or write it"):
        access.read()


def test_changes_of_several_at_once_are_all_kept(access: AccessFile) -> None:
    origins = [f"https://host{number}.example" for number in range(12)]
    threads = [
        threading.Thread(target=AccessFile(access.path.parent).allow, args=(origin,))
        for origin in origins
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(access.read().allowed) == set(origins)


def test_a_lock_that_is_held_too_long_is_told(access: AccessFile) -> None:
    impatient = AccessFile(access.path.parent, patience=0.0)
    with access._changing(), pytest.raises(OutputError, match="another process is changing it"):
        impatient.allow(CRM)


def test_local_tokens_are_compared_whole() -> None:
    token = new_token()
    assert is_same_token(token, token)
    assert not is_same_token(token, new_token())
    assert not is_same_token(token[:-1], token)
