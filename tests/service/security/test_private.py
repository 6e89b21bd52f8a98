from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from brailledesk.errors import OutputError, SecretUnsafe
from brailledesk.service.security.private import private_folder, read_private, write_private

posix = pytest.mark.skipif(os.name == "nt", reason="owners and modes are POSIX's")
as_root = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="only root can make another user's files"
)
NOBODY = 65534


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    path = tmp_path / "own" / "secret"
    write_private(path, b"canary")
    return path


@posix
def test_what_is_written_is_the_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "own" / "secret", b"canary")
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "own") == 0o700
    assert mode_of(tmp_path / "own" / "secret") == 0o600
    assert read_private(tmp_path / "own" / "secret") == b"canary"


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601])
def test_a_file_that_others_may_touch_is_not_read(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(SecretUnsafe, match="others may read or write it"):
        read_private(file)


@posix
@pytest.mark.parametrize("mode", [0o750, 0o705, 0o777])
def test_a_folder_that_others_may_enter_is_not_used(file: Path, mode: int) -> None:
    file.parent.chmod(mode)
    with pytest.raises(SecretUnsafe, match="others may read or write it"):
        write_private(file, b"new")


@posix
def test_a_folder_in_a_folder_of_everybody_is_not_used(tmp_path: Path) -> None:
    everybody = tmp_path / "everybody"
    everybody.mkdir()
    everybody.chmod(0o777)
    with pytest.raises(SecretUnsafe, match="others may write in it"):
        private_folder(everybody / "own")
    everybody.chmod(0o1777)  # as /tmp: names in it are their owner's
    private_folder(everybody / "own")


@posix
def test_a_link_is_not_followed_when_reading(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file)
    with pytest.raises(SecretUnsafe, match="it is a link"):
        read_private(link)


@posix
def test_a_link_in_the_place_of_the_file_is_replaced(file: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    file.unlink()
    file.symlink_to(victim)
    write_private(file, b"new")
    assert victim.read_bytes() == b"precious"
    assert not file.is_symlink()
    assert read_private(file) == b"new"


@posix
def test_a_link_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "own").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SecretUnsafe, match="it is no folder"):
        write_private(tmp_path / "own" / "secret", b"canary")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@posix
def test_a_second_name_of_the_file_is_refused(file: Path, tmp_path: Path) -> None:
    os.link(file, tmp_path / "second")
    with pytest.raises(SecretUnsafe, match="it has a second name"):
        read_private(file)


@posix
def test_a_pipe_in_the_place_of_the_file_holds_nobody(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)
    with pytest.raises(SecretUnsafe, match="it is no file"):
        read_private(file)


def test_a_file_that_is_too_large_is_refused(file: Path) -> None:
    with pytest.raises(SecretUnsafe, match="it is too large"):
        read_private(file, most=5)


@as_root
def test_another_users_file_and_folder_are_refused(file: Path) -> None:
    os.chown(file, NOBODY, NOBODY)
    with pytest.raises(SecretUnsafe, match="it belongs to another user"):
        read_private(file)
    os.chown(file, 0, 0)
    os.chown(file.parent, NOBODY, NOBODY)
    with pytest.raises(SecretUnsafe, match="it belongs to another user"):
        write_private(file, b"new")


@as_root
def test_another_users_process_cannot_read_it(file: Path) -> None:
    for folder in file.parent.parents:
        folder.chmod(folder.stat().st_mode | 0o055)  # nothing but our own folder is in the way
    done = subprocess.run(
        ["/bin/cat", file],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        capture_output=True,
        check=False,
        cwd="/",
    )
    assert done.returncode != 0
    assert b"Permission denied" in done.stderr


def test_a_write_that_fails_leaves_what_was_there(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        write_private(file, b"new")
    assert file.read_bytes() == b"canary"
    assert list(file.parent.iterdir()) == [file]
