"""Python's search for cycles, as a process is told to do it that answers requests."""

import gc


def pause() -> None:
    """Looks for none while the program is imported: a thousand modules make a million objects.

    All of them stay, and looking through them again and again takes a fifth of the start.
    """
    gc.disable()


def spare() -> None:
    """Leaves alone what is there by now, and looks at what is new less often.

    An answer makes some thousand short-lived objects. By default every 700 of them start a search
    for cycles, and some searches look at all that was imported: a fifth of the time of a page.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()
