"""Where the fuzzer begins: our tables as JSON, whole and in part, and what stands in them.

``python core/fuzz/seeds.py`` fills ``core/fuzz/corpus`` and writes ``core/fuzz/rules.dict``. Where
a target draws tables and texts from bytes, any bytes are a table: it begins with some.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from brailledesk.tables import load_table
from brailledesk.translate.back.described import describe_reading
from brailledesk.translate.back.likelihood import italian
from brailledesk.translate.described import describe
from brailledesk.translate.native import import_native

HERE = Path(__file__).parent
TABLES = ("it-6dot", "it-6dot-exact", "it-8dot", "it-g2-1", "it-g2")
PARTS = 12
"""A part has every twelfth rule of each kind: small enough for thousands of runs a second."""


def part(rules: dict[str, Any], number: int) -> dict[str, Any]:
    """Every twelfth rule; sets and swaps stay, for rules name them by number."""
    return {
        name: value[number::PARTS] if isinstance(value, list) and name not in _LISTED else value
        for name, value in rules.items()
    }


_LISTED = {"sets", "swaps"}


def main() -> None:
    write_tables()
    for target in ("compile", "forward", "back", "batch"):
        write_bytes(HERE / "corpus" / target)
    write_stored(HERE / "corpus" / "stored")


def write_bytes(folder: Path) -> None:
    """Tables and texts drawn by chance, the same each time."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(6)  # noqa: S311 - no secret
    for number in range(64):
        (folder / f"drawn{number}").write_bytes(chance.randbytes(256 * (1 + number // 4)))


def write_stored(folder: Path) -> None:
    """Parts of our tables as stored bytes: the rules alone, and with what the way back asks."""
    folder.mkdir(parents=True, exist_ok=True)
    native = import_native()
    for name in TABLES:
        table = load_table(name)
        for number in range(0, PARTS, 3):
            rules = part(json.loads(describe(table)[0]), number)
            reading = few(describe_reading(table, italian()), number)
            for kind, one in (("rules", rules), ("both", {**rules, "reading": reading})):
                data = native.store(json.dumps(one))
                (folder / f"{name}.{kind}{number}").write_bytes(data)


def few(reading: dict[str, Any], number: int) -> dict[str, Any]:
    """Every twelfth character; choices stay, for they name sets and swaps by number."""
    return {**reading, "characters": reading["characters"][number::PARTS]}


def write_tables() -> None:
    """Our tables, whole and in part, and the words that JSON of rules is made of."""
    folder = HERE / "corpus" / "compile"
    folder.mkdir(parents=True, exist_ok=True)
    words: set[str] = set()
    for name in TABLES:
        rules = json.loads(describe(load_table(name))[0])
        words |= keys(rules)
        # serde reads any order; the corpus begins with "{", which is how the target tells JSON.
        (folder / f"{name}.json").write_text(dump(rules), encoding="utf-8")
        for number in range(PARTS):
            (folder / f"{name}.part{number}.json").write_text(
                dump(part(rules, number)), encoding="utf-8"
            )
    lines = [f'"\\"{word}\\":"' for word in sorted(words)]
    extra = ["null", "true", "false", "1000000000", "4294967295", "4294967296", "-1", "[]", "{}"]
    lines += [f'"{word}"' for word in extra]
    (HERE / "rules.dict").write_text("\n".join(lines) + "\n", encoding="utf-8")


def keys(value: object) -> set[str]:
    """All names of fields."""
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in keys(one)}
    if isinstance(value, list):
        return {key for one in value for key in keys(one)}
    return set()


def dump(rules: dict[str, Any]) -> str:
    return json.dumps(rules, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
