"""Many races on one landscape whose luck varies: the desk's, the terminal's, the page's."""

from __future__ import annotations

import csv
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app import desk
from app.__main__ import main
from app.race import run
from app.server.watched import Tournaments
from app.settings import RaceSettings
from app.tournament import Outcome, Plan, run_tournament
from app.tournament.figure import figure
from app.tournament.live import LiveTournament
from app.tournament.outcome import outcome_of
from app.tournament.statistics import summarise
from app.tournament.words import circumstances
from tests.app.test_page_races import run_races, wait_until
from tests.conftest import Watched

SETTINGS = RaceSettings(landscape="bumpy", seed=3, budget=40, noise=0.03)
PLAN = Plan(SETTINGS, 4, 10, "luck")


@pytest.fixture(scope="module")
def outcomes() -> tuple[Outcome, ...]:
    return run_tournament(PLAN).outcomes


def alone(number: int) -> Outcome:
    return outcome_of(RaceSettings(**(SETTINGS.values() | {"darts": number})))


def ends(outcomes: tuple[Outcome, ...] | list[Outcome], name: str) -> list[float]:
    return [float(outcome.tracks[name].score[-1]) for outcome in outcomes]


def test_all_races_are_on_one_landscape_each_with_its_own_luck(outcomes: tuple) -> None:
    assert [outcome.seed for outcome in outcomes] == [10, 11, 12, 13]
    assert len({outcome.optimum for outcome in outcomes}) == 1
    assert outcomes[0].optimum == run(SETTINGS).landscape.optimum.score
    for name in PLAN.entrants:
        assert ends(outcomes, name) == ends([alone(n) for n in PLAN.seeds], name)
    assert len(set(ends(outcomes, "random"))) == 4
    assert PLAN.race(12) == RaceSettings(**(SETTINGS.values() | {"darts": 12}))


def test_who_runs_them_makes_no_difference(outcomes: tuple) -> None:
    with ThreadPoolExecutor(2) as threads:
        elsewhere = run_tournament(PLAN, executor=threads).outcomes
    stepped = list(desk.tournament(PLAN, known=outcomes[:1]))
    for races in (elsewhere[1:], stepped):
        assert [race.seed for race in races] == [11, 12, 13]
        for name in PLAN.entrants:
            assert ends(races, name) == pytest.approx(ends(outcomes[1:], name), abs=1e-9)


def test_what_varies_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="vary must be one of landscape, luck"):
        Plan(SETTINGS, 4, 0, "darts")
    question = {"action": "run", "settings": {}, "races": 2, "vary": "darts"}
    assert desk.tournament_question(question)[2] == [
        "ignored vary=darts: vary must be one of landscape, luck"
    ]
    plan, _, problems = desk.tournament_question(question | {"vary": "luck"})
    assert (plan, problems) == (Plan(RaceSettings(), 2, 0, "luck"), [])


def test_it_is_said_of_the_races_that_they_share_their_landscape(outcomes: tuple) -> None:
    assert circumstances(summarise(PLAN, outcomes)) == (
        "4 races on a bumpy landscape (seed 3), each with other darts, shuffles and noise, "
        "40 GPU-minutes for each searcher."
    )


def test_a_picture_names_the_landscape_and_says_that_the_luck_varies(outcomes: tuple) -> None:
    assert ">bumpy, seed 3, luck varies: 4 races<" in figure([summarise(PLAN, outcomes)])


def test_a_race_of_other_luck_is_placed_by_its_number() -> None:
    tournaments = Tournaments(lambda *_: None)
    until, race = time.monotonic() + 60, None
    while race is None and time.monotonic() < until:  # it is computed in another thread
        race = tournaments.race(LiveTournament(PLAN), 77)
    assert race is not None
    assert race.seed == 77
    assert ends([race], "random") == ends([alone(77)], "random")


def test_the_terminal_varies_the_luck(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "races.csv"
    options = ["--vary", "luck", "--seed", "3", "--races", "2", "--budget", "30", "--jobs", "1"]
    assert main(["tournament", *options, "--out", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "smooth: 2 races, seed 3, luck 0 to 1, 30 GPU-minutes each" in printed
    assert "2 races on a smooth landscape (seed 3), each with other darts" in printed
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert [(row["seed"], row["darts"]) for row in rows] == [("3", n) for n in "00001111"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--vary darts", "--vary must be one of landscape, luck, got 'darts'"),
        ("--seed 3", "--seed can only be set with --vary luck"),
        ("--vary luck --darts 3", "--darts can't be set with --vary luck"),
        ("--vary luck --seed -1", "seed must be a whole number from 0 to 999999"),
    ],
)
def test_what_does_not_fit_is_refused(
    options: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tournament", *options.split()]) == 2
    assert said in capsys.readouterr().err


# ---- On the page -----------------------------------------------------------------------------


def medians(page: Page) -> list[str]:
    cells = page.locator(".spread tbody tr td:nth-child(2)").all_inner_texts()
    return [cell.strip() for cell in cells]


def test_the_page_varies_the_luck_and_shows_one_of_the_races(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(f"{app_url}?landscape=bumpy&seed=3&budget=40&noise=0.03&revealed=1")
    page.click("header [data-do=races]")
    expect(page.locator(".start")).to_be_enabled()
    page.select_option("[name=family]", "luck")
    expect(page.locator("[name=family] option:checked")).to_have_text("Bumpy, seed 3, other luck")
    run_races(page, 4, 10)
    wait_until(page, "done")
    races = run_tournament(PLAN).outcomes
    expect(page.locator(".circumstances")).to_contain_text("on a bumpy landscape (seed 3)")
    expect(page.locator(".circumstances")).not_to_contain_text("Luck:")
    for name in ("grid", "random", "bayes"):
        middle = f"{np.median(ends(races, name)):.3f}"
        expect(page.locator(f".spread tbody tr[data-lane={name}]")).to_contain_text(middle)
    # The race on screen is the one with the luck of its seed.
    expect(page.locator(".duels h3")).to_have_text("The race on screen: luck 3")
    expect(page.locator(".standing p")).to_have_count(3)
    page.wait_for_url("**vary=luck**")
    page.select_option(".load select", "12")
    expect(page.locator(".load select option:checked")).to_contain_text("Luck 12")
    page.click(".load button")
    expect(page.locator(".transport")).to_be_visible()
    page.wait_for_url("**darts=12**")
    assert "seed=3" in page.url
    page.keyboard.press("End")
    best = run(RaceSettings(**(SETTINGS.values() | {"darts": 12}))).recording.lane("random").best
    expect(page.locator(".lane[data-lane=random] .best")).to_have_text(f"{best[-1]:.3f}")


def test_a_link_opens_on_such_races(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?seed=3&budget=40&view=races&races=2&vary=luck")
    wait_until(page, "done")
    expect(page.locator("[name=family]")).to_have_value("luck")
    expect(page.locator(".circumstances")).to_contain_text("on a smooth landscape (seed 3)")
