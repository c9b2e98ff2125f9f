"""Colours and figure settings that every report shares."""

from __future__ import annotations

from typing import Any

INK = "#1f2a37"
MUTED = "#6b7280"
RULE = "#e5e7eb"
PAPER = "#ffffff"
UNDER = "#b45309"  # money that was not asked for
OVER = "#1d4ed8"  # money that was asked for too much
BUCKETS = ("#0f766e", "#65a30d", "#ca8a04", "#ea580c", "#b91c1c", "#94a3b8")
# What moves recurring revenue, in the order in which it is told.
MOVEMENTS = {
    "new": "#0f766e",
    "reactivation": "#65a30d",
    "expansion": "#1d4ed8",
    "index": "#a78bfa",
    "fx": "#94a3b8",
    "contraction": "#ea580c",
    "churn": "#b91c1c",
}
GAINED, LOST = MOVEMENTS["new"], MOVEMENTS["churn"]

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif"

LAYOUT: dict[str, Any] = {
    "font": {"family": FONT, "size": 13, "color": INK},
    "paper_bgcolor": PAPER,
    "plot_bgcolor": PAPER,
    "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
    "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    "bargap": 0.35,
    "hoverlabel": {"font": {"family": FONT}},
}
CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True}
