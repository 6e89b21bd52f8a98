"""Checks of the numbers in options."""

from __future__ import annotations

from brailledesk.errors import N_, UsageError


def check_number(name: str, value: int, least: int, most: int) -> None:
    """Raise UsageError where the option ``name`` is not from ``least`` to ``most``."""
    if not least <= value <= most:
        raise UsageError(
            N_("The layout option {name} is {value}."),
            N_("Give a number from {least} to {most}."),
            name=name,
            value=value,
            least=least,
            most=most,
        )
