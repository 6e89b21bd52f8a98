"""Embossers: what models can do, and what they are told."""
