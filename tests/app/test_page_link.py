"""Links and embeds in a real browser, from pages of another origin."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, expect

from tests.conftest import Watched, free_port
from tests.served import serving

HEAD = '<!doctype html><link rel="icon" href="data:,">'


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def teaching_site(folder: Path, port: int) -> Iterator[str]:
    """Serve a folder on this machine under another origin than the app's."""
    handler = functools.partial(QuietHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{port}"
        server.shutdown()


def snippet(watched: Watched, url: str, name: str) -> str:
    """What the Share dialog of the page at `url` offers."""
    page = watched.open(url)
    page.click("[data-do=share]")
    return page.locator(f"[name={name}]").input_value()


def query(page: Page) -> str:
    return page.evaluate("location.search")


def test_the_address_follows_the_page_and_restores_it(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?landscape=bumpy&seed=3")
    entries = page.evaluate("history.length")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("r")
    page.click("[data-do=curve]")
    page.select_option("[name=speed]", "2")
    page.get_by_role("button", name="Curves").click()
    page.wait_for_function("location.search.includes('inside=curves')")
    page.click("[data-do=theme]")
    page.wait_for_function("location.search.includes('theme=dark')")
    shown = page.locator("[name=minute]").input_value()
    page.reload()
    page.wait_for_selector(".page[data-ready]")
    expect(page.locator("[name=minute]")).to_have_value(shown)
    expect(page.locator(".page")).to_have_attribute("data-theme", "dark")
    expect(page.locator(".page")).to_have_attribute("data-curve", "regret")
    expect(page.locator("[data-do=reveal]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[name=speed]")).to_have_value("2")
    expect(page.locator(".mind .paths")).to_be_visible()
    expect(page.locator(".choice [value=bumpy]")).to_be_checked()
    assert page.evaluate("history.length") == entries


def test_settings_stand_in_the_address_as_they_change(watched: Watched, app_url: str) -> None:
    page = watched.open(app_url)
    assert query(page) == ""
    page.click("header [data-do=settings]")
    page.fill(".settings [name=budget]", "120")
    page.keyboard.press("Tab")
    page.wait_for_function("location.search === '?budget=120'")


def test_the_address_drops_what_was_refused(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?seed=12&budget=true&x=1")
    page.wait_for_function("location.search === '?seed=12'")
    expect(page.locator(".notice")).to_contain_text("budget")


def test_the_link_of_the_dialog_opens_the_same_page(watched: Watched, app_url: str) -> None:
    link = snippet(watched, f"{app_url}?seed=5&minute=100&revealed=1", "link")
    assert link == f"{app_url}?seed=5&minute=100&revealed=1"


def test_an_embedded_page_shows_the_race_alone(watched: Watched, app_url: str) -> None:
    watched.page.set_viewport_size({"width": 480, "height": 600})
    page = watched.open(f"{app_url}?embed&seed=3")
    expect(page.locator("header")).to_be_hidden()
    expect(page.locator(".run")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 480


def test_parts_are_hidden_and_settings_locked_by_the_link(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?hide=maps,settings&lock=landscape,seed,revealed,noise")
    expect(page.locator(".mind")).to_be_hidden()
    expect(page.locator("header [data-do=settings]")).to_be_hidden()
    for control in ("[name=seed]", "[data-do=another]", "[data-do=reveal]", "[name=noise]"):
        expect(page.locator(control)).to_be_disabled()
    for control in page.locator(".choice :is(input, select)").all():
        expect(control).to_be_disabled()
    page.keyboard.press("r")
    expect(page.locator("[data-do=reveal]")).to_have_attribute("aria-pressed", "false")


def test_autoplay_starts_by_itself_but_not_where_less_motion_is_asked_for(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(f"{app_url}?embed&autoplay")
    expect(page.locator(".run")).to_have_text("Pause")
    page.emulate_media(reduced_motion="reduce")
    watched.open(f"{app_url}?embed&autoplay")
    expect(page.locator(".run")).to_have_text("Run search")


def test_autoplay_waits_until_the_frame_is_in_view(watched: Watched, app_url: str) -> None:
    # A page of the same origin: browsers don't even draw a far frame of another one.
    lecture = (
        '<link rel="icon" href="data:,"><p style="height: 3000px">Above</p>'
        f'<iframe src="{app_url}?embed=1&autoplay=1" width="900" height="600"></iframe>'
    )
    page = watched.page
    page.route("**/lecture", lambda route: route.fulfill(body=lecture, content_type="text/html"))
    page.goto(f"{app_url}/lecture")
    inside = page.frame_locator("iframe")
    inside.locator(".page[data-ready]").wait_for()
    expect(inside.locator(".run")).to_have_text("Run search")
    page.locator("iframe").scroll_into_view_if_needed()
    expect(inside.locator(".run")).to_have_text("Pause")


def test_two_frames_on_a_page_of_another_origin_play_by_themselves(
    watched: Watched, app_url: str, tmp_path: Path
) -> None:
    one = snippet(watched, f"{app_url}?seed=3", "frame")
    two = snippet(watched, f"{app_url}?seed=4&minute=50", "frame")
    (tmp_path / "index.html").write_text(f"{HEAD}<h1>Lecture</h1>{one}{two}")
    with teaching_site(tmp_path, free_port()) as site:
        page = watched.page
        page.set_viewport_size({"width": 1280, "height": 1500})  # both frames are in view
        page.goto(site)
        first, second = (page.frame_locator(f"iframe >> nth={i}") for i in (0, 1))
        for frame in (first, second):
            frame.locator(".page[data-ready]").wait_for()
        expect(second.locator("[name=minute]")).to_have_value("50")
        first.locator(".run").click()
        expect(first.locator(".run")).to_have_text("Pause")
        page.keyboard.press("ArrowRight")
        expect(second.locator("[name=minute]")).to_have_value("50")
        expect(second.locator(".run")).to_have_text("Go on")


def test_bokehs_script_works_on_a_page_whose_origin_is_allowed(
    watched: Watched, app_url: str, tmp_path: Path
) -> None:
    port = free_port()
    with (
        serving("app", "--allow-websocket-origin", f"127.0.0.1:{port}") as server,
        teaching_site(tmp_path, port) as site,
    ):
        template = snippet(watched, f"{app_url}?seed=5&minute=100", "script")
        one = template.replace(app_url, server.url)
        two = one.replace("seed=5", "seed=6").replace("search-race-", "other-race-")
        (tmp_path / "index.html").write_text(
            f"{HEAD}<h1>Lecture</h1><div>{one}</div><div>{two}</div>"
        )
        page = watched.page
        page.goto(site)
        for number in (0, 1):
            page.locator(".page[data-ready]").nth(number).wait_for()
        expect(page.locator("[name=minute]").first).to_have_value("100")
        page.locator(".run").nth(0).click()
        expect(page.locator(".run").nth(0)).to_have_text("Pause")
        expect(page.locator(".run").nth(1)).to_have_text("Go on")
        assert page.evaluate("location.search") == ""
        page.goto("about:blank")  # before its server ends

        with teaching_site(tmp_path, free_port()) as elsewhere:
            with page.expect_console_message(lambda message: "Error rendering" in message.text):
                page.goto(elsewhere)
            assert page.locator(".page[data-ready]").count() == 0
            watched.complaints.clear()
            page.goto("about:blank")


def test_the_page_works_and_shares_itself_under_a_prefix(watched: Watched) -> None:
    with serving("app", "--prefix", "/race") as server:
        assert server.url.endswith("/race/app")
        page = watched.open(server.url)
        page.click("text=Bumpy")
        page.wait_for_function("location.search === '?landscape=bumpy'")
        assert page.evaluate("location.pathname") == "/race/app"
        page.click("header [data-do=share]")
        expect(page.locator("[name=link]")).to_have_value(f"{server.url}?landscape=bumpy")
        page.goto("about:blank")  # before its server ends
