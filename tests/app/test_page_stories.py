"""Stories on the page: told from stop to stop, with the figures that Python finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.page.saved_page import saved_page
from app.race import Race, run
from app.settings.link import View
from app.stories.shelf import VARIABLE, shelf
from app.stories.story import Story
from tests.app.test_accessibility import findings
from tests.conftest import SIZE, Watched
from tests.served import serving


def figure(race: Race, name: str, minute: float) -> str:
    """A quantity of a text as it must be written: from the trials, one by one."""
    if name == "optimum":
        return f"{race.landscape.optimum.score:.3f}"
    name, _, at = name.partition("@")
    key, _, what = name.rpartition(".")
    lane = race.recording.lane(key)
    seen = [i for i in range(len(lane)) if lane.finish[i] <= float(at or minute)]
    if what == "trials":
        return str(len(seen))
    best = max(seen, key=lambda i: lane.observed[i])
    scores = {
        "shown": lane.observed[best],
        "best": lane.true_score[best],
        "first": lane.observed[0],
    }
    return f"{scores[what]:.3f}"


def filled(story: Story, race: Race) -> list[str]:
    """What is said at each stop."""
    return [
        re.sub(r"\{([^}]*)\}", lambda place, at=stop.minute: figure(race, place[1], at), stop.text)
        for stop in story.stops
    ]


def said(page: Page) -> str:
    return page.locator(".tale .says p").inner_text().replace("\u00a0", " ")


def looked(page: Page) -> set[str]:
    return set(page.locator(".looked").evaluate_all("all => all.map((one) => one.dataset.part)"))


@pytest.mark.parametrize("key", ["winners-curse", "insurance"])
def test_a_story_is_told_by_one_key_without_a_message(
    watched: Watched, app_url: str, key: str
) -> None:
    story = shelf().stories[key]
    race = run(story.settings)
    texts = filled(story, race)
    page = watched.open(f"{app_url}?story={key}&speed=4")
    expect(page.locator(".tale b")).to_have_text(story.title)
    expect(page.locator(".tale .asked span")).to_have_text(story.question)
    expect(page.locator(".tale small")).to_be_hidden()  # nobody wrote it into a link
    expect(page.locator(".page")).not_to_have_class(re.compile("playing"))
    before = len(watched.sent)

    for i, stop in enumerate(story.stops):
        if stop.minute:
            page.keyboard.press("." if i % 2 else "PageDown")
            page.keyboard.press(".")  # it plays: on to the stop at once
        expect(page.locator(".tale output")).to_have_text(f"{i + 1} of {len(story.stops)}")
        assert said(page) == texts[i]
        assert looked(page) == set(stop.look)
        assert page.locator("[name=minute]").input_value() == f"{stop.minute:g}"
        revealed = any(one.reveal for one in story.stops[: i + 1])
        assert page.locator("[data-do=reveal]").get_attribute("aria-pressed") == (
            "true" if revealed else "false"
        )

    page.keyboard.press("PageDown")
    claims = shelf().as_json()[list(shelf().stories).index(key)]["counts"]
    expect(page.locator(".tale li")).to_have_count(len(claims))
    for told, claim in zip(page.locator(".tale li").all_inner_texts(), claims, strict=True):
        share = f"{claim['count']} of 100 races (95 %: {claim['low']} to {claim['high']})"
        assert told.replace("\u00a0", " ") == f"{claim['text']}: {share}."
    assert looked(page) == set()

    page.keyboard.press(",")
    assert said(page) == texts[-1]
    page.keyboard.press("PageUp")
    assert said(page) == texts[-2]
    expect(page.locator("[data-do=reveal]")).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(re.compile(rf"minute={story.stops[-2].minute:g}.*&story={key}$"))
    assert len(watched.sent) == before
    page.keyboard.press("l")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".page")).to_have_attribute("data-theme", theme)
        assert findings(page) == []
    page.keyboard.press("Escape")
    assert findings(page) == []


def test_another_story_is_asked_for_and_another_race_is_not_told(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(f"{app_url}?story=when-to-stop")
    page.keyboard.press("l")
    page.click("dialog.stories button[value=insurance]")
    expect(page.locator(".tale b")).to_have_text(shelf().stories["insurance"].title)
    expect(page.locator("[data-part='bayes.2']")).to_be_visible()
    expect(page.locator(".tale output")).to_have_text("1 of 3")
    expect(page).to_have_url(re.compile(r"\?story=insurance$"))

    page.fill("[name=seed]", "3")
    page.press("[name=seed]", "Enter")
    expect(page.locator("[data-do=retell]")).to_be_visible()
    assert said(page) == "Another race stands here than that of the story."
    expect(page).to_have_url(re.compile(r"\?seed=3&story=insurance$"))
    page.click("[data-do=retell]")
    expect(page.locator("[data-do=retell]")).to_be_hidden()
    expect(page.locator("[name=seed]")).to_have_value("10")
    page.click("[data-do=leave]")
    expect(page.locator(".tale")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"\?seed=10&landscape=bumpy|landscape=bumpy&seed=10"))


def test_luck_of_its_own_is_emptied_against_a_story_that_sets_it(
    browser: Browser, tmp_path: Path
) -> None:
    told = tmp_path / "stories"
    told.mkdir()
    (told / "lucky.toml").write_text(
        'title = "Luck"\nquestion = "Whose?"\nrace = "seed=3&darts=5&budget=60"\n'
        '[[stop]]\nminute = 0\ntext = "Go."\n',
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(told))
        with serving("app") as server, browser.new_context(viewport=SIZE) as context:
            page = Watched(context.new_page()).open(f"{server.url}?story=lucky")
            assert said(page) == "Go."
            page.keyboard.press("Shift")
            page.click("header [data-do=settings]")
            page.fill(".settings [name=darts]", "")
            page.press(".settings [name=darts]", "Enter")
            expect(page).to_have_url(re.compile(r"darts=&story=lucky|story=lucky&darts=$|darts=&"))
            page.reload()
            page.wait_for_selector(".page[data-ready]")
            expect(page.locator(".settings [name=darts]")).to_have_value("")
            assert said(page) == "Another race stands here than that of the story."


def test_a_saved_page_tells_its_own_story_and_names_the_others(
    browser: Browser, tmp_path: Path
) -> None:
    story = shelf().stories["anecdote"]
    path = tmp_path / "story.html"
    path.write_text(saved_page(story.settings, View(story="anecdote")), encoding="utf-8")
    with browser.new_context(viewport=SIZE, offline=True) as context:
        watched = Watched(context.new_page())
        page = watched.open(path.as_uri())
        texts = filled(story, run(story.settings))
        assert said(page) == texts[0]
        for _ in range(2):
            page.click(".tale [data-do=next]")
        assert said(page) == texts[1]
        page.keyboard.press("l")
        expect(page.locator(".stories .alone")).to_be_visible()
        expect(page.locator(".stories [value=insurance]")).to_have_attribute(
            "aria-disabled", "true"
        )
        page.click(".stories [value=anecdote]")
        assert said(page) == texts[0]
        assert watched.complaints == []
