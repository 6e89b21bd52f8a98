"""Whole books by espeak-ng: judged, read by a reader that nobody here wrote, and spoiled."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import typing
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from brailledesk.books.make import BookChoices, make_book
from brailledesk.books.speaking import SpokenBook
from brailledesk.cli.app import app
from brailledesk.speech.espeak import EspeakEngine
from tests.books.judging import Docket
from tests.books.samples import BOOK
from tests.judges import require_program

PADDING = 0.2
"""Seconds that MP3 adds before and behind: its filters' delay, and the last frames' rest."""


class Books:
    """The same document in all formats, and spoiled books that the judges have to find."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spoken: dict[str, SpokenBook] = {}
        for name, audio in (("daisy", "mp3"), ("wav.zip", "wav"), ("a.epub", "mp3")):
            self._make(name, audio)
        self._make("opus.epub", "opus")
        with zipfile.ZipFile(folder / "wav.zip") as archive:
            archive.extractall(folder / "wav")
        self.docket = Docket({name: folder / name for name in ("daisy", "wav")})
        self.docket.books |= {"epub": folder / "a.epub", "opus": folder / "opus.epub"}
        for name, (file, old, new) in SPOILED_DAISY.items():
            self.docket.books[name] = self._spoil_daisy(name, file, old, new)
        for name, (file, old, new) in SPOILED_EPUB.items():
            self.docket.books[name] = self._spoil_epub(name, file, old, new)
        self.faults = self.docket.judge()

    def _make(self, name: str, audio: str) -> None:
        self.spoken[name] = make_book(
            BOOK, self.folder / name, EspeakEngine(), choices=BookChoices(audio=audio)
        )

    def _spoil_daisy(self, name: str, file: str, old: str, new: str) -> Path:
        path = self.folder / name
        shutil.copytree(self.folder / "daisy", path)
        spoiled = path / file
        if not old:
            spoiled.unlink()
            return path
        text = spoiled.read_text(encoding="utf-8")
        changed = re.sub(old, new, text, count=1)
        assert changed != text
        spoiled.write_text(changed, encoding="utf-8")
        return path

    def _spoil_epub(self, name: str, file: str, old: str, new: str) -> Path:
        path = self.folder / f"{name}.epub"
        with (
            zipfile.ZipFile(self.folder / "a.epub") as source,
            zipfile.ZipFile(path, "w") as target,
        ):
            for part in source.infolist():
                data = source.read(part)
                if part.filename == file:
                    if not old:
                        continue
                    changed = re.sub(old.encode(), new.encode(), data, count=1)
                    assert changed != data
                    data = changed
                target.writestr(part, data)
        return path


SPOILED_DAISY = {
    "broken": ("s0002.smil", r' clip-end="[^"]*"', ""),
    "region": ("s0001.smil", r"<layout>.*</layout>", ""),
    "lost": ("s0003.smil", "", ""),
    "nowhere": ("ncc.html", r"\.smil#s", ".smil#x"),
    "total": ("ncc.html", r'totalTime" content="00:0', 'totalTime" content="00:1'),
    "elapsed": ("s0003.smil", r'totalElapsedTime" content="0', 'totalElapsedTime" content="1'),
    "items": ("ncc.html", r'tocItems" content="\d+"', 'tocItems" content="3"'),
    "pages": ("ncc.html", r'pageNormal" content="\d+"', 'pageNormal" content="9"'),
    "levels": ("c0001.html", r"<(/?)h2\b(.*?)</h2>", r"<\1h4\2</h4>"),
    "new": ("c0001.html", r"<p>(.*?)</p>", r"<section>\1</section>"),
    "layout": ("master.smil", r"<region [^>]*>", "<area/>"),
    "untitled": ("ncc.html", r' class="title"', ""),
}
SPOILED_EPUB = {
    "sound": ("EPUB/s0002.mp3", "", ""),
    "target": ("EPUB/c0001.smil", r"xhtml#s\d+", "xhtml#nothing"),
    "duration": ("EPUB/package.opf", r'(overlay" *>|duration">)0:0', r"\g<1>9:0"),
    "clip": ("EPUB/c0001.smil", r'clipEnd="[^"]*"', 'clipEnd="soon"'),
    "modified": ("EPUB/package.opf", r"dcterms:modified", "dcterms:created"),
}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    for program, package in (("espeak-ng", "espeak-ng"), ("opusenc", "opus-tools")):
        require_program(program, package)
    return Books(tmp_path_factory.mktemp("books"))


@pytest.mark.parametrize("name", ["daisy", "wav", "epub", "opus"])
def test_judges_find_nothing(books: Books, name: str) -> None:
    assert books.faults[name] == []


@pytest.mark.parametrize("name", [*SPOILED_DAISY, *SPOILED_EPUB])
def test_judges_find_what_is_spoiled(books: Books, name: str) -> None:
    assert books.faults[name] != []


# -- DAISY, by a reader ----------------------------------------------------------------------------


def open_daisy(folder: Path) -> Any:
    """The book as daisy-dtb sees it."""
    if not hasattr(typing, "override"):  # it is made for Python 3.12
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(typing, "override", lambda method: method, raising=False)
            import daisy_dtb  # noqa: F401
    from daisy_dtb.book.daisybook import DaisyBook
    from daisy_dtb.sources.folder_source import FolderDtbSource
    from loguru import logger

    logger.remove()
    return DaisyBook(FolderDtbSource(str(folder)))


def test_a_reader_finds_every_heading(books: Books) -> None:
    book = open_daisy(books.folder / "daisy")
    assert book.title == "Guida al router"
    assert [(entry.text, entry.level) for entry in book.toc_entries] == [
        ("Guida al router", 1),
        ("Prezzi & orari", 2),
        ("Passi", 2),
        ("Altro", 3),
        ("Fine", 1),
    ]
    known = {meta.name: meta.content for meta in book.metadata}
    assert (known["dc:creator"], known["dc:language"]) == ("Anna Bianchi", "it")
    assert known["dc:source"] == "guida.html"
    assert [known[f"ncc:{name}"] for name in ("depth", "tocItems", "maxPageNormal")] == [
        *("3", "9", "2")
    ]
    assert [known[f"ncc:page{kind}"] for kind in ("Front", "Normal", "Special")] == ["1", "2", "1"]


@pytest.mark.parametrize(("folder", "padding"), [("daisy", PADDING), ("wav", 0.001)])
def test_a_reader_finds_every_second(books: Books, folder: str, padding: float) -> None:
    """Clips follow each other from the beginning of each file to its end; sums are as declared."""
    import soundfile

    book = open_daisy(books.folder / folder)
    total = 0.0
    for entry in book.toc_entries:
        at = 0.0
        names = set()
        for section in entry.smil.sections:
            (clip,) = section.clips
            assert clip.begin == pytest.approx(at)
            assert clip.end > clip.begin
            at = clip.end
            names.add(clip.src)
        (name,) = names
        info = soundfile.info(books.folder / folder / name)
        assert 0 <= info.duration - at + 0.0005 <= padding
        assert entry.smil.total_duration == pytest.approx(at)
        total += at
    hours, minutes, seconds = map(int, book.get_metadata("ncc:totalTime").content.split(":"))
    assert abs(hours * 3600 + minutes * 60 + seconds - total) <= 0.5
    assert total > 60


def test_text_and_sound_are_in_step(books: Books) -> None:
    """What stands where the reader is led to, and that something is heard there."""
    import soundfile

    folder = books.folder / "daisy"
    seen: list[str] = []
    for entry in open_daisy(folder).toc_entries:
        for section in entry.smil.sections:
            seen.append(section.text.content or "")
            clip = section.clips[0]
            rate = soundfile.info(folder / clip.src).samplerate
            start, stop = round(clip.begin * rate), round(clip.end * rate)
            sound, _ = soundfile.read(folder / clip.src, start=start, stop=stop)
            assert float((sound**2).mean()) ** 0.5 > 0.005
    assert seen == [
        *("Guida al router", "Anna Bianchi", "iv", "Il nuovo router costa € 49,90.", "Chiami il"),
        *("customer care", "1", "Prezzi & orari", "Listino", "Prodotto", "Prezzo", "Base"),
        *("€ 12,50", "Pro", "lunedì", "9", "martedì", "", "2"),
        *("Passi", "1.", "Accendere.", "2.", "Attendere.", "• Luce verde"),
        *("[Immagine: Il retro del router]", "[Immagine senza descrizione]", "1"),
        *("Altro", "Mai spegnere1.", "1", "Poi sì.", "2", "Nel mezzo", "del cammin"),
        *("1", "Solo di notte.", "E mai di lunedì.", "2", "Con calma."),
        *("Fine", "Grazie.", "3", "Nessuno la cita."),
    ]


def test_mp3_is_late_by_less_than_a_tenth_of_a_second(books: Books) -> None:
    """Where the sound of the WAV book is found in that of the MP3 book."""
    import numpy as np
    import soundfile

    exact, rate = soundfile.read(books.folder / "wav" / "s0001.wav")
    packed, _ = soundfile.read(books.folder / "daisy" / "s0001.mp3")
    piece = exact[rate : 2 * rate]
    lags = range(-500, 2000)
    likeness = [float(np.dot(piece, packed[rate + lag : 2 * rate + lag])) for lag in lags]
    assert 0 <= lags[int(np.argmax(likeness))] / rate < 0.06


def test_sentences_take_the_time_that_the_engine_gave_them(books: Books) -> None:
    """Each clip is as long as espeak-ng's own sound for the same words, and its pause."""
    from brailledesk.speech.engine import VoiceSettings

    engine = EspeakEngine()
    clips = books.spoken["daisy"].sections[0].clips
    for clip, text, language in (
        (clips[0], "Guida al router", "it"),
        (clips[5], "customer care", "en"),
    ):
        own = engine.synthesise(text, VoiceSettings(language=language)).seconds
        assert (clip.end - clip.begin) / 1000 == pytest.approx(own + clip.phrase.pause, abs=0.002)


def test_pages_and_notes_can_be_skipped(books: Books) -> None:
    skipped = [
        str(par.get("system-required"))
        for path in sorted((books.folder / "daisy").glob("s*.smil"))
        for par in etree.parse(path).iter("par")
        if par.get("system-required")
    ]
    assert skipped.count("pagenumber-on") == 4
    assert skipped.count("footnote-on") == 9
    types = [
        str(par.get("{http://www.idpf.org/2007/ops}type"))
        for name in ("c0001", "c0002")
        for par in epub_part(books, f"EPUB/{name}.smil").iter("{*}par")
    ]
    assert [types.count(kind) for kind in ("pagebreak", "noteref", "footnote")] == [4, 2, 7]


def test_pages_of_text_are_xhtml_1(books: Books) -> None:
    """Old players know no HTML 5."""
    for path in (books.folder / "daisy").glob("c*.html"):
        root = etree.parse(path).getroot()
        assert {etree.QName(element).localname for element in root.iter()} <= {
            *("html", "head", "title", "meta", "body", "h1", "h2", "h3", "p", "span", "div", "ul"),
            *("li", "table", "caption", "tr", "td", "th", "blockquote", "strong", "a", "br"),
        }
        names = {str(name) for element in root.iter() for name in element.attrib}
        xml = "{http://www.w3.org/XML/1998/namespace}lang"
        assert names <= {"id", "class", "href", "lang", xml, "http-equiv", "content"}
        assert not list(root.iter("{*}ul")) or all(len(ul) for ul in root.iter("{*}ul"))


# -- EPUB ------------------------------------------------------------------------------------------


def epub_part(books: Books, name: str) -> etree._Element:
    with zipfile.ZipFile(books.folder / "a.epub") as archive:
        return etree.fromstring(archive.read(name))


def test_both_formats_lead_to_the_same_moments(books: Books) -> None:
    daisy = [
        (str(par.get("id")), str(clip.get("clip-begin")), str(clip.get("clip-end")))
        for path in sorted((books.folder / "daisy").glob("s*.smil"))
        for par in etree.parse(path).iter("par")
        for clip in par.iter("audio")
    ]
    epub = [
        (str(text.get("src"))[12:], str(clip.get("clipBegin")), str(clip.get("clipEnd")))
        for name in ("c0001", "c0002")
        for par in epub_part(books, f"EPUB/{name}.smil").iter("{*}par")
        for text, clip in [list(par)]
    ]
    assert [(name, f"npt={parse_clock(begin):.3f}s", f"npt={parse_clock(end):.3f}s")
            for name, begin, end in epub] == daisy  # fmt: skip
    assert len(daisy) == 44


def test_readers_by_epub_3_2_find_the_page_of_an_overlay(books: Books) -> None:
    """EPUB 3.2, media overlays 2.4.2: textref has a fragment; EPUBCheck 4 says MED_014 else."""
    for name in ("c0001", "c0002"):
        overlay = epub_part(books, f"EPUB/{name}.smil")
        (body,) = overlay.iter("{*}body")
        file, _, fragment = str(body.get("{http://www.idpf.org/2007/ops}textref")).partition("#")
        page = epub_part(books, f"EPUB/{file}")
        named = [one for one in page.iter() if one.get("id") == fragment]
        assert [etree.QName(one).localname for one in named] == ["body"]


def test_accessibility_is_told(books: Books) -> None:
    metas = epub_part(books, "EPUB/package.opf").iter("{*}meta")
    known: dict[str, list[str]] = {}
    for meta in metas:
        known.setdefault(str(meta.get("property")), []).append(str(meta.text))
    assert known["schema:accessMode"] == ["textual", "auditory"]
    assert known["schema:accessModeSufficient"] == ["textual", "auditory"]
    assert known["schema:accessibilityHazard"] == ["none"]
    assert set(known["schema:accessibilityFeature"]) == {
        *("synchronizedAudioText", "tableOfContents", "structuralNavigation", "readingOrder"),
        *("pageBreakMarkers", "pageNavigation", "displayTransformability"),
    }
    assert "sintetica" in known["schema:accessibilitySummary"][0]
    assert not [name for name in known if "certif" in name]
    *parts, total = (parse_clock(text) for text in known["media:duration"])
    assert total == pytest.approx(sum(parts))
    assert total == pytest.approx(books.spoken["a.epub"].duration / 1000)


def parse_clock(text: str) -> float:
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_navigation(books: Books) -> None:
    contents, pages = epub_part(books, "EPUB/nav.xhtml").iter("{*}nav")

    def links(nav: etree._Element) -> list[tuple[str, int]]:
        return [
            (
                str(link.text),
                sum(etree.QName(above).localname == "ol" for above in link.iterancestors()),
            )
            for link in nav.iter("{*}a")
        ]

    assert links(contents) == [
        ("Guida al router", 1),
        ("Prezzi & orari", 2),
        ("Passi", 2),
        ("Altro", 3),
        ("Fine", 1),
    ]
    assert links(pages) == [("iv", 1), ("1", 1), ("2", 1), ("1", 1)]


# -- the command -----------------------------------------------------------------------------------


def test_the_command(tmp_path: Path) -> None:
    source = tmp_path / "nota.md"
    source.write_text("# Nota\n\nBuongiorno a tutti.\n\n## Poi\n\nA domani.\n", encoding="utf-8")
    target = tmp_path / "nota"
    arguments = ["book", str(source), "-o", str(target), "--audio", "wav", "--progress", "lines"]
    done = CliRunner(env={"LC_ALL": "it_IT.UTF-8"}).invoke(app, [*arguments, "--author", "Anna"])
    assert done.exit_code == 0, done.output
    assert "nota: 2 sezioni, " in done.output
    assert "audio wav" in done.output
    assert [entry.text for entry in open_daisy(target).toc_entries] == ["Nota", "Poi"]
    again = CliRunner(env={"LC_ALL": "C"}).invoke(app, arguments)
    assert again.exit_code == 4
    assert "the folder is not empty" in again.output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-o", "a.epub", "--audio", "wav"], 2, "cannot have wav sound"),
        (["-o", "a.zip", "--format", "epub3"], 2, "ends in .epub"),
        (["-o", "a", "--voice", "nobody"], 17, "nobody"),
        (["-o", "a", "--rate", "9"], 2, "rate"),
        (["-o", "-"], 2, "standard output"),
        (["-o", "no/where/a"], 4, "there is no folder no/where"),
        (["-o", "a.zzz"], 2, "or in / for a folder"),
    ],
)
def test_what_the_command_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("n.txt").write_text("Buongiorno.", encoding="utf-8")
    done = CliRunner(env={"LC_ALL": "C"}).invoke(app, ["book", "n.txt", *arguments])
    assert done.exit_code == code
    assert said in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["n.txt"]


def test_the_document_itself_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    done = CliRunner(env={"LC_ALL": "C"}).invoke(app, ["book", "a.zip", "-o", "a.zip"])
    assert done.exit_code == 2
    assert "would be overwritten" in done.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_is_ended_leaves_no_book(tmp_path: Path, number: signal.Signals) -> None:
    """In the middle of the work: neither a folder, nor anything beside it."""
    source = tmp_path / "lungo.txt"
    source.write_text("\n\n".join(f"Frase numero {n}, e basta." for n in range(3000)))
    program = "from brailledesk.cli import main; main()"
    arguments = ["book", str(source), "-o", str(tmp_path / "b"), "--audio", "wav"]
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stderr=subprocess.DEVNULL
    ) as process:
        deadline = time.monotonic() + 60
        while not any(tmp_path.glob(".brailledesk-*/book/*.wav")):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.kill(process.pid, number)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert [path.name for path in tmp_path.iterdir()] == ["lungo.txt"]
