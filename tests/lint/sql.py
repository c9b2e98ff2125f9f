"""Holds SQL to house style: sqlfluff in two processes, which share what dbt parsed.

Data flow: SQL files of some folders → compiled by dbt → parsed, held to `.sqlfluff` → a line for
each violation. It finds what `sqlfluff lint --processes 2` finds for half the time: that sends
every file to a process and every parsed tree back, and the garbage collector walks the trees
meanwhile. A file that dbt cannot compile fails here, and is left out there.
Alone: `python -m tests.lint.sql dbt_project/models dbt_project/tests`.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence

from sqlfluff.core import FluffConfig, Linter
from sqlfluff.core.errors import SQLFluffSkipFile
from sqlfluff.core.linter.discovery import paths_from_path

PROCESSES = 2


def main(folders: Sequence[str]) -> int:
    """0 when every file is in house style; 1, with what is wrong where, when one is not."""
    # A warehouse in memory for each process: to compile a model nothing must be in it.
    os.environ["HILO_WORKING_FILE"] = ":memory:"
    config = FluffConfig.from_root()
    linter = Linter(config=config)
    files = [file for folder in folders for file in paths_from_path(folder)]
    # dbt parses the project when it is asked for the order of the files.
    files = list(linter.templater.sequence_files(files, config=config))
    fork = multiprocessing.get_context("fork")
    processes = [
        fork.Process(target=_hold, args=(linter, config, files[first::PROCESSES]))
        for first in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return int(any(process.exitcode for process in processes))


def _hold(linter: Linter, config: FluffConfig, files: Sequence[str]) -> None:
    """Tell what is wrong with these files, and end with exit code 1 if anything is."""
    gc.freeze()
    gc.disable()
    has_failed = False
    for file in files:
        lines = list(_violations(linter, config, file))
        # The tree of a file is gone only when somebody looks for circles.
        gc.collect()
        has_failed = has_failed or bool(lines)
        sys.stdout.write("".join(lines))
        sys.stdout.flush()
    sys.exit(int(has_failed))


def _violations(linter: Linter, config: FluffConfig, file: str) -> Iterator[str]:
    try:
        rendered = linter.render_file(file, config)
    except SQLFluffSkipFile as skipped:
        yield f"{file}: {skipped}\n"
        return
    rules = linter.get_rulepack(config=rendered.config)
    linted = linter.lint_rendered(rendered, rules, fix=False, formatter=None)
    for found in linted.get_violations():
        place = f"{file}:{found.line_no}:{found.line_pos}"
        yield f"{place}: {found.rule_code()} {found.desc()}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
