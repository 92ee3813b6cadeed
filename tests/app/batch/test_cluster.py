"""Videos on a cluster: the same results even if workers are lost, and no remains on the workers."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coach.app.batch import cluster as cluster_client
from coach.app.batch import remote
from coach.app.batch.task import Task
from coach.cli import main
from coach.errors import CoachError, SourceError
from coach.store.arrays import write_arrays
from tests.fakes.cluster import ENDLESS, Cluster
from tests.fakes.skeleton import RepScript, perform

MOVE = ("--move", "hip-abduction")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def script():
    return perform("hip-abduction", [RepScript("left", hold_s=2.0)], fps=12.5).moments


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with Cluster(tmp_path_factory.mktemp("cluster")) as started:
        started.worker("first", **ENDLESS)
        yield started


@pytest.fixture
def folder(tmp_path, script):
    kept = tmp_path / "kept"
    kept.mkdir()
    for name in ("a.npz", "$(rm -rf *)'\"\n.npz", "c.npz"):
        write_arrays(kept / name, script)
    (kept / "b.mp4").write_bytes(b"no video")
    return kept


def words(folder, *more):
    return ["check", *sorted(map(str, folder.iterdir())), *MOVE, *more]


def coach(*words, **options):
    """The program in a process of its own, as Dask's threads stay until the end of one."""
    return subprocess.Popen(
        [sys.executable, "-m", "coach", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


@pytest.mark.slow
def test_the_results_are_those_of_this_machine_and_nothing_stays_on_the_worker(capfd, tmp_path, folder, cluster):
    here, there = tmp_path / "here.json", tmp_path / "there.json"
    assert main(words(folder, "--json", str(here))) == SourceError.exit_code
    output = capfd.readouterr()
    running = coach(*words(folder, "--json", str(there), "--cluster", cluster.address, "--insecure"))
    out, err = running.communicate()
    assert running.returncode == SourceError.exit_code
    assert there.read_text() == here.read_text()
    assert out == output.out
    assert err == f"coach: sending the videos to the cluster at {cluster.address}\n" + output.err
    assert not cluster.guests("first")


LISTENING = """
import sys
def hook(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo"):
        print("SOCKET", event, *(arguments[1] if event != "socket.getaddrinfo" else arguments), file=sys.stderr)
sys.addaudithook(hook)
from coach.app.batch import cluster as cluster_client
from coach.app.batch import remote
from coach.app.batch.task import Task
from coach.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow
def test_this_machine_connects_to_the_address_given_and_to_nothing_else(folder, cluster):
    asked = words(folder, "--cluster", cluster.address, "--insecure")
    done = subprocess.run(
        [sys.executable, "-c", LISTENING, *asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    sockets = [line.split()[1:] for line in done.stderr.splitlines() if line.startswith("SOCKET")]
    host, _, port = cluster.address.removeprefix("tcp://").rpartition(":")
    used = {tuple(words[:3]) for words in sockets if words[0] != "socket.getaddrinfo"}
    assert used == {("socket.connect", host, port)}
    assert {words[1] for words in sockets} == {host}  # no other name is looked up either


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_worker_that_is_killed_costs_no_video(tmp_path, folder, script):
    with Cluster(tmp_path) as cluster:
        deadly = cluster.worker("first", **ENDLESS)
        write_arrays(folder / "endless.npz", script)
        here, there = tmp_path / "here.json", tmp_path / "there.json"
        main(words(folder, "--json", str(here)))
        running = coach(*words(folder, "--json", str(there), "--cluster", cluster.address, "--insecure"))
        cluster.wait_for(lambda: cluster.guests("first"))  # it is at work
        deadly.send_signal(signal.SIGKILL)
        cluster.worker("second")
        _, err = running.communicate()
        assert (running.returncode, err.count("\n")) == (SourceError.exit_code, 2), err
        assert there.read_text() == here.read_text()
        assert not cluster.guests("second")


def test_a_dead_worker_that_is_still_listed_gets_a_video_only_once(monkeypatch, folder):
    listed = iter([{"dead": 1}] * 4)

    class Client:
        """A scheduler that keeps listing a dead worker until another one comes."""

        def nthreads(self):
            return next(listed, {"dead": 1, "alive": 1})

        def run(self, function, *arguments, workers, **options):
            (worker,) = workers
            if function is remote.setup:
                return {worker: remote.setup(None)}
            sent.append(worker)
            raise OSError(f"{worker} is gone")

        def close(self, timeout):
            pass

    sent: list[str] = []
    monkeypatch.setattr(cluster_client, "_connect", lambda address: Client())
    monkeypatch.setattr(cluster_client, "_ASK_S", 0.01)
    monkeypatch.setattr(cluster_client, "_WORKERS_S", 0.1)
    task = Task(str(folder / "a.npz"))
    ((_, outcome),) = cluster_client.check_on_cluster([task], address="tcp://127.0.0.1:1", insecure=True)
    assert "3 workers were lost" in str(outcome)
    assert sent[:2] == ["dead", "alive"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_ctrl_c_leaves_nothing_on_the_worker(tmp_path, script, cluster):
    write_arrays(tmp_path / "endless.npz", script)
    running = coach("check", str(tmp_path / "endless.npz"), *MOVE, "--cluster", cluster.address, "--insecure")
    cluster.wait_for(lambda: cluster.guests("first"))
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert running.returncode == 130
    assert err.splitlines()[1:] == ["coach: stopped; 0 of 1 videos are done"]
    cluster.wait_for(lambda: not cluster.guests("first"))


@pytest.mark.slow
def test_a_worker_with_another_setup_is_refused(tmp_path, folder):
    with Cluster(tmp_path) as cluster:
        (tmp_path / "other.task").write_bytes(b"another model")
        cluster.worker("first", COACH_MODEL=str(tmp_path / "other.task"))
        running = coach(*words(folder, "--cluster", cluster.address, "--insecure"))
        out, err = running.communicate()
    assert running.returncode == CoachError.exit_code
    assert out == ""
    assert "has another pose model than this machine" in err


def test_an_unreachable_cluster_is_reported_in_one_line(capsys, monkeypatch, folder):
    monkeypatch.setattr("coach.app.batch.cluster._CONNECT_S", 0.2)
    assert main(words(folder, "--cluster", "tcp://127.0.0.1:1", "--insecure")) == CoachError.exit_code
    assert "no cluster answers at tcp://127.0.0.1:1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--cluster", "tcp://10.0.0.5:8786"], "is not encrypted"),
        (["--cluster", "10.0.0.5:8786"], "is not encrypted"),
        (["--cluster", "cluster"], "is the address of a Dask scheduler"),
        (["--cluster", "http://10.0.0.5:8786"], "is the address of a Dask scheduler"),
        (["--cluster", "tls://a:1;b:2"], "is the address of a Dask scheduler"),
        (["--insecure"], "--insecure needs --cluster"),
        (["--cluster", "tls://a:1", "--jobs", "2"], "--jobs has no effect on a cluster"),
        (["--cluster", "tls://a:1", "--record", "x.rec"], "--record does not work with --cluster"),
    ],
)
def test_invalid_options_are_refused_before_anything_is_sent(capsys, folder, more, why):
    assert main(words(folder, *more)) == 2
    assert why in capsys.readouterr().err


def test_without_the_extra_the_command_to_install_it_is_printed(capsys, monkeypatch, folder):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(words(folder, "--cluster", "tls://127.0.0.1:1")) == CoachError.exit_code
    assert "pip install 'coach[cluster]'" in capsys.readouterr().err


def test_dask_is_imported_only_on_request(folder):
    asked = ["check", str(folder / "a.npz"), *MOVE]
    code = f"import sys, coach.cli; coach.cli.main({asked}); sys.exit('distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0
