"""What `dg` and the Dagster web server load: everything in `defs/`, built when they ask for it.

A fresh clone has no parsed dbt project: it is parsed first. `dg check defs`, `dg dev`.
"""

import dagster as dg


@dg.definitions
def defs() -> dg.Definitions:
    """Assets, checks, the job `daily` and its schedule; the run is told by the environment."""
    from orchestration.lib.conductor import conduct
    from orchestration.lib.resources import run_from_environment
    from orchestration.lib.transformation import project_manifest

    return conduct(project_manifest(), run_from_environment)
