"""What the Share dialog saves, from the served page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.race import run
from app.race.trials import trials_csv
from app.settings import RaceSettings
from tests.conftest import Watched


def save(watched: Watched, button: str, folder: Path) -> Path:
    """Press a button of the dialog and return the file that the browser gets."""
    with watched.page.expect_download() as download:
        watched.page.click(f"[data-do={button}]")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_saved_web_page_shows_the_same_race_without_a_server(
    watched: Watched, app_url: str, tmp_path: Path
) -> None:
    page = watched.open(f"{app_url}?landscape=bumpy&seed=3&minute=100")
    best = page.locator(".lane[data-lane=bayes] .best").inner_text()
    page.click("[data-do=share]")
    path = save(watched, "save-page", tmp_path)
    watched.page.context.set_offline(True)
    page = watched.open(path.as_uri())
    expect(page.locator(".lane[data-lane=bayes] .best")).to_have_text(best)
    expect(page.locator("[name=minute]")).to_have_value("100")


def test_the_saved_table_is_the_one_that_python_writes(
    watched: Watched, app_url: str, tmp_path: Path
) -> None:
    page = watched.open(f"{app_url}?seed=3&budget=60")
    page.click("[data-do=share]")
    path = save(watched, "save-trials", tmp_path)
    assert path.read_bytes().decode() == trials_csv(run(RaceSettings(seed=3, budget=60)))


@pytest.mark.parametrize(("button", "start"), [("save-png", b"\x89PNG"), ("save-svg", b"<svg")])
def test_a_picture_is_saved(shared: Watched, tmp_path: Path, button: str, start: bytes) -> None:
    page = shared.page
    page.click("[data-do=share]")
    assert save(shared, button, tmp_path).read_bytes().startswith(start)
