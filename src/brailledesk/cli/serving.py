"""What the command of the service does."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from brailledesk.cli.console import put, say, translator
from brailledesk.errors import N_, UsageError
from brailledesk.i18n import choose_language

if TYPE_CHECKING:
    from brailledesk.cli.serve import ServeChoices
    from brailledesk.errors import DeviceError
    from brailledesk.service.hosting import Hosting
    from brailledesk.speech.choice import SpeechChoice
    from brailledesk.speech.outputs import Output


def run_serve(chosen: ServeChoices) -> None:
    """Serve until the end, or print the schema."""
    if chosen["schema"]:
        from brailledesk.service.wire.schema import open_rpc

        put(open_rpc())
        return
    from brailledesk.service.hosting import host
    from brailledesk.service.options import Options

    options = Options(
        table=chosen["table"],
        contracted=chosen["contracted"],
        profile=chosen["profile"],
        locale=choose_language(dict(os.environ)),
        is_for_developers=chosen["developer"],
    )
    host(_hosting(chosen), options, _ready, _missing)


def _hosting(chosen: ServeChoices) -> Hosting:
    from brailledesk.service.hosting import Hosting, Way

    asked = {
        Way.STDIO: chosen["stdio"],
        Way.NATIVE: chosen["native"],
        Way.SOCKET: chosen["socket"] is not None and not chosen["native"],
    }
    ways = [way for way, is_asked in asked.items() if is_asked]
    if len(ways) > 1:
        raise UsageError(N_("Only one of --stdio, --native and --socket can be chosen."))
    if (chosen["websocket"] or chosen["viewer"]) and ways not in ([], [Way.SOCKET]):
        raise UsageError(N_("--websocket and --viewer go with --socket only."))
    if chosen["port"] and not (chosen["websocket"] or chosen["viewer"]):
        raise UsageError(N_("--port goes with --websocket or --viewer only."))
    return Hosting(
        way=ways[0] if ways else Way.SOCKET,
        socket=chosen["socket"] or "",
        displays=chosen["display"] or (("virtual:40",) if chosen["viewer"] else ()),
        model=chosen["model"] or "",
        calls=chosen["calls"] or "",
        has_websocket=chosen["websocket"],
        port=chosen["port"] or 0,
        has_viewer=chosen["viewer"],
        **_speech(chosen),
    )


class _Speech(TypedDict, total=False):
    speech: SpeechChoice
    make_output: Callable[[], Output]


def _speech(chosen: ServeChoices) -> _Speech:
    if not chosen["speak"]:
        return {}
    from brailledesk.cli.desk_voice import speech_choice
    from brailledesk.cli.speaking import output_of

    make_output = partial(output_of, chosen["engine"], None, chosen["ear"])
    return {"speech": speech_choice(chosen), "make_output": make_output}


def _ready(place: str) -> None:
    """Standard output may be a client's, so people are told elsewhere."""
    if place.startswith("http"):  # alone in its line: it will be copied
        say(translator()(N_("The page for developers:")), sys.stderr)
        say(place, sys.stderr)
        return
    told = N_("The service is at {place}.")
    if place.startswith("ws"):
        told = N_("Paired pages reach it at {place}")  # no full stop: it will be copied
    say(translator()(told).format(place=place), sys.stderr)


def _missing(connection: str, error: DeviceError) -> None:
    """A display that is waited for: without a word one would wait for it, too."""
    words = translator()
    told = words(N_("The display {connection} is not there; it is tried again and again."))
    say(f"{told.format(connection=connection)} {error.describe(words)}", sys.stderr)
