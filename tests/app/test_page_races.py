"""Many races in a real browser: run, watch, cancel, choose one of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from app.commands.tournament import draw, write
from app.race import run
from app.settings import RaceSettings
from app.tournament import Plan, run_tournament
from app.tournament.statistics import summarise
from app.tournament.words import models, sentences, standing
from tests.app import recount
from tests.app.reading import SETTLE
from tests.conftest import SIZE, Watched

PATIENCE = 120_000  # ms: worker processes are started, on a machine that may be busy


def open_races(watched: Watched, url: str) -> Page:
    """The page with the view of many races open, ready to run."""
    watched.open(url)
    return show_races(watched)


def show_races(watched: Watched) -> Page:
    """An open page with the view of many races, ready to run."""
    page = watched.page
    page.click("header [data-do=races]")
    expect(page.locator(".start")).to_be_enabled()
    return page


def run_races(page: Page, races: int, first_seed: int = 0) -> None:
    page.fill("[name=races]", str(races))
    page.fill("[name=first_seed]", str(first_seed))
    page.click(".start")


def wait_until(page: Page, state: str) -> None:
    expect(page.locator(".page")).to_have_attribute("data-races", state, timeout=PATIENCE)


def text_of(page: Page, selector: str) -> str:
    """The text of an element with plain spaces."""
    return page.locator(selector).inner_text().replace("\u00a0", " ")


def drawn_points(page: Page, source: str, column: str = "x") -> int:
    """How many points the source of a figure's glyph holds."""
    return page.evaluate(
        """([source, column]) => {
          const [plot] = source.match(/^races_[a-z]+/)
          const view = Bokeh.index.roots.find((view) => view.model.name === plot)
          return view.model.document.get_model_by_name(source).data[column].length
        }""",
        [source, column],
    )


@pytest.fixture(scope="module")
def eight(browser: Browser, app_url: str) -> Iterator[Page]:
    """The view of eight races that were run, of which that on screen is revealed."""
    context = browser.new_context(viewport=SIZE)
    context.set_default_timeout(30_000)
    watched = Watched(context.new_page())
    page = open_races(watched, f"{app_url}?budget=60&revealed=1")
    expect(page.locator(".transport")).to_be_hidden()
    run_races(page, 8)
    wait_until(page, "done")
    yield page
    context.close()
    assert watched.complaints == []


def test_many_races_are_run_and_summarised(eight: Page) -> None:
    page, settings = eight, RaceSettings(budget=60)
    plan = Plan(settings, 8)
    outcomes = run_tournament(plan).outcomes
    summary = summarise(plan, outcomes)
    said = text_of(page, ".outcome").replace("\n", " ")
    first, circumstances, *compared = sentences(summary)
    told = [first, circumstances, models(summary), *compared]
    assert said.split() == " ".join(told).split()
    expect(page.locator(".progress output")).to_have_text("8 races, done")
    bayes = page.locator(".spread tbody tr[data-lane=bayes]")
    expect(bayes).to_contain_text(f"{summary.entrants['bayes'].final_score.value:.3f}")
    reached = summary.entrants["grid"].targets[0].reached
    never = page.locator(".arrival tbody tr[data-lane=grid] td").nth(1)
    assert never.inner_text().startswith(f"{100 * (1 - reached.value):.0f}")
    cell = page.locator(".matrix tbody tr[data-lane=bayes] td").nth(1)
    wins = summary.pair("bayes", "random").wins
    assert f"in {wins.count} of 8 races (Wilson 95 % interval" in cell.get_attribute("title")
    said = standing(summary, outcomes[7], "bayes", "random").sentence
    assert said in text_of(page, ".standing")
    for source in ("races_score_grid_median", "races_ecdf_bayes_reached", "races_score_bayes_mark"):
        assert drawn_points(page, source) > 0
    assert drawn_points(page, "races_score_grid_every", "xs") == 0


def rows_of(page: Page, table: str) -> list[list[str]]:
    """The cells of a table's body, with plain spaces."""
    rows = page.locator(f"{table} tbody tr").all()
    return [
        [text.replace("\u00a0", " ") for text in row.locator("td").all_inner_texts()]
        for row in rows
    ]


def per_cent(count: int, of: int = 8) -> str:
    return f"{round(100 * count / of)} %"


def limits(share: dict) -> str:
    return f"{round(100 * share['low'])}–{round(100 * share['high'])}"


def test_tables_are_counted_anew(eight: Page) -> None:
    page = eight
    races = run_tournament(Plan(RaceSettings(budget=60), 8)).outcomes
    counted = {name: recount.entrant(races, name, resamples=2000) for name in recount.ORDER}
    for kind, digits in (("score", 3), ("regret", 4)):
        if kind == "regret":
            page.click(".spread [data-do=curve]")
        finals = [counted[name][f"final_{kind}"] for name in recount.ORDER]
        expected = [
            [f"{one['value']:.{digits}f}", f"{one['low']:.{digits}f}–{one['high']:.{digits}f}"]
            for one in finals
        ]
        assert rows_of(page, ".spread") == expected
    page.click(".spread [data-do=curve]")
    for target, way in enumerate(recount.WAYS):
        page.select_option("[name=target]", str(target))
        expected = []
        for name in recount.ORDER:
            reached, half = (counted[name]["targets"][target][part] for part in ("reached", "half"))
            minute = "never" if half["value"] is None else f"{half['value']:.0f}"
            share = f"{per_cent(reached['count'])} ({limits(reached)})"
            expected.append([share, per_cent(8 - reached["count"]), minute])
        assert rows_of(page, ".arrival") == expected
        expect(page.locator(".goal")).to_contain_text(f"{100 * way:.0f}\u00a0% of the way")
    for row, first in enumerate(recount.ORDER):
        for column, second in enumerate(recount.ORDER):
            cell = page.locator(".matrix tbody tr").nth(row).locator("td").nth(column)
            if first == second:
                assert cell.inner_text() == ""
                continue
            pair = recount.pair(races, first, second, resamples=1)
            text = cell.inner_text().replace("\u00a0", " ")
            assert text.split("\n")[0] == per_cent(pair["wins"]["count"])
            assert cell.locator("small").inner_text() == f"{limits(pair['wins'])} %"
            bar = cell.locator(".wtl").bounding_box()["width"]
            for part, ended in (("win", "wins"), ("tie", "ties")):
                width = cell.locator(f".{part}").bounding_box()["width"]
                assert width == pytest.approx(bar * pair[ended]["count"] / 8, abs=0.6)
    margins = {
        race.seed: recount.final(race, "bayes")
        - max(recount.final(race, "grid"), recount.final(race, "random"))
        for race in races
    }
    listed = [
        int(option.get_attribute("value")) for option in page.locator("[name=load] option").all()
    ]
    assert listed == sorted(margins, key=margins.get, reverse=True)
    for option in page.locator("[name=load] option").all():
        margin = margins[int(option.get_attribute("value"))]
        said = "level" if abs(margin) <= recount.LEVEL else f"ahead by {abs(margin):.3f}"
        assert option.inner_text().endswith(said)
        assert ("Bayesian" in option.inner_text()) == (margin > recount.LEVEL)
    key = " ".join(text_of(page, ".caption.key").split())
    assert key == "━ median ▒ quartiles ╌ seed 7 ┅ random, twice the budget"


def test_results_fill_in_while_it_runs_and_cancel_keeps_them(
    watched: Watched, app_url: str
) -> None:
    page = open_races(watched, f"{app_url}?landscape=bumpy")
    run_races(page, 500)
    expect(page.locator(".cancel")).to_be_focused()
    expect(page.locator(".progress output")).to_contain_text(" left", timeout=PATIENCE)
    page.wait_for_selector(".races:not(.fresh)", timeout=PATIENCE)
    page.keyboard.press("Enter")
    wait_until(page, "stopped")
    done = int(re.search(r"after (\d+) of 500", text_of(page, ".progress output"))[1])
    assert 0 < done < 500
    expect(page.locator(".start")).to_have_text("Go on")
    expect(page.locator(".outcome")).to_contain_text(re.compile(r"on (a )?bumpy landscape"))
    expect(page.locator(".start")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".page")).to_have_attribute("data-races", re.compile("waiting|running"))
    page.click(".plan [data-do=races]")


def test_nothing_is_sent_when_no_tournament_runs(watched: Watched, app_url: str) -> None:
    page = open_races(watched, f"{app_url}?budget=30")
    run_races(page, 2, first_seed=40)
    wait_until(page, "done")
    expect(page.locator(".standing")).to_contain_text("waits for Reveal")
    before = len(watched.sent)
    page.select_option("[name=target]", "1")
    switch = page.locator(".spread [data-do=curve]")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-plot=races_regret]")).to_be_visible()
    page.click("[data-do=theme]")
    assert watched.sent[before:] == []


def test_the_race_on_screen_is_placed_only_once_it_is_revealed(
    watched: Watched, app_url: str
) -> None:
    page = open_races(watched, f"{app_url}?budget=60&seed=3")
    run_races(page, 8)
    wait_until(page, "done")
    expect(page.locator(".standing")).to_contain_text("waits for Reveal")
    page.check("[name=every]")
    page.wait_for_function(
        """() => Bokeh.index.roots.find((view) => view.model.name === "races_score").model.document
          .get_model_by_name("races_score_grid_every").data.xs.length === 8"""
    )
    assert "in this race" not in page.locator(".races").inner_text()
    own = page.locator("[name=load] option[value='3']")
    assert own.inner_text() == "Seed 3: waits for Reveal"
    assert own.evaluate("(option) => option.parentElement.label") == "On screen"
    for part in ("score_grid_present", "score_bayes_mark", "regret_random_mark", "ecdf_grid_mark"):
        assert drawn_points(page, f"races_{part}") == 0
    sent = [message for message in watched.sent if "tournament" in str(message)]
    assert not any('"seed":3' in str(message) for message in sent)
    page.click(".uncover")
    expect(page.locator(".standing p")).to_have_count(3)
    expect(page.locator(".standing")).to_contain_text("in this race")
    expect(page.locator(".uncover")).to_be_hidden()
    expect(own).to_have_text(re.compile(r"Seed 3: (Bayesian|Grid|Random|level)"))
    assert drawn_points(page, "races_score_bayes_mark") == 1
    page.click(".plan [data-do=races]")
    page.click("header [data-do=reveal]")
    page.click("header [data-do=races]")
    expect(page.locator(".standing")).to_contain_text("waits for Reveal")
    assert drawn_points(page, "races_score_bayes_mark") == 0


def test_where_reveal_is_locked_it_isnt_offered(watched: Watched, app_url: str) -> None:
    page = open_races(watched, f"{app_url}?budget=60&lock=revealed")
    run_races(page, 8)
    wait_until(page, "done")
    expect(page.locator(".standing")).to_contain_text("waits for Reveal")
    expect(page.locator(".uncover")).to_be_hidden()


def test_a_link_opens_on_the_races_that_it_names(
    watched: Watched, browser: Browser, app_url: str
) -> None:
    page = open_races(watched, f"{app_url}?budget=60")
    page.select_option("[name=family]", "one-knob")
    run_races(page, 5, first_seed=70)
    wait_until(page, "done")
    page.select_option("[name=target]", "1")
    page.wait_for_function("location.search.includes('target=0.99')")
    page.click("header [data-do=share]")
    shared = page.locator("[name=races_link]").input_value()
    assert shared == page.url
    query = dict(parse_qsl(urlsplit(shared).query))
    assert query == {
        "landscape": "one-knob",
        "view": "races",
        "races": "5",
        "first_seed": "70",
        "target": "0.99",
    }
    context = browser.new_context()
    context.set_default_timeout(30_000)
    other = Watched(context.new_page())
    second = other.open(shared)
    wait_until(second, "done")
    assert second.locator("[name=races]").input_value() == "5"
    assert second.locator("[name=first_seed]").input_value() == "70"
    assert text_of(second, ".outcome") == text_of(page, ".outcome")
    assert text_of(second, ".arrival") == text_of(page, ".arrival")
    context.close()
    assert other.complaints == []


def test_races_that_nobody_has_run_are_run_for_a_link(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?budget=40&view=races&races=3&first_seed=333")
    wait_until(page, "done")
    expect(page.locator(".headline")).to_contain_text("of 3 races")
    page.click(".plan [data-do=races]")
    page.wait_for_function("location.search === '?budget=40'")


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("races=501", "races must be a whole number from 1 to 500"),
        ("races=3&first_seed=-1", "first_seed must be a whole number from 0 to 999999"),
        ("races=3&target=0.5", "target must be one of 0.95, 0.99"),
    ],
)
def test_what_a_link_says_wrongly_of_the_races_is_named(
    watched: Watched, app_url: str, bad: str, told: str
) -> None:
    page = watched.open(f"{app_url}?budget=40&view=races&{bad}")
    expect(page.locator(".notice")).to_contain_text(told)
    expect(page.locator(".races")).to_be_visible()


def test_races_are_saved_as_the_terminal_writes_them(
    watched: Watched, app_url: str, tmp_path: Path
) -> None:
    page = open_races(watched, f"{app_url}?budget=60&noise=0.02")
    page.click("header [data-do=share]")
    expect(page.locator("[data-save=csv]")).to_be_disabled()
    page.keyboard.press("Escape")
    run_races(page, 4, first_seed=11)
    wait_until(page, "done")
    page.click("header [data-do=share]")
    plan = Plan(RaceSettings(budget=60, noise=0.02), 4, 11)
    tournament = run_tournament(plan)
    write(tmp_path / "races.csv", [tournament])
    draw(tmp_path / "races.svg", [tournament])
    for kind in ("csv", "svg", "png"):
        with page.expect_download() as download:
            page.click(f"[data-save={kind}]")
        name = f"search-race-smooth-4-races-from-11.{kind}"
        assert download.value.suggested_filename == name
        expect(page.locator(".races .said")).to_have_text(f"Handed to the browser as {name}.")
        saved = Path(download.value.path()).read_bytes()
        if kind == "png":
            image = Image.open(io.BytesIO(saved))
            drawn = ElementTree.parse(tmp_path / "races.svg").getroot()
            assert image.size == tuple(2 * int(drawn.get(side)) for side in ("width", "height"))
            assert len(image.convert("RGB").getcolors(100_000)) > 20
        else:
            assert saved == (tmp_path / f"races.{kind}").read_bytes()


def test_a_race_is_loaded_by_keyboard(watched: Watched, app_url: str) -> None:
    page = open_races(watched, f"{app_url}?budget=60")
    page.select_option("[name=family]", "bumpy")
    run_races(page, 3, first_seed=20)
    wait_until(page, "done")
    expect(page.locator(".standing")).to_contain_text("other settings")
    page.focus("[name=load]")
    page.select_option("[name=load]", "21")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_visible()
    expect(page.locator("[name=seed]")).to_have_value("21")
    expect(page.locator(".choice [value=bumpy]")).to_be_checked()
    expect(page.locator(".budget")).to_have_text("240")
    page.keyboard.press("End")
    recording = run(RaceSettings(landscape="bumpy", seed=21)).recording
    for lane in recording.lanes:
        best = page.locator(f".lane[data-lane={lane.name}] .best")
        expect(best).to_have_text(f"{lane.best[-1]:.3f}")
    page.wait_for_function("location.search.includes('seed=21')")


def test_every_race_is_a_line_and_a_click_loads_it(watched: Watched, app_url: str) -> None:
    page = open_races(watched, f"{app_url}?budget=60")
    run_races(page, 3, first_seed=50)
    wait_until(page, "done")
    page.check("[name=every]")
    page.wait_for_function(
        """() => Bokeh.index.roots.find((view) => view.model.name === "races_score").model.document
          .get_model_by_name("races_score_bayes_every").data.xs.length === 3"""
    )
    page.evaluate(SETTLE)  # the lines have their axis
    spot = page.locator("[data-plot=races_score]").evaluate(
        """(element) => {
          const view = Bokeh.index.roots.find((view) => view.model.name === "races_score")
          const {data} = view.model.document.get_model_by_name("races_score_bayes_every")
          const {left, top} = element.getBoundingClientRect()
          const [x, y] = [data.xs[1].at(-1), data.ys[1].at(-1)]
          const {x_scale, y_scale} = view.frame
          return [left + x_scale.compute(x) - 1, top + y_scale.compute(y)]
        }"""
    )
    place = page.locator("[data-plot=races_score]")
    before = place.bounding_box()
    page.mouse.move(*spot)
    expect(page.locator(".caption.key")).to_contain_text(re.compile(r"Seed 5\d: Grid"))
    assert place.bounding_box() == before
    pointed = re.search(r"Seed (\d+)", text_of(page, ".caption.key"))[1]
    page.mouse.click(*spot)
    expect(page.locator("main")).to_be_visible()
    expect(page.locator("[name=seed]")).to_have_value(pointed)


def test_a_second_session_gets_the_same_tournament(
    watched: Watched, browser: Browser, app_url: str
) -> None:
    page = open_races(watched, f"{app_url}?budget=60&noise=0.02")
    run_races(page, 4)
    wait_until(page, "done")
    context = browser.new_context()
    context.set_default_timeout(30_000)
    other = Watched(context.new_page())
    second = open_races(other, f"{app_url}?budget=60&noise=0.02")
    second.fill("[name=races]", "4")
    second.click(".start")
    wait_until(second, "done")
    assert text_of(second, ".outcome") == text_of(page, ".outcome")
    expect(second.locator(".outcome")).to_contain_text("Noise: 0.02")
    received = [frame for frame in other.received if '"running"' in str(frame)]
    context.close()
    assert received == []  # it was never computed again
    assert other.complaints == []


def test_bad_numbers_are_refused_at_the_widget(shared: Watched) -> None:
    page = show_races(shared)
    before = len(shared.sent)
    for field, text, told, stands in [
        ("races", "501", "from 1 to 500", "200"),
        ("first_seed", "-1", "from 0 to 999999", "0"),
        ("races", "0", "from 1 to 500", "200"),
        ("races", "many", "a whole number", "200"),
    ]:
        page.fill(f"[name={field}]", text)
        expect(page.locator(f"[name={field}]")).to_have_attribute("aria-invalid", "true")
        page.click(".start")
        expect(page.locator("#plan-problem")).to_contain_text(f"“{text}” isn’t possible")
        expect(page.locator("#plan-problem")).to_contain_text(told)
        expect(page.locator(f"[name={field}]")).to_have_value(stands)
    assert shared.sent[before:] == []


def test_a_bad_number_that_is_written_early_gives_way_to_the_usual_one(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(app_url)
    page.locator(".page").evaluate(
        """async (page) => {
          page.querySelector("header [data-do=races]").click()
          await new Promise((resolve) => setTimeout(resolve, 0))
          page.querySelector(".plan [name=races]").value = "many"
        }"""
    )
    expect(page.locator("[name=races]")).to_have_attribute("aria-invalid", "true")
    page.click(".start")
    expect(page.locator("#plan-problem")).to_contain_text("“many” isn’t possible")
    expect(page.locator("[name=races]")).to_have_value("200")


def test_what_only_the_server_can_refuse_is_told(watched: Watched, app_url: str) -> None:
    page = open_races(watched, app_url)
    run_races(page, 200, first_seed=999_900)
    expect(page.locator("#plan-problem")).to_contain_text("first_seed must be a whole number")
    expect(page.locator(".start")).to_be_visible()
    run_races(page, 1, first_seed=999_999)
    wait_until(page, "done")
    expect(page.locator(".outcome")).to_contain_text("1 race on a smooth landscape")


def test_a_link_opens_the_view_and_the_view_stands_in_the_link(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(f"{app_url}?view=races")
    expect(page.locator(".start")).to_be_enabled()
    page.click(".plan [data-do=races]")
    expect(page.locator("main")).to_be_visible()
    page.wait_for_function("location.search === ''")
    page.click("header [data-do=races]")
    page.wait_for_function("location.search === '?view=races'")


def test_the_keys_of_the_race_rest_while_many_races_are_shown(shared: Watched) -> None:
    page = show_races(shared)
    for key in ("ArrowRight", "End", "r"):
        page.keyboard.press(key)
    page.click(".plan [data-do=races]")
    assert page.locator("[name=minute]").input_value() == "0"
    expect(page.locator("header [data-do=reveal]")).to_have_attribute("aria-pressed", "false")


def test_nothing_overflows_the_window(watched: Watched, app_url: str) -> None:
    page = open_races(watched, f"{app_url}?budget=60")
    run_races(page, 8)
    wait_until(page, "done")
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
            for part in (".standing", ".duels", ".spread", ".arrival", ".matrix", ".goal", ".rule"):
                over = page.locator(part).evaluate(
                    "(e) => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]"
                )
                assert max(over) <= 1, part


def test_before_the_first_run_each_part_says_what_will_come(watched: Watched, app_url: str) -> None:
    page = open_races(watched, app_url)
    expect(page.locator(".headline")).to_have_text("One race is an anecdote. Run many.")
    for part, told in (
        (".spread", "the median of all races"),
        (".arrival", "how many of the races get close to the best there is"),
        (".duels", "in how many races one ends above the other"),
    ):
        expect(page.locator(f"{part} .expected")).to_contain_text(told)
        expect(page.locator(f"{part} .expected")).to_be_visible()
        card, said = (
            page.locator(selector).bounding_box() for selector in (part, f"{part} .expected")
        )
        assert said["width"] * said["height"] > 0.7 * card["width"] * card["height"]
    run_races(page, 3)
    wait_until(page, "done")
    for part in (".spread", ".arrival", ".duels"):
        expect(page.locator(f"{part} .expected")).to_be_hidden()


def test_after_many_races_the_race_is_shared_again(shared: Watched) -> None:
    page = show_races(shared)
    page.click("header [data-do=races]")
    page.click("[data-do=share]")
    expect(page.get_by_role("dialog", name="Share this race")).to_be_visible()


def test_before_a_tournament_no_winner_is_named(shared: Watched) -> None:
    page = show_races(shared)
    text = page.locator(".races").inner_text()
    assert not re.search(r"\b(wins|beats|better than|ahead of)\b", text)
