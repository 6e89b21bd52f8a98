"""Recognition of text in pictures of pages: scans, faxes, photographs.

In goes a picture of a page; out come blocks of a document whose runs say how sure recognition is of
each word. The stations are pictures (files to pages), clean-up, an engine, structure, corrections.
"""
