"""What goes wrong around the page: its tab, its frame, its browser, its address, its fields."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.notebook import show
from app.page.saved_page import saved_page
from app.race import run
from app.settings import RaceSettings
from tests.conftest import Watched

SMALL = RaceSettings(budget=60)


def minute(page: Page) -> float:
    """The minute that the page shows."""
    return float(page.locator("[name=minute]").input_value())


def test_a_race_waits_while_the_page_is_not_drawn(watched: Watched, app_url: str) -> None:
    watched.page.clock.install()
    page = watched.open(app_url)
    page.click("[data-do=run]")
    expect(page.locator(".minute b")).not_to_have_text("0")
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    before = minute(page)
    page.clock.fast_forward("10:00")  # as when a laptop is closed, or a tab is hidden
    page.clock.run_for(100)
    expect(page.locator(".run")).to_have_text("Pause")
    assert before < minute(page) < before + 10
    page.clock.resume()
    expect(page.locator(".minute b")).not_to_have_text(f"{minute(page):.0f}")


def test_the_systems_colours_are_followed_until_the_visitor_chooses(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(app_url)
    shown = page.locator(".page")
    expect(shown).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(shown).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(shown).to_have_attribute("data-theme", "light")
    page.click("[data-do=theme]")
    expect(shown).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light")
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(shown).to_have_attribute("data-theme", "dark")


def test_a_wish_for_less_motion_is_followed_while_the_race_runs(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(app_url)
    page.click("[data-do=run]")
    expect(page.locator(".minute b")).not_to_have_text("0")
    page.emulate_media(reduced_motion="reduce")
    moved = f"{minute(page):.0f}"
    expect(page.locator(".minute b")).not_to_have_text(moved)
    page.click("[data-do=run]")
    finishes = {float(m) for lane in run(RaceSettings()).recording.lanes for m in lane.finish}
    assert min(abs(minute(page) - finish) for finish in finishes) < 1e-6


def test_a_frame_that_may_not_save_is_not_told_that_it_did(watched: Watched, app_url: str) -> None:
    lecture = (
        '<link rel="icon" href="data:,"><iframe width="1200" height="680" '
        f'sandbox="allow-scripts allow-same-origin" src="{app_url}"></iframe>'
    )
    page = watched.page
    page.route("**/lecture", lambda route: route.fulfill(body=lecture, content_type="text/html"))
    page.goto(f"{app_url}/lecture")
    inside = page.frame_locator("iframe")
    inside.locator(".page[data-ready]").wait_for()
    inside.locator("header [data-do=share]").click()
    with page.expect_console_message(lambda message: "Download is disallowed" in message.text):
        inside.locator("[data-do=save-trials]").click()
    said = inside.locator(".share .said")
    expect(said).to_have_text("Handed to the browser as search-race-smooth-7.csv.")
    watched.complaints.clear()


WITHOUT_UNPACKING = "delete window.DecompressionStream"


@pytest.mark.parametrize("kind", ["served", "saved", "notebook"])
def test_a_browser_that_cannot_unpack_says_so_in_one_sentence(
    watched: Watched, app_url: str, tmp_path: Path, kind: str
) -> None:
    page = watched.page
    page.add_init_script(WITHOUT_UNPACKING)
    page.goto(opened_as(kind, app_url, tmp_path))
    place = page.frame_locator("iframe") if kind == "notebook" else page
    expect(place.get_by_role("alert")).to_have_text(
        "Search Race can’t open here: this browser is too old, it lacks DecompressionStream "
        "(Chrome and Edge have it since 80, Firefox since 113, Safari since 16.4)."
    )
    expect(place.locator(".page")).to_have_count(0)
    watched.complaints.clear()


@pytest.mark.parametrize("kind", ["served", "saved", "notebook"])
def test_a_browser_without_javascript_is_told_what_is_missing(
    browser: Browser, app_url: str, tmp_path: Path, kind: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(opened_as(kind, app_url, tmp_path))
    place = page.frame_locator("iframe") if kind == "notebook" else page
    expect(place.locator("noscript")).to_be_visible()
    assert "Search Race needs JavaScript" in place.locator("noscript").text_content()
    context.close()


def opened_as(kind: str, app_url: str, folder: Path) -> str:
    """The URL of the page in one of its forms."""
    if kind == "served":
        return app_url
    path = folder / f"{kind}.html"
    text = saved_page(SMALL) if kind == "saved" else show(budget=60)._repr_html_()
    path.write_text(
        f'<!doctype html><meta charset="utf-8">{text}' if kind == "notebook" else text,
        encoding="utf-8",
    )
    return path.as_uri()


def test_the_address_keeps_its_fragment(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?seed=3#exercise-2")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.search.includes('minute=')")
    assert page.evaluate("location.hash") == "#exercise-2"


def test_a_refused_seed_gives_way_to_the_one_that_stands(shared: Watched) -> None:
    page = shared.page
    page.fill("[name=seed]", "-3")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("“-3” isn’t possible")
    expect(page.locator("[name=seed]")).to_have_value("7")


@pytest.mark.parametrize(
    ("name", "refused", "stands"),
    [("budget", "9999", "240"), ("noise", "much", "0"), ("initial", "2.5", "5"), ("xi", "", "0")],
)
def test_a_refused_setting_gives_way_to_the_one_that_stands(
    shared: Watched, name: str, refused: str, stands: str
) -> None:
    page = shared.page
    page.click("header [data-do=settings]")
    page.fill(f".settings [name={name}]", refused)
    page.keyboard.press("Tab")
    expect(page.locator(f"#problem-{name}")).to_contain_text(f"“{refused}” isn’t possible")
    expect(page.locator(f".settings [name={name}]")).to_have_value(stands)
