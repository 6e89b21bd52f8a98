"""Pages of a PDF as pictures, through the same pdfium that reads its text. For the worker only."""

from __future__ import annotations

import numpy as np
import pypdfium2.raw as pdfium

from brailledesk.ingest.ocr.faults import DAMAGED, NO_MEMORY, PageFaulty
from brailledesk.ingest.ocr.page import Picture

RESOLUTION = 300
"""Dots an inch: what recognition is made for."""
LONGEST = 7_000
"""Pixels of the longer side: a poster is made smaller."""
MAX_PAGES = 20_000


class PdfPages:
    """An open PDF. Raises PageFaulty for one that cannot be opened."""

    def __init__(self, data: bytes, source: str = "") -> None:
        self._source = source
        self._data = data  # pdfium reads from it as long as the document is open
        pdfium.FPDF_InitLibrary()
        self._document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._document:
            raise PageFaulty(DAMAGED)

    def __len__(self) -> int:
        return min(max(int(pdfium.FPDF_GetPageCount(self._document)), 0), MAX_PAGES)

    def page(self, number: int) -> Picture:
        """A page as a viewer shows it, in grey. Raises PageFaulty."""
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if not page:
            raise PageFaulty(DAMAGED)
        try:
            width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            resolution = min(float(RESOLUTION), LONGEST * 72 / max(width, height, 1.0))
            columns = max(round(width * resolution / 72), 1)
            rows = max(round(height * resolution / 72), 1)
            # The bitmap is numpy's memory; pdfium draws into it.
            pixels = np.full((rows, columns), 255, np.uint8)
            bitmap = pdfium.FPDFBitmap_CreateEx(
                columns, rows, pdfium.FPDFBitmap_Gray, pixels.ctypes.data, columns
            )
            if not bitmap:
                raise PageFaulty(NO_MEMORY)
            pdfium.FPDF_RenderPageBitmap(
                bitmap, page, 0, 0, columns, rows, 0, pdfium.FPDF_GRAYSCALE | pdfium.FPDF_ANNOT
            )
            pdfium.FPDFBitmap_Destroy(bitmap)
        finally:
            pdfium.FPDF_ClosePage(page)
        return Picture(pixels, (resolution, resolution), number, self._source)
