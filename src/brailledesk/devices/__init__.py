"""The room of the devices: embossers and, later, displays.

In: a :class:`~brailledesk.pages.Publication`, a model of a machine, what is chosen. Out: bytes, and
what became of them. The codecs (``protocols``) do no I/O; facts about machines are files
(``drivers/`` at the top of the repository).
"""
