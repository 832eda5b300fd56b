"""A story that a link brings as text: told where that is let, as plain text; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from app import desk
from app.page.saved_page import saved_page
from app.race import run
from app.settings import RaceSettings
from app.settings.link import View
from app.site.folder import write_folder
from app.stories.shelf import IN_LINKS, links_tell
from tests.app.test_accessibility import findings
from tests.conftest import SIZE, Watched
from tests.hosted import hosting
from tests.served import serving

HOSTILE = "\n".join(
    [
        "<img src=x onerror=alert(1)>",
        "https://example.org [a](https://example.org) &lt;b&gt;?",
        "@0 <script>document.title='taken'</script> www.example.org",
        "@60 {bayes.shown} </script><b>bold</b> javascript:alert(1)",
        "@240! </style>{optimum}",
    ]
)


@pytest.fixture(scope="module")
def letting() -> Iterator[str]:
    """The address of a server that was started with the option."""
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:  # for this server alone
            patch.setenv(IN_LINKS, "1")
            server = stack.enter_context(serving("app"))
        yield server.url


def told_plainly(page: Page, race: RaceSettings) -> None:
    """Go through the hostile story and see that all of it is text."""
    lines = HOSTILE.split("\n")
    expect(page.locator(".tale b")).to_have_text(lines[0])
    expect(page.locator(".tale .asked span")).to_have_text(lines[1])
    expect(page.locator(".tale small")).to_have_text("written by whoever made this link")
    expect(page.locator(".tale small")).to_be_visible()
    assert lines[2].removeprefix("@0 ") == said(page)
    for _ in range(2):
        page.keyboard.press(".")
    lane = run(race, keep_beliefs=False).recording.lane("bayes")
    best = max(lane.observed[lane.finish <= 60])
    assert said(page) == lines[3].removeprefix("@60 ").replace("{bayes.shown}", f"{best:.3f}")
    assert page.locator(".tale :is(a, img, script, style, [onerror])").count() == 0
    assert page.locator(".tale b").count() == 1
    assert "taken" not in page.title()


def said(page: Page) -> str:
    return page.locator(".tale .says p").inner_text().replace("\u00a0", " ")


def test_it_is_told_as_plain_text_where_it_is_let(watched: Watched, letting: str) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    link = f"{letting}?seed=3&written={quote(HOSTILE)}"
    page = watched.open(link)
    expect(page.locator(".tale output")).to_have_text("1 of 3")
    before = len(watched.sent)
    told_plainly(page, RaceSettings(seed=3))
    assert findings(page) == []
    page.keyboard.press(".")
    page.keyboard.press(".")
    expect(page.locator("[data-do=reveal]")).to_have_attribute("aria-pressed", "true")
    assert len(watched.sent) == before
    host = letting.split("/app", maxsplit=1)[0]
    assert all(url.startswith((host, "data:", "blob:")) for url in asked)
    expect(page).to_have_url(re.compile(r"seed=3&.*written="))
    expect(page).to_have_url(re.compile(r"revealed=1"))  # as the page stands by now
    page.reload()
    page.wait_for_selector(".page[data-ready]")
    expect(page.locator(".tale output")).to_have_text("3 of 3")
    page.click("[data-do=leave]")
    expect(page).not_to_have_url(re.compile("written"))


def test_so_it_is_on_the_light_page(watched: Watched, letting: str) -> None:
    page = watched.open(f"{letting}/light?seed=3&written={quote(HOSTILE)}")
    told_plainly(page, RaceSettings(seed=3))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A\nB\n@60 {secret}", "Line 3: secret is no figure of this race."),
        ("A\nB\n@60 {optimum}", "Line 3: optimum is only known"),
        ("A", "Line 2: it must be the question"),
        ("x" * 4097, "written must be a text of at most 4096 bytes"),
        ("A\x00", "written must be a text"),
    ],
)
def test_what_cannot_be_told_is_said_in_a_sentence(
    watched: Watched, letting: str, text: str, sentence: str
) -> None:
    page = watched.open(f"{letting}/light?written={quote(text)}")
    expect(page.locator(".notice")).to_contain_text(sentence)
    expect(page.locator(".tale")).to_be_hidden()


@pytest.mark.parametrize("way", ["", "/light"])
def test_without_the_option_it_is_refused_in_one_sentence(
    watched: Watched, app_url: str, way: str
) -> None:
    page = watched.open(f"{app_url}{way}?seed=3&written={quote(HOSTILE)}")
    expect(page.locator(".notice")).to_contain_text("started without --stories-in-links")
    assert "onerror" not in page.locator(".notice").inner_text()
    expect(page.locator(".tale")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("written"))


@pytest.mark.parametrize("let", [True, False])
def test_in_a_saved_page(browser: Browser, tmp_path: Path, let: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(IN_LINKS, "1" if let else "")
        assert links_tell() is let
        path = tmp_path / "page.html"
        view = View(written=HOSTILE)
        path.write_text(saved_page(RaceSettings(seed=3), view), encoding="utf-8")
    with browser.new_context(viewport=SIZE, offline=True) as context:
        watched = Watched(context.new_page())
        page = watched.open(path.as_uri())
        if let:
            told_plainly(page, RaceSettings(seed=3))
        else:
            expect(page.locator(".notice")).to_contain_text("--stories-in-links")
            expect(page.locator(".tale")).to_be_hidden()
        assert watched.complaints == []


def test_on_a_site_the_option_counts_that_wrote_it(browser: Browser, tmp_path: Path) -> None:
    race = desk.race(RaceSettings(seed=3))
    for let in ("1", ""):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(IN_LINKS, let)
            write_folder(tmp_path, race, View(), {"packages": b"1"}, {}, offline=False)
        with hosting(tmp_path) as host, browser.new_context(viewport=SIZE) as context:
            watched = Watched(context.new_page())
            page = watched.open(f"{host.url}?seed=3&written={quote(HOSTILE)}")
            if let:
                told_plainly(page, RaceSettings(seed=3))
            else:
                expect(page.locator(".notice")).to_contain_text("--stories-in-links")
            assert watched.complaints == []
            assert [path.partition("?")[0] for path in host.asked] == ["/"]
