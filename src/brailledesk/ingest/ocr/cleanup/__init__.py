"""Clean-up of page pictures before recognition: each step named, seen and left out as one likes."""

from brailledesk.ingest.ocr.cleanup.best import read_best
from brailledesk.ingest.ocr.cleanup.clean import ALL, NAMES, STEPS, CleanUp, clean
from brailledesk.ingest.ocr.cleanup.steps import Cleaned, Done, Step

__all__ = ["ALL", "NAMES", "STEPS", "CleanUp", "Cleaned", "Done", "Step", "clean", "read_best"]
