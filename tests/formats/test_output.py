"""A result is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from brailledesk.errors import OutputError
from brailledesk.output import write_atomically


def test_new_file_and_replaced_file_keep_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.brf"
    write_atomically(target, b"one")
    target.chmod(0o640)
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.parametrize("step", ["fsync", "fdopen"])
def test_a_full_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "a.brf"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises(OutputError, match="No space left on device"):
            write_atomically(target, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.brf"]
    assert target.read_bytes() == b"old"


def test_a_device_that_is_full() -> None:
    with pytest.raises(OutputError, match="No space left"):
        write_atomically(Path("/dev/full"), b"x" * 10_000)


def test_folders_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_atomically(tmp_path, b"x")
    with pytest.raises(OutputError, match="No such file"):
        write_atomically(tmp_path / "none" / "a.brf", b"x")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        write_atomically(tmp_path / "file" / "a.brf", b"x")
