"""Types of our JavaScript, checked by TypeScript; and the declarations that are shipped."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.clients.node import ROOT, judges, run_node

_CLIENTS = ROOT / "clients"


def test_typescript_finds_nothing() -> None:
    compiler = judges() / "typescript" / "bin" / "tsc"
    arguments = ["-p", "clients/tsconfig.json", "--typeRoots", str(judges() / "@types")]
    done = run_node(str(compiler), *arguments)
    assert (done.stdout, done.returncode) == ("", 0)


def test_the_declarations_are_those_of_the_client(tmp_path: Path) -> None:
    judges()
    subprocess.run(["bash", str(_CLIENTS / "declare.sh"), str(tmp_path)], check=True)
    made = {one.name: one.read_text() for one in tmp_path.glob("*.d.ts")}
    shipped = {one.name: one.read_text() for one in (_CLIENTS / "js").glob("*.d.ts")}
    assert made == shipped


def test_a_program_of_another_is_checked_against_them(tmp_path: Path) -> None:
    """What is wrong in it is found, and nothing else."""
    program = tmp_path / "crm.ts"
    client = str(_CLIENTS / "js" / "brailledesk.js")
    program.write_text(
        f"""
        import {{ connect, overSocket, type Node }} from {client!r};
        const desk = await connect(overSocket("/run/s"), {{ name: "CRM" }});
        const mail: Node = {{ id: "mail", role: "textbox", states: ["required"] }};
        await desk.update({{ nodes: [mail] }});
        desk.on("action", ({{ node, action }}) => console.log(node.length, action));
        desk.on("text", (edit) => console.log(edit.nodes));
        await desk.update({{ nodes: [{{ role: "textbox" }}] }});
        """
    )
    compiler = judges() / "typescript" / "bin" / "tsc"
    options = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext"]
    options += ["--moduleResolution", "bundler", "--typeRoots", "none", "--skipLibCheck"]
    done = run_node(str(compiler), *options, str(program))
    found = [
        line.partition("error ")[2][:6] for line in done.stdout.splitlines() if "error" in line
    ]
    assert found == ["TS2551", "TS2322"], done.stdout
