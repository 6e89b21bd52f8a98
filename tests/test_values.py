"""Classes of values that are made in full later, judged by the standard's own beside them."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import sys
import threading
from dataclasses import FrozenInstanceError, is_dataclass
from typing import Any, ClassVar

import pytest

from brailledesk import values

MAKERS = {"put off": values.dataclass, "mixed": values.dataclass, "standard": dataclasses.dataclass}
FIELDS: dict[str, Any] = {
    "put off": values.field,
    "mixed": dataclasses.field,
    "standard": dataclasses.field,
}


def point_class(name: str) -> Any:
    """A class with each sort of field that our classes have; importable for pickle."""
    field = FIELDS[name]

    @MAKERS[name](frozen=True, slots=True)
    class Point:
        """A place."""

        limit: ClassVar[int] = 9
        x: int
        y: int = 2
        names: list[str] = field(default_factory=list, hash=False)
        hidden: int = field(default=0, repr=False, compare=False)

        def __post_init__(self) -> None:
            if self.x > self.limit:
                raise ValueError(self.x)

        @property
        def total(self) -> int:
            return self.x + self.y

    Point.__qualname__ = name
    setattr(sys.modules[__name__], name, Point)
    return Point


@pytest.fixture(params=MAKERS)
def point(request: pytest.FixtureRequest) -> Any:
    return point_class(request.param)


@pytest.fixture(params=[0, 100])
def made(request: pytest.FixtureRequest, point: Any) -> Any:
    """The class before and after many values were made of it."""
    for x in range(request.param):
        point(x % 9)
    return point


def test_values_have_their_fields(made: Any) -> None:
    one = made(1, names=["a"])
    assert (one.x, one.y, one.names, one.hidden, one.total) == (1, 2, ["a"], 0, 3)
    two = made(y=5, x=4)
    assert (two.x, two.y, two.names, two.total) == (4, 5, [], 9)
    assert made(1).names is not made(1).names
    assert not hasattr(one, "__dict__")


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), ((1, 2, [], 0, 5), {}), ((1,), {"x": 2}), ((1,), {"z": 2}), ((), {"y": 1})],
)
def test_wrong_arguments_are_refused_as_by_the_standard(
    made: Any,
    given: tuple[Any, ...],
    named: dict[str, int],
) -> None:
    with pytest.raises(TypeError, match=r"__init__\(\) (missing|takes|got)"):
        made(*given, **named)


def test_a_fault_of_post_init_is_raised(made: Any) -> None:
    with pytest.raises(ValueError, match="10"):
        made(10)


def test_values_are_frozen(made: Any) -> None:
    one = made(1)
    with pytest.raises(FrozenInstanceError):
        one.x = 3
    with pytest.raises(FrozenInstanceError):
        del one.x
    assert one.x == 1


def test_values_are_compared_shown_and_hashed(made: Any) -> None:
    assert made(1) == made(1, hidden=7)
    assert made(1) != made(2)
    assert repr(made(1)) == f"{made.__qualname__}(x=1, y=2, names=[])"
    assert hash(made(1)) == hash(made(1, names=["a"]))
    assert hash(made(1)) == hash((1, 2))


def test_values_are_replaced_copied_and_pickled(made: Any) -> None:
    one = made(1, names=["a"])
    assert dataclasses.replace(one, y=7) == values.replace(one, y=7) == made(1, 7, ["a"])
    assert copy.deepcopy(one) == one
    assert pickle.loads(pickle.dumps(one)) == one


def test_a_pickle_is_read_before_any_value_was_made() -> None:
    for name in MAKERS:
        stored = pickle.dumps(point_class(name)(3, names=["b"]))
        point_class(name)  # a new one under the same name
        assert pickle.loads(stored).names == ["b"]


def test_a_class_says_what_it_is(made: Any) -> None:
    assert [one.name for one in dataclasses.fields(made)] == ["x", "y", "names", "hidden"]
    assert list(inspect.signature(made).parameters) == ["x", "y", "names", "hidden"]
    assert made.__match_args__ == ("x", "y", "names", "hidden")
    assert (made.__doc__, made.__slots__) == ("A place.", ("x", "y", "names", "hidden"))
    match made(1, 5):
        case made(1, y):
            assert y == 5
        case _:
            pytest.fail("no match")
    assert is_dataclass(made)


@pytest.mark.parametrize("base", MAKERS)
@pytest.mark.parametrize("derived", MAKERS)
def test_a_class_may_stand_on_another(base: str, derived: str) -> None:
    point: Any = point_class(base)

    @MAKERS[derived](frozen=True, slots=True)
    class Named(point):  # type: ignore[misc]
        name: str = ""

    one = Named(1, name="a")
    assert (one.x, one.y, one.name) == (1, 2, "a")
    assert one == Named(1, 2, [], 0, "a")
    assert Named.__slots__ == ("name",)
    with pytest.raises(ValueError, match="11"):
        Named(11)


@pytest.mark.parametrize("name", MAKERS)
def test_a_subclass_that_is_no_dataclass_is_made_alike(name: str) -> None:
    point: Any = point_class(name)

    class Plain(point):  # type: ignore[misc]
        pass

    assert (Plain(3).x, Plain(3).total) == (3, 5)


def test_other_sorts_of_classes_are_refused() -> None:
    maker: Any = values.dataclass
    for frozen, slots in [(False, True), (True, False)]:
        with pytest.raises(TypeError):
            maker(frozen=frozen, slots=slots)


def test_threads_may_be_the_first_at_once() -> None:
    for _ in range(20):
        point = point_class("put off")
        start = threading.Barrier(4)
        results: list[bool] = []

        def work(point: Any = point, start: threading.Barrier = start) -> None:
            start.wait()
            results.extend(point(x % 9) == point(x % 9) for x in range(40))  # noqa: B023

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results == [True] * 160
