"""The process that speaks one text by pyttsx3: a request as JSON in, a file or the voices out.

Standard output carries the answer only: what pyttsx3 prints goes to standard error.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from typing import Any

# All drivers of pyttsx3 begin at it. It is not asked for: espeak's takes its own beginning as one
# command among others, and tells the engine's 175 as long as it is not done with it.
_NORMAL_WORDS_A_MINUTE = 200


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Without a text, the voices; else write the file ``output``."""
    import pyttsx3  # noqa: PLC0415 - only here is it needed

    engine = pyttsx3.init()
    if "text" not in request:
        return {"voices": [_describe(voice) for voice in engine.getProperty("voices")]}
    # The first round returns before anything is done; an empty one takes its place.
    engine.runAndWait()
    engine.setProperty("voice", request["voice"])
    engine.setProperty("rate", round(_NORMAL_WORDS_A_MINUTE * request["rate"] / 100))
    engine.setProperty("volume", request["volume"] / 100)
    engine.save_to_file(request["text"], request["output"])
    engine.runAndWait()
    return {}


def _describe(voice: Any) -> list[str]:  # noqa: ANN401 - pyttsx3 has no types
    """Id, language, name. espeak's languages are bytes that begin with their priority."""
    languages = [
        one[1:].decode("ascii", "replace") if isinstance(one, bytes) else str(one)
        for one in voice.languages or ()
    ]
    return [str(voice.id), languages[0] if languages else "", str(voice.name or "")]


def _give_up(fault: sys.UnraisableHookArgs) -> None:
    """End with pyttsx3's error: what it raises while espeak calls it goes nowhere.

    It does so where it cannot write the file, and would wait for its end for ever.
    """
    sys.__unraisablehook__(fault)
    if fault.exc_type is RuntimeError:
        sys.stderr.write(f"{fault.exc_value}\n")
        sys.stderr.flush()
        os._exit(1)


def main() -> None:
    """Read a request, do it, answer."""
    if hasattr(signal, "SIGXFSZ"):  # else Python has it ignored, and who started this is not told
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    sys.unraisablehook = _give_up
    request = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        result = answer(request)
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
