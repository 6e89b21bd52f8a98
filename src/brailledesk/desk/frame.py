"""What a display takes and gives, as the desk names it: the values are shared with drivers."""

from brailledesk.frame import DisplayPort, Frame, Geometry, Span, changed_spans

__all__ = ["DisplayPort", "Frame", "Geometry", "Span", "changed_spans"]
