"""Nothing is cut, covered or outside of the frame, at any width."""

from __future__ import annotations

import pytest

from tests.app.layouts import faults
from tests.conftest import Watched

WIDTHS = (320, 390, 760, 900, 1280, 1920)


@pytest.mark.parametrize(
    "query",
    ["minute=120", "minute=240&noise=0.03&revealed=1", "embed&minute=120", "embed&hide=maps,grid"],
)
def test_nothing_is_cut_covered_or_outside(watched: Watched, app_url: str, query: str) -> None:
    page = watched.open(f"{app_url}?{query}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640 if "embed" in query else 720})
        assert faults(page) == [], f"at {width} px"


def test_the_race_makes_room_for_the_settings(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?minute=120&noise=0.03")
    page.click("header [data-do=settings]")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 720})
        assert faults(page) == [], f"at {width} px"
