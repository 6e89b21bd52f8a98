"""Screens from files and addresses: what is read, and what is refused."""

from __future__ import annotations

import http.server
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from brailledesk.adapters.fetch import Fetcher
from brailledesk.adapters.load import load_screen
from brailledesk.errors import (
    BrailledeskError,
    PageNotFetched,
    SourceNotFound,
    SourceNotReadable,
    SourceTooLarge,
    UsageError,
)
from brailledesk.i18n import catalogue

PAGE = "<title>P</title><link rel=stylesheet href=/s.css><p>uno</p><p class=no>due</p>"


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        pages = {"/": PAGE, "/s.css": ".no{display:none}", "/big": "x" * 17_000_000}
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://example.invalid/")
            self.end_headers()
        elif self.path == "/file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            threading.Event().wait(2)
        elif self.path in pages:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(pages[self.path].encode())
        else:
            self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def texts(source: str, **options: object) -> list[str]:
    screen = load_screen(source, **options)  # type: ignore[arg-type]
    return [one.name or one.value for one in screen.walk() if one.name or one.value]


def test_a_page_of_this_computer_with_its_styles() -> None:
    with site() as url:
        assert texts(f"{url}/") == ["P", "uno"]
        assert texts(f"{url}/", has_styles=False) == ["P", "uno", "due"]


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/nothing", SourceNotReadable),
        ("/away", UsageError),
        ("/file", BrailledeskError),
        ("/big", SourceTooLarge),
    ],
)
def test_what_a_server_may_not_do(path: str, error: type[BrailledeskError]) -> None:
    with site() as url, pytest.raises(error):
        load_screen(url + path)


def test_what_to_do_about_a_page_that_does_not_come() -> None:
    with site() as url, pytest.raises(PageNotFetched) as caught:
        load_screen(f"{url}/nothing")
    assert caught.value.describe(catalogue("it")) == (
        f"Impossibile prendere {url}/nothing: il server risponde con lo stato HTTP 404. Il server"
        " è attivo ma non ha questa pagina: controllare l'indirizzo."
    )
    with pytest.raises(PageNotFetched) as caught:  # the server has gone
        load_screen(f"{url}/")
    assert caught.value.describe(catalogue("it")) == (
        f"Impossibile prendere {url}/: il collegamento è stato rifiutato. Controllare che il server"
        " sia attivo e che l'indirizzo sia giusto."
    )
    for status in (401, 403, 500):
        assert str(status) in PageNotFetched(url, status=status).describe()


def test_a_server_that_says_nothing_is_left() -> None:
    with site() as url, pytest.raises(SourceNotReadable):
        Fetcher(timeout=0.2).page(f"{url}/slow")


@pytest.mark.parametrize(
    "url", ["http://example.invalid/", "http://127.0.0.1.example.invalid/", "https://10.0.0.1/"]
)
def test_other_computers_need_to_be_allowed(url: str) -> None:
    with pytest.raises(UsageError, match="--remote"):
        load_screen(url)


def test_files_are_known_by_what_is_in_them(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "s.css").write_text(".no{display:none}")
    page = tmp_path / "a"
    page.write_text(PAGE.replace("/s.css", "css/s.css"))
    assert texts(str(page)) == ["P", "uno"]
    page.write_text('{"nodes": [{"id": "a", "role": "button", "name": "Salva"}]}')
    assert texts(str(page)) == ["Salva"]
    page.write_bytes("Perché\n\tdue".encode("cp1252"))
    assert texts(str(page)) == ["Perché", "        due"]
    assert texts("-", standard_input=io.BytesIO(b"<p>tre</p>")) == ["tre"]
    assert texts(str(page), kind="html") == ["Perché due"]
    with pytest.raises(SourceNotFound):
        load_screen(str(tmp_path / "none"))


def test_only_ordinary_stylesheets_are_read(tmp_path: Path) -> None:
    """Not what is no file, no stylesheet, or somewhere else."""
    os.mkfifo(tmp_path / "pipe.css")
    (tmp_path / "secret").write_text(".no{display:none}")
    page = tmp_path / "p.html"
    for link in ("pipe.css", "secret", "http://127.0.0.1:9/s.css", "//x/s.css"):
        page.write_text(PAGE.replace("/s.css", f'"{link}"'))
        assert texts(str(page)) == ["P", "uno", "due"]
