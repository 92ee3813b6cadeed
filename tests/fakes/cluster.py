"""A Dask cluster of separate processes on this machine."""

import os
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.fakes.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
ENDLESS = {"DASK_DISTRIBUTED__WORKER__PRELOAD": "tests.fakes.endless"}


class Cluster:
    """A scheduler and workers, started one by one; all are killed when the ``with`` block ends."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self._undo = ExitStack()
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-jupyter")
        started = re.compile(r"Scheduler at: *(tcp://[0-9.:]+)\n")
        self.wait_for(lambda: started.search(self.log("scheduler")))
        self.address = started.findall(self.log("scheduler"))[0]

    def worker(self, name, **environment):
        """Start a worker with local directory ``name``; it never finishes a video called as variable ``ENDLESS``."""
        local = self.folder / name
        process = self._start(
            "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--local-directory",
            str(local), name=name, **environment,
        )  # fmt: skip
        self.wait_for(lambda: "Registered to" in self.log(name))
        return process

    def log(self, name):
        return (self.folder / f"{name}.log").read_text()

    def guests(self, name):
        """Return the video folders of a worker."""
        return list((self.folder / name).rglob("coach-*"))

    def wait_for(self, condition):
        assert eventually(condition)

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self._undo.close()

    def _start(self, what, *options, name=None, **environment):
        log = self._undo.enter_context((self.folder / f"{name or what}.log").open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", what, *options, "--no-dashboard"],
            env=self.environment | environment,
            stdout=log,
            stderr=log,
            cwd=self.folder,
        )
        self._undo.callback(process.wait)
        self._undo.callback(process.kill)
        return process
