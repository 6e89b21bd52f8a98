"""``brailledesk desk --calls``: an exchange on one side, the cells of a terminal on the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.telephony.simulator import Exchange

PROGRAM = str(Path(sys.executable).parent / "brailledesk")


def test_a_desk_follows_an_exchange(tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    page.write_text("<title>Cliente</title><button>Salva</button>", encoding="utf-8")
    with Exchange(secret="segreto") as exchange:
        settings = tmp_path / "asterisk.toml"
        settings.write_text(
            f'username = "brailledesk"\nport = {exchange.port}\nchannels = ["PJSIP/201"]\n',
            encoding="utf-8",
        )
        command = [PROGRAM, "desk", str(page), "--plain", "--calls", f"asterisk:{settings}"]
        environment = {
            **os.environ,
            "BRAILLEDESK_AMI_SECRET": "segreto",
            "LANG": "it_IT.UTF-8",
            "LC_ALL": "",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONUNBUFFERED": "1",
        }
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            exchange.wait_for_login(1)
            caller = exchange.channel("PJSIP/trunk", state="Up", number="0861", title="Mario Rossi")
            exchange.join(caller, "vendite")
            exchange.dial(caller, "PJSIP/201", queue="vendite")
            shown = ""
            while "Mario Rossi 0861" not in shown:
                shown = process.stdout.readline()
                assert shown, "it ended"
            process.stdin.write("q")
            process.stdin.close()
            process.stdout.read()
            assert process.wait(60) == 0
        assert "segreto" not in " ".join(command)
