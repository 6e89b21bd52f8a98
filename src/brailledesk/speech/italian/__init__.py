"""Italian office text as it is spoken; the rules are files, the functions are small."""

from array import array


def rewrite(text: str) -> tuple[str, array[int]]:
    """The text as it is spoken, and for each character of it, and its end, its place in ``text``."""
    return text, array("I", range(len(text) + 1))
