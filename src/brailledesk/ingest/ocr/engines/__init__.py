"""Engines of recognition, by name: two ways to Tesseract, and those of other packages.

A plugin offers engines by the hook ``brailledesk_offer_recognition``
(:mod:`brailledesk.plugins.specs`). A package that has nothing else may name one in the group
``brailledesk.ocr`` of its entry points; the name of the entry point is the name of the engine::

    [project.entry-points."brailledesk.ocr"]
    reader = "my_package:Reader"

What is offered is a class (or function) without arguments that gives an
:class:`~brailledesk.ingest.ocr.page.Engine`. It runs in a process of its own, one thread, and may
take as much memory as the limits of recognition say.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from brailledesk.errors import N_, RecognitionNotAvailable, UsageError
from brailledesk.ingest.ocr import tessdata
from brailledesk.ingest.ocr.options import AUTOMATIC

if TYPE_CHECKING:
    from brailledesk.ingest.ocr.engines.tesseract import Tesseract
    from brailledesk.ingest.ocr.page import Engine
    from brailledesk.plugins.door import Offer

HOOK = "brailledesk_offer_recognition"
_LIBRARIES = ("numpy", "cv2")
INSTALL_COMMAND = "pip install 'brailledesk[ocr]'"


def require_libraries() -> None:
    """Raise RecognitionNotAvailable where a package is missing that all engines need.

    Recognition is an extra of the installation, so a module that imports one of them is only
    imported behind this call.
    """
    for name in _LIBRARIES:
        if find_spec(name) is None:
            raise RecognitionNotAvailable(
                AUTOMATIC, N_("packages that it needs are not installed"), INSTALL_COMMAND
            )


def engine_names() -> tuple[str, ...]:
    """The names of all engines that may be asked for, installed or not."""
    ours = tuple(OURS)
    return ours + tuple(sorted(set(_offered()) - set(ours)))


def check_engine(name: str) -> None:
    """Raise UsageError for an engine that does not exist."""
    if name in {AUTOMATIC, *OURS}:
        return
    if name not in engine_names():
        raise UsageError(
            N_("There is no recognition engine {name}."),
            N_("Known engines: {known}."),
            name=name,
            known=", ".join(engine_names()),
        )


def open_engine(name: str = AUTOMATIC) -> Engine:
    """An engine that can read. Raises RecognitionNotAvailable, UsageError for an unknown name."""
    require_libraries()
    if name == AUTOMATIC:
        return _best()
    if name in OURS:
        return OURS[name]()
    check_engine(name)
    return _plugged(name, _offered()[name].thing)


def describe_engine(name: str = AUTOMATIC) -> tuple[Engine, str]:
    """An engine and its version, as far as it tells one. Raises what open_engine raises."""
    engine = open_engine(name)
    return engine, str(getattr(engine, "version", ""))


def _best() -> Engine:
    """Tesseract in this process, else as a program; the first one's lack is what is told."""
    try:
        return open_tesseract()
    except RecognitionNotAvailable as lack:
        try:
            return _pytesseract()
        except RecognitionNotAvailable:
            raise lack from None


def open_tesseract() -> Tesseract:
    """Tesseract in this process. Raises RecognitionNotAvailable."""
    require_libraries()
    if find_spec("tesserocr") is None:
        raise RecognitionNotAvailable(
            "tesserocr", N_("the package tesserocr is not installed"), INSTALL_COMMAND
        )
    if tessdata.find_folder() is None:
        raise RecognitionNotAvailable(
            "tesserocr", N_("no language data of Tesseract were found"), tessdata.install_command()
        )
    from brailledesk.ingest.ocr.engines.tesseract import Tesseract  # noqa: PLC0415 - a library

    return Tesseract()


def _pytesseract() -> Engine:
    if find_spec("pytesseract") is None:
        raise RecognitionNotAvailable(
            "pytesseract", N_("the package pytesseract is not installed"), INSTALL_COMMAND
        )
    from brailledesk.ingest.ocr.engines.program import (  # noqa: PLC0415 - a library
        TesseractProgram,
    )

    return TesseractProgram()


def _offered() -> dict[str, Offer]:
    """The engines that plugins offer."""
    from brailledesk.plugins.door import open_door  # noqa: PLC0415 - few ask for one

    return open_door().offers(HOOK)


def _plugged(name: str, make: object) -> Engine:
    try:
        return cast("Callable[[], Engine]", make)()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise RecognitionNotAvailable(name, reason, "pip check") from error


OURS: dict[str, Callable[[], Engine]] = {"tesserocr": open_tesseract, "pytesseract": _pytesseract}
"""The engines of this package."""
