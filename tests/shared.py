"""The folder of real files that are no part of this repository; what needs it skips without it."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("HILO_SHARED", ROOT.parent / "shared")).resolve()
