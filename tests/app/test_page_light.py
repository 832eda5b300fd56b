"""The light page in a browser: no session before many races are asked for."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Route, expect

from app.race import run
from app.settings.link import read_query
from app.words import say
from tests.conftest import Watched

HOSTILE = "landscape=bumpy&seed=3&seed=4&budget=60&noise=<script>&minute=20&foo=1&xi=1e9"
PAIRS = [tuple(pair.split("=", 1)) for pair in HOSTILE.split("&")]


def test_the_light_page_opens_its_link_and_makes_a_session_for_many_races_alone(
    watched: Watched, app_url: str, tmp_path: Path
) -> None:
    sockets: list[str] = []
    asked: list[str] = []
    watched.page.on("websocket", lambda socket: sockets.append(socket.url))
    watched.page.on("request", lambda request: asked.append(request.url))
    page = watched.open(f"{app_url}/light?{HOSTILE}")
    settings, view, problems = read_query(PAIRS)
    assert (settings.landscape, settings.seed, view.minute) == ("bumpy", 3, 20)
    assert len(problems) == 4
    expect(page.locator(".notice span")).to_contain_text(" · ".join(problems[:3]))
    expect(page.locator("[name=minute]")).to_have_value("20")

    # A race comes by one GET, and is the one that Python runs.
    page.fill("[name=seed]", "5")
    page.press("[name=seed]", "Enter")
    page.wait_for_selector(".page[data-ready='2']")
    page.keyboard.press("r")
    page.locator("[name=minute]").evaluate(
        "(range) => { range.value = 60; range.dispatchEvent(new Event('input')) }"
    )
    race = run(read_query([*PAIRS[:1], ("seed", "5"), ("budget", "60")])[0])
    best = race.recording.lane("bayes").best[-1]
    expect(page.locator(".lane[data-lane=bayes] .best")).to_contain_text(f"{best:.3f}")
    below = [url.removeprefix(f"{app_url}/light") for url in asked]
    (page_url, first, second) = (url for url in below if "static" not in url)
    assert page_url.startswith("?")
    assert first.endswith("/recording?landscape=bumpy&seed=3&budget=60")
    assert second.endswith("/recording?landscape=bumpy&seed=5&budget=60")

    # What it shares has its own address.
    page.click("[data-do=share]")
    assert page.input_value("[name=link]").startswith(f"{app_url}/light?landscape=bumpy&seed=5")
    assert f'src="{app_url}/light?embed=1&amp;' in page.input_value("[name=frame]")
    expect(page.locator("[name=script]")).to_be_hidden()
    with watched.page.expect_download() as download:
        page.click("[data-do=save-page]")
    download.value.save_as(tmp_path / "race.html")
    saved = (tmp_path / "race.html").read_text(encoding="utf-8")
    assert "<title>Search Race: Bumpy, seed 5</title>" in saved
    assert '"seed":5' in saved
    page.click("dialog.share [data-do=close]")

    # Other lanes are another page, without a session as well.
    page.select_option(".lane[data-lane=grid] .cast", "sobol")
    expect(page.locator(".lane[data-lane=sobol] .best")).to_be_visible()
    assert sockets == []

    page.click("header [data-do=races]")
    page.fill("[data-part=tournament] [name=races], [name=races]", "3")
    page.click("button.start")
    expect(page.locator("body")).to_contain_text("3 races on bumpy landscapes")
    assert len(sockets) == 1
    # Panel's models can't map imports in a page that has modules already, and need none.
    watched.complaints[:] = [one for one in watched.complaints if "import map" not in one]


def test_late_and_failed_answers_are_told_and_the_race_plays_on(
    watched: Watched, app_url: str
) -> None:
    sentence = "The matrix is singular."
    page = watched.page
    page.clock.install()
    page.route("**/recording?*", lambda route: None)  # an answer that never comes
    with page.expect_request("**/recording?*"):
        page.goto(f"{app_url}/light?seed=8&budget=61")
    page.clock.fast_forward(11_000)
    expect(page.locator(".notice span")).to_contain_text("Meanwhile here is Smooth, seed 7.")
    expect(page.locator(".page")).to_have_attribute("data-ready", "1")
    page.unroute("**/recording?*")

    def ask(seed: int) -> None:
        page.fill("[name=seed]", str(seed))
        page.press("[name=seed]", "Enter")

    def fail(route: Route) -> None:
        route.fulfill(status=500, json={"problems": [sentence]})

    page.route("**/recording?*", fail)
    ask(1)
    expect(page.locator(".notice span")).to_have_text(sentence)
    page.unroute("**/recording?*")

    page.route("**/light/**", lambda route: route.abort())
    ask(2)
    expect(page.locator("p.line span")).to_have_text(say("line.broken"))
    page.click("[data-do=run]")
    before = page.input_value("[name=minute]")
    expect(page.locator("[name=minute]")).not_to_have_value(before)
    page.unroute("**/light/**")
    page.wait_for_selector(".page[data-ready='2']")
    expect(page.locator("[name=seed]")).to_have_value("2")
    expect(page.locator("p.line")).to_be_hidden()

    page.route("**/light/**", lambda route: route.fulfill(status=404, json={"problems": ["x"]}))
    ask(3)
    expect(page.locator("p.line span")).to_have_text(say("line.reachable"))
    expect(page.locator("p.line button")).to_be_visible()
    watched.complaints[:] = [one for one in watched.complaints if "Failed to load" not in one]


def test_a_frame_that_may_only_run_scripts_has_its_race(watched: Watched, app_url: str) -> None:
    source = f"{app_url}/light?embed=1&seed=6"
    watched.page.set_content(f'<iframe sandbox="allow-scripts" src="{source}"></iframe>')
    frame = watched.page.frame_locator("iframe")
    expect(frame.locator(".page[data-ready]")).to_be_attached()
    expect(frame.locator(".notice")).to_be_hidden()
