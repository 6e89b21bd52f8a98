"""The schema of all methods, made of their types: an OpenRPC document and a JSON Schema.

Both ship with the package as ``schema/openrpc.json`` and ``schema/schema.json``, made by
``brailledesk serve --schema`` and ``python -m brailledesk.service.wire.schema FOLDER``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from brailledesk.service.wire.base import PROTOCOL
from brailledesk.service.wire.table import TO_CLIENT, TO_SERVICE, Method

OPEN_RPC = "1.3.2"
_SCHEMAS = "#/components/schemas/{name}"
_MARKUP = re.compile(r":\w+:`~?(?:[\w.]+\.)?([\w()]+)`|``([^`]*)``")

Json = dict[str, Any]


def open_rpc() -> str:
    """The OpenRPC document, as text of JSON.

    OpenRPC describes what a service answers. What the service sends, and notifications of clients,
    are methods there, too: without ``result``, and with ``x-sender``.
    """
    methods = [*TO_SERVICE.values(), *TO_CLIENT.values()]
    schemas, components = _schemas(methods, _SCHEMAS)
    document = {
        "openrpc": OPEN_RPC,
        "info": {
            "title": "brailledesk",
            "version": PROTOCOL,
            "description": "Braille for screens and documents, by JSON-RPC 2.0.",
            "license": {"name": "MIT"},
        },
        "methods": [_method(one, schemas, components) for one in methods],
        "components": {"schemas": components},
    }
    return _text(document)


def json_schema() -> str:
    """The JSON Schema (2020-12) of all parameters and results, as text of JSON.

    ``$defs`` has the types; ``x-methods`` says which belong to which method.
    """
    methods = [*TO_SERVICE.values(), *TO_CLIENT.values()]
    schemas, components = _schemas(methods, "#/$defs/{name}")
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"brailledesk {PROTOCOL}",
        "$defs": components,
        "x-methods": {
            one.name: {
                "params": schemas[one.params],
                **({} if one.result is None else {"result": schemas[one.result]}),
            }
            for one in methods
        },
    }
    return _text(document)


def _schemas(methods: Iterable[Method], places: str) -> tuple[dict[type, Json], Json]:
    types = list({kind: None for one in methods for kind in (one.params, one.result) if kind})
    found, components = msgspec.json.schema_components(types, ref_template=places)
    plain: Json = _plain(components)
    return dict(zip(types, found, strict=True)), plain


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """JSON whose descriptions have no markup of docstrings."""
    if isinstance(value, dict):
        return {
            name: _words(one) if name == "description" and isinstance(one, str) else _plain(one)
            for name, one in value.items()
        }
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _words(text: str) -> str:
    return _MARKUP.sub(lambda found: found[1] or found[2], " ".join(text.split()))


def _method(method: Method, schemas: dict[type, Json], components: Json) -> Json:
    described: Json = {
        "name": method.name,
        "summary": method.summary,
        "paramStructure": "by-name",
        "params": _params(schemas[method.params], components),
    }
    if method.result is not None:
        described["result"] = {"name": "result", "schema": schemas[method.result]}
    if method.scope is not None:
        described["x-scope"] = method.scope
    described["x-sender"] = "service" if method.is_ours else "client"
    return described


def _params(schema: Json, components: Json) -> list[Json]:
    """The fields of the parameters, one by one, as OpenRPC has them."""
    kind = components[schema["$ref"].rpartition("/")[2]]
    required = kind.get("required", ())
    return [
        {"name": name, "required": name in required, "schema": one}
        for name, one in kind["properties"].items()
    ]


def _text(document: Json) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_schema(folder: Path) -> None:
    """Write both documents, for the package."""
    folder.mkdir(exist_ok=True)
    (folder / "openrpc.json").write_text(open_rpc(), encoding="utf-8")
    (folder / "schema.json").write_text(json_schema(), encoding="utf-8")


if __name__ == "__main__":
    write_schema(Path(sys.argv[1]))
