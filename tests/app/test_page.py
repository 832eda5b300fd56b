"""The page in a real browser: what a teacher and a student do with it."""

from __future__ import annotations

import math
import re

from playwright.sync_api import Page, expect

from app.page.front_end import module
from app.race import run
from app.settings import RaceSettings
from landscapes import REGISTRY
from landscapes.measured import SHIPPED
from tests.app.reading import SETTLE
from tests.app.shared import Shared
from tests.conftest import Watched

LANES = ("grid", "random", "bayes")


def minute(page: Page) -> float:
    """The minute that the page shows."""
    return float(page.locator("[name=minute]").input_value())


def scrub(page: Page, to: float) -> None:
    """Drag the clock to a minute."""
    page.locator("[name=minute]").evaluate(
        "(range, to) => { range.value = to; range.dispatchEvent(new Event('input')) }", to
    )


def best(page: Page, lane: str) -> str:
    """The best score that a lane shows."""
    return page.locator(f".lane[data-lane={lane}] .best").inner_text()


def race_on(page: Page) -> int:
    """How many recordings the page has shown: waiting for the next one is waiting for a race."""
    return int(page.locator(".page").get_attribute("data-ready"))


def wait_for_race(page: Page, number: int) -> None:
    expect(page.locator(".page")).to_have_attribute("data-ready", str(number))


def plot_colours(page: Page, plot: str) -> int:
    """How many different colours a plot's canvas shows."""
    return page.locator(f"[data-plot={plot}]").evaluate(
        """(element) => {
          const find = (node) => {
            const canvas = node.querySelector?.("canvas")
            if (canvas) return canvas
            for (const child of node.querySelectorAll("*")) {
              const found = child.shadowRoot && find(child.shadowRoot)
              if (found) return found
            }
          }
          const {width, height} = find(element)
          const copy = Object.assign(document.createElement("canvas"), {width, height})
          const context = copy.getContext("2d", {willReadFrequently: true})
          context.drawImage(find(element), 0, 0)
          const {data} = context.getImageData(0, 0, width, height)
          return new Set(new Uint32Array(data.buffer)).size
        }"""
    )


def test_the_page_opens_with_the_race_of_the_default_settings(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(app_url)
    expect(page.locator("h1")).to_have_text("Search Race")
    expect(page.locator(".minute")).to_contain_text("0 of 240")
    for lane in LANES:
        assert best(page, lane) == "–"
    expect(page.locator(".unmodelled")).to_be_visible()
    for plot in ("lane_grid", "lane_random", "lane_bayes", "curve_score", "map_mean"):
        assert plot_colours(page, plot) > 5, f"{plot} is blank"


def test_the_page_asks_no_other_server_for_anything(
    shared: Watched, one_page: Shared, app_url: str
) -> None:
    shared.page.click("[data-do=reveal]")
    host = app_url.removesuffix("/app")
    assert f"{host}/app" in one_page.asked
    assert [url for url in one_page.asked if not url.startswith(host)] == []


def test_the_page_runs_the_very_program_that_a_saved_page_has(shared: Watched) -> None:
    page = shared.page
    run_there = page.evaluate("""() => {
      const models = Bokeh.documents.flatMap((document) => [...document.all_models])
      return models.filter((model) => model.esm).map((model) => model.compiled)
    }""")
    assert run_there == [module("sources/panel")]


def test_the_end_of_the_race_shows_what_the_code_computes(shared: Watched) -> None:
    page = shared.page
    page.keyboard.press("End")
    recording = run(RaceSettings()).recording
    for lane in LANES:
        assert best(page, lane) == f"{recording.lane(lane).best[-1]:.3f}"
        stats = page.locator(f".lane[data-lane={lane}] .stats").inner_text()
        assert stats.startswith(f"{len(recording.lane(lane))} trials")
    expect(page.locator(".story .lines")).to_contain_text("This was one race")


def test_mid_race_the_page_shows_the_trials_that_have_finished(shared: Watched) -> None:
    page = shared.page
    scrub(page, 100)
    for lane in LANES:
        recorded = run(RaceSettings()).recording.lane(lane)
        done = int((recorded.finish <= 100).sum())
        assert best(page, lane) == f"{recorded.best[done - 1]:.3f}"
        expect(page.locator(f".lane[data-lane={lane}] .stats")).to_contain_text(f"{done} trials")
    belief = run(RaceSettings()).recording.lane("bayes")
    number = int((belief.finish <= 100).sum())
    expect(page.locator(".mind .when")).to_contain_text(f"after {number} trials")
    for plot in ("map_mean", "map_sd", "map_ei"):
        assert plot_colours(page, plot) > 30, f"{plot} shows no map"


def test_playing_runs_to_the_end_without_a_message_to_the_server(shared: Watched) -> None:
    page = shared.page
    page.select_option("[name=speed]", "4")
    before = len(shared.sent)
    page.click("[data-do=run]")
    expect(page.locator(".run")).to_have_text("Pause")
    expect(page.locator(".run")).to_have_text("Run again", timeout=60_000)
    assert minute(page) == 240
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowLeft", "End"):
        page.keyboard.press(key)
    scrub(page, 33)
    page.click("[data-do=reveal]")
    page.click("[data-do=curve]")
    assert shared.sent[before:] == []


def test_pausing_holds_the_minute_and_going_on_moves_it(shared: Watched) -> None:
    page = shared.page
    page.keyboard.press(" ")
    expect(page.locator(".minute b")).not_to_have_text("0")
    page.keyboard.press(" ")
    held = minute(page)
    expect(page.locator(".run")).to_have_text("Go on")
    page.keyboard.press(" ")
    expect(page.locator(".minute b")).not_to_have_text(f"{held:.0f}")
    assert minute(page) > held


def test_steps_stand_where_trials_finish(shared: Watched) -> None:
    page = shared.page
    finishes = sorted(
        {float(m) for lane in run(RaceSettings()).recording.lanes for m in lane.finish}
    )
    for expected in finishes[:4]:
        page.keyboard.press("ArrowRight")
        assert math.isclose(minute(page), expected, abs_tol=1e-6)
    page.click("[data-do=back]")
    assert math.isclose(minute(page), finishes[2], abs_tol=1e-6)
    page.click("[data-do=restart]")
    assert minute(page) == 0


def test_the_landscape_is_revealed_and_covered_again(shared: Watched) -> None:
    page = shared.page
    covered = plot_colours(page, "lane_random")
    page.click("[data-do=reveal]")
    expect(page.locator("[data-do=reveal]")).to_have_text("Cover landscape")
    for lane in LANES:
        assert wait_for_colours(page, f"lane_{lane}", more_than=covered + 50)
    page.keyboard.press("r")
    expect(page.locator("[data-do=reveal]")).to_have_attribute("aria-pressed", "false")


def wait_for_colours(page: Page, plot: str, more_than: int) -> bool:
    """Whether a plot comes to show more colours than that: painting follows a frame later."""
    for _ in range(100):
        if plot_colours(page, plot) > more_than:
            return True
        page.evaluate("new Promise(requestAnimationFrame)")
    return False


def test_another_landscape_is_another_race(watched: Watched, app_url: str) -> None:
    page = watched.open(app_url)
    families = {"bumpy": "Bumpy", "one-knob": "One knob matters"}
    for number, (name, title) in enumerate(families.items(), start=2):
        page.keyboard.press("End")
        page.click(f"text={title}")
        wait_for_race(page, number)
        assert minute(page) == 0
        page.keyboard.press("End")
        assert_shows(page, RaceSettings(landscape=name))


def test_a_new_landscape_has_another_seed(watched: Watched, app_url: str) -> None:
    page = watched.open(app_url)
    page.click("[data-do=another]")
    wait_for_race(page, 2)
    assert page.locator("[name=seed]").input_value() != "7"


SETTINGS = [
    ("budget", "120", 120),
    ("cost", "constant", "constant"),
    ("noise", "0,03", 0.03),  # many write a decimal comma
    ("order", "shuffled", "shuffled"),
    ("placement", "edges", "edges"),
    ("initial", "8", 8),
    ("xi", "0.05", 0.05),
]
OF_ONE_LANE = ("order", "placement", "initial", "xi")


def test_each_setting_changes_the_race_at_once(watched: Watched, app_url: str) -> None:
    page = watched.open(app_url)
    changed: dict[str, object] = {}
    for number, (name, text, value) in enumerate(SETTINGS, start=2):
        heard = len(watched.received)
        page.keyboard.press("End")
        page.click("header [data-do=settings]")
        change(page, name, text)
        wait_for_race(page, number)
        page.keyboard.press("Escape")
        page.keyboard.press("End")
        changed[name] = value
        assert_shows(page, RaceSettings(**changed))
        parts = [part for part in watched.received[heard:] if isinstance(part, bytes)]
        lanes = 1 if name in OF_ONE_LANE else 3
        assert len(parts) == 1 + lanes, name  # of the recording: what all have, and a lane each


def change(page: Page, name: str, text: str) -> None:
    """Set a control of the settings form as a person does."""
    control = page.locator(f".settings [name={name}]")
    if control.evaluate("(element) => element.tagName") == "SELECT":
        control.select_option(text)
    else:
        control.fill(text)
        control.press("Tab")


def assert_shows(page: Page, settings: RaceSettings) -> None:
    """Assert that the page shows the final scores and trials of the race of these settings."""
    for recorded in run(settings).recording.lanes:
        lane = page.locator(f".lane[data-lane={recorded.name}]")
        expect(lane.locator(".best")).to_contain_text(f"{recorded.best[-1]:.3f}")
        expect(lane.locator(".stats")).to_contain_text(f"{len(recorded)} trials")


def test_lengthscales_can_be_fixed_by_hand(watched: Watched, app_url: str) -> None:
    page = watched.open(app_url)
    page.click("header [data-do=settings]")
    expect(page.locator(".settings [name=ell1]")).to_be_disabled()
    change(page, "lengthscales", "fixed")
    wait_for_race(page, 2)
    change(page, "ell1", "0.05")
    wait_for_race(page, 3)
    page.keyboard.press("Escape")
    page.keyboard.press("End")
    expect(page.locator(".mind .when")).to_contain_text("lengthscales 0.050, 0.30")
    assert_shows(page, RaceSettings(lengthscales="fixed", ell1=0.05))


def test_a_bad_setting_is_refused_beside_its_control(watched: Watched, app_url: str) -> None:
    page = watched.open(app_url)
    page.click("header [data-do=settings]")
    change(page, "budget", "9999")
    problem = page.locator("#problem-budget")
    expect(problem).to_contain_text("from 30 to 360")
    expect(page.locator(".settings [name=budget]")).to_have_value("240")
    change(page, "budget", "zwölf")
    expect(problem).to_contain_text("whole number")
    change(page, "budget", "120")
    wait_for_race(page, 2)
    expect(problem).to_have_text("")


def test_a_bad_seed_is_refused_and_the_race_stands(shared: Watched) -> None:
    page = shared.page
    page.fill("[name=seed]", "-3")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("from 0 to 999999")
    assert race_on(page) == 1


def test_further_landscapes_stand_in_a_menu_beside_the_first_three(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(f"{app_url}?budget=60")
    menu = page.locator(".choice select")
    assert page.locator(".choice input").count() == 3
    listed = menu.evaluate("menu => [...menu.options].slice(1).map((o) => [o.text, o.value])")
    families = [[f.title, f.key] for f in REGISTRY.values()][3:]
    assert listed == families + [[one.title, one.key] for one in SHIPPED.values()]
    assert menu.locator("optgroup").get_attribute("label") == "Measured"
    menu.select_option("plateau")
    wait_for_race(page, 2)
    expect(page).to_have_url(re.compile(r"\?landscape=plateau&"))
    expect(page.locator(".choice input:checked")).to_have_count(0)
    page.click("[data-do=another]")
    wait_for_race(page, 3)
    expect(menu).to_have_value("plateau")
    page.locator(".choice [value=bumpy]").dispatch_event("click")
    wait_for_race(page, 4)
    expect(menu).to_have_value("")


def test_a_bad_url_opens_with_what_was_valid(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?landscape=bumpy&seed=1e9&budget=true&colour=<script>x</script>")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("seed must be a whole number from 0 to 999999")
    expect(notice).to_contain_text("budget must be a whole number from 30 to 360")
    expect(notice).to_contain_text("colour")
    expect(page.locator(".choice [value=bumpy]")).to_be_checked()
    assert page.locator("[name=seed]").input_value() == "7"
    page.click("[data-do=dismiss]")
    expect(notice).to_be_hidden()


def test_the_server_checks_what_a_browser_sends(watched: Watched, app_url: str) -> None:
    page = watched.open(app_url)
    page.evaluate("""() => {
      // A browser whose form lets everything pass.
      const find = (node) => {
        for (const element of node.querySelectorAll("*")) {
          if (element.matches("form.settings")) return element
          const found = element.shadowRoot && find(element.shadowRoot)
          if (found) return found
        }
      }
      const select = find(document).elements.cost
      select.add(new Option("free", "free"))
      select.value = "free"
      select.dispatchEvent(new Event("change"))
    }""")
    expect(page.locator(".notice")).to_contain_text("cost must be one of varying, constant")
    assert race_on(page) == 1
    expect(page.locator(".settings [name=cost]")).to_have_value("varying")


def test_hovering_a_trial_tells_all_about_it(shared: Watched) -> None:
    page = shared.page
    page.keyboard.press("End")
    lane = run(RaceSettings()).recording.lane("grid")
    number = len(lane) // 2
    frame = page.locator("[data-plot=lane_grid]").evaluate(
        """(element, [x, y]) => {
          const {frame} = Bokeh.index.roots.find((view) => view.model.name === "lane_grid")
          const {left, top} = element.getBoundingClientRect()
          return {left, top, x: frame.x_scale.compute(x), y: frame.y_scale.compute(y)}
        }""",
        lane.x[number].tolist(),
    )
    page.mouse.move(frame["left"] + frame["x"], frame["top"] + frame["y"])
    tip = page.locator(".tip")
    expect(tip).to_contain_text(f"Trial {number + 1}")
    expect(tip).to_contain_text(f"score {lane.observed[number]:.4f}")
    expect(tip).to_contain_text("learning rate")
    expect(tip).to_contain_text(f"finished at minute {lane.finish[number]:.1f}")


def test_the_curve_switches_to_regret(shared: Watched) -> None:
    page = shared.page
    page.keyboard.press("End")
    page.keyboard.press("r")
    page.click("[data-do=curve]")
    expect(page.locator("[data-plot=curve_regret]")).to_be_visible()
    expect(page.locator("[data-plot=curve_score]")).to_be_hidden()
    assert wait_for_colours(page, "curve_regret", more_than=5)


def test_the_glossary_is_one_click_away(shared: Watched) -> None:
    page = shared.page
    page.click("[data-do=glossary]")
    dialog = page.locator("dialog.glossary")
    for word in ("Trial", "Budget", "θ", "f(θ)", "GP", "EI", "Incumbent", "regret"):
        expect(dialog).to_contain_text(word)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_nothing_overflows_the_window(watched: Watched, app_url: str) -> None:
    page = watched.open(app_url)
    page.keyboard.press("End")
    for width, height in [(1280, 720), (1920, 1080), (390, 844)]:
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            expect(page.locator(".page")).to_have_attribute("data-theme", theme)
            page.evaluate(SETTLE)
            wide, high = page.evaluate(
                "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
            )
            assert wide == width
            if width >= 1280:
                assert high == height
                lines = page.locator(".story .lines")
                assert lines.evaluate("(box) => box.scrollHeight <= box.clientHeight + 1")


def test_the_theme_switches_without_a_new_race(shared: Watched) -> None:
    page = shared.page
    scrub(page, 90)
    page.click("[data-do=theme]")
    expect(page.locator(".page")).to_have_attribute("data-theme", "dark")
    assert minute(page) == 90
    assert race_on(page) == 1


def test_the_text_in_the_page_names_no_winner_before_the_race(shared: Watched) -> None:
    page = shared.page
    text = page.locator(".page").inner_text()
    assert not re.search(r"\b(wins|beats|better than|passed)\b", text)
