"""The presenter's view: larger type, parts left out, and a link for students."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from app.settings.link import read_query
from tests.app.test_accessibility import findings
from tests.conftest import Watched


def letter(page: Page) -> float:
    """Height of the words' type, in px."""
    return float(
        page.locator(".story p")
        .first.evaluate("p => getComputedStyle(p).fontSize")
        .removesuffix("px")
    )


def scrolls(page: Page) -> bool:
    over: bool = page.locator(".stage").evaluate(
        "stage => stage.scrollHeight > stage.clientHeight || stage.scrollWidth > stage.clientWidth"
    )
    return over


def test_one_key_begins_and_ends_it_and_the_link_has_it(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?minute=100")
    before, small = len(watched.sent), letter(page)
    page.keyboard.press("f")
    expect(page.locator(".page")).to_have_class(re.compile("presenting"))
    expect(page).to_have_url(re.compile(r"present=1"))
    assert letter(page) > 1.15 * small
    page.wait_for_function("document.fullscreenElement !== null")
    assert findings(page) == []
    expect(page.locator("header [data-do=settings]")).to_be_hidden()
    page.click("header .more")
    expect(page.locator("header [data-do=settings]")).to_be_visible()
    assert findings(page) == []
    page.click("header .more")
    page.keyboard.press("f")
    expect(page.locator(".page")).not_to_have_class(re.compile("presenting"))
    page.wait_for_function("document.fullscreenElement === null")
    expect(page).not_to_have_url(re.compile("present"))
    assert len(watched.sent) == before


def test_nothing_scrolls_where_three_shares_are_told(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?story=winners-curse&minute=240")
    page.keyboard.press(".")
    expect(page.locator(".tale li")).to_have_count(3)
    assert not scrolls(page)
    page.keyboard.press("f")
    expect(page.locator(".page")).to_have_class(re.compile("presenting"))
    assert not scrolls(page)


@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_scrolls_on_a_projector(watched: Watched, app_url: str, width: int) -> None:
    watched.page.set_viewport_size({"width": width, "height": width * 9 // 16})
    page = watched.open(f"{app_url}?present=1&story=anecdote&minute=120")
    assert not scrolls(page)
    for control in page.locator(".stage :is(button, select)").all():
        if control.is_visible():
            box = control.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_parts_are_left_out_and_students_get_a_link(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?minute=60&present=1&hide=theme&lock=noise")
    before = len(watched.sent)
    page.click(".transport [data-do=presenter]")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".page")).to_have_attribute("data-theme", theme)
        assert findings(page) == []
    choose = page.locator("dialog.presenter")
    for name in ("maps", "random"):
        choose.locator(f"[data-choose=shown] [value={name}]").uncheck()
    expect(page.locator(".mind")).to_be_hidden()
    expect(page.locator("[data-lane=random]")).to_be_hidden()
    for name in ("landscape", "settings", "reveal", "stories"):
        choose.locator(f"[data-choose=allowed] [value={name}]").uncheck()
    link = choose.locator("[name=students]").input_value()
    choose.locator("[data-choose=shown] [value=random]").check()
    expect(page.locator("[data-lane=random]")).to_be_visible()
    expect(page).to_have_url(re.compile(r"hide=theme,maps(&|$)"))
    assert len(watched.sent) == before

    pairs = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    _, view, problems = read_query(pairs)
    assert problems == []
    assert not view.present
    assert view.minute == 60
    assert set(view.hide) == {"theme", "maps", "random", "settings", "stories"}
    assert set(view.lock) == {"noise", "landscape", "seed", "lanes", "revealed"}
    page = watched.open(link)
    expect(page.locator(".page")).not_to_have_class(re.compile("presenting"))
    expect(page.locator("[name=seed]")).to_be_disabled()
    expect(page.locator("header [data-do=settings]")).to_be_hidden()
    expect(page.locator(".mind")).to_be_hidden()
    page.keyboard.press("r")
    expect(page.locator(".page")).not_to_have_class(re.compile("revealed"))
    page.keyboard.press("l")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.set_viewport_size({"width": 700, "height": 900})
    page.keyboard.press("y")
    expect(page.locator(".lane[data-lane=you]")).to_be_visible()
    expect(page.locator("[data-lane=random]")).to_be_hidden()
    expect(page.locator("[data-lane=grid]")).to_be_visible()


@pytest.mark.parametrize("value", ["<b>x</b>", "2", "yes,no", "%00"])
def test_a_hostile_value_is_named_and_changes_nothing(
    watched: Watched, app_url: str, value: str
) -> None:
    page = watched.open(f"{app_url}?present={value}")
    expect(page.locator(".notice")).to_contain_text("present must be")
    expect(page.locator(".page")).not_to_have_class(re.compile("presenting"))
