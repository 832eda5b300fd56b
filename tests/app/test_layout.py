"""Nothing is cut, covered or outside of the frame, at any width."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from app.digits import fixed
from app.race import run
from app.settings import RaceSettings
from tests.app.layouts import faults
from tests.app.reading import SETTLE, colour_at, element, frame, pointed_at
from tests.conftest import Watched

WIDTHS = (320, 390, 760, 900, 1280, 1920)


def fits(page: Page, height: int = 720) -> None:
    """Assert that nothing is wrong with the page at any of the widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        assert faults(page) == [], f"at {width} px"


def test_nothing_is_cut_covered_or_outside(shared: Watched) -> None:
    scrub(shared.page, 120)
    fits(shared.page)


def test_nothing_is_with_noise_nor_beside_the_settings(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?minute=240&noise=0.03&revealed=1")
    fits(page)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.click("[data-do=reveal]")
    scrub(page, 120)
    page.click("header [data-do=settings]")
    fits(page)


@pytest.mark.parametrize("query", ["embed&minute=120", "embed&hide=maps,grid"])
def test_nothing_is_in_a_frame(watched: Watched, app_url: str, query: str) -> None:
    fits(watched.open(f"{app_url}?{query}"), height=640)


PHONE = {"width": 390, "height": 844}


def scrub(page: Page, to: float) -> None:
    """Drag the clock to a minute."""
    page.locator("[name=minute]").evaluate(
        "(range, to) => { range.value = to; range.dispatchEvent(new Event('input')) }", to
    )


def on_a_phone(shared: Watched, minute: float = 0) -> Page:
    """The page of the default race at a minute, in a phone's window."""
    shared.page.set_viewport_size(PHONE)
    scrub(shared.page, minute)
    shared.page.evaluate(SETTLE)
    return shared.page


def test_on_a_phone_nothing_jumps_while_the_race_runs(shared: Watched) -> None:
    assert places_on_the_way(on_a_phone(shared), 16) == 1


def test_nor_does_it_where_noise_is_told(watched: Watched, app_url: str) -> None:
    watched.page.set_viewport_size(PHONE)
    page = watched.open(f"{app_url}?landscape=bumpy&seed=3&noise=0.03&revealed=1")
    assert places_on_the_way(page, 12) == 1


def places_on_the_way(page: Page, step: int) -> int:
    """How many different layouts are seen at minutes so far apart."""
    seen = set()
    for minute in range(0, 241, step):
        scrub(page, minute)
        boxes = page.locator(".lane .plot, .curve .plot, .story, .mind, .transport").evaluate_all(
            "(parts) => parts.map((part) => Object.values(part.getBoundingClientRect().toJSON()))"
        )
        seen.add(str(boxes))
    return len(seen)


def test_on_a_phone_lanes_and_curve_are_seen_together(shared: Watched) -> None:
    page = on_a_phone(shared, 60)
    bottom = page.locator(".transport").bounding_box()["y"]
    lanes = [page.locator(f"[data-plot=lane_{key}]").bounding_box() for key in ("grid", "bayes")]
    curve = page.locator("[data-plot=curve_score]").bounding_box()
    assert lanes[0]["y"] == lanes[1]["y"]
    assert curve["y"] + curve["height"] < bottom


def small_controls(page: Page) -> list[str]:
    """What fingers can touch and is smaller than a finger."""
    controls = page.locator(
        ".stage :is(button:not(.term), select, input:not([type=radio]), .choice span)"
    )
    small: list[str] = controls.evaluate_all("""(controls) => controls
      .filter((control) => control.checkVisibility())
      .map((control) => [control.textContent.trim(), control.getBoundingClientRect()])
      .filter(([, {width, height}]) => width < 43.5 || height < 43.5)
      .map(([name]) => name)""")
    return small


def test_what_fingers_touch_is_large_enough(shared: Watched) -> None:
    page = on_a_phone(shared, 60)
    page.click(".more")
    assert small_controls(page) == []
    page.click(".more")


def test_what_fingers_touch_in_a_frame_is_large_enough(watched: Watched, app_url: str) -> None:
    watched.page.set_viewport_size(PHONE)
    assert small_controls(watched.open(f"{app_url}?minute=60&embed")) == []


@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 560}], ids=["phone", "small"])
@pytest.mark.parametrize("dialog", ["table", "share", "glossary"])
def test_dialogs_fit_into_the_window(shared: Watched, dialog: str, size: dict[str, int]) -> None:
    page = shared.page
    page.set_viewport_size(size)
    scrub(page, 240)
    page.locator(f"[data-do={dialog}]").first.dispatch_event("click")
    box = page.locator(f"dialog.{dialog}").bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    assert box["y"] + box["height"] <= size["height"]
    page.locator(f"dialog.{dialog} [data-do=close]").click()
    expect(page.locator(f"dialog.{dialog}")).to_be_hidden()


@pytest.fixture(scope="module")
def phone(browser: Browser, app_url: str) -> Iterator[Page]:
    """The page of the default race in a phone's window, under fingers."""
    with browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) as context:
        context.set_default_timeout(30_000)
        watched = Watched(context.new_page())
        yield watched.open(f"{app_url}?minute=100")
    assert watched.complaints == []


def test_a_tap_tells_of_a_trial_and_makes_its_lane_large(phone: Page) -> None:
    page = phone
    lane = run(RaceSettings()).recording.lane("random")
    number = 3
    small = page.locator("[data-plot=lane_random]").bounding_box()["width"]
    column, row = frame(page, "lane_random").spots([lane.x[number]])[0]
    page.touchscreen.tap(column, row)
    expect(page.locator(".tip")).to_contain_text(f"score {lane.observed[number]:.4f}")
    expect(page.locator(".tip")).to_contain_text(f"Trial {number + 1},")
    page.wait_for_function(
        """(small) => {
          const {frame, el} = Bokeh.index.roots.find((view) => view.model.name === "lane_random")
          return el.clientWidth > 2 * small && frame.bbox.width > small
        }""",
        arg=small,
    )
    box = page.locator("[data-plot=lane_random]").bounding_box()
    page.touchscreen.tap(box["x"] + 3, box["y"] + 3)
    expect(page.locator(".tip")).to_be_hidden()
    page.wait_for_function(
        """(small) => Bokeh.index.roots.find((view) => view.model.name === "lane_random")
          .el.clientWidth === small""",
        arg=round(small),
    )


def test_a_finger_drags_the_point_over_one_map_above_a_sheet(phone: Page) -> None:
    """The point stands above the finger, which would hide it; the sheet says what Python says."""
    page = phone
    page.tap("[data-do=why]")
    page.tap("[data-shows=mean]")
    page.evaluate(SETTLE)
    lane = run(RaceSettings()).recording.lane("bayes")
    belief = lane.beliefs[int((lane.finish <= 100).sum())]
    place = frame(page, "map_mean")
    start, end = place.spot(0.5, 0.6), place.spot(0.31, 0.84)
    fingers = page.context.new_cdp_session(page)
    now = time.time()
    for kind, seconds, points in (
        ("touchStart", 0.0, [start]),
        ("touchMove", 0.1, [((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)]),
        ("touchMove", 0.2, [end]),
        ("touchEnd", 1.2, []),  # it rested: what is flung would swallow the next tap
    ):
        touches = [{"x": int(x), "y": int(y) + ABOVE} for x, y in points]
        about = {"type": kind, "touchPoints": touches, "timestamp": now - 1.2 + seconds}
        fingers.send("Input.dispatchTouchEvent", about)
    x = pointed_at(page, "map_mean", int(end[0]), int(end[1]))
    mean, sd = belief.gp.predict(np.array(x))
    mean, sd = belief.units.offset + belief.units.scale * mean, belief.units.scale * sd
    said = f"expects {fixed(float(mean), 3)} ± {fixed(float(sd), 3)}; best so far"
    expect(page.locator(".why .reasons")).to_contain_text(said)
    expect(page.locator(".why .aloud")).to_contain_text(said)  # the finger pinned it
    assert page.evaluate(COVERED) == []
    expect(page.locator("[data-map=ei]")).to_be_hidden()
    page.tap("[data-do=release]")
    expect(page.locator(".why .spot i")).to_have_text("✕")
    page.tap("[data-do=happened]")
    expect(page.locator(".why")).to_be_hidden()
    expect(page.locator("[data-map=ei]")).to_be_visible()
    bar = page.locator("[data-map=ei] .scale i")  # lies below its map, from low to high
    assert "to right" in bar.evaluate("(bar) => getComputedStyle(bar).backgroundImage")


ABOVE = 44  # px that the point stands above a finger

COVERED = """() => {
  const page = document.querySelector(".page") ?? [...document.querySelectorAll("*")]
    .find((element) => element.shadowRoot)?.shadowRoot.querySelector(".page")
  const sheet = page.querySelector(".story").getBoundingClientRect()
  const transport = page.querySelector(".transport").getBoundingClientRect()
  const cut = (name) => [...page.querySelectorAll(name)].filter((element) => {
    const {left, top, right, bottom, height} = element.getBoundingClientRect()
    const floor = element.closest(".story") ? transport.top : sheet.top
    return height && (left < 0 || right > innerWidth || top < 0 || bottom > floor + 1)
  }).map((element) => `${element.tagName} ${element.className}: ${element.textContent}`)
  const map = ".mind :is(h2, .switch button, .plot, .scale span)"
  return cut(`${map}, .story button, .slices, .why > p:not(.aloud)`)
}"""
"""What of the map and of the sheet below it is cut off, or covered by what stands below."""


def test_on_a_phone_enter_makes_a_map_large_and_small_again(shared: Watched) -> None:
    page = on_a_phone(shared, 120)
    plot = page.locator("[data-plot=map_sd]")
    page.locator("[data-plot=map_mean]").focus()
    for _ in range(2):  # the title, which opens the glossary, comes between
        page.keyboard.press("Tab")
    expect(plot).to_be_focused()
    small = plot.bounding_box()["width"]
    page.keyboard.press("Enter")
    page.evaluate(SETTLE)
    assert plot.bounding_box()["width"] > 2 * small
    for key in ("Enter", "Enter", "Escape"):
        page.keyboard.press(key)
        page.evaluate(SETTLE)
    assert plot.bounding_box()["width"] == small


def test_the_arrow_keys_tell_one_trial_after_the_other(shared: Watched) -> None:
    page = shared.page
    scrub(page, 100)
    page.click("[data-do=theme]")
    done = int((run(RaceSettings()).recording.lane("grid").finish <= 100).sum())
    page.locator("[data-plot=lane_grid]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tip")).to_contain_text(f"Trial {done},")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tip")).to_contain_text(f"Trial {done - 1},")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".tip")).to_contain_text(f"Trial {done},")
    assert page.locator(".tip").evaluate("(tip) => getComputedStyle(tip).color") == (
        page.locator(".page").evaluate("(page) => getComputedStyle(page).color")
    )
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_be_hidden()
    expect(page.locator("[name=minute]")).to_have_value("100")


def test_a_tip_leaves_the_star_free(shared: Watched) -> None:
    page = shared.page
    scrub(page, 120)
    lane = run(RaceSettings()).recording.lane("bayes")
    done = int((lane.finish <= 120).sum())
    best = int(lane.observed[:done].argmax())
    star = frame(page, "lane_bayes").spots([lane.x[best]])[0]
    page.locator("[data-plot=lane_bayes]").focus()
    for number in reversed(range(done)):
        page.keyboard.press("ArrowDown")
        expect(page.locator(".tip")).to_contain_text(f"Trial {number + 1},")
        box = page.locator(".tip").bounding_box()
        beside = not box["x"] < star[0] < box["x"] + box["width"]
        assert number == best or beside or not box["y"] < star[1] < box["y"] + box["height"]


GROUNDS = ("lane_grid", "map_sd", "curve_score")


def ground(page: Page, plot: str) -> tuple[int, int, int]:
    """The colour on which a plot stands, at its left upper corner: outside of its frame."""
    picture = element(page.locator(f"[data-plot={plot}]"))
    return colour_at(picture, (2, 2))


def test_with_the_systems_own_colours_data_keeps_its_own(browser: Browser, app_url: str) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, forced_colors="active", color_scheme="dark"
    )
    context.set_default_timeout(30_000)
    page = Watched(context.new_page()).open(f"{app_url}?minute=120&revealed=1")
    colours = {
        key: page.locator(f".lane[data-lane={key}] .spent").evaluate(
            "(bar) => getComputedStyle(bar).backgroundColor"
        )
        for key in ("grid", "random", "bayes")
    }
    dark = {
        "grid": "rgb(245, 167, 66)",
        "random": "rgb(44, 194, 149)",
        "bayes": "rgb(99, 183, 247)",
    }
    assert colours == dark
    for scale in (".signs i", "[data-map=sd] .scale i"):
        gradient = "(bar) => getComputedStyle(bar).backgroundImage"
        assert page.locator(scale).evaluate(gradient).startswith("linear-gradient")
    assert {ground(page, plot) for plot in GROUNDS} == {(0, 0, 0)}  # Canvas of a dark system
    page.emulate_media(forced_colors="active", color_scheme="light")
    page.wait_for_selector(".page[data-theme=light]")
    assert {ground(page, plot) for plot in GROUNDS} == {(255, 255, 255)}
    page.emulate_media(forced_colors="none", color_scheme="dark")
    expect(page.locator("[data-do=theme]")).to_be_visible()
    assert ground(page, "lane_bayes") == (24, 33, 41)  # a dark card's, no longer the system's
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.click("[data-do=curve]")
    pressed = page.locator("[data-do=curve]").evaluate("(one) => getComputedStyle(one).color")
    other = page.locator("[data-do=table]").evaluate("(one) => getComputedStyle(one).color")
    assert pressed != other
    context.close()
