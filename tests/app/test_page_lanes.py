"""Lanes are chosen: in their titles, by the menu that adds one, by keyboard, in a link."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from app.race import run
from app.settings import RaceSettings
from tests.conftest import Watched

TWICE = {"lanes": ["bayes", "bayes.2"], "bayes.2.xi": 0.1}


def lanes_of(page: Page) -> list[str]:
    """The names of the lanes that stand on the page."""
    lanes: list[str] = page.locator(".lane").evaluate_all("all => all.map(e => e.dataset.lane)")
    return lanes


def wait_for_lanes(page: Page, *names: str) -> None:
    """Wait until these lanes stand there, and the page has drawn them."""
    expect(page.locator(".lane")).to_have_count(len(names))
    for i, name in enumerate(names):
        expect(page.locator(".lane").nth(i)).to_have_attribute("data-lane", name)
    expect(page.locator(".page[data-ready]")).to_have_count(1)


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def opened(watched: Watched, url: str, query: str, count: int = 3) -> Page:
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{url}?budget=60{query}")
    expect(page.locator(".page[data-ready]")).to_have_count(1)
    expect(page.locator(".lane")).to_have_count(count)
    return page


def test_a_title_changes_its_lane_and_all_else_stands(watched: Watched, app_url: str) -> None:
    page = opened(watched, app_url, "&minute=30&revealed=1&theme=dark")
    page.locator(".lane[data-lane=grid] .cast").select_option("bayes")
    wait_for_lanes(page, "bayes.2", "random", "bayes")
    expect(page.locator(".minute b")).to_have_text("30")
    expect(page.locator(".page")).to_have_attribute("data-theme", "dark")
    expect(page.locator("[data-do=reveal]")).to_have_attribute("aria-pressed", "true")
    page.wait_for_url("**lanes=bayes.2,random,bayes**")
    assert query_of(page)["minute"] == ["30"]
    race = run(RaceSettings(budget=60, lanes=["bayes.2", "random", "bayes"]))
    for lane in race.recording.lanes:
        done = int((lane.finish <= 30).sum())
        best = f"{lane.best[done - 1]:.3f}"
        expect(page.locator(f'.lane[data-lane="{lane.name}"] .best')).to_have_text(best)
    expect(page.locator(".lane").first.locator(".name")).to_contain_text("Bayesian search 2")
    form = page.locator("#settings form")
    expect(form.locator('[name="bayes.2.xi"]')).to_have_count(1)
    expect(form.locator("[name=order]")).to_have_count(0)
    assert watched.complaints == []


def test_lanes_are_added_up_to_four_and_removed_down_to_two(watched: Watched, app_url: str) -> None:
    page = opened(watched, app_url, "&lanes=random,sobol", 2)
    assert "-" not in page.locator(".cast").first.evaluate(
        "menu => [...menu.options].map(o => o.value)"
    )
    page.locator(".adding").select_option("sobol")
    wait_for_lanes(page, "random", "sobol", "sobol.2")
    page.locator(".lane[data-lane=random] .cast").select_option("+")
    wait_for_lanes(page, "random", "sobol", "sobol.2", "random.2")
    for menu in (page.locator(".adding"), page.locator(".cast").first):
        values = menu.evaluate("menu => [...menu.options].map(option => option.value)")
        assert "+" not in values
    assert "sobol" not in page.locator(".adding").evaluate("m => [...m.options].map(o => o.value)")
    page.locator(".lane[data-lane=sobol] .cast").select_option("-")
    wait_for_lanes(page, "random", "sobol.2", "random.2")
    page.locator('.lane[data-lane="random.2"] .cast').select_option("-")
    wait_for_lanes(page, "random", "sobol.2")
    # Nobody here keeps a model, and Inside says so, of whom one chooses; so does Why here?
    expect(page.locator(".unmodelled")).to_contain_text("no model")
    page.locator(".mind select").select_option("sobol.2")
    page.click("[data-do=why]")
    page.keyboard.press("End")
    finished = len(run(RaceSettings(budget=60, lanes=["random", "sobol.2"])).recording.lanes[1])
    told = f"of its {finished} trials so far are within a tenth"
    expect(page.locator(".why .reasons")).to_contain_text(told)
    assert watched.complaints == []


def test_a_ready_pair_races_one_searcher_twice_with_one_thing_changed(
    watched: Watched, app_url: str
) -> None:
    page = opened(watched, app_url, "&minute=60&seed=3")
    page.locator(".adding").select_option("ξ of 0 against 0.1")
    wait_for_lanes(page, "bayes", "bayes.2")
    page.wait_for_url("**bayes.2.xi=0.1**")
    race = run(RaceSettings(budget=60, seed=3, **TWICE))
    for lane in race.recording.lanes:
        best = page.locator(f'.lane[data-lane="{lane.name}"] .best')
        expect(best).to_have_text(f"{lane.best[-1]:.3f}")
    # Whose model is shown is chosen among the two.
    choice = page.locator(".mind select")
    expect(choice).to_have_value("bayes")
    belief = race.recording.lane("bayes.2").beliefs[-1]
    choice.select_option("bayes.2")
    expect(page.locator(".when")).to_contain_text(f"after {belief.trials} trials")
    page.locator("[data-do=table]").first.click()
    titles = page.locator("dialog.table tbody tr td:first-child").all_inner_texts()
    counts = [len(lane) for lane in race.recording.lanes]
    assert titles == ["Bayesian search"] * counts[0] + ["Bayesian search 2"] * counts[1]
    assert watched.complaints == []


def test_a_menu_is_reached_and_used_by_keyboard(watched: Watched, app_url: str) -> None:
    page = opened(watched, app_url, "&lanes=random,grid", 2)
    menu = page.locator(".lane[data-lane=random] .cast")
    menu.focus()
    expect(menu).to_be_focused()
    page.keyboard.type("Q")  # uasi-random search
    wait_for_lanes(page, "sobol", "grid")
    expect(page.locator(".lane[data-lane=sobol] .cast")).to_be_focused()


@pytest.mark.parametrize("query", ["&lock=lanes", "&hide=settings", "&embed=1"])
def test_a_link_takes_the_choice_away(watched: Watched, app_url: str, query: str) -> None:
    page = opened(watched, app_url, query)
    expect(page.locator(".cast").first).to_be_hidden()
    locked = query == "&lock=lanes"
    expect(page.locator(".adding")).to_be_visible(visible=locked)
    if locked:
        expect(page.locator(".adding")).to_be_disabled()


def test_a_wrong_lane_is_named_and_the_page_goes_on(watched: Watched, app_url: str) -> None:
    page = opened(watched, app_url, "&lanes=grid,hill&bayes.2.xi=0.1")
    assert lanes_of(page) == ["grid", "random", "bayes"]
    expect(page.locator("body")).to_contain_text("lanes must be 2 to 4 different lanes of")
    expect(page.locator("body")).to_contain_text("no lane bayes.2 races")


def test_playing_other_lanes_sends_nothing(watched: Watched, app_url: str) -> None:
    page = opened(watched, app_url, "&lanes=bayes,bayes.2,sobol&speed=4", 3)
    page.locator(".adding").select_option("grid")
    wait_for_lanes(page, "bayes", "bayes.2", "sobol", "grid")
    sent = len(watched.sent)
    page.locator("[data-do=run]").click()
    expect(page.locator(".minute b")).to_have_text("60")
    page.locator(".mind select").select_option("bayes.2")
    page.locator("[data-do=reveal]").click()
    assert len(watched.sent) == sent
    assert watched.complaints == []


def test_many_races_are_of_the_lanes_on_screen(watched: Watched, app_url: str) -> None:
    page = opened(watched, app_url, "&lanes=random,sobol&view=races&races=3", 2)
    expect(page.locator("output").filter(has_text="3 races, done")).to_be_visible()
    rows = page.locator(".spread tbody th").all_inner_texts()
    assert [row.strip() for row in rows] == ["Random", "Sobol", "Random ×2"]
    expect(page.locator(".outcome .compared li")).to_have_count(1)
    expect(page.locator(".outcome .compared li")).to_contain_text("uasi-random search")
    assert watched.complaints == []
