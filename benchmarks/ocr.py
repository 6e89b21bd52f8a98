"""Recognition of spoilt pages beside plain Tesseract: characters, values, doubtful words.

``python -m benchmarks.ocr [--set judgement] [--pages 15] [--workers 2]`` prints the tables of
docs/decisions/0026-ocr-cleanup.md, ``--pages`` being pages of each kind. ``--fit`` prints weights
for ``ingest/ocr/confidence.py``, from the tuning set.
"""

from __future__ import annotations

import argparse
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tests.ocr.made import KINDS

from benchmarks.ocr_judging import Judged, Place, Read, Reading, judge, read
from brailledesk.ingest.ocr import confidence

THRESHOLDS = (0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5)


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "–"


def row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def characters(pages: Sequence[Judged]) -> Iterable[str]:
    """The table of character errors, kind by kind."""
    yield row("kind", "pages", "plain", "ours", "ratio", "plain, any order", "ours, any order",
              "ratio", "worse pages", "readings")  # fmt: skip
    yield row("---", *["---:"] * 9)
    groups = [(kind, [page for page in pages if page.kind == kind]) for kind in KINDS]
    for name, group in (*groups, ("**all**", pages), ("**all but turned**", _unturned(pages))):
        if group:
            yield _character_row(name, group)


def _unturned(pages: Sequence[Judged]) -> list[Judged]:
    return [page for page in pages if page.kind != "turned"]


def _character_row(name: str, group: Sequence[Judged]) -> str:
    total = sum(page.length for page in group)
    plain, ours = _sum(group, lambda page: page.plain), _sum(group, lambda page: page.ours)
    worse = sum(page.ours.free_edits > page.plain.free_edits + 2 for page in group)
    return row(
        name,
        len(group),
        share(plain[0], total),
        share(ours[0], total),
        f"{ours[0] / max(1, plain[0]):.2f}",
        share(plain[1], total),
        share(ours[1], total),
        f"{ours[1] / max(1, plain[1]):.2f}",
        worse,
        f"{np.mean([page.readings for page in group]):.2f}",
    )


def _sum(group: Sequence[Judged], reader: Callable[[Judged], Reading]) -> tuple[int, int]:
    readings = [reader(page) for page in group]
    return sum(one.edits for one in readings), sum(one.free_edits for one in readings)


def values(pages: Sequence[Judged]) -> Iterable[str]:
    """The table of values of forms and tables that came out exactly."""
    yield row("values", "number", "plain", "ours")
    yield row("---", "---:", "---:", "---:")
    for kind in ("amount", "date", "code", "iban"):
        pairs = [
            (plain, ours)
            for page in pages
            for field, plain, ours in zip(
                page.fields, page.plain.fields, page.ours.fields, strict=True
            )
            if field.kind == kind
        ]
        plain, ours = (sum(column) for column in zip(*pairs, strict=True)) if pairs else (0, 0)
        yield row(kind, len(pairs), share(plain, len(pairs)), share(ours, len(pairs)))
    came = Counter(outcome for page in pages for outcome in page.amounts)
    yield ""
    yield "Amounts of ours: " + ", ".join(
        f"{came[name]} {name}" for name in ("right", "marked", "lost", "unmarked")
    )


def curve(doubts: npt.NDArray[np.float64], wrong: npt.NDArray[np.bool_]) -> Iterable[str]:
    """Of the wrong words how many are marked, and of the right ones, threshold by threshold."""
    yield row("threshold", "wrong words marked", "right words marked")
    yield row("---:", "---:", "---:")
    for threshold in sorted({*THRESHOLDS, confidence.DOUBTFUL}):
        marked = doubts >= threshold
        mine = " (ours)" if threshold == confidence.DOUBTFUL else ""
        yield row(
            f"{threshold}{mine}",
            share((marked & wrong).sum(), wrong.sum()),
            share((marked & ~wrong).sum(), (~wrong).sum()),
        )
    for alarms in (0.05, 0.1):
        limit = float(np.quantile(doubts[~wrong], 1 - alarms))
        found = share((doubts[wrong] > limit).sum(), wrong.sum())
        yield f"At {share(alarms, 1)} false alarms (threshold {limit:.4f}): {found} of wrong words."


def words(pages: Sequence[Judged]) -> Iterable[str]:
    every = [word for page in pages for word in page.words]
    wrong = np.array([word.is_wrong for word in every])
    yield f"{len(every)} words, {wrong.sum()} wrong. By `doubt`, with a list of words:"
    yield ""
    yield from curve(np.array([word.doubt for word in every]), wrong)
    yield ""
    yield "By the engine's confidence alone:"
    yield ""
    odds = np.array([word.listed[1] for word in every])
    yield from curve(1 / (1 + np.exp(odds)), wrong)


def fitted(
    features: npt.NDArray[np.float64], wrong: npt.NDArray[np.bool_], ridge: float = 1.0
) -> npt.NDArray[np.float64]:
    """Weights of a logistic function, by Newton's method with a little ridge."""
    weights = np.zeros(features.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (wrong - chance) - ridge * weights
        bend = (features * (chance * (1 - chance))[:, None]).T @ features
        weights += np.linalg.solve(bend + ridge * np.eye(len(weights)), slope)
    return weights


def fit(pages: Sequence[Judged]) -> Iterable[str]:
    every = [word for page in pages for word in page.words]
    wrong = np.array([word.is_wrong for word in every])
    for name, chosen in (
        ("_WITH_LIST", [word.listed for word in every]),
        ("_WITHOUT_LIST", [word.unlisted for word in every]),
    ):
        matrix = np.array(chosen)
        weights = fitted(matrix, wrong)
        yield f"{name} = {tuple(round(float(weight), 3) for weight in weights)}"
        yield from curve(1 / (1 + np.exp(-matrix @ weights)), wrong)


def speed(pages: Sequence[Judged]) -> str:
    plain = sum(page.plain.seconds for page in pages)
    ours = sum(page.ours.seconds for page in pages)
    return (
        f"Seconds of processors a page: plain {plain / len(pages):.2f}, "
        f"ours {ours / len(pages):.2f}; "
        f"pages read more than once: {sum(page.readings > 1 for page in pages)} of {len(pages)}."
    )


def read_all(places: Sequence[Place], workers: int, kept: Path | None) -> list[Read]:
    """All pages read; those that ``kept`` holds are not read again, new ones are added to it."""
    known = {one.place: one for one in stored(kept)} if kept else {}
    missing = [place for place in places if place not in known]
    with ProcessPoolExecutor(workers) as pool:
        for one in pool.map(read, missing):
            known[one.place] = one
            if kept:
                with kept.open("ab") as stream:
                    pickle.dump(one, stream)
    return [known[place] for place in places]


def stored(kept: Path) -> Iterator[Read]:
    """What was read before, as it stands in a file."""
    if not kept.exists():
        return
    with kept.open("rb") as stream:
        while stream.peek(1):
            yield pickle.load(stream)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="tuning", choices=("tuning", "judgement"))
    parser.add_argument("--pages", type=int, default=15, help="pages of each kind")
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument(
        "--kept", type=Path, help="keeps what was read: a run that was ended goes on"
    )
    parser.add_argument("--fit", action="store_true")
    chosen = parser.parse_args()
    places = [
        (chosen.set, kind, at)
        for at in range(chosen.first, chosen.first + chosen.pages)
        for kind in chosen.kinds
    ]
    done = read_all(places, chosen.workers, chosen.kept)
    pages = [judge(one) for one in done]
    print(f"Set {chosen.set}: {len(pages)} pages of {len({page.kind for page in pages})} kinds\n")
    for table in (characters(pages), values(pages), words(pages)):
        print(*table, sep="\n")
        print()
    print(speed(pages))
    if chosen.fit:
        print(*fit(pages), sep="\n")


if __name__ == "__main__":
    main()
