"""Both BrlAPI clients, for tests that each has to pass."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from brailledesk.devices.brlapi.client import Client, OwnClient, Post
from brailledesk.devices.brlapi.official import OfficialClient
from brailledesk.devices.displays.brltty import MakeClient
from tests.judges import require

_DEBIAN = "/usr/lib/python3/dist-packages/brlapi.cpython-311-x86_64-linux-gnu.so"
CLIENTS = ("own", "official")


def client_of(kind: str) -> MakeClient:
    """A maker of clients. The binding is Debian's, built for CPython 3.11 only."""
    if kind == "own":
        return OwnClient
    binding = _binding()
    return lambda server, post: _official(binding, server, post)


def _official(binding: ModuleType, server: object, post: Post) -> Client:
    return OfficialClient(binding, server, post)  # type: ignore[arg-type]


def _binding() -> ModuleType:
    found = sys.modules.get("brlapi")
    if found is not None:
        return found
    require(sys.version_info[:2] == (3, 11), "CPython 3.11, for which the binding is built,", "-")
    spec = importlib.util.spec_from_file_location("brlapi", _DEBIAN)
    assert spec is not None
    assert spec.loader is not None
    try:
        module = importlib.util.module_from_spec(spec)
    except ImportError:
        require(False, "brlapi", "python3-brlapi")
        raise
    spec.loader.exec_module(module)
    sys.modules["brlapi"] = module
    return module
