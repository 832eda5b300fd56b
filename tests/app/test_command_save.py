"""The command that saves a race."""

import argparse
import json
from pathlib import Path

import pytest

from app.commands import save as command_save
from app.page.saved_page import saved_page
from app.race import run
from app.race.trials import trials_csv, trials_json
from app.settings import NAMES, RaceSettings
from app.settings.link import View


def save(*arguments: str) -> int:
    """Run ``save`` with these arguments; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m app")
    command_save.add_parser(parser.add_subparsers())
    options = parser.parse_args(["save", *arguments])
    return options.run(options)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What ``save`` says when it refuses these arguments."""
    with pytest.raises(SystemExit) as stopped:
        save(*arguments)
    assert stopped.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


def test_a_web_page_of_the_race_that_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "race.html"
    options = ["--landscape", "bumpy", "--seed", "3", "--budget", "60", "--revealed"]
    assert save(*options, "--minute", "30", "--hide", "story,maps", "-o", str(path)) == 0
    settings = RaceSettings(landscape="bumpy", seed=3, budget=60)
    view = View(revealed=True, minute=30, hide=["story", "maps"])
    assert path.read_text("utf-8") == saved_page(settings, view)
    size = path.stat().st_size
    assert 1e6 < size < 3e6
    assert capsys.readouterr().out.startswith(f"{path}: {size / 1e6:.1f} MB, opens in any browser")


def test_the_ending_chooses_a_table(tmp_path: Path) -> None:
    race = run(RaceSettings(budget=60, noise=0.02))
    for ending, expected in (("csv", trials_csv(race)), ("json", trials_json(race))):
        path = tmp_path / f"trials.{ending}"
        assert save("--budget", "60", "--noise", "0.02", "-o", str(path)) == 0
        assert path.read_bytes().decode() == expected


def test_every_setting_and_every_part_of_the_view_is_an_option(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        save("--help")
    assert stopped.value.code == 0
    told = capsys.readouterr().out
    for name in (*NAMES, *View.names()):
        assert f"--{name}" in told
    assert "a whole number from 30 to 360 (default 240)" in " ".join(told.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--seed", "-1"), "seed=-1: seed must be a whole number from 0 to 999999"),
        (("--budget", "1e9"), "budget=1e9: budget must be a whole number from 30 to 360"),
        (("--noise", "nan"), "noise=nan: noise must be a number from 0 to 0.1"),
        (("--landscape", "flat"), "landscape must be one of smooth, bumpy, one-knob"),
        (("--theme", "pink"), "theme must be one of system, light, dark"),
        (("--hide", "everything"), "hide must be some of header"),
        (("--colour", "red"), "unrecognized arguments: --colour red"),
        (("-o", "race.pdf"), "race.pdf: the file must end in one of .html, .csv, .json"),
    ],
)
def test_bad_options_are_refused_with_what_is_allowed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert message in refused(capsys, *arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "missing" / "race.csv"
    told = refused(capsys, "--budget", "30", "-o", str(path))
    assert f"{path} can't be written: No such file or directory" in told


def test_the_json_table_is_readable(tmp_path: Path) -> None:
    path = tmp_path / "TRIALS.JSON"
    assert save("--budget", "30", "-o", str(path)) == 0
    assert json.loads(path.read_text())["settings"]["budget"] == 30


def test_a_search_by_hand_is_handed_in_and_options_of_any_searcher_are_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Searchers' keys may have hyphens in them."""
    path = tmp_path / "race.html"
    options = ["--budget", "30", "--lanes", "grid,ei-cost", "--ei-cost.initial", "3"]
    assert save(*options, "--you", "1.2.AAAA__--.Ann", "-o", str(path)) == 0
    settings = RaceSettings(budget=30, lanes=["grid", "ei-cost"], **{"ei-cost.initial": 3})
    assert path.read_text("utf-8") == saved_page(settings, View(you="1.2.AAAA__--.Ann"))
    assert "at most 120 trainings" in refused(capsys, "--you", "2.2.AAAA", "-o", str(path))
