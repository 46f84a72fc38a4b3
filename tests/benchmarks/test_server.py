"""What a server has used of a core is told whole."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from psutil import Process

from benchmarks.server import Server

# Works in a thread that ends, says so, and waits.
WORK = """
import sys, threading, time
def work():
    while time.thread_time() < 0.2: pass
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(flush=True)
sys.stdin.read()
"""


@pytest.fixture
def process() -> Iterator["subprocess.Popen[bytes]"]:
    piped = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", WORK], stdin=piped, stdout=piped) as process:
        yield process


def test_the_time_of_threads_that_ended_is_not_lost(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdout is not None
    process.stdout.readline()
    assert Server(0, Process(process.pid)).spent() >= 0.2
