"""A page of review for a sighted colleague: pictures beside their text, one HTML file.

``review_html`` makes the file; what is saved from it is read by ``corrections.saved``.
"""

from brailledesk.ingest.ocr.review.markup import ReviewPage, review_html

__all__ = ["ReviewPage", "review_html"]
