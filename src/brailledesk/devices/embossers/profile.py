"""What a model of an embosser can do, as its file in ``drivers/embossers`` says.

All lengths are in millimetres. "Across" and "along" are the sheet as the machine feeds it; width
and height are the page as one reads it. The two differ where a machine embosses sideways.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class PaperKind(Enum):
    """Single sheets, continuous paper with holes at its sides, or a roll that is cut."""

    SHEET = "sheet"
    TRACTOR = "tractor"
    ROLL = "roll"


class Feed(Enum):
    """Rows across the feed of the paper, or along it."""

    UPRIGHT = "upright"
    SIDEWAYS = "sideways"


@dataclass(frozen=True, slots=True)
class Range:
    """A least and a greatest length; both count."""

    least: float = 0.0
    most: float = float("inf")


@dataclass(frozen=True, slots=True)
class PaperLimits:
    """The paper that a model takes.

    ``booklet_feed`` is the direction in saddle stitch. ``sizes`` (across, along) are the only ones
    where it is not empty; ``booklet_sizes`` the same in saddle stitch. ``is_hand_fed`` says that
    someone has to put in each sheet.
    """

    kind: PaperKind = PaperKind.SHEET
    feed: Feed = Feed.UPRIGHT
    booklet_feed: Feed = Feed.UPRIGHT
    across: Range = Range()
    along: Range = Range()
    width: Range = Range()
    height: Range = Range()
    sizes: tuple[tuple[float, float], ...] = ()
    booklet_sizes: tuple[tuple[float, float], ...] = ()
    is_hand_fed: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """The grid of cells on a page.

    ``width`` and ``height`` are from one cell to the next, ``height8`` with eight dots (None: the
    model has none). ``margins`` (left, right, top, bottom) cannot be embossed; ``area_width`` and
    ``area_height`` bound what can be. ``dot_distances``, within a cell, are those that the machine
    can be set to, the usual one first. ``inner`` are cells that stay free at the binding; ``gap``
    is what the last cell of a row does not need. ``least``, ``most``, ``most_rows`` bound counts.
    """

    width: float
    height: float
    height8: float | None = None
    margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    area_width: float = float("inf")
    area_height: float = float("inf")
    dot_distances: tuple[float, ...] = ()
    inner: int = 0
    gap: float = 0.0
    least: int = 1
    most: int = 255
    most_rows: int = 255


@dataclass(frozen=True, slots=True)
class Modes:
    """``sides``: 1, 2 or both, the first is the default. ``copies``: how many the machine makes."""

    sides: tuple[int, ...] = (1,)
    has_z_fold: bool = False
    has_booklet: bool = False
    is_booklet_only: bool = False
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Connection:
    """How a model is reached: "serial", "usb", "network" and so on.

    "program": a program of its maker takes a file. ``baud`` and ``flow`` (rtscts, xonxoff, dsrdtr,
    none) are of serial lines; 0 and "" unknown.
    """

    kind: str
    baud: int = 0
    flow: str = ""


@dataclass(frozen=True, slots=True)
class EmbosserModel:
    """One model.

    ``name`` is that of its file, ``protocol`` that of its codec, ``variant`` what the codec
    distinguishes (a firmware, a machine). ``charsets`` begins with the default; with
    ``is_any_charset`` the machine's own table decides, and every charset is allowed.
    ``connection_unknown`` says where was looked, if no source tells how the model is reached.
    ``braille_utils`` is the model's identifier there. ``source`` tells where figures come from.
    """

    name: str
    maker: str
    model: str
    protocol: str
    cells: Cells
    paper: PaperLimits = PaperLimits()
    variant: str = ""
    modes: Modes = Modes()
    charsets: tuple[str, ...] = ("mit",)
    is_any_charset: bool = False
    connections: tuple[Connection, ...] = ()
    connection_unknown: str = ""
    braille_utils: str = ""
    remark: str = ""
    source: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def title(self) -> str:
        """Maker and model, for people."""
        return f"{self.maker} {self.model}"

    @property
    def dots(self) -> tuple[int, ...]:
        """The numbers of dots that a cell may have."""
        return (6,) if self.cells.height8 is None else (6, 8)
