from __future__ import annotations

import pytest

from brailledesk.errors import OriginFaulty
from brailledesk.service.security.origins import is_loopback_host, normalise_origin, one_origin


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://crm.example", "https://crm.example"),
        ("HTTPS://CRM.Example/", "https://crm.example"),
        ("https://crm.example:443", "https://crm.example"),
        ("https://crm.example:8443", "https://crm.example:8443"),
        ("http://localhost:8069", "http://localhost:8069"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://xn--caff-8oa.example", "https://xn--caff-8oa.example"),
        (
            f"chrome-extension://{'abcdefghijklmnop' * 2}",
            f"chrome-extension://{'abcdefghijklmnop' * 2}",
        ),
    ],
)
def test_origins_are_kept_as_browsers_write_them(written: str, kept: str) -> None:
    assert normalise_origin(written) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "*",
        "https://*",
        "https://*.example",
        "crm.example",
        "http://crm.example",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "https://crm.example/path",
        "https://user@crm.example",
        "https://crm.example@evil.example",
        "https://crm.example:0",
        "https://crm.example:443443",
        "https://crm.example\nhttps://evil.example",
        "https://crm.example https://evil.example",
        "https://càffè.example",
        "https://-crm.example",
        "file://",
        "javascript:alert(1)",
        "https://" + "a." * 200 + "example",
        "https://" + "a" * 64,
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(OriginFaulty):
        normalise_origin(text)


@pytest.mark.parametrize(
    "values",
    [
        ["null"],
        ["https://crm.example", "https://crm.example"],
        ["https://CRM.example"],  # no browser writes so
        ["https://crm.example/"],
        ["https://crm.example:443"],
        [" https://crm.example"],
        [""],
    ],
)
def test_what_no_browser_writes_is_no_origin_of_a_request(values: list[str]) -> None:
    with pytest.raises(OriginFaulty):
        one_origin(values)


def test_a_request_may_have_no_origin() -> None:
    assert one_origin([]) is None
    assert one_origin(["https://crm.example"]) == "https://crm.example"


@pytest.mark.parametrize(
    "host", ["127.0.0.1:4711", "[::1]:4711", "localhost:4711", "LocalHost:4711"]
)
def test_the_literal_names_of_loopback_are_hosts(host: str) -> None:
    assert is_loopback_host([host], 4711)


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        ["evil.example:4711"],
        ["127.0.0.1"],
        ["127.0.0.1:80"],
        ["127.0.0.1:4711", "127.0.0.1:4711"],
        ["127.0.0.1:4711.evil.example"],
        ["127.0.0.1.evil.example:4711"],
        ["localhost.:4711"],
        ["127.1:4711"],
        ["0.0.0.0:4711"],
        ["2130706433:4711"],
        ["user@127.0.0.1:4711"],
        ["::1:4711"],
        ["127.0.0.1:4711 "],
        ["127.0.0.1:04711"],
        [""],
    ],
)
def test_every_other_name_is_a_foreign_host(hosts: list[str]) -> None:
    assert not is_loopback_host(hosts, 4711)
