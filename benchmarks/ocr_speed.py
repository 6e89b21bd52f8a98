"""Pages a minute of recognition beside the ``tesseract`` of a shell, and a line of a screen.

``python -m benchmarks.ocr_speed [--pages N] [--rounds N] [--memory PAGES]``. The pages are letters
of 2,200 characters, A4 at 300 dots an inch. Rounds are interleaved; the shell's program is run page
by page, once with its defaults (as many threads as there are cores) and once with one thread. Ours
is a fresh process that reads the same pages from one TIFF, clean-up included.

Ratios of the clock count on a machine that does nothing else; where others work on it, those of
processor time say what the clock would: ours, with two processes, is half of it.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from brailledesk.ingest.ocr.crop import CropReader

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
DOTS = 300
SENTENCES = (
    "Gentile cliente, la informiamo che il suo reclamo del 12/03/2024 è stato registrato con il",
    "numero di pratica 4471. L'importo di € 1.249,90 sarà rimborsato sul conto corrente entro",
    "dieci giorni lavorativi, perché la merce è arrivata danneggiata. Per qualunque chiarimento",
    "può telefonare al numero verde 800 123 456 dalle nove alle diciotto, tranne la domenica.",
)
LINES = 25
CROP = "Importo dovuto: € 1.249,90 entro il 12/03/2024"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, and of processors."""

    clock: float
    processor: float


def letter(number: int) -> Image.Image:
    page = Image.new("L", (round(8.27 * DOTS), round(11.69 * DOTS)), 255)
    drawing = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 10 * DOTS // 72)
    drawing.text((DOTS // 2, DOTS // 2), f"Pagina {number}", 0, font)
    for line in range(LINES):
        words = SENTENCES[(line + number) % len(SENTENCES)]
        drawing.text((DOTS // 2, DOTS + line * DOTS // 4), words, 0, font)
    return page


def measured(run: Callable[[], object]) -> Cost:
    clock, used = time.perf_counter(), processor()
    run()
    return Cost(time.perf_counter() - clock, processor() - used)


def processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def shell(paths: Sequence[Path], *, is_single: bool) -> str:
    environment = dict(os.environ)
    environment.pop("OMP_THREAD_LIMIT", None)
    if is_single:
        environment["OMP_THREAD_LIMIT"] = "1"
    texts = [
        subprocess.run(
            ["tesseract", str(path), "-", "-l", "ita"],
            check=True,
            capture_output=True,
            env=environment,
        ).stdout.decode()
        for path in paths
    ]
    return " ".join(texts)


def ours(path: Path) -> str:
    command = "from brailledesk.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "ocr", str(path)], check=True, capture_output=True
    )
    return done.stdout.decode()


def compare_pages(folder: Path, pages: int, rounds: int) -> None:
    sheets = [letter(number) for number in range(1, pages + 1)]
    paths = []
    whole = folder / "alle.tif"
    sheets[0].save(
        whole, save_all=True, append_images=sheets[1:], dpi=(DOTS, DOTS), compression="tiff_lzw"
    )
    for number, sheet in enumerate(sheets, 1):
        paths.append(folder / f"{number}.png")
        sheet.save(paths[-1], dpi=(DOTS, DOTS))
    ways: dict[str, Callable[[], str]] = {
        "tesseract, its defaults": lambda: shell(paths, is_single=False),
        "tesseract, one thread": lambda: shell(paths, is_single=True),
        "brailledesk ocr": lambda: ours(whole),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    texts: dict[str, str] = {}

    def run(name: str) -> None:
        texts[name] = ways[name]()

    for _ in range(rounds):
        for name in ways:
            costs[name].append(measured(lambda name=name: run(name)))  # type: ignore[misc]
    # Page numbers are left out by ours, so they do not count for anybody.
    expected = Counter(word for n in range(1, pages + 1) for word in " ".join(_words_of(n)).split())
    print(f"{pages} pages, {rounds} rounds, medians; {os.cpu_count()} cores")
    print("| way | clock, s a page | processor, s a page | pages a minute | words missing |")
    print("|---|---|---|---|---|")
    for name, found in costs.items():
        clock = statistics.median(cost.clock for cost in found) / pages
        used = statistics.median(cost.processor for cost in found) / pages
        wrong = (expected - Counter(texts[name].split())).total()
        print(f"| {name} | {clock:.2f} | {used:.2f} | {60 / clock:.1f} | {wrong} |")
    last = costs["brailledesk ocr"]
    for name in list(ways)[:2]:
        clock = statistics.median(a.clock / b.clock for a, b in zip(costs[name], last, strict=True))
        used = statistics.median(
            a.processor / b.processor for a, b in zip(costs[name], last, strict=True)
        )
        print(f"{name}: {clock:.2f} times our clock, {used:.2f} times our processor time")


def _words_of(number: int) -> list[str]:
    return [SENTENCES[(line + number) % len(SENTENCES)] for line in range(LINES)]


def compare_crops(folder: Path) -> None:
    font = ImageFont.truetype(FONT, 22)
    crop = Image.new("L", (round(font.getlength(CROP)) + 16, 36), 255)
    ImageDraw.Draw(crop).text((8, 4), CROP, 0, font)
    path = folder / "riga.png"
    crop.save(path)
    pixels = np.asarray(crop)
    with CropReader() as reader:
        if reader.read(pixels).text != CROP:
            sys.exit("the line is not read as it is; its speed means nothing")
        found = [measured(lambda: reader.read(pixels)) for _ in range(100)]
    command = ["tesseract", str(path), "-", "-l", "ita", "--psm", "7"]
    program = [
        measured(lambda: subprocess.run(command, check=True, capture_output=True))
        for _ in range(10)
    ]
    for name, costs in (("in process", found), ("tesseract of a shell", program)):
        clock = statistics.median(cost.clock for cost in costs) * 1000
        used = statistics.median(cost.processor for cost in costs) * 1000
        print(f"a line of a screen, {name}: {clock:.1f} ms by the clock, {used:.1f} of processor")


def measure_memory(folder: Path, pages: int) -> None:
    path = folder / "molte.tif"
    sheet = letter(1).point(lambda value: value).convert("1")
    sheet.paste(1, (0, 2 * DOTS, sheet.width, sheet.height))
    sheet.save(
        path, save_all=True, append_images=[sheet] * (pages - 1), dpi=(DOTS, DOTS),
        compression="group4",
    )  # fmt: skip
    cost = measured(lambda: ours(path))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"{pages} pages: {cost.clock:.0f} s, the largest process took {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=0, metavar="PAGES")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare_crops(folder)
        if chosen.memory:
            measure_memory(folder, chosen.memory)
        compare_pages(folder, chosen.pages, chosen.rounds)


if __name__ == "__main__":
    main()
