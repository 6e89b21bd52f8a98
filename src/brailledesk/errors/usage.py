"""The call itself is wrong: choices, names, files of settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from brailledesk.errors.base import N_, BrailledeskError, Describable, _told_place


class UsageError(BrailledeskError):
    """The call itself is wrong: an unknown option value, a format that does not exist."""

    exit_code = 2


class SettingsFault(NamedTuple):
    """One fault of a file of settings: ``place`` is the key or the line where it is."""

    place: str
    problem: str
    fields: dict[str, object]

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """``place: what``."""
        what = translate(self.problem).format(**self.fields)
        return f"{_told_place(self.place, translate)}: {what}" if self.place else what


class SettingsFaulty(UsageError):
    """A profile or a template that was named has faults; ``faults`` has them all."""

    def __init__(self, path: str, faults: tuple[SettingsFault, ...]) -> None:
        super().__init__(N_("{path} has {count} fault(s):"), "", path=path, count=len(faults))
        self.faults = faults

    def describe(self, translate: Callable[[str], str] = str) -> str:
        lines = [f"  {fault.describe(translate)}" for fault in self.faults]
        return "\n".join([super().describe(translate), *lines])


class SchemeUnreadable(UsageError):
    """Colours of a scheme have too little contrast; ``weak`` has all pairs."""

    def __init__(self, name: str, weak: Sequence[Describable]) -> None:
        super().__init__(
            N_("The colour scheme {name} cannot be read:"),
            N_("Choose other colours, or insist with --force."),
            name=name,
        )
        self.weak = tuple(weak)

    def describe(self, translate: Callable[[str], str] = str) -> str:
        lines = [f"  {one.describe(translate)}" for one in self.weak]
        problem = translate(self.problem).format(**self.fields)
        return "\n".join([problem, *lines, translate(self.remedy)])


class ModelNotFound(UsageError):
    """``close`` are names of models that are written much like ``name``."""

    def __init__(self, name: str, close: tuple[str, ...] = ()) -> None:
        super().__init__(
            N_("There is no embosser model {name}."),
            N_("Much like it: {close_list}. All are listed by: brailledesk driver list")
            if close
            else N_("All are listed by: brailledesk driver list"),
            name=name,
            close=close,
            close_list=", ".join(close),
        )


class CorrectionsFaulty(UsageError):
    """A file of saved corrections cannot be used; ``reason`` says why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            N_("The corrections in {path} cannot be used: {reason}."),
            N_("Save them again from the page of review of this document."),
            path=path,
            reason=reason,
        )


class DisplayNotFound(UsageError):
    """``close`` are names of models of displays that are written much like ``name``."""

    def __init__(self, name: str, close: tuple[str, ...] = ()) -> None:
        super().__init__(
            N_("There is no display model {name}."),
            N_("Much like it: {close_list}. All are listed by: brailledesk driver list --displays")
            if close
            else N_("All are listed by: brailledesk driver list --displays"),
            name=name,
            close=close,
            close_list=", ".join(close),
        )


class FontFaulty(UsageError):
    """The file ``path`` is no font that text can be drawn with."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            N_("The font {path} cannot be used: {reason}."),
            N_("Choose a TrueType or OpenType file (.ttf, .otf), or a font that ships."),
            path=path,
            reason=reason,
        )


class OriginFaulty(UsageError):
    """``text`` is no origin of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(
            N_("{text} is no origin of a page."),
            N_("Write scheme, host and port as the browser does, for example https://crm.example."),
            text=text,
        )


class OriginInTheClear(OriginFaulty):
    """The pages of ``text`` come over a network by http."""

    def __init__(self, text: str) -> None:
        UsageError.__init__(
            self,
            N_("{text} cannot be paired: http is taken for this computer only."),
            N_(
                "Serve the application by https: what comes in the clear may be changed on its way."
            ),
            text=text,
        )


class OriginNotFound(UsageError):
    """Nothing is granted to ``origin``."""

    def __init__(self, origin: str) -> None:
        super().__init__(
            N_("Nothing is granted to {origin}."),
            N_("All origins are listed by: brailledesk pair list"),
            origin=origin,
        )


class ScopeUnknown(UsageError):
    """``scope`` is no scope; ``known`` are those there are."""

    def __init__(self, scope: str, known: tuple[str, ...]) -> None:
        super().__init__(
            N_("There is no scope {scope}."),
            N_("Scopes: {known}."),
            scope=scope,
            known=", ".join(known),
        )


class ExtensionFaulty(UsageError):
    """``text`` is no identifier of an extension of ``browser``."""

    def __init__(self, text: str, browser: str) -> None:
        super().__init__(
            N_("{text} is no identifier of an extension of {browser}."),
            N_("It stands on the browser's page of extensions."),
            text=text,
            browser=browser,
        )
