"""`python -m tests.torture NAME` runs the long form of that name and prints what it found."""

import importlib
import sys
from pathlib import Path


def main() -> None:
    """Runs it; without a known name, says which there are."""
    names = sorted(file.stem for file in Path(__file__).parent.glob("[a-z]*.py"))
    if sys.argv[1:2] == [] or sys.argv[1] not in names:
        raise SystemExit(f"python -m tests.torture {' | '.join(names)}")
    importlib.import_module(f"tests.torture.{sys.argv[1]}").main()


if __name__ == "__main__":
    main()
