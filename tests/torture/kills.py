"""kill -9 while writing: what was acknowledged and is not there, and what is there by half."""

import time

from tests.support.killing import killed
from tests.torture.once import database

KILLS, CONTROL = 200, 20


def main() -> None:
    """Prints for each database what was lost, torn or unsound, beside the controls."""
    for kind in ("sqlite", "postgresql"):
        for how, kills in (("safe", KILLS), ("early", CONTROL), ("torn", CONTROL)):
            begun = time.perf_counter()
            with database(kind) as url:
                found = killed(url, kills, how)
            what = "as it is" if how == "safe" else f"control, {how}"
            print(
                f"{kind}: {what}: {kills} kills, {found.acknowledged} commits acknowledged, "
                f"{len(found.lost)} lost, {len(found.torn)} by half, {len(found.faults)} faults, "
                f"{time.perf_counter() - begun:.0f} s",
                flush=True,
            )
