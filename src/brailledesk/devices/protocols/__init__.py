"""Codecs without I/O: what machines are sent, and what they answer."""
