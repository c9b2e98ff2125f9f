"""Write the sample company: `python -m ingestion.sample TARGET [SEED]`."""

from __future__ import annotations

import sys
from pathlib import Path

from ingestion.sample import write_sample


def main(target: str, seed: str = "7") -> None:
    """Write it below the folder `target` and print where."""
    folders = write_sample(Path(target), seed=int(seed))
    print(folders.drop, folders.truth, sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
