"""A saved page: one file that plays in a real browser without a server and without a network."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib import metadata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.page.front_end import FRONT
from app.page.saved_page import inside_script, packed_shell, saved_page, shell
from app.race import Race, run
from app.race.payload import payload
from app.race.trials import trials_csv
from app.settings import RaceSettings
from app.version import ENGINE
from tests.app.shared import Shared
from tests.conftest import Watched

SaveJs = Callable[..., Any]

LANES = ("grid", "random", "bayes")
MOST = 3_000_000  # bytes of a saved page

FIND_PLOTS = """() => {
  const {skeleton} = JSON.parse(document.getElementById("race").textContent)
  return {
    view: (name) => Bokeh.index.roots.find(({model}) => model.name === name),
    page: document.querySelector(".page"),
    skeleton: JSON.parse(skeleton),
    recording: {settings: {landscape: "bumpy", seed: 3}, budget: 90},
  }
}"""
"""What the page's plots are to `files.js`."""


@pytest.fixture(scope="module")
def race() -> Race:
    return run(RaceSettings(landscape="bumpy", seed=3, budget=90))


@pytest.fixture(scope="module")
def saved(race: Race, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file: URL of the saved race."""
    path = tmp_path_factory.mktemp("saved") / "race.html"
    path.write_text(saved_page(race), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def offline(watched: Watched) -> Iterator[Watched]:
    """A page of a browser without a network; the test fails if it asks for more than a file."""
    asked: list[str] = []

    def block(route: object) -> None:
        asked.append(route.request.url)
        if route.request.is_navigation_request() and asked[-1].startswith("file:"):
            route.continue_()
        else:
            route.abort()

    watched.page.context.route("**/*", block)
    watched.page.context.set_offline(True)
    opened: list[str] = []
    watched.page.on("framenavigated", lambda frame: opened.append(frame.url))
    yield watched
    assert [url for url in asked if url not in opened] == []


@pytest.fixture(scope="module")
def one_saved(browser: Browser, saved: str) -> Iterator[Shared]:
    shared = Shared(browser, saved, offline=True)
    yield shared
    shared.close()


@pytest.fixture
def kept(one_saved: Shared, saved: str) -> Iterator[Watched]:
    """The saved race as it opens, without a network; it may ask for nothing else."""
    watched = one_saved.put_back()
    yield watched
    assert set(one_saved.asked) == {saved}
    assert watched.complaints == []


def as_url(path: Path) -> str:
    """A file of the front end as an address that holds it and, likewise, all that it imports."""

    def imported(found: re.Match[str]) -> str:
        return f'from "{as_url(path.parent / found[1])}"'

    text = re.sub(r'from "(\.[^"]+)"', imported, path.read_text(encoding="utf-8"))
    kind = "application/json" if path.suffix == ".json" else "text/javascript"
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"


@pytest.fixture
def save_js(kept: Watched) -> SaveJs:
    """The saved page, with what `files.js`, `packed.js` and `recording.js` export as `save`,
    `packed` and `recording`, and the page's plots as `plots`."""
    page = kept.page
    names = ("dom/downloads.js", "core/packed.js", "core/recording.js")
    save, packed, recording = (as_url(FRONT / name) for name in names)
    return lambda code, given=None: page.evaluate(
        f"""async (given) => {{
          const save = await import({save!r})
          const packed = await import({packed!r})
          const recording = await import({recording!r})
          const plots = ({FIND_PLOTS})()
          const text = (blob) => blob.text()
          {code}
        }}""",
        given,
    )


def best(place: Page | Locator, lane: str) -> str:
    return place.locator(f".lane[data-lane={lane}] .best").inner_text()


def minute(page: Page | Locator) -> float:
    return float(page.locator("[name=minute]").input_value())


class Elements(HTMLParser):
    """The start tags of a page with their attributes, and its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.declaration = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_decl(self, decl: str) -> None:
        self.declaration = decl

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_file_is_one_page_that_names_nothing_elsewhere(race: Race) -> None:
    text = saved_page(race)
    page = Elements(text)
    assert page.declaration == "doctype html"
    assert page.all("html") == [{"lang": "en"}]
    assert "<title>Search Race: Bumpy, seed 3</title>" in text
    metas = {meta.get("name"): meta["content"] for meta in page.all("meta") if "name" in meta}
    assert metas["viewport"] == "width=device-width, initial-scale=1"
    assert {"theme-color", "description"} <= set(metas)
    program = f"Search Race {metadata.version('search-race')}, engine {ENGINE}"
    assert metas["generator"] == program
    assert len(page.all("script")) == 3
    for _, attributes in page.tags:
        assert "src" not in attributes
        assert attributes.get("href", "data:,") == "data:,"


@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_the_longest_race_makes_a_file_of_at_most_three_megabytes(noise: float) -> None:
    longest = RaceSettings(budget=360, cost="constant", initial=2, noise=noise)
    assert len(saved_page(longest).encode()) < MOST


def test_the_same_race_is_the_same_file(race: Race) -> None:
    assert saved_page(race.settings) == saved_page(race)


def test_a_view_that_no_link_may_have_is_refused(race: Race) -> None:
    with pytest.raises(ValueError, match="theme must be one of system, light, dark"):
        saved_page(race, {"theme": "</script>"})
    with pytest.raises(ValueError, match="volume"):
        saved_page(race, {"volume": 11})


def test_code_that_writes_tags_stays_inside_its_script(offline: Watched) -> None:
    tags = "</script><SCRIPT><!--</ScRiPt>"
    code = f"window.told = [{tags!r}, `{tags}`, /<!--/.source.length, 1 </2/.lastIndex]"
    offline.page.set_content(f"<script>{inside_script(code)}</script>")
    assert offline.page.evaluate("told.slice(0, 2)") == [tags, tags]


def test_it_shows_what_the_code_computes(kept: Watched, race: Race) -> None:
    page = kept.page
    expect(page.locator(".which")).to_have_text("Bumpy, seed 3")
    page.keyboard.press("End")
    for lane in LANES:
        recorded = race.recording.lane(lane)
        assert best(page, lane) == f"{recorded.best[-1]:.3f}"
        expect(page.locator(f".lane[data-lane={lane}] .stats")).to_contain_text(
            f"{len(recorded)} trials"
        )
    expect(page.locator(".story .lines")).to_contain_text("This was one race")


def test_it_plays_to_the_end(kept: Watched) -> None:
    page = kept.page
    page.select_option("[name=speed]", "4")
    page.keyboard.press(" ")
    expect(page.locator(".run")).to_have_text("Pause")
    expect(page.locator(".run")).to_have_text("Run again")
    assert minute(page) == 90


def test_it_steps_reveals_and_changes_its_theme(kept: Watched, race: Race) -> None:
    page = kept.page
    page.keyboard.press("ArrowRight")
    first = min(float(lane.finish[0]) for lane in race.recording.lanes)
    assert minute(page) == pytest.approx(first)
    page.keyboard.press("r")
    expect(page.locator("[data-do=reveal]")).to_have_text("Cover landscape")
    page.click("[data-do=theme]")
    expect(page.locator(".page")).to_have_attribute("data-theme", "dark")
    page.click("[data-do=curve]")
    expect(page.locator("[data-plot=curve_regret]")).to_be_visible()


def test_hovering_a_trial_tells_all_about_it(kept: Watched, race: Race) -> None:
    page = kept.page
    page.keyboard.press("End")
    lane = race.recording.lane("random")
    spot = page.locator("[data-plot=lane_random]").evaluate(
        """(element, [x, y]) => {
          const {frame} = Bokeh.index.roots.find((view) => view.model.name === "lane_random")
          const {left, top} = element.getBoundingClientRect()
          return [left + frame.x_scale.compute(x), top + frame.y_scale.compute(y)]
        }""",
        lane.x[3].tolist(),
    )
    page.mouse.move(*spot)
    expect(page.locator(".tip").first).to_contain_text("Trial 4")
    expect(page.locator(".tip").first).to_contain_text(f"score {lane.observed[3]:.4f}")


def test_what_needs_a_server_is_not_offered(kept: Watched) -> None:
    page = kept.page
    for control in (".choice", ".seed", "header [data-do=settings]"):
        expect(page.locator(control)).to_be_hidden()


def test_it_opens_as_the_view_says(offline: Watched, race: Race, tmp_path: Path) -> None:
    path = tmp_path / "view.html"
    view = {"minute": 45, "revealed": True, "theme": "dark", "curve": "regret", "hide": ["story"]}
    path.write_text(saved_page(race, view), encoding="utf-8")
    page = offline.open(path.as_uri())
    assert minute(page) == 45
    expect(page.locator("[data-do=reveal]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".page")).to_have_attribute("data-theme", "dark")
    expect(page.locator("[data-plot=curve_regret]")).to_be_visible()
    expect(page.locator(".story")).to_be_hidden()


def test_two_in_one_page_do_not_disturb_each_other(
    offline: Watched, race: Race, tmp_path: Path
) -> None:
    other = run(RaceSettings(seed=11, budget=60))
    (tmp_path / "first.html").write_text(saved_page(race), encoding="utf-8")
    (tmp_path / "second.html").write_text(saved_page(other), encoding="utf-8")
    frame = '<iframe src="{}.html" width="1100" height="640"></iframe>'
    host = tmp_path / "host.html"
    host.write_text(frame.format("first") + frame.format("second"), encoding="utf-8")
    page = offline.page
    page.goto(host.as_uri())
    first, second = (page.frame_locator("iframe").nth(i) for i in (0, 1))
    for place in (first, second):
        place.locator(".page[data-ready]").wait_for()
    first.locator("[data-do=forward]").click()
    page.keyboard.press("End")
    second.locator("[data-do=reveal]").click()
    assert minute(first) == 90
    assert minute(second) == 0
    assert best(first, "bayes") == f"{race.recording.lane('bayes').best[-1]:.3f}"
    page.keyboard.press("End")
    assert minute(second) == 60
    assert best(second, "bayes") == f"{other.recording.lane('bayes').best[-1]:.3f}"
    expect(first.locator("[data-do=reveal]")).to_have_attribute("aria-pressed", "false")


# What the page hands out: front/dom/downloads.js


@pytest.mark.parametrize("where", ["a served page", "a saved page"])
def test_a_page_saved_in_the_browser_is_the_page_saved_in_python(
    save_js: SaveJs, offline: Watched, race: Race, tmp_path: Path, where: str
) -> None:
    packed = base64.b64encode(packed_shell()).decode()
    own = saved_page(RaceSettings(budget=30))  # as a saved page reads itself, before it draws
    parsed = "new DOMParser().parseFromString(given, 'text/html').documentElement.outerHTML"
    served = where == "a served page"
    shell = (
        "await packed.unpacked(packed.bytesOf(given))"
        if served
        else "'<!doctype html>\\n' + " + parsed
    )
    text = save_js(
        f"""const race = JSON.parse(document.getElementById("race").textContent)
        const view = {{...race.view, minute: 45, theme: "dark"}}
        const bytes = packed.bytesOf(race.recording)
        return text(save.webPage({shell}, race, race.settings, view, bytes))""",
        packed if served else own,
    )
    expected = saved_page(race, {"minute": 45, "theme": "dark"})
    contents = re.compile(r'(<script id="race"[^>]*>)([^<]*)')
    assert contents.sub(r"\1", text) == contents.sub(r"\1", expected)
    assert json.loads(contents.search(text)[2]) == json.loads(contents.search(expected)[2])
    path = tmp_path / "again.html"
    path.write_text(text, encoding="utf-8")
    page = offline.open(path.as_uri())
    assert page.title() == "Search Race: Bumpy, seed 3"
    assert minute(page) == 45
    for lane in LANES:
        recorded = race.recording.lane(lane)
        done = int((recorded.finish <= 45).sum())
        assert best(page, lane) == f"{recorded.best[done - 1]:.3f}"


def test_the_packed_shell_is_the_shell() -> None:
    assert len(packed_shell()) < 0.5 * len(shell())


def test_the_table_is_the_one_that_python_writes(save_js: SaveJs, race: Race) -> None:
    recorded = base64.b64encode(payload(race)).decode()
    code = "return text(save.trialsTable(await recording.decode(packed.bytesOf(given))))"
    assert save_js(code, recorded) == trials_csv(race)


PICTURES = {
    "lane_random": {"Random search", "bumpy, seed 3, minute 61 of 90", "learning rate"},
    "map_ei": {"Expected improvement", "bumpy, seed 3, minute 61 of 90"},
    "curve_score": {"Best score so far", "GPU-minutes", "Grid", "Random", "Bayesian"},
}
"""Plots, and texts that their pictures show."""


def test_a_picture_in_pixels_shows_the_plot_on_an_opaque_ground(
    save_js: SaveJs, kept: Watched
) -> None:
    kept.page.keyboard.press("End")
    for name in PICTURES:
        told = save_js(
            """const blob = await save.picture(plots, given, "png", 61)
            const image = await createImageBitmap(blob)
            const {width, height} = image
            const context = new OffscreenCanvas(width, height).getContext("2d")
            context.drawImage(image, 0, 0)
            const {data} = context.getImageData(0, 0, width, height)
            const place = document.querySelector(`[data-plot=${given}]`)
            return {
              type: blob.type, width, height,
              place: [place.clientWidth, place.clientHeight],
              clear: data.filter((value, i) => i % 4 === 3 && value < 255).length,
              colours: new Set(new Uint32Array(data.buffer)).size,
            }""",
            name,
        )
        assert told["type"] == "image/png"
        assert told["width"] == pytest.approx(told["place"][0], abs=1)
        assert told["height"] > told["place"][1]
        assert told["clear"] == 0, f"{name} has holes"
        assert told["colours"] > 30, f"{name} is blank"


def test_a_picture_in_vectors_is_valid_and_says_what_it_shows(
    save_js: SaveJs, kept: Watched
) -> None:
    names = [name for name, _ in save_js("return save.pictures(plots)")]
    assert set(PICTURES) < set(names)
    assert "curve_regret" not in names, "it doesn't stand on the page now"
    kept.page.keyboard.press("End")
    for name, texts in PICTURES.items():
        svg = save_js('return text(await save.picture(plots, given, "svg", 61))', name)
        root = ElementTree.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert float(root.get("width")) > 200
        assert texts <= {element.text for element in root.iter() if element.text}
        assert "NaN" not in re.sub(r"base64,[^\"]*", "", svg)
        linked = re.findall(r'href="([^"#]+)', svg)
        assert all(link.startswith("data:image/png") for link in linked)


def test_a_download_has_the_name_of_its_race(
    save_js: SaveJs, kept: Watched, tmp_path: Path
) -> None:
    with kept.page.expect_download() as download:
        save_js(
            """const name = save.fileName({landscape: "bumpy", seed: 3}, "png", "map_ei")
            save.download(name, new Blob(["picture"]))"""
        )
    assert download.value.suggested_filename == "search-race-bumpy-3-map_ei.png"
    download.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_text() == "picture"
