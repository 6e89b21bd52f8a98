"""What is found in folders and manifests, and what its outputs are called."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.batch import folders
from brailledesk.batch.folders import Found, find_documents
from brailledesk.batch.jobs import Skipped
from brailledesk.batch.manifest import Entry, Value, read_manifest
from brailledesk.batch.names import name_outputs
from brailledesk.batch.plan import plan_folders, plan_manifest
from brailledesk.batch.recipe import Recipe
from brailledesk.document import Document
from brailledesk.errors import SourceDamaged, UsageError
from brailledesk.ingest.plugins import Plugin


def _fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("testo\n", encoding="utf-8")


def _told(found: list[Found | Skipped], folder: Path) -> tuple[list[str], dict[str, str]]:
    places = [one.place.as_posix() for one in found if isinstance(one, Found)]
    skipped = {
        one.path.relative_to(folder).as_posix(): one.reason
        for one in found
        if isinstance(one, Skipped)
    }
    return places, skipped


def test_everything_in_a_folder_is_a_document_or_is_told(tmp_path: Path) -> None:
    _fill(tmp_path, "b.txt", "a/c.HTML", "foto.heic", "LEGGIMI", ".nascosto.txt", "~$b.docx")
    _fill(tmp_path, "a/uscita/vecchio.txt")
    places, skipped = _told(
        find_documents([tmp_path], frozenset([tmp_path / "a" / "uscita"])), tmp_path
    )
    assert places == ["a/c.HTML", "b.txt"]
    assert skipped.keys() == {"foto.heic", "LEGGIMI", ".nascosto.txt", "~$b.docx"}


def test_documents_of_plugins_are_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Records:
        suffixes: tuple[str, ...] = (".REC",)

        def read(self, data: bytes, path: str, language: str) -> Document:
            raise NotImplementedError

    _fill(tmp_path, "a.rec", "b.rek")
    monkeypatch.setattr(folders, "usable_plugins", lambda: [Plugin("rec", "rec", Records())])
    places, skipped = _told(find_documents([tmp_path], frozenset()), tmp_path)
    assert (places, list(skipped)) == (["a.rec"], ["b.rek"])


def test_links(tmp_path: Path) -> None:
    inside, outside = tmp_path / "dentro", tmp_path / "fuori"
    _fill(inside, "sotto/a.txt")
    _fill(outside, "b.txt")
    (inside / "sotto" / "su").symlink_to(inside)
    (inside / "copia").symlink_to(inside / "sotto")
    (inside / "altrove").symlink_to(outside)
    (outside / "ritorno").symlink_to(outside)
    (inside / "rotto.txt").symlink_to(tmp_path / "nulla")
    (inside / "giro.txt").symlink_to(inside / "giro.txt")
    places, skipped = _told(find_documents([inside], frozenset()), inside)
    # A link to a file that is not there is a document that fails, with its sentence.
    assert [place for place in places if place != "giro.txt"] == [
        "altrove/b.txt",
        "rotto.txt",
        "sotto/a.txt",
    ]
    assert skipped.keys() - {"giro.txt"} == {"sotto/su", "copia", "altrove/ritorno"}
    assert "giro.txt" in {*places, *skipped}


def test_a_folder_that_may_not_be_read_is_told() -> None:
    script = (
        "import os, sys; from pathlib import Path\n"
        "from brailledesk.batch.folders import find_documents\n"
        "if os.geteuid() == 0: os.setegid(65534); os.seteuid(65534)\n"
        "for one in find_documents([Path(sys.argv[1])], frozenset()):\n"
        "    print(type(one).__name__, one.path.name, getattr(one, 'reason', ''), sep='|')\n"
    )
    with tempfile.TemporaryDirectory() as name:  # pytest's own is closed to other users
        folder = Path(name)
        _fill(folder, "a.txt", "chiuso/b.txt")
        folder.chmod(0o755)
        (folder / "chiuso").chmod(0)
        done = subprocess.run(
            [sys.executable, "-c", script, name],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
        (folder / "chiuso").chmod(0o755)
    assert done.stdout.splitlines() == ["Found|a.txt|", "Skipped|chiuso|Permission denied"], (
        done.stderr
    )


def _names(*places: str, known: dict[str, str] | None = None) -> list[str]:
    documents = [Found(Path("/in") / place, Path(place)) for place in places]
    return [
        name.as_posix() for name in name_outputs(documents, [".brf"] * len(places), known or {})
    ]


def test_names_mirror_the_folder_and_do_not_collide() -> None:
    assert _names("a/x.html", "b/x.html") == ["a/x.brf", "b/x.brf"]
    assert _names("a.docx", "a.html", "b.txt") == ["a.docx.brf", "a.html.brf", "b.brf"]
    assert _names("A.html", "a.txt") == ["A.html.brf", "a.txt.brf"]
    assert _names("a.html.txt", "a.html", "a.txt") == ["a.html.brf", "a.html.2.brf", "a.txt.brf"]


def test_a_document_keeps_its_name_when_another_one_comes() -> None:
    known = {"/in/a.html": "a.brf"}
    assert _names("a.docx", "a.html", known=known) == ["a.docx.brf", "a.brf"]
    # The name of a document that is gone is not given away: its Braille would be lost.
    assert _names("a.docx", known=known) == ["a.docx.brf"]


_PLACES = st.lists(
    st.tuples(
        st.sampled_from(["a", "A", "a.txt", "à", "a\u0300", "a.txt.brf", "a.2", "d/a", "D/a"]),
        st.sampled_from([".txt", ".html", ".docx", ".TXT", ""]),
    ).map("".join),
    max_size=12,
)


@given(_PLACES, _PLACES)
def test_names_are_never_shared_and_stay(first: list[str], more: list[str]) -> None:
    before = list(dict.fromkeys(first))
    names = dict(zip(before, _names(*before), strict=True))
    assert len({name.casefold() for name in names.values()}) == len(before)
    after = list(dict.fromkeys([*more, *before]))
    known = {f"/in/{place}": name for place, name in names.items()}
    again = dict(zip(after, _names(*after, known=known), strict=True))
    assert len({name.casefold() for name in again.values()}) == len(after)
    assert {place: again[place] for place in before} == names


def test_manifests_of_three_kinds_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        "file;output;cells;without\nlettera.html;l.brf;32;zion,ché\ncittà.txt;;;\n".encode("cp1252")
    )
    (tmp_path / "a.toml").write_text(
        '[[file]]\nfile = "lettera.html"\noutput = "l.brf"\ncells = 32\nwithout = ["zion", "ché"]\n'
        '[[file]]\nfile = "città.txt"\n',
        encoding="utf-8",
    )
    (tmp_path / "a.jsonl").write_text(
        '{"file": "lettera.html", "output": "l.brf", "cells": 32, "without": ["zion", "ché"]}\n\n'
        '{"file": "città.txt"}\n',
        encoding="utf-8",
    )
    csv, toml, lines = (read_manifest(tmp_path / f"a.{kind}") for kind in ("csv", "toml", "jsonl"))
    assert csv[0] == Entry(
        "line 2", "lettera.html", "l.brf", {"cells": "32", "without": "zion,ché"}
    )
    assert csv[1] == Entry("line 3", "città.txt", None, {})
    listed: dict[str, Value] = {"cells": "32", "without": ("zion", "ché")}
    assert toml[0] == Entry("[[file]] 1", "lettera.html", "l.brf", listed)
    assert lines[0] == Entry("line 1", "lettera.html", "l.brf", listed)
    assert lines[1] == Entry("line 3", "città.txt", None, {})


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.csv", "file,cells\na.txt,1,2\n", "line 2"),
        ("a.csv", 'file\nb.txt\n"a.txt', "after line 2"),
        ("a.csv", "datei\na.txt\n", "line 2"),
        ("a.jsonl", '{"file": "a.txt"}\n{"file": \n', "line 2"),
        ("a.jsonl", "[1]\n", "line 1"),
        ("a.jsonl", '{"file": "a.txt", "cells": {}}\n', "line 1"),
        ("a.toml", '[[file]]\nfile = "a"\n[[file]]\ncells = 3\n', "[[file]] 2"),
        ("a.toml", "file = 3\n", ""),
        ("a.toml", "file = \n", ""),
    ],
)
def test_a_damaged_manifest_names_the_place(
    tmp_path: Path, name: str, content: str, place: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(SourceDamaged) as caught:
        read_manifest(tmp_path / name)
    assert caught.value.fields["where"] == place


def test_outputs_of_a_manifest_stay_inside(tmp_path: Path) -> None:
    for output in ("../fuori.brf", "/tmp/fuori.brf"):
        entry = Entry("line 2", "a.txt", output, {})
        with pytest.raises(UsageError, match="line 2"):
            plan_manifest([(entry, Recipe())], tmp_path, tmp_path / "uscita", {})
    entry = Entry("line 2", "../a.txt", None, {})
    plan = plan_manifest([(entry, Recipe())], tmp_path, tmp_path / "uscita", {})
    assert [job.target for job in plan.jobs] == [tmp_path / "uscita" / "a.brf"]


def test_no_output_overwrites_a_document_or_another_output(tmp_path: Path) -> None:
    entries = [
        Entry("line 2", "a.txt", "a.brf", {}),
        Entry("line 3", "b.txt", "sotto/../a.brf", {}),
        Entry("line 4", "c.txt", "b.txt", {}),
        Entry("line 5", "d.txt", "d.brf", {}),
    ]
    plan = plan_manifest([(entry, Recipe()) for entry in entries], tmp_path, tmp_path, {})
    assert [job.source.name for job in plan.jobs] == ["d.txt"]
    assert [job.source.name for job, _ in plan.refused] == ["a.txt", "b.txt", "c.txt"]


def test_a_table_that_is_missing_fails_its_documents_alone(tmp_path: Path) -> None:
    pairs = [
        (Entry("line 2", "a.txt", None, {}), Recipe(table="nessuna")),
        (Entry("line 3", "b.txt", None, {}), Recipe()),
    ]
    plan = plan_manifest(pairs, tmp_path, tmp_path, {})
    assert [job.source.name for job in plan.jobs] == ["b.txt"]
    assert [type(error).__name__ for _, error in plan.refused] == ["TableNotFound"]


def test_several_folders_do_not_mix(tmp_path: Path) -> None:
    _fill(tmp_path, "uno/a.txt", "due/a.txt", "solo.txt")
    roots = [tmp_path / "uno", tmp_path / "due", tmp_path / "solo.txt"]
    plan = plan_folders(roots, tmp_path / "uscita", Recipe(format="pef"), "", {})
    targets = [job.target.relative_to(tmp_path / "uscita").as_posix() for job in plan.jobs]
    assert targets == ["uno/a.pef", "due/a.pef", "solo.pef"]
