from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brailledesk.cli.app import app
from brailledesk.service.security.tokens import AccessFile
from brailledesk.service.wire.scopes import Scope

CRM = "https://crm.example"


@pytest.fixture(name="access")
def _access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AccessFile:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return AccessFile(tmp_path / "brailledesk" / "service", clock=lambda: 86_400.0)


def command(*arguments: str, language: str = "en") -> Result:
    return CliRunner(env={"LANGUAGE": language}).invoke(app, ["pair", *arguments])


def test_what_is_granted_is_listed_without_its_secret(access: AccessFile) -> None:
    assert command("list").output == "No page may use the desk.\n"
    token = access.grant(CRM, "CRM", frozenset({Scope.PUBLISH, Scope.KEYS}))
    access.allow("https://new.example")
    shown = command("list").output
    assert shown == (
        "https://crm.example: paired on 1970-01-02 as CRM; scopes: keys publish\n"
        "https://new.example: may ask to be paired\n"
    )
    assert token not in shown
    assert access.read().grants[0].digest not in shown


def test_origins_are_allowed_and_revoked(access: AccessFile) -> None:
    assert command("allow", "https://CRM.example:443/").exit_code == 0
    assert access.read().allowed == (CRM,)
    assert command("revoke", CRM).exit_code == 0
    assert access.read().allowed == ()
    again = command("revoke", CRM)
    assert again.exit_code == 2
    assert "Nothing is granted to https://crm.example." in again.output


@pytest.mark.parametrize("origin", ["null", "*", "crm.example"])
def test_what_is_no_origin_is_refused(access: AccessFile, origin: str) -> None:
    refused = command("allow", origin)
    assert refused.exit_code == 2
    assert f"{origin} is no origin of a page." in refused.output
    assert not access.path.exists()


def test_http_over_a_network_is_refused_by_its_reason(access: AccessFile) -> None:
    refused = command("allow", "http://crm.example")
    assert refused.exit_code == 2
    assert "http://crm.example cannot be paired: http is taken for this" in refused.output
    assert "https" in refused.output
    assert "solo per questo computer" in command("allow", "http://crm", language="it").output
    assert not access.path.exists()


def test_the_door_is_opened_for_two_minutes(access: AccessFile) -> None:
    assert "120 s" in command("open").output
    assert access.read().open_until > 86_400


def test_an_unsafe_file_is_told(access: AccessFile) -> None:
    access.allow(CRM)
    access.path.chmod(0o644)
    refused = command("list")
    assert refused.exit_code == 18
    assert "is not safe: others may read or write it." in refused.output


def test_it_speaks_italian(access: AccessFile) -> None:
    access.allow(CRM)
    assert (
        command("list", language="it").output == "https://crm.example: può chiedere l'abbinamento\n"
    )
