"""Braille displays at the other end of a pseudo terminal.

They were written from the protocols' descriptions, share nothing with our codecs, and brltty's own
drivers, written for real displays, take them for such (``test_brltty_judges_simulators.py``).
"""
