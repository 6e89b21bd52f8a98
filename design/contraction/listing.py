"""The list of all signs for the docs, in both languages: ``python -m design.contraction.listing``.

What stands in it comes from the table alone, so that it cannot differ from what is translated; a
test fails when it is out of date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from brailledesk.cells import cells_to_unicode, dots_from_cells
from brailledesk.tables import load_table
from brailledesk.tables.rules import StringRule, Table

DOCS = Path(__file__).parent.parent.parent / "docs"
TABLE = "it-g2"

_HEADS = {
    "en": (
        "# The signs of contracted Italian",
        (
            "Made from the table by `python -m design.contraction.listing`: do not edit. The "
            "system is unofficial; its rules are in [contracted.md](contracted.md). What a sign "
            "saves is counted beside all the others, in cells of 1,000 uncontracted ones of the "
            "corpus of the design; what it saves alone is more."
        ),
        ("print", "Braille", "dots", "where", "why", "saves"),
        "Level {level}: {count} signs",
        "Rules that keep texts apart",
    ),
    "it": (
        "# I segni dell'italiano contratto",
        (
            "Fatto dalla tabella con `python -m design.contraction.listing`: non si modifica. Il "
            "sistema non è ufficiale; le regole stanno in "
            "[braille-contratto.md](braille-contratto.md). Il risparmio di un segno è contato "
            "accanto a tutti gli altri, in celle su 1.000 non contratte del corpus di progetto; da "
            "solo un segno risparmia di più."
        ),
        ("nero", "braille", "punti", "dove", "perché", "risparmia"),
        "Livello {level}: {count} segni",
        "Regole che tengono distinti i testi",
    ),
}
_PLACES = {
    "word": ("whole word", "parola intera"),
    "always": ("anywhere", "ovunque"),
    "begword": ("beginning of a word", "inizio di parola"),
    "midword": ("inside a word", "dentro la parola"),
    "endword": ("end of a word", "fine di parola"),
    "midendword": ("behind a letter", "dopo una lettera"),
    "begmidword": ("before a letter", "prima di una lettera"),
}
_PREFIXED = {
    "before space word": ("whole word before a blank", "parola intera prima di uno spazio"),
    "after space begword": (
        "behind a blank, before a letter",
        "dopo uno spazio, prima di una lettera",
    ),
    "after plain midword": ("between two small letters", "tra due lettere minuscole"),
    "before letter always": ("before a letter", "prima di una lettera"),
}
_ITALIAN = (
    (r"first letter, as in Spanish", "la prima lettera, come in spagnolo"),
    (r"first letter", "la prima lettera"),
    (r"first consonant", "la prima consonante"),
    (r"holds (\S+)", r"contiene \1"),
    (r"begins with (\S+)", r"comincia con \1"),
    (r"a free lowered cell", "una cella abbassata libera"),
    (r"a free cell", "una cella libera"),
    (r"(\S+), lowered", r"\1 abbassata"),
    (r"(\S+) with dot 6", r"\1 con il punto 6"),
    (r"the accented (\S+)", r"la \1 accentata"),
    (r"an accented vowel", "una vocale accentata"),
    (r"(\S+) for verbs", r"\1 dei verbi"),
    (r"(\S+) for participles", r"\1 dei participi"),
    (r"(\S+) for plural", r"\1 del plurale"),
    (r"(\S+) without dot (\d)", r"\1 senza il punto \2"),
    (r"(\S+) with dot (\d)", r"\1 con il punto \2"),
    (r"(\S+) mirrored", r"\1 allo specchio"),
    (r"(\S+) ends no word", r"nessuna parola finisce in \1"),
    (r"q is followed by u", "alla q segue sempre u"),
    (r"the same cell is a group at level 2", "la stessa cella è un gruppo al livello 2"),
    (r"the letter itself", "la lettera stessa"),
    (r"spelled: the cell alone is a word", "per esteso: la cella da sola è una parola"),
    (r"spelled: two lowered signs", "per esteso: due segni abbassati"),
    (r"the cell alone is a word", "la cella da sola è una parola"),
    (r"q without u, kept apart by 6", "q senza u, tenuta distinta dal 6"),
    (r"French", "francese"),
    (r"Spanish", "spagnolo"),
    (r"Portuguese", "portoghese"),
    (r"as in ", "come in "),
    (r"saves ", ""),
)


def listing(table: Table, language: str) -> str:
    """The whole page."""
    title, about, names, level_title, rest_title = _HEADS[language]
    lines = [title, "", about]
    for level in sorted({rule.level for rule in table.strings if rule.level}):
        rules = [rule for rule in table.strings if rule.level == level]
        lines += ["", "## " + level_title.format(level=level, count=len(rules)), ""]
        lines += _table(rules, names, language)
    kept = [rule for rule in table.strings if not rule.level and rule.reason]
    lines += ["", f"## {rest_title}", "", *_table(kept, names[:-1], language)]
    return "\n".join(lines) + "\n"


def _table(rules: list[StringRule], names: tuple[str, ...], language: str) -> Iterator[str]:
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for rule in rules:
        why, _, saved = rule.reason.partition("; saves ")
        row = (
            rule.text,
            cells_to_unicode(rule.cells),
            dots_from_cells(rule.cells),
            _place(rule, language),
            why if language == "en" else in_italian(why),
            saved if language == "en" else saved.replace(".", ","),
        )
        yield "| " + " | ".join(row[: len(names)]) + " |"


def _place(rule: StringRule, language: str) -> str:
    words = rule.origin.source.split()
    prefixed = _PREFIXED.get(" ".join(words[:3]))
    places = prefixed or _PLACES[rule.origin.opcode]
    return places[language == "it"]


def in_italian(reason: str) -> str:
    """A reason in Italian: the phrases that the design writes are few."""
    for english, italian in _ITALIAN:
        reason = re.sub(english, italian, reason)
    return reason


def pages() -> dict[Path, str]:
    """The pages by their files."""
    table = load_table(TABLE)
    return {
        DOCS / "contracted-signs.md": listing(table, "en"),
        DOCS / "segni-contratti.md": listing(table, "it"),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
