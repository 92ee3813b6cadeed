import os
import subprocess
import sys
import threading
import time

import pytest

from coach.estimate.quiet import quiet
from tests.fakes.waiting import TIMEOUT_S

LOG = b"""INFO: Created TensorFlow Lite XNNPACK delegate for CPU.
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
W0000 00:00:1795345218.022781   10926 inference_feedback_manager.cc:114] Feedback manager requires a model
I0514 12:34:56.000000 1 gl_context.cc:357] GL version: 3.2
E0000 00:00:1795345218.1 2 graph.cc:1] failed
"""


def test_the_log_of_the_engine_is_suppressed(capfd):
    with quiet():
        os.write(2, LOG)
    assert capfd.readouterr().err == ""


def test_other_output_is_written(capfd):
    with quiet():
        os.write(2, b"one\n" + LOG + b"two, without an end")
    assert capfd.readouterr().err == "one\ntwo, without an end"


def test_output_is_normal_afterwards(capfd):
    with quiet():
        pass
    os.write(2, LOG)
    assert capfd.readouterr().err == LOG.decode()


def test_other_output_is_written_after_an_exception(capfd):
    def fail():
        with quiet():
            os.write(2, b"before\n" + LOG)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "before\nafter\n"


def test_more_than_a_pipe_buffer_is_captured(capfd):
    with quiet():
        for _ in range(1000):
            os.write(2, LOG)
    assert capfd.readouterr().err == ""


def test_concurrent_captures_restore_the_descriptor(capfd):
    first_in, first_out = threading.Event(), threading.Event()

    def first():
        with quiet():
            first_in.set()
            time.sleep(0.1)  # time for the second to enter, if it could
        first_out.set()

    def second():
        first_in.wait()
        with quiet():
            first_out.wait(TIMEOUT_S)

    threads = [threading.Thread(target=each) for each in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_no_descriptor_is_left_open():
    def lowest():
        with quiet():
            free = os.dup(0)
        os.close(free)
        return free

    assert len({lowest() for _ in range(50)}) == 1


def test_a_program_without_a_console_works():
    script = """if True:
        import os
        from coach.estimate.quiet import quiet
        os.close(2)
        with quiet():
            print("inside")
        """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "inside\n"
