"""The page for those who don't use a mouse or don't see the plots."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.race import run
from app.settings import RaceSettings
from tests.app.stage import Case, Stages
from tests.conftest import Watched


def findings(page: Page) -> list[str]:
    """What axe-core finds serious or critical."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['target']}"
        for v in violations
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(shared: Watched, theme: str) -> None:
    page = shared.page
    page.keyboard.press("End")
    if theme == "dark":
        page.click("[data-do=theme]")
    expect(page.locator(".page")).to_have_attribute("data-theme", theme)
    assert findings(page) == []


@pytest.mark.parametrize("tab", ["happened", "why", "what"])
def test_axe_finds_nothing_serious_in_what_stands_beside_the_maps(
    shared: Watched, tab: str
) -> None:
    """With a point that is pinned; the sliders of “What if?” too."""
    page = shared.page
    page.locator("[name=minute]").evaluate(
        "(range) => { range.value = 100; range.dispatchEvent(new Event('input')) }"
    )
    page.click(f"[data-do={tab}]")
    if tab != "happened":
        page.focus("[data-plot=map_ei]")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.locator(".story [data-do=release]")).to_be_visible()
    for theme in ("light", "dark"):
        expect(page.locator(".page")).to_have_attribute("data-theme", theme)
        assert findings(page) == []
        page.click("[data-do=theme]")


def test_axe_finds_nothing_serious_in_a_race_of_one_knob(stages: Stages) -> None:
    stage = stages("line")
    for case, tab in (
        (Case("line", 0), "why"),
        (Case("line", 60, theme="dark"), "what"),
        (Case("line", 90, revealed=True), "happened"),
    ):
        stage.put(case)
        stage.page.click(f"[data-do={tab}]")
        assert findings(stage.page) == []


def test_axe_finds_nothing_serious_in_a_frame(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?minute=120&embed")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".page")).to_have_attribute("data-theme", theme)
        assert findings(page) == []


@pytest.mark.parametrize("part", ["settings", "share", "glossary", "table"])
def test_axe_finds_nothing_serious_in_what_opens(shared: Watched, part: str) -> None:
    shared.page.keyboard.press("End")
    shared.page.locator(f"[data-do={part}]").first.click()
    assert findings(shared.page) == []


def test_axe_finds_nothing_serious_in_many_races(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?view=races&budget=60")
    page.fill("[name=races]", "6")
    page.click(".plan .start")
    expect(page.locator(".progress output")).to_have_text("6 races, done", timeout=60_000)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".page")).to_have_attribute("data-theme", theme)
        assert findings(page) == []


def test_every_control_is_reached_by_the_tab_key_and_shows_its_focus(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(app_url)
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        tag, name, outline = page.evaluate("""() => {
          let element = document.activeElement
          while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
          const shown = element.matches(".choice input") ? element.nextElementSibling : element
          const name = element.dataset.do ?? element.name
          return [element.tagName, name, getComputedStyle(shown).outlineStyle]
        }""")
        if tag == "BODY":
            break
        reached.add(name)
        assert outline != "none", f"the focus on {name} can't be seen"
    assert reached >= {
        *("landscape", "seed", "another", "reveal", "share", "settings", "glossary", "theme"),
        *("run", "restart", "back", "forward", "minute", "speed", "curve", "table"),
    }


def test_the_plots_say_in_words_what_they_show(shared: Watched) -> None:
    page = shared.page
    page.keyboard.press("End")
    lane = run(RaceSettings()).recording.lane("random")
    plot = page.locator("[data-plot=lane_random]")
    expect(plot).to_have_attribute("role", "img")
    label = plot.get_attribute("aria-label")
    assert f"{len(lane)} trials" in label
    assert f"{lane.best[-1]:.3f}" in label


def test_the_table_of_trials_follows_the_clock(shared: Watched) -> None:
    page = shared.page
    page.locator("[name=minute]").evaluate(
        "(range) => { range.value = 100; range.dispatchEvent(new Event('input')) }"
    )
    page.click("[data-do=table]")
    lanes = run(RaceSettings()).recording.lanes
    rows = page.locator("dialog.table tbody tr")
    expect(rows).to_have_count(sum(int((lane.finish <= 100).sum()) for lane in lanes))
    expect(rows.first).to_contain_text("Grid search")
    expect(rows.first).to_contain_text(f"{lanes[0].observed[0]:.4f}")
    page.keyboard.press("ArrowRight")
    expect(rows).to_have_count(1 + sum(int((lane.finish <= 100).sum()) for lane in lanes))
    page.keyboard.press("Escape")
    expect(page.locator("dialog.table")).to_be_hidden()
