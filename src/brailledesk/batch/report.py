"""The report of a batch, for programs and for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from brailledesk import __version__
from brailledesk.batch.jobs import Outcome, Skipped, State
from brailledesk.errors import N_


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of all that was found. ``seconds`` is the time that it took."""

    outcomes: Sequence[Outcome]
    skipped: Sequence[Skipped]
    seconds: float
    is_interrupted: bool = False

    def count(self, state: State) -> int:
        """How many documents are in a state."""
        return Counter(outcome.state for outcome in self.outcomes)[state]


_SUMMARY = N_(
    "{done} converted, {unchanged} done before, {failed} failed, {waiting} still to be done,"
    " {skipped} left out."
)


def tell_report(report: BatchReport, translate: Callable[[str], str]) -> Iterator[str]:
    """Lines of words: what needs attention first, and the sum at the end."""
    for outcome in report.outcomes:
        if outcome.error is not None:
            yield translate(N_("Failed: {what}")).format(what=outcome.error.describe(translate))
        for one in outcome.undefined:
            yield translate(
                N_("{path}: the table does not know {character} (U+{code:04X}), {count} times.")
            ).format(
                path=outcome.job.source,
                character=one.character,
                code=ord(one.character[0]),
                count=one.count,
            )
        for remark in outcome.remarks:
            yield remark.describe(translate)
    for skipped in report.skipped:
        reason, advice = translate(skipped.reason), translate(skipped.advice)
        line = translate(N_("Left out: {path}: {reason}.")).format(path=skipped.path, reason=reason)
        yield f"{line} {advice}".rstrip()
    yield translate(_SUMMARY).format(
        **{state.value: report.count(state) for state in State}, skipped=len(report.skipped)
    )


def format_report(report: BatchReport) -> bytes:
    """The report as JSON, in English; paths that are no UTF-8 stand with escapes."""
    told = {
        "program": f"brailledesk {__version__}",
        "seconds": round(report.seconds, 3),
        "interrupted": report.is_interrupted,
        "counts": {
            **{state.value: report.count(state) for state in State},
            "skipped": len(report.skipped),
        },
        "files": [_told(outcome) for outcome in report.outcomes],
        "skipped": [
            {"source": str(one.path), "reason": one.reason, "advice": one.advice}
            for one in report.skipped
        ],
    }
    return json.dumps(told, indent=1).encode() + b"\n"


def _told(outcome: Outcome) -> dict[str, object]:
    told: dict[str, object] = {
        "source": str(outcome.job.source),
        "output": str(outcome.job.target),
        "state": outcome.state.value,
    }
    if outcome.state is State.DONE:
        told["pages"] = outcome.pages
        told["undefined"] = [
            {"character": one.character, "shown_as": one.shown_as, "count": one.count}
            for one in outcome.undefined
        ]
        told["remarks"] = [remark.describe(str) for remark in outcome.remarks]
    if outcome.error is not None:
        told["error"] = {"kind": type(outcome.error).__name__, "message": str(outcome.error)}
    return told
