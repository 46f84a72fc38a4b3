"""What must happen at once when the process is asked to stop, before the server waits for it."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_ASKED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def on_leaving(tell: Callable[[], object]) -> Iterator[None]:
    """Calls `tell` when a signal to stop comes, then whoever has waited for it before.

    The server ends the lifespan only when all answers have ended: that is too late for one that
    ends only when it is told to. Signals reach the main thread alone; elsewhere nothing is done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {number: signal.getsignal(number) for number in _ASKED}

    def handle(number: int, frame: FrameType | None) -> None:
        tell()
        before = former[signal.Signals(number)]
        if callable(before):
            before(number, frame)

    for number in _ASKED:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, before in former.items():
            signal.signal(number, before)
