"""Colours of pictures as ratios to a copy of them: ``python -m benchmarks.magnify_colour``.

A screen has few colours, a photograph many; the first time each colour is worked out, then it is
looked up. What the table gives is compared with the change itself, colour by colour.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from PIL import Image

from brailledesk.magnify.bitmap import Quality, photograph, text_picture
from brailledesk.magnify.colour import ColourTable, inverted
from brailledesk.magnify.frame import Pixels
from brailledesk.magnify.tracking import Area
from brailledesk.schemes import YELLOW_ON_BLACK

SIZE = (1920, 1080)
ROUNDS = 15


def photo() -> Pixels:
    """Soft colours with the noise of a sensor."""
    chance = np.random.default_rng(1)
    soft = Image.fromarray(chance.integers(0, 256, (9, 16, 3)).astype(np.uint8))
    light = np.asarray(soft.resize(SIZE, Image.Resampling.BICUBIC)).astype(float)
    light += chance.normal(0, 2, (SIZE[1], SIZE[0], 1))
    return np.dstack([light.clip(0, 255), np.full(light.shape[:2], 255)]).astype(np.uint8)


def screen() -> Pixels:
    """Two hundred colours in squares."""
    chance = np.random.default_rng(2)
    colours = chance.integers(0, 256, (200, 4)).astype(np.uint8)
    colours[:, 3] = 255
    small = chance.integers(0, 200, (SIZE[1] // 8, SIZE[0] // 8))
    return colours[small.repeat(8, axis=0).repeat(8, axis=1)]


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the processor, the median of some rounds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    """Print a line for each kind of work."""
    for name, picture in (("screen", screen()), ("photo", photo())):
        copy = seconds(picture.copy)
        table = ColourTable(inverted)
        first = seconds(partial(table.apply, picture), 1)
        then = seconds(partial(table.apply, picture))
        assert np.array_equal(
            table.apply(picture)[..., :3].reshape(-1, 3), inverted(picture[..., :3].reshape(-1, 3))
        )
        print(
            f"{name}: copy {copy * 1e3:.2f} ms; inverted first {first / copy:.0f} copies, ", end=""
        )
        print(f"then {then / copy:.1f} copies ({then * 1e3:.1f} ms)")
    area = Area(0, 0, *SIZE)
    small = screen()[:270, :480]
    table = ColourTable(inverted)
    table.apply(small)
    for scale in (4, 36):
        for quality in Quality:
            view = photograph(small, table)
            taken = seconds(partial(view.view, scale, area, quality))
            print(f"{scale} times, {quality}: {taken * 1e3:.1f} ms")
        text = text_picture(small)
        taken = seconds(partial(text.view, scale, area, YELLOW_ON_BLACK))
        print(f"{scale} times, text: {taken * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
