"""The engines that run on this machine: each must pass what the tables are judged by."""

from __future__ import annotations

from brailledesk.translate.native import is_available

ENGINES = ("reference", "native") if is_available() else ("reference",)
