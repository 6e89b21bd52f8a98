"""Which embosser is meant where its user does not say: only one that tells its own name.

A USB printer says maker and model. A serial port, a queue and the network say nothing of what is
behind them, so those have to be named: whoever takes the only port there is may send a job to
somebody's Braille display.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from brailledesk.devices.detect import Found, detect
from brailledesk.devices.embossers import EmbosserModel, find_model
from brailledesk.devices.embossers.catalogue import model_names
from brailledesk.errors import N_, BrailledeskError, UsageError


def choose_embosser(model: str | None, connection: str | None) -> tuple[str, str]:
    """Model and connection: what was said, and else what a device that is connected says of itself.

    Raises UsageError with what was found where that is not one embosser alone.
    """
    if model is not None and connection is not None:
        return model, connection
    found = [one for one in detect() if connection in {None, one.connection}]
    said = [(name, one.connection) for one in found if (name := model_of(one.description))]
    meant = [one for one in said if model is None or one[0] == model.lower()]
    if len(meant) == 1:
        return meant[0]
    if connection is None:
        raise _unclear(found)
    raise UsageError(
        N_("The device at {connection} does not say which model it is."),
        N_("Say it with --model; all are listed by: brailledesk driver list"),
        connection=connection,
    )


def model_of(said: str) -> str | None:
    """The name of the model whose maker and model are among the words of ``said``.

    Of several the one with the most words; None where there is none, or no single one.
    """
    words = _words(said)
    fitting = [
        (len(own), model.name)
        for model in _sound_models()
        if (own := _words(f"{model.maker} {model.model}")) <= words
    ]
    most = max(fitting, default=(0, ""))[0]
    names = [name for count, name in fitting if count == most]
    return names[0] if len(names) == 1 else None


def _sound_models() -> Iterator[EmbosserModel]:
    """All models whose files have no faults."""
    for name in model_names():
        with suppress(BrailledeskError):
            yield find_model(name)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", text.casefold()))


def _unclear(found: list[Found]) -> UsageError:
    remedy = N_("Say it with --connection; an embosser on the network is tcp://HOST:9100.")
    if not found:
        return UsageError(N_("No embosser can be seen from here."), remedy)
    told = "; ".join(f"{one.connection} ({one.description or '-'})" for one in found)
    return UsageError(
        N_("It is not clear which device is the embosser. Connected: {found}."), remedy, found=told
    )
