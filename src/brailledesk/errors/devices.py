"""Embossers, devices and jobs."""

from __future__ import annotations

from collections.abc import Callable

from brailledesk.errors.base import N_, BrailledeskError


class EmbosserError(BrailledeskError):
    """``fields['model']`` names the embosser."""

    exit_code = 12


class OptionNotPossible(EmbosserError):
    """``possible`` says which values of ``option`` the model has; ``value`` is what was asked."""

    def __init__(self, model: str, option: str, value: object, possible: str) -> None:
        super().__init__(
            N_("The {model} cannot do this: {option} {value}."),
            N_("It can do: {possible}."),
            model=model,
            option=option,
            value=value,
            possible=possible,
        )


class PaperNotPossible(EmbosserError):
    """``what`` of ``paper`` is ``value``, and has to be within ``bounds``; both have their unit."""

    def __init__(self, model: str, paper: str, what: str, value: str, bounds: str) -> None:
        super().__init__(
            N_("The {model} does not take paper of {paper}: {what} {value}, possible {bounds}."),
            N_("Choose another paper or another embosser."),
            model=model,
            paper=paper,
            what=what,
            value=value,
            bounds=bounds,
        )


class PageTooLarge(EmbosserError):
    """Page ``page`` (from 1) has more cells in a row, or more rows, than there is room for."""

    def __init__(self, model: str, page: int, what: str, value: int, most: int) -> None:
        super().__init__(
            N_("Page {page} does not fit: {what} is {value}; the {model} has room for {most}."),
            N_("Convert the document for this paper, or take larger paper."),
            model=model,
            page=page,
            what=what,
            value=value,
            most=most,
        )


class DeviceError(BrailledeskError):
    """``fields['device']`` is the address of the device, as it was set up."""

    exit_code = 13


class DeviceNotFound(DeviceError):
    """There is no such port, file or host; ``remedy`` says more where the cause is known."""

    def __init__(self, device: str, reason: str, remedy: str = "") -> None:
        super().__init__(
            N_("{device} cannot be reached: {reason}."),
            remedy or N_("Check the cable and that the device is on."),
            device=device,
            reason=reason,
        )


class DeviceNotAllowed(DeviceError):
    """``group`` is the one whose members may use the device, empty where there is none."""

    def __init__(self, device: str, group: str) -> None:
        super().__init__(
            N_("You may not use {device}."),
            N_("Ask the administrator to add you to the group {group}, then log in again.")
            if group
            else N_("Ask the administrator for access to it."),
            device=device,
            group=group,
        )


class DeviceBusy(DeviceError):
    """``holder`` is what has the device, as "brltty (process 812)" or "job 4 (process 900)"."""

    def __init__(self, device: str, holder: str, remedy: str = "") -> None:
        super().__init__(
            N_("{device} is in use: {holder}."),
            remedy or N_("Wait until it is free, or end that program."),
            device=device,
            holder=holder,
        )


class DeviceLost(DeviceError):
    """The connection broke; ``reason`` is the system's own word for it."""

    def __init__(self, device: str, reason: str) -> None:
        super().__init__(
            N_("The connection to {device} was lost: {reason}."),
            N_("Check the cable and that the device is on."),
            device=device,
            reason=reason,
        )


class DeviceStalled(DeviceError):
    """Nothing moved for ``seconds``; ``reason`` says what was waited for."""

    def __init__(self, device: str, reason: str, seconds: float) -> None:
        super().__init__(
            N_("{device} stalled: {reason} for {seconds:g} seconds."),
            N_("Look whether it is switched on, out of paper, or shows an error."),
            device=device,
            reason=reason,
            seconds=seconds,
        )


class DeviceFull(DeviceError):
    """A disk without room; a printer device says the same of its paper."""

    def __init__(self, device: str) -> None:
        super().__init__(
            N_("{device} has no room, or no paper, for the rest."),
            N_("Make room, or put in paper."),
            device=device,
        )


class DeviceRefused(DeviceError):
    """``answer`` is what the device said."""

    def __init__(self, device: str, answer: str) -> None:
        super().__init__(
            N_("{device} refused: {answer}."),
            N_("Look at the device, and at how it was set up."),
            device=device,
            answer=answer.rstrip(". "),
        )


class JobError(BrailledeskError):
    """``fields['number']`` is the number of the job, where there is one."""

    exit_code = 14


class JobNotFound(JobError):
    def __init__(self, number: int) -> None:
        super().__init__(
            N_("There is no job {number}."),
            N_("All are listed by: brailledesk jobs list"),
            number=number,
        )


class JobNotPossible(JobError):
    """What was asked of a job cannot be done in its ``state``."""

    def __init__(self, number: int, state: str, remedy: str = "") -> None:
        super().__init__(
            N_("This cannot be done with job {number}: it is {state}."),
            remedy,
            number=number,
            state=state,
        )


class JobStopped(JobError):
    """Job ``number`` failed; ``details`` are why, and which pages are in doubt."""

    def __init__(self, number: int, details: tuple[BrailledeskError, ...]) -> None:
        super().__init__(
            N_("Job {number} failed."),
            N_("To go on: brailledesk jobs resume {number}"),
            number=number,
        )
        self.details = details

    def describe(self, translate: Callable[[str], str] = str) -> str:
        return _between(self, self.details, translate)


class JobPaused(JobError):
    """Stopped on purpose, behind page ``page`` of ``pages``; ``details`` are what is in doubt."""

    exit_code = 15

    def __init__(
        self, number: int, page: int, pages: int, details: tuple[BrailledeskError, ...] = ()
    ) -> None:
        super().__init__(
            N_("Job {number} is paused: {page} of {pages} pages are out."),
            N_("To go on: brailledesk jobs resume {number}"),
            number=number,
            page=page,
            pages=pages,
        )
        self.details = details

    def describe(self, translate: Callable[[str], str] = str) -> str:
        return _between(self, self.details, translate)


def _between(
    error: BrailledeskError,
    details: tuple[BrailledeskError, ...],
    translate: Callable[[str], str],
) -> str:
    """What happened, the details of it, and what to do."""
    problem, remedy = (
        translate(template).format(**error.fields) for template in (error.problem, error.remedy)
    )
    return " ".join([problem, *(one.describe(translate) for one in details), remedy])


class JournalFaulty(JobError):
    """The journal at ``path`` cannot be read or written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            N_("The journal of the jobs, {path}, cannot be used: {reason}."),
            N_("Nothing is sent without it. Make room, or put it elsewhere (XDG_STATE_HOME)."),
            path=path,
            reason=reason,
        )
