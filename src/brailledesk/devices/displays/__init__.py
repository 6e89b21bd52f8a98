"""Braille displays: models as files, live connections, and the keys as commands.

In: a :class:`~brailledesk.frame.Frame`. Out: :class:`~brailledesk.commands.Command`, and word of
displays that came and went. ``live`` is the only part that remembers; the protocols are in
``devices.protocols.displays`` and ``devices.brlapi``.
"""
