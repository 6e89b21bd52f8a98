"""A result is written whole or not at all: with faults of the real system where it has them."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from brailledesk.errors import OutputError
from brailledesk.output import write_atomically

_IS_ROOT = os.geteuid() == 0
_WRITE = """
import os
import sys
from pathlib import Path
from brailledesk.errors import OutputError
from brailledesk.output import write_atomically
if len(sys.argv) > 3:
    os.setuid(int(sys.argv[3]))
try:
    write_atomically(Path(sys.argv[1]), b"x" * int(sys.argv[2]))
except OutputError as error:
    sys.stderr.write(str(error))
    sys.exit(4)
"""


def _write_in_process(
    path: Path | str,
    size: int,
    prepare: Callable[[], None] | None = None,
    *,
    user: str | None = None,
    stdout: int = subprocess.PIPE,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", _WRITE, str(path), str(size), *([user] if user else [])],
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=prepare,
        timeout=60,
        check=False,
    )


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_has_the_permissions_of_new_files(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a.brf", b"one")
    finally:
        os.umask(old)
    assert (tmp_path / "a.brf").read_bytes() == b"one"
    assert (tmp_path / "a.brf").stat().st_mode & 0o7777 == 0o640
    assert _names(tmp_path) == ["a.brf"]


@pytest.mark.parametrize("mode", [0o600, 0o646, 0o755])
def test_a_replaced_file_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "a.brf"
    target.write_bytes(b"a longer text than the new one")
    target.chmod(mode)
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert target.stat().st_mode & 0o7777 == mode
    assert _names(tmp_path) == ["a.brf"]


def test_a_secret_file_is_closed_to_others_while_it_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.brf"
    target.write_bytes(b"one")
    target.chmod(0o600)
    seen: list[int] = []
    sync = os.fsync

    def watch(descriptor: int) -> None:
        seen.append(os.fstat(descriptor).st_mode & 0o777)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watch)
    write_atomically(target, b"two")
    assert seen == [0o600]


@pytest.mark.skipif(not _IS_ROOT, reason="only root may give files away")
def test_a_replaced_file_keeps_its_owner(tmp_path: Path) -> None:
    target = tmp_path / "a.brf"
    target.write_bytes(b"one")
    os.chown(target, 1234, 5678)
    write_atomically(target, b"two")
    assert (target.stat().st_uid, target.stat().st_gid) == (1234, 5678)


def test_who_reads_the_old_file_keeps_reading_it(tmp_path: Path) -> None:
    target = tmp_path / "a.brf"
    target.write_bytes(b"old")
    with target.open("rb") as stream:
        write_atomically(target, b"new")
        assert stream.read() == b"old"


def test_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "real").write_bytes(b"old")
    (tmp_path / "middle").symlink_to("there/real")
    (tmp_path / "link").symlink_to("middle")
    (tmp_path / "new").symlink_to("there/new")
    write_atomically(tmp_path / "link", b"new")
    write_atomically(tmp_path / "new", b"made")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "new").is_symlink()
    assert (tmp_path / "there" / "real").read_bytes() == b"new"
    assert (tmp_path / "there" / "new").read_bytes() == b"made"
    assert _names(tmp_path / "there") == ["new", "real"]


@pytest.mark.parametrize("name", ["a" * 255, "è" * 127, "a b\n'$", "\udcff.brf"])
def test_names_of_every_kind(tmp_path: Path, name: str) -> None:
    write_atomically(tmp_path / name, b"x")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"x"]


@pytest.mark.parametrize("has_old", [False, True])
def test_a_file_that_may_not_grow_leaves_what_was_there(tmp_path: Path, has_old: bool) -> None:
    """The limit of the system on a file's size: the first bytes are written, the next are not."""
    target = tmp_path / "a.brf"
    if has_old:
        target.write_bytes(b"old")
    done = _write_in_process(
        target, 100_000, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
    )
    assert (done.returncode, b"File too large" in done.stderr) == (4, True)
    assert b"Nothing was left there" in done.stderr
    assert _names(tmp_path) == (["a.brf"] if has_old else [])
    assert not has_old or target.read_bytes() == b"old"


def test_a_full_disk(tmp_path: Path) -> None:
    """A file system of 64 KB, where one may be mounted."""
    script = f'mount -t tmpfs -o size=64k none {tmp_path} && "$@"; status=$?; ls -A {tmp_path}'
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", script + "; exit $status", "sh"]
    write = [sys.executable, "-c", _WRITE, str(tmp_path / "a.brf"), "100000"]
    probe = subprocess.run([*command, "true"], capture_output=True, check=False, timeout=60)
    if probe.returncode != 0:
        pytest.skip("no file system may be mounted here")
    done = subprocess.run([*command, *write], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"No space left on device" in done.stderr


def _fail(*_: object, **__: object) -> None:
    raise OSError(5, "Input/output error")


def _interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("step", ["os.write", "os.fsync", "pathlib.Path.replace"])
def test_whichever_step_fails_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "a.brf").write_bytes(b"old")
    open_files = _open_files()
    for target in (tmp_path / "a.brf", tmp_path / "b.brf"):
        with monkeypatch.context() as patch:
            patch.setattr(step, _fail)
            with pytest.raises(OutputError, match="Input/output error"):
                write_atomically(target, b"new")
        with monkeypatch.context() as patch:
            patch.setattr(step, _interrupt)
            with pytest.raises(KeyboardInterrupt):
                write_atomically(target, b"new")
    assert _names(tmp_path) == ["a.brf"]
    assert (tmp_path / "a.brf").read_bytes() == b"old"
    assert _open_files() == open_files


def _open_files() -> set[str]:
    return {str(link) for link in Path("/proc/self/fd").iterdir() if link.exists()}


def test_short_writes_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:3]))
    write_atomically(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_targets_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop2")
    (tmp_path / "loop2").symlink_to("loop")
    for path, reason in (
        (tmp_path, "Is a directory"),
        (Path("/"), "Is a directory"),
        (tmp_path / "none" / "a.brf", "there is no folder .*none"),
        (tmp_path / "file" / "a.brf", "Not a directory"),
        (tmp_path / ("a" * 300), "File name too long"),
        (tmp_path / "a\0b", "null"),
        (tmp_path / "loop" / "a.brf", "cannot be written"),
        (Path("/proc/a.brf"), "cannot be written"),
        (Path("/dev/fd/999"), "Bad file descriptor"),
        (Path("/dev/fd/999999999"), "Bad file descriptor"),
    ):
        with pytest.raises(OutputError, match=reason):
            write_atomically(path, b"x")
    assert _names(tmp_path) == ["file", "loop", "loop2"]


@pytest.mark.parametrize("is_file_there", [False, True])
def test_what_may_not_be_written_is_not(tmp_path: Path, is_file_there: bool) -> None:
    """As an ordinary user: a folder that is closed, and a file that is."""
    folder = tmp_path / "closed"
    folder.mkdir()
    if is_file_there:
        (folder / "a.brf").write_bytes(b"old")
        (folder / "a.brf").chmod(0o444)
    folder.chmod(0o777 if is_file_there else 0o555)
    above = [tmp_path, *tmp_path.parents[:3]] if _IS_ROOT else []
    for one in above:  # pytest closes its folders to other users
        if one.name.startswith("pytest"):
            one.chmod(0o755)
    tmp_path.chmod(0o755)
    done = _write_in_process(folder / "a.brf", 3, user="65534" if _IS_ROOT else None)
    folder.chmod(0o755)
    assert (done.returncode, b"Permission denied" in done.stderr) == (4, True), done.stderr
    assert _names(folder) == (["a.brf"] if is_file_there else [])
    assert not is_file_there or (folder / "a.brf").read_bytes() == b"old"


def test_devices_are_written_directly() -> None:
    write_atomically(Path("/dev/null"), b"x" * 10)
    with pytest.raises(OutputError, match=r"No space left on device.* A part may have gone there"):
        write_atomically(Path("/dev/full"), b"x" * 10_000)
    assert not Path("/dev/null").is_file()


def test_a_named_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_atomically(pipe, b"0123456789" * 50_000)
    reader.join(60)
    assert got == [b"0123456789" * 50_000]
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_as_a_pipe_and_as_a_file(tmp_path: Path, name: str) -> None:
    done = _write_in_process(name, 100_000)
    assert (done.returncode, done.stdout) == (0, b"x" * 100_000)
    log = tmp_path / "log"
    log.write_bytes(b"what others wrote\n")
    with log.open("ab") as stream:
        assert _write_in_process(name, 3, stdout=stream.fileno()).returncode == 0
    assert log.read_bytes() == b"what others wrote\nxxx"


def test_a_pipe_that_nobody_reads() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = _write_in_process("/dev/stdout", 10, _mind_no_pipes, stdout=write_end)
    os.close(write_end)
    assert (done.returncode, b"Broken pipe" in done.stderr) == (4, True)


def _mind_no_pipes() -> None:
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
