"""Italian texts on which a contracted system is judged: four kinds, each to be reported apart.

The system is designed on the word frequencies of the package wordfreq; nothing of what stands here
is used for the design. The texts come from Debian's packages, one crate and the project's own
fixtures; nothing of them is kept in the repository. What a package holds is read where apt-get
installed it, or where it was unpacked below FOLDER, which needs neither root nor dependencies.

How near the sources are to their kinds is said at SOURCES.
"""

from __future__ import annotations

import gettext
import gzip
import html
import os
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

from brailledesk.document import Heading, Paragraph, block_runs, inner_blocks
from brailledesk.ingest import read_document
from brailledesk.text import plain_text

KINDS: tuple[str, ...] = ("news", "dialogue", "letters", "sheets")
PACKAGES = (Path(__file__).parent / "judgement-packages.txt").read_text(encoding="utf-8")
"""Debian's packages that the texts come from.

Besides them: the crate lingua-italian-language-model as cargo keeps it, and apt's own
Translation-it (the Italian descriptions of all packages) as FOLDER/Translation-it.
"""

FIXTURES = Path(__file__).parent.parent / "fixtures"
FOLDER = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "brailledesk-judgement"
CARGO = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))

_DROPPED = re.compile(
    r"<(head|script|style|pre|info|screen|programlisting|footer|nav)\b.*?</\1>|<!--.*?-->"
    r"|<code mime=.*?</code>",
    re.DOTALL,
)
_BLOCK = (
    "address|article|blockquote|body|caption|dd|desc|div|dl|dt|figure|h[1-6]|hr|item|li|list|media"
    "|note|ol|p|page|section|steps|table|td|terms|th|title|tr|ul"
)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK})\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_MARKERS = re.compile(r"^(?:[-*+•·–—]|\d+[.)]|\[\d+\])\s+")
_BARS = re.compile(r"^[-=_*~#\s]+$")
_SENTENCE = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…][»”\")]))"
    r"(?<!\b[A-Z]\.)(?<!\bSig\.)(?<!\bDott\.)(?<!\bart\.)(?<!\bes\.)(?<!\bn\.)"
    r"\s+(?=[«“\"‘(¿-]?\s?[A-ZÀ-Ý])"
)
_UNFIT = re.compile(r"[{}$|\\<>=^@~]|%[a-z0-9]|&\w+;|https?:|www\.|::|/\w+/|--\w|\w_\w|\(\)|#\w")
_WORD = re.compile(r"[^\W\d_]+")
_ITALIAN_WORDS = (
    "a ad al alla alle allo ai agli all anche ancora che chi ci com come con così cosa cui da dal "
    "dalla dalle dagli dai dall del della delle dello degli dei dell di dove e è ed era essere fa "
    "fare gli ha hai hanno ho il in io l la le lei lo loro lui ma me mi mia mio molto ne nel nella "
    "nelle nello negli nei nell no noi non nostro nulla o ogni per perché però più può qual quando "
    "quanto quel quella quello quest questa queste questi questo qui se sei si sì sia siamo sono "
    "sta stato su sua sul sulla suo tra tu tutti tutto un una uno va vi voi vostro"
)
_FOREIGN_WORDS = (
    "the of and to is are was were this that these with for from you your we our they their it its "
    "which have has been can will not by or an as be on at if when there into "
    "el los las y por para les est une dans pour und der die das ist nicht"
)
_ITALIAN = frozenset(_ITALIAN_WORDS.split())
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
_VOWELS = frozenset("aeiouàèéìíòóùú")
_KEPT = frozenset({"po", "mo", "be", "to", "di", "va", "fa", "da", "sta", "ca", "vo", "ve"})
_ASCII_ACCENT = re.compile(r"(?:(?<=\w')|(?<!['\w]))([A-Za-z]*[aeiouAEIOU])'(?![\w'])")
_ACUTE = re.compile(r"(?:ch|tr|^s|^n)e$", re.IGNORECASE)
_ACCENTS = dict(zip("aeiouAEIOU", "àèìòùÀÈÌÒÙ", strict=True))
_DIALOGUE_FILES = ("adams", "formiche", "italia", "itatrek", "jackfr", "luttazzi", "zuse")
_LINE_OF_LUA = re.compile(r'dialogStr\("((?:[^"\\]|\\.)*)"\)')


def texts(kind: str) -> tuple[str, ...]:
    """The distinct sentences of a kind, in a fixed order; fewer where packages are missing."""
    return tuple(dict.fromkeys(chain.from_iterable(by_source(kind).values())))


@lru_cache(maxsize=len(KINDS))
def by_source(kind: str) -> dict[str, tuple[str, ...]]:
    """The distinct sentences of each source of a kind."""
    return {
        name: tuple(dict.fromkeys(line for piece in read() for line in _sentences(piece)))
        if name != "fixtures"
        else tuple(dict.fromkeys(read()))
        for name, read in SOURCES[kind].items()
    }


def _sentences(paragraph: str) -> Iterator[str]:
    line = _MARKERS.sub("", " ".join(paragraph.split()))
    for sentence in _SENTENCE.split(line):
        piece = sentence.strip()
        if 8 <= len(piece) <= 800 and _is_italian(piece):
            yield piece


def _is_italian(piece: str) -> bool:
    """True for prose of at least two words that looks Italian and holds no code."""
    words = [word.lower() for word in _WORD.findall(piece)]
    letters = sum(map(len, words))
    if len(words) < 2 or letters < 0.7 * len(piece) or _UNFIT.search(piece):
        return False
    italian = sum(word in _ITALIAN for word in words)
    foreign = sum(word in _FOREIGN for word in words)
    final = sum(word[-1] in _VOWELS for word in words)
    if foreign >= max(1, italian) or final < 0.5 * len(words):
        return False
    return italian >= 0.1 * len(words) or (len(words) < 8 and final >= 0.75 * len(words))


def _found(pattern: str) -> list[Path]:
    """The files of a pattern, from where they were installed or else from below FOLDER."""
    for root in (Path("/"), FOLDER):
        if paths := sorted(path for path in root.glob(pattern) if path.is_file()):
            return paths
    return []


def _marked_up(*patterns: str) -> Callable[[], Iterator[str]]:
    """Paragraphs of HTML or Mallard pages."""

    def read() -> Iterator[str]:
        for pattern in patterns:
            for path in _found(pattern):
                markup = _DROPPED.sub("\n\n", path.read_text("utf-8", "replace"))
                plain = html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n\n", markup)))
                yield from re.split(r"\n\s*\n", plain)

    return read


def _history() -> Iterator[str]:
    for path in _found("usr/share/doc/debian-history/docs/project-history.it.txt.gz"):
        yield from re.split(r"\n\s*\n", gzip.decompress(path.read_bytes()).decode("utf-8"))


def _crate() -> Iterator[str]:
    pattern = "registry/cache/*/lingua-italian-language-model-*.crate"
    for path in sorted(CARGO.glob(pattern))[-1:]:
        with tarfile.open(path) as crate:
            for member in crate:
                if member.name.endswith("/testdata/sentences.txt"):
                    stored = crate.extractfile(member)
                    assert stored is not None
                    yield from stored.read().decode("utf-8").splitlines()


def _catalogues(pattern: str) -> Callable[[], Iterator[str]]:
    """The translated strings of .mo files."""

    def read() -> Iterator[str]:
        for path in _found(pattern):
            with path.open("rb") as stream:
                catalogue: dict[object, str] = vars(gettext.GNUTranslations(stream))["_catalog"]
            for key, value in catalogue.items():
                if key and key != value:
                    yield from _TAG.sub("", value).split("\n")

    return read


def _fortunes() -> Iterator[str]:
    for name in _DIALOGUE_FILES:
        for path in _found(f"usr/share/games/fortunes/it/{name}"):
            yield from _jokes(path)


def _jokes(path: Path) -> Iterator[str]:
    for joke in re.split(r"\n%\n", path.read_text("utf-8", "replace")):
        spoken = re.split(r"\n\s+-- ", joke)[0]
        for part in re.split(r"\n(?=\s*[-–\"«]|\s*[A-Z][\w ]+: )", spoken):
            yield _ASCII_ACCENT.sub(_accented, part)


def _accented(match: re.Match[str]) -> str:
    """The word with its accent, for "e'" and "perche'" as old texts write them."""
    word = match[1]
    if word.lower() in _KEPT:
        return match[0]
    if _ACUTE.search(word):
        return word[:-1] + ("é" if word[-1] == "e" else "É")
    return word[:-1] + _ACCENTS[word[-1]]


def _fillets() -> Iterator[str]:
    for path in _found("usr/share/games/fillets-ng/script/*/*dialogs_it.lua"):
        for line in _LINE_OF_LUA.findall(path.read_text("utf-8", "replace")):
            yield line.replace('\\"', '"')


def _letter_blocks() -> Iterator[str]:
    """The phrases of letters that LibreOffice offers as AutoText."""
    for path in _found("usr/lib/libreoffice/share/autotext/it/standard.bau"):
        with zipfile.ZipFile(path) as blocks:
            for name in sorted(blocks.namelist()):
                # TE is a story, LOREM no Italian.
                if re.fullmatch(r"(?!TE/|LOREM/)(\w+)/(?:content|\1)\.xml", name):
                    plain = re.sub(r"<[^>]+>", "\n", blocks.read(name).decode("utf-8"))
                    field = r'<(?:placeholder|field):"*([^">]*)[^<>]*>'
                    yield from re.sub(field, r"\1", html.unescape(plain)).split("\n")


def _fixtures(folder: str) -> Callable[[], Iterator[str]]:
    """Headings, paragraphs, items and cells of the project's own documents, as they are."""

    def read() -> Iterator[str]:
        for path in sorted((FIXTURES / folder).iterdir()):
            document = read_document(path)
            waiting = [*document.blocks, *chain.from_iterable(n.blocks for n in document.notes)]
            while waiting:
                block = waiting.pop(0)
                waiting[:0] = inner_blocks(block)
                if isinstance(block, Heading | Paragraph):
                    runs = (run for run in block_runs(block) if run.note is None)
                    piece = " ".join(plain_text(runs).split())
                    if re.search(r"[A-Za-zÀ-ù]", piece):
                        yield piece

    return read


def _descriptions() -> Iterator[str]:
    """Short and long descriptions of Debian's packages."""
    path = FOLDER / "Translation-it"
    if not path.is_file():
        return
    for stanza in path.read_text("utf-8", "replace").split("\n\n"):
        short, *lines = stanza.partition("\nDescription-it: ")[2].split("\n")
        if short and "<trans>" not in stanza:
            yield short
            yield from _described(lines)


def _described(lines: Iterable[str]) -> Iterator[str]:
    gathered = ""
    for line in lines:
        inner = line[1:]
        ends = inner.strip() in {"", "."} or _BARS.match(inner)
        if ends or inner[:1].isspace() or _MARKERS.match(inner):
            is_new = ends or _MARKERS.match(inner.strip())
            if is_new:
                yield gathered
                gathered = ""
        if not ends:
            gathered += f" {inner.strip()}"
    yield gathered


SOURCES: dict[str, dict[str, Callable[[], Iterable[str]]]] = {
    "news": {
        # A thousand sentences of newspapers (the only real news), then informative prose in
        # their stead: the history of a project, chapters of manuals that explain and tell.
        "lingua": _crate,
        "debian-history": _history,
        "debian-handbook": _marked_up("usr/share/doc/debian-handbook/html/it-IT/*.html"),
        "harden-doc": _marked_up("usr/share/doc/harden-doc/html/it-IT/*.html"),
        "live-manual-html": _marked_up("usr/share/doc/live-manual/html/live-manual/*.it.html"),
        "debian-edu-doc-it": _marked_up("usr/share/doc/debian-edu-doc-it/*bookworm-manual.html"),
    },
    "dialogue": {
        # What people say in games (solemn in wesnoth, light in fillets), and spoken jokes.
        "fillets": _fillets,
        "fortunes": _fortunes,
        "wesnoth": _catalogues("usr/share/games/wesnoth/*/locale/it/LC_MESSAGES/*.mo"),
    },
    "letters": {
        # Real letters are few (the fixtures, LibreOffice's phrases); the rest is procedure.
        "fixtures": _fixtures("letters"),
        "libreoffice-l10n-it": _letter_blocks,
        "libreoffice-help-it": _marked_up(
            "usr/share/libreoffice/help/it/text/swriter/guide/*.html",
            "usr/share/libreoffice/help/it/text/shared/guide/*.html",
            "usr/share/libreoffice/help/it/text/*/guide/*.html",
            "usr/share/libreoffice/help/it/text/shared/autopi/*.html",
            "usr/share/libreoffice/help/it/text/s[wcid]*/0*/*.html",
        ),
        "gnome-user-docs": _marked_up("usr/share/help/it/gnome-help/*.page"),
        "installation-guide": _marked_up("usr/share/doc/installation-guide-amd64/it/*.html"),
        "aptitude-doc-it": _marked_up("usr/share/doc/aptitude/html/it/*.html"),
    },
    "sheets": {
        # Products of an office's supplier (the fixtures), then what Debian says of its packages.
        "fixtures": _fixtures("sheets"),
        "Translation-it": _descriptions,
    },
}
