"""A page of other lanes takes the place of the one that stands, and keeps what was open on it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.app.test_page_lanes import opened, wait_for_lanes
from tests.conftest import Watched


def test_what_was_open_and_chosen_stays(watched: Watched, app_url: str) -> None:
    page = opened(watched, app_url, "&lanes=bayes,bayes.2&minute=60", 2)
    page.locator(".mind select").select_option("bayes.2")
    page.click("header [data-do=settings]")
    page.locator("#settings [name=noise]").focus()
    page.locator(".adding").select_option("sobol")
    wait_for_lanes(page, "bayes", "bayes.2", "sobol")
    expect(page.locator(".mind select")).to_have_value("bayes.2")
    expect(page.locator("#settings")).to_be_visible()
    expect(page.locator("header [data-do=settings]")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#settings [name=noise]")).to_be_focused()
    # The lane whose model is shown goes, and so does the control that has the focus.
    page.locator('#settings [name="bayes.2.xi"]').focus()
    page.locator('.lane[data-lane="bayes.2"] .cast').select_option("-")
    wait_for_lanes(page, "bayes", "sobol")
    expect(page.locator(".mind .whose")).to_contain_text("Bayesian search")
    expect(page.locator("#settings")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#settings")).to_be_hidden()
    expect(page.locator("header [data-do=settings]")).to_be_focused()
