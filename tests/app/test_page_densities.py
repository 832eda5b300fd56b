"""Inside TPE: two densities and their ratio, as Python computes them, on maps and on a slice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from app.digits import measure, small
from app.page.saved_page import saved_page
from app.race import run
from app.settings import RaceSettings
from strategies import Densities
from tests.app.reading import SETTLE
from tests.conftest import Watched

RACE = run(RaceSettings(lanes=["bayes", "tpe"], landscape="bumpy", seed=3))
LANE = RACE.recording.lane("tpe")
MINUTE = 113.0
DONE = int((LANE.finish <= MINUTE).sum())

MAPS = """() => Object.fromEntries(["mean", "sd", "ei"].map((name) => {
  const of = (part) => Bokeh.documents.map((one) => one.get_model_by_name(`map_${name}_${part}`))
    .find(Boolean)
  const {x, y} = of("trials").data
  const {low, high, palette} = of("image_mapper")
  const [colour] = palette.slice(-1)
  const values = [...of("image").data.image[0]]
  return [name, {values, low, high, colour, dots: x.map((u, i) => [u, y[i]])}]
}))"""

PATHS = """(svg) => Object.fromEntries(["likely", "rest", "ratio", "draws", "here"].map((kind) => {
  const numbers = svg.querySelector(`.${kind}`).getAttribute("d")
    .matchAll(/[ML]([-\\d.]+) ([-\\d.]+)/g)
  return [kind, [...numbers].map(([, x, y]) => [Number(x), Number(y)])]
}))"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A saved page in mid-race, with TPE's mind and “Why here?” beside it."""
    path = tmp_path_factory.mktemp("tpe") / "race.html"
    path.write_text(saved_page(RACE, {"minute": MINUTE}), encoding="utf-8")
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        context.set_offline(True)
        watched = Watched(context.new_page())
        page = watched.open(path.as_uri())
        page.locator(".mind select").select_option("tpe")
        page.click("[data-do=why]")
        page.evaluate(SETTLE)
        yield page
    assert watched.complaints == []


def believed() -> Densities:
    belief = LANE.beliefs[DONE]
    assert isinstance(belief, Densities)
    return belief


def test_the_maps_are_both_densities_and_their_ratio(page: Page) -> None:
    belief, axis = believed(), np.linspace(0.0, 1.0, 64)
    x = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    expected = {
        "mean": np.exp(belief.log_likely(x)),
        "sd": np.exp(belief.log_rest(x)),
        "ei": belief.log_ratio(x) / np.log(10),
    }
    high = max(expected["mean"].max(), expected["sd"].max())
    dots = {
        "mean": LANE.x[belief.good],
        "sd": np.delete(LANE.x[:DONE], belief.good, axis=0),
        "ei": belief.candidates,
    }
    titles = {"mean": "Good trials, l", "sd": "The rest, g", "ei": "l/g and its draws (log)"}
    colours = {}
    for name, drawn in page.evaluate(MAPS).items():
        np.testing.assert_allclose(drawn["values"], expected[name], rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(drawn["dots"], dots[name], atol=1e-6)
        ends = (expected[name].min(), expected[name].max()) if name == "ei" else (0.0, high)
        np.testing.assert_allclose((drawn["low"], drawn["high"]), ends, rtol=1e-5)
        figure = page.locator(f"[data-map={name}]")
        expect(figure.locator("figcaption")).to_have_text(titles[name])
        shown = 10.0 ** np.array(ends) if name == "ei" else ends
        expect(figure.locator(".low")).to_have_text(measure(shown[0]))
        expect(figure.locator(".high")).to_have_text(measure(shown[1]))
        colours[name] = drawn["colour"]
    assert colours["mean"] == colours["sd"] != colours["ei"]


def test_a_slice_has_both_densities_the_ratio_and_the_draws(page: Page) -> None:
    belief = believed()
    drawn = page.locator(".why .densities").evaluate(PATHS)
    lines = {kind: np.array(path) for kind, path in drawn.items()}
    across = lines["likely"][:257, 0]
    x = np.stack([np.linspace(0.0, 1.0, 257), np.full(257, belief.x[1])], axis=-1)
    densities = {"likely": np.exp(belief.log_likely(x)), "rest": np.exp(belief.log_rest(x))}
    highest = max(values.max() for values in densities.values())
    floor = lines["likely"][257, 1]
    height = floor - min(lines[kind][:257, 1].min() for kind in densities)
    for kind, values in densities.items():
        np.testing.assert_allclose(
            floor - lines[kind][:257, 1], height * values / highest, atol=0.11
        )
    ratio = belief.log_ratio(x)
    below = lines["ratio"][:257, 1]
    part = (below.max() - below) / np.ptp(below)
    np.testing.assert_allclose(part, (ratio - ratio.min()) / np.ptp(ratio), atol=0.01)
    width = np.ptp(across)
    draws = (lines["draws"][::2, 0] - across[0]) / width
    np.testing.assert_allclose(draws, belief.candidates[:, 0], atol=0.001)
    here = (lines["here"][0, 0] - across[0]) / width
    assert here == pytest.approx(belief.x[0], abs=0.001)
    expect(page.locator(".why .slice:not(.densities)")).to_be_hidden()


def test_what_is_said_of_the_choice_is_its_densities(page: Page) -> None:
    belief = believed()
    likely, rest = (float(np.exp(log(belief.x))) for log in (belief.log_likely, belief.log_rest))
    said = page.locator(".why .reasons")
    expect(said).to_contain_text(
        f"Good trials ({len(belief.good)}) have density {small(likely)} here, the rest "
        f"{small(rest)}: l/g is {small(belief.ratio)}. It goes to the largest of 24 draws"
    )
    expect(page.locator(".why .value")).to_have_text(f"l/g {small(belief.ratio)}")
    expect(page.locator(".why .cameout")).to_have_text(
        f"Trial {DONE} got {LANE.observed[DONE - 1]:.3f}"
    )
    expect(page.locator(".mind .when")).to_have_text(
        f"after {DONE} trials, {len(belief.good)} of them good · l/g {measure(belief.ratio)} at ✕, "
        "the largest of 24 draws"
    )
    page.click("[data-do=what]")
    expect(page.locator(".why .feeling")).to_be_hidden()
    page.click("[data-do=why]")


def test_a_gaussian_process_has_its_own_titles_and_colours_again(page: Page) -> None:
    page.locator(".mind select").select_option("bayes")
    expect(page.locator("[data-map=mean] figcaption")).to_have_text("Posterior mean")
    expect(page.locator(".why .densities")).to_be_hidden()
    page.evaluate(SETTLE)
    process = page.evaluate(MAPS)
    page.locator(".mind select").select_option("tpe")
    page.evaluate(SETTLE)
    assert process["mean"]["colour"] != page.evaluate(MAPS)["mean"]["colour"]
    assert (process["mean"]["low"], process["mean"]["high"]) == (0.42, 0.97)
