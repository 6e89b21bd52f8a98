"""Plugins as they are found, taken in and asked; one that is faulty is named and skipped.

::

    door = open_door()
    for name, offer in door.offers("brailledesk_offer_speech").items():
        engine = offer.thing()
    screen = door.filtered("brailledesk_filter_screen", screen, (Screen,), "screen")

A door may be asked from any thread.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, TypeVar, cast

import pluggy

from brailledesk.plugins.found import Found, builtin, find_installed
from brailledesk.plugins.patience import Delay, Hanging, Patience
from brailledesk.plugins.specs import HOOKS, LOADING_SECONDS, Specs

_log = logging.getLogger(__name__)
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that was taken in: its name, what brought it, and the hooks it has."""

    name: str
    package: str
    version: str
    hooks: tuple[str, ...]
    group: str
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a plugin; ``hook`` is "" where it could not be taken in at all.

    ``reason`` never has the words of an error that a hook raised while people worked: they may
    name a customer.
    """

    plugin: str
    package: str
    hook: str
    reason: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that a plugin offers under a name."""

    name: str
    plugin: str
    package: str
    thing: object


class Door:
    """The plugins that were taken in. Made by :func:`open_door`."""

    def __init__(self, found: Iterable[Found], *, is_logged: bool = True) -> None:
        self._is_logged = is_logged
        self._manager = pluggy.PluginManager("brailledesk")
        self._manager.add_hookspecs(Specs)
        self._lock = Lock()
        self._patience = Patience()
        self._left_alone: set[tuple[str, str]] = set()
        self._delays: dict[tuple[str, str], Delay] = {}
        self._by_name: dict[str, Plugin] = {}
        self._faults: dict[tuple[str, str, str], Fault] = {}
        for one in found:
            self._take_in(one)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """The plugins that can be used, our own first."""
        return tuple(self._by_name.values())

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that was found wrong until now."""
        with self._lock:
            return tuple(self._faults.values())

    def offers(self, hook: str) -> dict[str, Offer]:
        """What plugins offer, by name. A name that is taken stays with the first."""
        found: dict[str, Offer] = {}
        for key, plugin in self._having(hook):
            given = self._ask(hook, key, plugin, {}, shows_words=True)
            if given is _NOTHING:
                continue
            if not isinstance(given, Mapping) or not all(isinstance(one, str) for one in given):
                self._add_fault(plugin, hook, "it gave no mapping of names")
                continue
            for name, thing in given.items():
                if name in found:
                    self._add_fault(plugin, hook, f"{name}: its name is taken")
                else:
                    found[name] = Offer(name, plugin.name, plugin.package, thing)
        return found

    def filtered(
        self,
        hook: str,
        value: _Value,
        kinds: tuple[type, ...],
        argument: str,
        *,
        only: Iterable[str] | None = None,
        check: Callable[[Any, Any], _Value] | None = None,
    ) -> _Value:
        """The value behind all filters; one that fails, or gives something else, is skipped.

        ``kinds`` are the types that may come back; None ends the way, where its type is allowed.
        ``only`` names the plugins that are asked, in this order. ``check`` is given what a filter
        got and what it gave, and gives what can be used of that, or raises.
        """
        having = {plugin.name: (key, plugin) for key, plugin in self._having(hook)}
        for name in having if only is None else only:
            if name not in having:
                continue
            key, plugin = having[name]
            given = self._ask(hook, key, plugin, {argument: value})
            if given is _NOTHING:
                continue
            if not isinstance(given, kinds):
                self._add_fault(plugin, hook, f"it gave {type(given).__name__}")
                continue
            if given is None:
                return cast("_Value", given)
            if check is None or given is value:
                value = cast("_Value", given)
                continue
            try:
                value = check(value, given)
            except Exception as error:  # noqa: BLE001 - what a plugin made may be anything inside
                reason = f"its {type(given).__name__} cannot be used: {type(error).__name__}"
                self._add_fault(plugin, hook, reason)
        return value

    def answer(
        self, hook: str, kind: type[_Value], arguments: Mapping[str, object]
    ) -> _Value | None:
        """The first answer that is not None."""
        for key, plugin in self._having(hook):
            given = self._ask(hook, key, plugin, arguments)
            if given is _NOTHING or given is None:
                continue
            if isinstance(given, kind):
                return given
            self._add_fault(plugin, hook, f"it gave {type(given).__name__}")
        return None

    def has(self, hook: str) -> bool:
        """Whether any plugin has a hook."""
        return bool(self._having(hook))

    def ask(self, plugin: Plugin, hook: str, arguments: Mapping[str, object]) -> object:
        """What the hook of one plugin gives, or raises; for those who check it."""
        return self._call(hook, f"{plugin.group}:{plugin.name}", arguments)

    def place_of(self, plugin: Plugin, hook: str) -> str:
        """Where the hook of a plugin is written, as "file.py:12"; "" where nobody can say."""
        function, _ = self._implementation(hook, f"{plugin.group}:{plugin.name}")
        code = getattr(inspect.unwrap(function), "__code__", None)
        return f"{code.co_filename}:{code.co_firstlineno}" if code else ""

    def _take_in(self, found: Found) -> None:
        """Import a plugin and register it, or note what is wrong with it."""
        plugin = Plugin(found.name, found.package, found.version, (), found.group, found.is_ours)
        try:
            thing = self._patience.call(LOADING_SECONDS, found.load)
            key = f"{found.group}:{found.name}"
            if self._manager.has_plugin(key):
                self._add_fault(plugin, "", "its name is taken")
                return
            self._manager.register(thing, key)
        except Exception as error:  # noqa: BLE001 - whatever a foreign package does, it is skipped
            self._add_fault(plugin, "", words_of(error))
            return
        hooks = tuple(one.name for one in self._manager.get_hookcallers(thing) or ())
        known = tuple(one for one in hooks if self._is_usable(plugin, one, key))
        if not hooks:
            self._add_fault(plugin, "", "it has no hook")
        self._by_name[key] = Plugin(
            found.name, found.package, found.version, known, found.group, found.is_ours
        )

    def _is_usable(self, plugin: Plugin, hook: str, key: str) -> bool:
        """Whether a hook of a plugin can be asked."""
        if hook not in HOOKS:
            self._add_fault(plugin, hook, "there is no hook of this name")
            return False
        implementations = getattr(self._manager.hook, hook).get_hookimpls()
        one = next(one for one in implementations if one.plugin_name == key)
        if one.hookwrapper or one.wrapper:
            self._add_fault(plugin, hook, "wrappers are not asked")
            return False
        return True

    def _having(self, hook: str) -> list[tuple[str, Plugin]]:
        """The plugins that have a hook: our own, then in the order in which they were found."""
        caller = getattr(self._manager.hook, hook)
        names = [one.plugin_name for one in caller.get_hookimpls()]
        having = [
            (name, self._by_name[name])
            for name in names
            if name in self._by_name and hook in self._by_name[name].hooks
        ]
        having.sort(key=lambda one: not one[1].is_ours)
        return having

    def _ask(
        self,
        hook: str,
        key: str,
        plugin: Plugin,
        arguments: Mapping[str, object],
        *,
        shows_words: bool = False,
    ) -> object:
        """What one plugin's hook gives; _NOTHING if it fails, and for good once it has hung."""
        if (key, hook) in self._left_alone:
            return _NOTHING
        begun = monotonic()
        try:
            return self._call(hook, key, arguments)
        except Hanging as error:
            self._left_alone.add((key, hook))
            self._add_fault(plugin, hook, f"{error}; it is not asked again")
        except Exception as error:  # noqa: BLE001 - whatever a plugin raises, the desk goes on
            reason = words_of(error) if shows_words else type(error).__name__
            self._add_fault(plugin, hook, reason)
        finally:
            if HOOKS[hook].is_waited_for:
                delay = self._delays.setdefault((key, hook), Delay())
                if delay.add(begun, monotonic()) and (key, hook) not in self._left_alone:
                    self._left_alone.add((key, hook))
                    self._add_fault(plugin, hook, "it holds up the desk; it is not asked again")
        return _NOTHING

    def _call(self, hook: str, key: str, arguments: Mapping[str, object]) -> object:
        """What one plugin's hook gives, or raises."""
        function, names = self._implementation(hook, key)
        chosen = [arguments[name] for name in names]
        return self._patience.call(HOOKS[hook].seconds, lambda: function(*chosen))

    def _implementation(self, hook: str, key: str) -> tuple[Callable[..., object], Sequence[str]]:
        implementations = getattr(self._manager.hook, hook).get_hookimpls()
        one = next(one for one in implementations if one.plugin_name == key)
        return one.function, one.argnames

    def _add_fault(self, plugin: Plugin, hook: str, reason: str) -> None:
        """Note a fault, and say it in the log the first time."""
        fault = Fault(plugin.name, plugin.package, hook, reason, plugin.group)
        with self._lock:
            is_new = (plugin.name, hook, reason) not in self._faults
            self._faults[plugin.name, hook, reason] = fault
        if is_new and self._is_logged:
            what = f" ({hook})" if hook else ""
            _log.warning(
                "plugin %s of %s is skipped%s: %s", plugin.name, plugin.package, what, reason
            )


_NOTHING = object()
"""That a hook gave nothing, because it failed: None may be an answer."""


def open_door(extra: Iterable[Found] = (), *, is_logged: bool = True) -> Door:
    """Find all plugins and take them in: our own, those of installed packages, and ``extra``.

    Faults go to the log, unless whoever asks tells of them by other means.
    """
    return Door([*builtin(), *find_installed(), *extra], is_logged=is_logged)


def words_of(error: BaseException) -> str:
    """An error in one line: its type and its words."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}".rstrip(": ")
