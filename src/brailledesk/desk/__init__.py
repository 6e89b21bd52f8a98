"""The desk: a screen under the fingers.

In: a :class:`~brailledesk.screen.Screen` and its patches, messages, keys as commands. Out: a
:class:`~brailledesk.frame.Frame` for each display, and requests for actions, which the host
performs. ``outline`` puts a screen in the order of reading, ``presentation`` writes its nodes as
regions of text by a profile, ``buffer`` holds the lines in cells, ``window`` is the part that a
display shows; ``session`` is the only one that remembers.
"""
