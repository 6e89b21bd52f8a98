"""The same jobs on a real Dask cluster: a scheduler, a nanny, and worker processes that die."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

import brailledesk
from brailledesk.batch.cluster import ClusterWorkers
from brailledesk.batch.jobs import State
from brailledesk.batch.journal import Journal
from brailledesk.batch.plan import plan_folders
from brailledesk.batch.recipe import Recipe, mark_of
from brailledesk.batch.run import run_plan
from brailledesk.errors import ExecutorNotAvailable

from .test_interrupted import start


@contextmanager
def _process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DASK_DISTRIBUTED__WORKER__USE_FILE_LOCKING": "0"},
    )
    try:
        yield process
    finally:
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        for child in children:
            child.kill()
        process.wait()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with three workers of one thread under a nanny, which starts what dies again."""
    folder = tmp_path_factory.mktemp("cluster")
    facts = folder / "scheduler.json"
    scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    scheduler += ["--no-dashboard", "--no-show", "--scheduler-file", str(facts)]
    worker = ["distributed.cli.dask_worker", "--scheduler-file", str(facts), "--nworkers", "3"]
    worker += ["--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    with _process(*scheduler), _process(*worker):
        end = time.monotonic() + 60
        while not facts.exists() or not facts.read_bytes().rstrip().endswith(b"}"):
            assert time.monotonic() < end
            time.sleep(0.02)
        yield str(json.loads(facts.read_bytes())["address"])


def _fill(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        text = f"Città numero {number}, e la campagna.\n\n" * 2000
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "rotto.docx").write_bytes(b"PK\x03\x04 cut off")


def test_a_worker_that_is_killed_while_it_works_costs_nothing(address: str, tmp_path: Path) -> None:
    documents, output = tmp_path / "documenti", tmp_path / "uscita"
    _fill(documents, 9)
    killed: list[int] = []

    with Journal(output / "j.jsonl") as journal, ClusterWorkers(address) as workers:
        workers._client.wait_for_workers(3, timeout=60)

        def kill_one(stage: str, done: int, total: int) -> None:
            """Once, when some are done: a worker that has a document."""
            del stage, total
            busy = [one for one, keys in workers._client.processing().items() if keys]
            if done >= 3 and busy and not killed:
                facts = workers._client.run(os.getpid)
                killed.append(facts[busy[0]])
                psutil.Process(killed[0]).kill()

        recipe = Recipe()
        plan = plan_folders([documents], output, recipe, mark_of(recipe), {})
        outcomes = run_plan(plan, journal, workers, progress=kill_one)
    assert len(killed) == 1
    states = {outcome.job.source.name: outcome.state for outcome in outcomes}
    assert states.pop("rotto.docx") is State.FAILED
    assert len(states) == 9
    assert set(states.values()) == {State.DONE}
    lines = [json.loads(line) for line in (output / "j.jsonl").read_bytes().splitlines()[1:]]
    made = Counter(line["target"] for line in lines if line["state"] == "made")
    assert made == dict.fromkeys((f"{number}.brf" for number in range(9)), 1)
    for number in range(9):
        brailledesk.convert(documents / f"{number}.txt", tmp_path / "a.brf")
        assert (output / f"{number}.brf").read_bytes() == (tmp_path / "a.brf").read_bytes()

    # The command line sees that all is done.
    call = [str(documents), "-o", str(output), "--journal", str(output / "j.jsonl")]
    process = start(*call, "--executor", "dask", "--scheduler", address)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 10, err
    assert out.splitlines()[-1].startswith(b"0 converted, 9 done before, 1 failed")


def test_without_the_package_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ExecutorNotAvailable, match=r'pip install "brailledesk\[dask\]"'):
        ClusterWorkers("tcp://127.0.0.1:1")


def test_without_a_scheduler_a_sentence_says_so() -> None:
    with pytest.raises(ExecutorNotAvailable, match=r"tcp://127\.0\.0\.1:1"):
        ClusterWorkers("tcp://127.0.0.1:1", patience=0.3)
