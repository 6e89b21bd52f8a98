"""What happens to paper on its way: turned, photographed, faxed, faded, stamped.

Each function takes grey pixels (or red, green and blue) and a generator of random numbers, and
gives the spoilt picture. They are models: what they leave out is said in the decision on clean-up.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Pixels = npt.NDArray[np.uint8]
Random = np.random.Generator


def _bytes(values: npt.NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def scale(pixels: Pixels, across: float, down: float | None = None) -> Pixels:
    """Sampled anew, as a device of a lower resolution samples."""
    down = across if down is None else down
    size = (round(pixels.shape[1] * across), round(pixels.shape[0] * down))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def blur(pixels: Pixels, sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)


def grain(pixels: Pixels, random: Random, deviation: float) -> Pixels:
    """Noise of a sensor."""
    return _bytes(pixels + random.normal(0, deviation, pixels.shape))


def skew(pixels: Pixels, degrees: float) -> Pixels:
    """Laid askew on the glass; what is beside the paper is white."""
    height, width = pixels.shape[:2]
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cos, sin = abs(turned[0, 0]), abs(turned[0, 1])
    size = (round(height * sin + width * cos), round(height * cos + width * sin))
    turned[:, 2] += (size[0] / 2 - width / 2, size[1] / 2 - height / 2)
    return np.asarray(
        cv2.warpAffine(pixels, turned, size, flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)),
        np.uint8,
    )


def perspective(pixels: Pixels, random: Random, depth: float = 0.09) -> Pixels:
    """Photographed from aside, on a darker table."""
    height, width = pixels.shape[:2]
    border = round(0.06 * width)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inward = (
        random.uniform(0, depth, (4, 2)) * (width, height) * ((1, 1), (-1, 1), (-1, -1), (1, -1))
    )
    seen = (corners + inward + border).astype(np.float32)
    size = (width + 2 * border, height + 2 * border)
    moved = cv2.getPerspectiveTransform(corners, seen)
    table = _wood((size[1], size[0]), random)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), moved, size)
    page = cv2.warpPerspective(pixels, moved, size, flags=cv2.INTER_CUBIC)
    if pixels.ndim == 3:
        table, mask = np.repeat(table[..., None], 3, 2), np.repeat(mask[..., None], 3, 2)
    return _bytes(np.where(mask > 127, page, table))


def _wood(shape: tuple[int, int], random: Random) -> Pixels:
    coarse = random.normal(0, 1, (max(2, shape[0] // 40), max(2, shape[1] // 300)))
    grained = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return _bytes(random.uniform(70, 130) + 14 * grained)


def uneven_light(pixels: Pixels, random: Random, darkest: float = 0.35) -> Pixels:
    """A lamp from one side and the shadow of a hand with a soft edge."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:1:64j, 0:1:64j]
    angle = random.uniform(0, 2 * np.pi)
    along = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    light = 1 - (along - along.min()) / np.ptp(along) * (1 - darkest) * random.uniform(0.6, 1)
    across = (x - random.uniform(0.2, 0.8)) * np.sin(angle) - (y - 0.5) * np.cos(angle)
    light *= 1 - random.uniform(0.25, 0.45) / (1 + np.exp(-across / random.uniform(0.008, 0.03)))
    field = cv2.resize(light, (width, height), interpolation=cv2.INTER_CUBIC)
    return _bytes(pixels * (field[..., None] if pixels.ndim == 3 else field))


def speckle(pixels: Pixels, random: Random, share: float) -> Pixels:
    """Dirt: black and white dots of one to three pixels."""
    height, width = pixels.shape[:2]
    spoilt = pixels.copy()
    for colour, part in ((0, share), (255, share * 0.7)):
        for size in (1, 2, 3):
            count = round(height * width * part / 3 / size**2)
            rows = random.integers(0, height - size, count)
            places = random.integers(0, width - size, count)
            for down in range(size):
                for across in range(size):
                    spoilt[rows + down, places + across] = colour
    return spoilt


def stamps(pixels: Pixels, random: Random, font: str, *, grey: bool) -> Pixels:
    """Two or three stamps over the text, in ink that lets the print through."""
    page = np.repeat(pixels[..., None], 3, 2).astype(np.float64) / 255
    height, width = pixels.shape[:2]
    inks = ((0.75, 0.15, 0.2), (0.2, 0.25, 0.7), (0.45, 0.2, 0.6), (0.1, 0.5, 0.35))
    for word in random.choice(
        ["RICEVUTO", "PAGATO", "URGENTE", "PROT. 4471", "COPIA"], 3, replace=False
    ):
        ink = (0.62,) * 3 if grey else inks[random.integers(len(inks))]
        mark = _stamp(str(word), random, font, width)
        top = int(random.integers(0, max(1, height - mark.shape[0])))
        left = int(random.integers(0, max(1, width - mark.shape[1])))
        part = page[top : top + mark.shape[0], left : left + mark.shape[1]]
        cover = mark[: part.shape[0], : part.shape[1], None] / 255 * random.uniform(0.75, 1)
        part *= 1 - cover * (1 - np.array(ink))
    return _bytes(page * 255)


def _stamp(word: str, random: Random, font: str, width: int) -> Pixels:
    letters = ImageFont.truetype(font, round(width * random.uniform(0.05, 0.09)))
    left, top, right, bottom = letters.getbbox(word)
    pad = round((bottom - top) * 0.5)
    image = Image.new("L", (round(right - left + 2 * pad), round(bottom - top + 2 * pad)), 0)
    draw = ImageDraw.Draw(image)
    draw.text((pad - left, pad - top), word, fill=255, font=letters)
    draw.rectangle((3, 3, image.width - 4, image.height - 4), outline=255, width=max(4, pad // 5))
    turned = image.rotate(float(random.uniform(-20, 20)), Image.Resampling.BICUBIC, expand=True)
    mark = np.array(turned).astype(np.float64)
    worn = cv2.resize(random.uniform(0.55, 1.2, (14, 24)), (mark.shape[1], mark.shape[0]))
    return _bytes(mark * np.clip(worn, 0, 1))


def fax(pixels: Pixels, random: Random, fine: bool) -> Pixels:
    """Black and white at 204 x 98 (or 196) dots an inch, with lost and stuck lines."""
    sampled = scale(grain(blur(pixels, 0.8), random, 6), 204 / 300, (196 if fine else 98) / 300)
    spoilt = np.where(sampled > random.integers(135, 185), 255, 0).astype(np.uint8)
    height, width = spoilt.shape
    for _ in range(random.integers(2, 6)):
        row = random.integers(0, height)
        spoilt[row] = 255 if random.random() < 0.7 else 0
    for _ in range(random.integers(0, 3)):
        spoilt[:, random.integers(0, width)] = 0
    return speckle(spoilt, random, 0.0008)


def thermal(pixels: Pixels, random: Random) -> Pixels:
    """Faded thermal print: pale, in bands of worn print heads, on yellowish grey paper."""
    height, width = pixels.shape
    bands = np.clip(random.normal(0.42, 0.12, max(2, width // 60)), 0.15, 0.7)
    patches = np.clip(random.normal(1, 0.25, (9, 6)), 0.35, 1.3)
    depth = cv2.resize(bands[None, :], (width, height), interpolation=cv2.INTER_LINEAR)
    depth = depth * cv2.resize(patches, (width, height), interpolation=cv2.INTER_CUBIC)
    paper = random.uniform(190, 235)
    ink = (255.0 - blur(pixels, 1.1)) / 255
    grey = paper * (1 - ink * np.clip(depth, 0.08, 0.8))
    return grain(_bytes(grey), random, 5)


def show_through(pixels: Pixels, back: Pixels, random: Random) -> Pixels:
    """The print of the other side, mirrored, soft and pale."""
    other = np.full_like(pixels, 255)
    mirrored = back[:, ::-1]
    rows, places = (min(a, b) for a, b in zip(pixels.shape, mirrored.shape, strict=True))
    other[:rows, :places] = mirrored[:rows, :places]
    shift = random.integers(-30, 30, 2)
    other = np.roll(other, tuple(int(part) for part in shift), (0, 1))
    ink = (255.0 - blur(other, random.uniform(1.2, 2.2))) / 255
    front = (255.0 - pixels) / 255 * random.uniform(0.7, 0.9)
    paper = random.uniform(220, 245)
    mixed = paper * (1 - front) * (1 - ink * random.uniform(0.3, 0.5))
    return grain(_bytes(mixed), random, 4)
