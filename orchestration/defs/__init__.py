"""What exists: the assets, checks, job and schedule of a run, one module for each step."""
