"""Frozen classes of values that are made in full when many values are, or when more is asked.

``dataclasses`` writes the methods of a class as text and compiles it: half a millisecond a class
and more. A command imports some sixty such classes, makes values of half of them and more than a
few of hardly any. The :func:`dataclass` here gives a class its slots at once, and sets the fields
of the first values one by one; the rest is the standard's, put off until something of it is looked
up, and so is the import of ``dataclasses`` itself, with all of ``inspect``. Type checkers see the
standard's alone, and so does whoever compares, replaces or pickles.
"""

from __future__ import annotations

import sys
from _thread import RLock

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from dataclasses import dataclass, field, replace
    from typing import Any
else:

    def field(**settings: Any) -> _Field:  # noqa: ANN401 - as the standard has it
        """The standard's of that name, put off; see :func:`dataclass` for what that is for."""
        return _Field(settings)

    def replace(value: object, /, **changes: object) -> object:
        """The standard's of that name, which is imported when the first value is replaced."""
        from dataclasses import replace as replace_value  # noqa: PLC0415 - see above

        return replace_value(value, **changes)

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """The standard's of that name, put off; only for frozen classes with slots."""
        if not (frozen and slots):
            raise TypeError("only a frozen class with slots can be put off")
        return _put_off


__all__ = ["dataclass", "field", "replace"]

_FEW = 32
"""Values of a class that are made before its constructor is compiled."""

_INIT = "__init__"
_LATER = (
    "__repr__",
    "__eq__",
    "__hash__",
    "__setattr__",
    "__delattr__",
    "__getstate__",
    "__setstate__",
    "__match_args__",
    "__dataclass_fields__",
    "__dataclass_params__",
)
"""What the standard's decorator adds to a frozen class with slots, beside the constructor."""

_making = RLock()


class _Field:
    """What is told of a field beside its kind, until the standard's is made of it."""

    __slots__ = ("settings",)

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    @property
    def is_simple(self) -> bool:
        """Whether it is an argument of the constructor, by place or by name."""
        return bool(self.settings.get("init", True)) and "kw_only" not in self.settings


class _Rest:
    """What a class still lacks; ``plain`` is the class as it was written, without slots."""

    __slots__ = ("_left", "_names", "_plain", "slotted")

    def __init__(self, plain: type, names: Sequence[str] | None) -> None:
        self._plain: type | None = plain
        self._names = names or ()
        self._left = _FEW if names else 0
        self.slotted: type = plain

    def make(self) -> None:
        """Make the class in full."""
        with _making:
            if self._plain is None:
                return
            from dataclasses import dataclass as make_class  # noqa: PLC0415 - see above
            from dataclasses import field as make_field  # noqa: PLC0415

            for name, one in list(vars(self._plain).items()):
                if isinstance(one, _Field):
                    setattr(self._plain, name, make_field(**one.settings))
            made: type = make_class(frozen=True, slots=True)(self._plain)
            for name in (_INIT, *_LATER):
                if name in made.__dict__:
                    setattr(self.slotted, name, made.__dict__[name])
            self._plain = None

    def fill(self, value: object, given: Sequence[object], named: Mapping[str, object]) -> bool:
        """Set the fields of one of the first values; False where the standard's has to do it."""
        plain, names = self._plain, self._names
        if plain is None or self._left <= 0 or len(given) > len(names):
            return False
        self._left -= 1
        fields = dict(zip(names, given, strict=False))
        if not fields.keys().isdisjoint(named):
            return False
        fields.update(named)
        for name in names:
            if name not in fields and not _has_default(plain.__dict__, name, fields):
                return False
        if len(fields) > len(names):
            return False
        for name, one in fields.items():
            object.__setattr__(value, name, one)
        return True


class _Later:
    """Stands for one name of a class until it is looked up; then the class is made in full."""

    __slots__ = ("_name", "_rest")

    def __init__(self, name: str, rest: _Rest) -> None:
        self._name = name
        self._rest = rest

    def __get__(self, value: object, owner: type) -> object:
        self._rest.make()
        return getattr(owner if value is None else value, self._name)


class _Constructor:
    """The constructor of the first values; whoever looks at it sees the standard's."""

    __slots__ = ("_rest",)

    def __init__(self, rest: _Rest) -> None:
        self._rest = rest

    def __get__(self, value: object, owner: type) -> object:
        rest = self._rest
        if value is None:
            rest.make()
            return getattr(owner, _INIT)

        def construct(*given: object, **named: object) -> None:
            if rest.fill(value, given, named):
                finish = getattr(value, "__post_init__", None)
                if finish is not None:
                    finish()
            else:
                rest.make()
                getattr(rest.slotted, _INIT)(value, *given, **named)

        return construct


def _put_off(plain: type) -> type:
    inherited = {one for base in plain.__mro__[1:-1] for one in vars(base).get("__slots__", ())}
    kinds = {name: str(kind) for name, kind in plain.__annotations__.items()}
    own = [name for name, kind in kinds.items() if "ClassVar" not in kind]
    is_simple = not inherited and all(map(_is_simple, map(plain.__dict__.get, own)))
    rest = _Rest(plain, own if is_simple else None)
    written = dict(plain.__dict__)
    for name in ("__dict__", "__weakref__", *own):
        written.pop(name, None)
    for name in _LATER:
        if written.get(name) is None:
            written[name] = _Later(name, rest)
    written.setdefault(_INIT, _Constructor(rest))
    written["__slots__"] = tuple(name for name in own if name not in inherited)
    rest.slotted = type(plain)(plain.__name__, plain.__bases__, written)
    rest.slotted.__qualname__ = plain.__qualname__
    return rest.slotted


def _is_simple(default: object) -> bool:
    """Whether a field is an argument of the constructor that is understood here."""
    if isinstance(default, _Field):
        return default.is_simple
    standard = sys.modules.get("dataclasses")  # without it there is no field of its own
    return standard is None or not isinstance(default, standard.Field)


def _has_default(written: Mapping[str, object], name: str, fields: dict[str, object]) -> bool:
    """Whether a field that was not given has a value behind its name in the class; then set it."""
    if name not in written:
        return False
    one = written[name]
    if not isinstance(one, _Field):
        fields[name] = one
        return True
    settings = one.settings
    if "default_factory" in settings:
        fields[name] = settings["default_factory"]()
        return True
    fields[name] = settings.get("default")
    return "default" in settings
