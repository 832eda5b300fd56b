"""The terminal command: its options, its files, its table, and Ctrl-C."""

import argparse
import csv
import io
import json
import math
import os
import pty
import re
import signal
import subprocess
import sys
import termios
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.commands import tournament as command_tournament
from app.commands.racing import progress
from app.commands.tournament import write
from app.race import run
from app.settings import NAMES, RaceSettings
from app.tournament import ENTRANTS, Failure, Plan, Tournament, run_tournament
from app.tournament.curves import minutes_to
from app.tournament.report import report
from app.tournament.table import COLUMNS, rows_of
from app.version import ENGINE
from landscapes import FAMILIES
from tests.app import recount
from tests.app.recount import random_outcomes, settings_of

PLAN = Plan(RaceSettings(landscape="bumpy", budget=40), races=3, first_seed=11)

ALONE = """
import argparse, sys
from app.commands import tournament as command_tournament
if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m app")
    command_tournament.add_parser(parser.add_subparsers())
    options = parser.parse_args()
    code = options.run(options)
    assert not {"panel", "bokeh", "tornado"} & set(sys.modules), "the page was imported"
    sys.exit(code)
"""


def parser():
    parser = argparse.ArgumentParser(prog="python -m app")
    command_tournament.add_parser(parser.add_subparsers())
    return parser


def command(*arguments):
    """Run the command in this process; returns its exit code."""
    options = parser().parse_args(["tournament", *map(str, arguments)])
    return options.run(options)


@pytest.fixture(scope="module")
def tournament():
    return run_tournament(PLAN)


# ---- Options -------------------------------------------------------------------------------------


def test_there_is_an_option_for_each_setting():
    options = vars(parser().parse_args(["tournament"]))
    assert set(NAMES) - {"seed"} <= set(options)
    assert options["first_seed"] == "0"


def test_help_says_how_to_begin(capsys):
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args(["tournament", "--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert "python -m app tournament --races 200 --landscape bumpy --out races.csv" in text
    assert "from 30 to 360" in " ".join(text.split())
    for name in set(NAMES) - {"seed"}:
        assert f"--{name} " in text


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("--races", 0), "--races must be a whole number from 1 to 1000, got '0'"),
        (("--races", 1001), "--races must be a whole number from 1 to 1000, got '1001'"),
        (("--races", "many"), "--races must be a whole number from 1 to 1000, got 'many'"),
        (("--jobs", 0), "--jobs must be a whole number from 1 to 64, got '0'"),
        (("--first-seed", -1), "--first-seed must be a whole number from 0 to 999999"),
        (("--first-seed", 999_999, "--races", 2), "first_seed must be a whole number from 0 to"),
        (("--budget", 7), "budget must be a whole number from 30 to 360"),
        (("--noise", "nan"), "noise must be a number from 0 to 0.1"),
        (("--landscape", "flat"), "must be one of smooth, bumpy, one-knob, "),
        (("--order", "spiral"), "order must be one of raster, shuffled"),
        (("--out", "races.xlsx"), "--out must end in .csv or .json, got 'races.xlsx'"),
        (("--out", "no/such/folder/races.csv"), "--out must be a file in a folder that exists"),
    ],
)
def test_bad_values_are_refused_in_one_line(arguments, allowed, capsys):
    assert command(*arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("python -m app tournament: ")
    assert printed.err.count("\n") == 1
    assert allowed in printed.err


# ---- What it prints and writes -------------------------------------------------------------------


def test_it_runs_prints_and_writes(tmp_path, capsys):
    file = tmp_path / "races.csv"
    common = ("--races", 3, "--budget", 40, "--landscape", "bumpy", "--first-seed", 11)
    assert command(*common, "--jobs", 1, "--out", file) == 0
    printed = capsys.readouterr()
    assert printed.err == ""  # no progress bar: this is no terminal
    assert "bumpy: 3 races, seeds 11 to 13, 40 GPU-minutes each" in printed.out
    assert "3 races on bumpy landscapes, 40 GPU-minutes for each searcher." in printed.out
    assert f"12 rows written to {file}" in printed.out
    assert file.read_text().count("\n") == 13


def test_all_landscapes_in_turn(tmp_path, capsys):
    file = tmp_path / "races.json"
    code = command("--races", 1, "--budget", 30, "--landscape", "all", "--jobs", 1, "--out", file)
    assert code == 0
    rows = [row["landscape"] for row in json.loads(file.read_text())]
    assert rows == [family for family in FAMILIES for _ in range(4)]
    printed = capsys.readouterr().out
    assert all(f"{family}: 1 race, seed 0," in printed for family in ("smooth", "one-knob"))


def test_rows_are_the_races(tournament):
    rows = list(rows_of(PLAN, tournament.outcomes))
    assert [(row["seed"], row["searcher"]) for row in rows] == [
        (seed, name) for seed in (11, 12, 13) for name in ENTRANTS
    ]
    row, track = rows[5], tournament.outcomes[1].tracks["random"]
    settings, problems = RaceSettings.read({name: row[name] for name in NAMES})
    assert (settings, problems) == (PLAN.race(12), [])
    assert row["final_score"] == track.score[-1]
    assert row["final_regret"] == tournament.outcomes[1].optimum - track.score[-1]
    assert row["trials"] == len(track.finish)
    assert row["minutes_used"] + row["minutes_left"] == pytest.approx(40)
    for row in rows:
        track = tournament.outcomes[row["seed"] - 11].tracks[row["searcher"]]
        target = row["typical_score"] + 0.95 * (row["optimum"] - row["typical_score"])
        reached = minutes_to(track, target)
        assert row["minutes_to_95"] == (reached if reached < 1e9 else None)
    assert {row["searcher_budget"] for row in rows} == {40.0, 80.0}
    assert {(row["engine"], row["version"]) for row in rows} == {(ENGINE, version("search-race"))}


@pytest.mark.parametrize("seed", range(8))
def test_every_cell_of_a_row_is_counted_anew(seed):
    races = random_outcomes(seed, races=6)
    plan = Plan(settings_of(races, landscape="bumpy", noise=0.03), 6)
    rows = iter(rows_of(plan, races))
    for race in races:
        for name in recount.ORDER:
            row, track = next(rows), race.tracks[name]
            levels = [race.typical + way * (race.optimum - race.typical) for way in recount.WAYS]
            minutes = [recount.minute_of(track, level) for level in levels]
            assert {setting: row.pop(setting) for setting in NAMES} == {
                **plan.settings.values(),
                "lanes": "grid,random,bayes",
                "seed": race.seed,
            }
            assert row == {
                "searcher": name,
                "lane": name,
                "searcher_budget": track.budget,
                "trials": len(track.finish),
                "optimum": race.optimum,
                "typical_score": race.typical,
                "final_score": track.score[-1],
                "final_observed": track.best[-1],
                "final_regret": race.optimum - track.score[-1],
                "minutes_to_95": None if minutes[0] == math.inf else minutes[0],
                "minutes_to_99": None if minutes[1] == math.inf else minutes[1],
                "minutes_used": track.finish[-1],
                "minutes_left": track.left,
                "stopped": track.stopped,
                "engine": ENGINE,
                "version": version("search-race"),
            }
    assert next(rows, None) is None


@pytest.mark.parametrize("seed", range(4))
def test_the_table_on_the_terminal_is_counted_anew(seed):
    races = random_outcomes(seed, races=20)
    plan = Plan(settings_of(races), 20)
    lines = report(Tournament(plan, tuple(races), (), False)).splitlines()
    titles = ["Grid search", "Random search", "Bayesian search", "Random search, 2 x budget"]
    for title, name in zip(titles, recount.ORDER, strict=True):
        counted = recount.entrant(races, name, resamples=2000)
        near, nearer = counted["targets"]
        cells = [f"{counted['trials']:g}"]
        cells += [decimals(counted["final_score"]), decimals(counted["final_regret"])]
        cells += [shares(near["reached"]), shares(nearer["reached"]), minutes(nearer["half"])]
        assert row_of(lines, f"{title}  ") == " ".join(cells).split()
    named = dict(zip(recount.ORDER, titles, strict=True))
    for one in recount.pairs(races, resamples=2000):
        first, second, sign = one["first"], one["second"], 1
        ahead, behind = one["wins"], one["losses"]
        if behind["count"] > ahead["count"]:
            first, second, sign, ahead, behind = second, first, -1, behind, ahead
        cells = [shares(ahead), whole(one["ties"]), whole(behind), decimals(one["margin"], sign)]
        row = row_of(lines, f"{named[first]} against {named[second]}  ")
        assert row == " ".join(cells).split()


def test_the_terminal_says_whether_models_were_right(tournament):
    off = []
    for outcome in tournament.outcomes:
        lane = run(PLAN.race(outcome.seed)).recording.lane("bayes")
        for belief, observed in zip(lane.beliefs, lane.observed, strict=False):
            if belief is not None:
                mean, sd = belief.expected
                off.append(abs(observed - mean) / math.hypot(sd, math.sqrt(belief.noise_variance)))
    two, one = (100 * sum(z < most for z in off) / len(off) for most in (2, 1))
    assert report(tournament).splitlines()[-1] == (
        f"  Was the model right? {two:.0f} % of {len(off)} outcomes of Bayesian search fell within "
        f"two deviations of what it expected, {one:.0f} % within one."
    )


def test_where_no_model_races_none_was_right_or_wrong():
    plan = Plan(settings_of(races := random_outcomes(5, races=3)), 3)
    assert "model" not in report(Tournament(plan, tuple(races), (), False))


def row_of(lines, label):
    """The cells of the one row with this label, split at their spaces."""
    (row,) = (line for line in lines if line.startswith(f"  {label}"))
    return row.removeprefix(f"  {label}").split()


def whole(share):
    """A share of twenty races: a multiple of 5 %."""
    return f"{100 * share['count'] // share['of']} %"


def shares(share):
    return f"{whole(share)} ({100 * share['low']:.0f} to {100 * share['high']:.0f})"


def decimals(estimate, sign=1):
    ends = sorted(sign * estimate[end] for end in ("low", "high"))
    return f"{sign * estimate['value']:z.4f} ({ends[0]:z.4f} to {ends[1]:z.4f})"


def minutes(estimate):
    value, low, high = (
        "never" if estimate[part] is None else f"{estimate[part]:.0f}"
        for part in ("value", "low", "high")
    )
    return value if low == "never" else f"{value} ({low} to {high})"


def test_csv_and_json_hold_the_same(tournament, tmp_path):
    assert write(tmp_path / "races.csv", [tournament]) == 12
    assert write(tmp_path / "races.json", [tournament]) == 12
    from_json = json.loads((tmp_path / "races.json").read_text())
    with (tmp_path / "races.csv").open(newline="") as file:
        from_csv = list(csv.DictReader(file))
    assert list(from_csv[0]) == list(from_json[0]) == [*NAMES, *COLUMNS]
    for text, row in zip(from_csv, from_json, strict=True):
        assert text == {name: "" if v is None else str(v) for name, v in row.items()}


def test_a_table_without_a_race_has_the_columns_of_its_lanes(tmp_path):
    lanes = ["bayes.2", "sobol", "bayes.3"]
    settings = RaceSettings(budget=40, lanes=lanes, **{"bayes.3.xi": 0.1})
    write(tmp_path / "races.csv", [Tournament(Plan(settings, 3), (), (), True)])
    (head,) = (tmp_path / "races.csv").read_text().splitlines()
    assert head.split(",") == [*settings.values(), *COLUMNS]
    assert "bayes.3.xi" in head
    assert "placement" not in head  # nobody's: no grid races


def test_the_report_names_failures(tournament):
    failed = Tournament(PLAN, tournament.outcomes[1:], (Failure(11, "KilledWorker: gone"),), False)
    text = report(failed)
    assert "seed 11 failed: KilledWorker: gone" in text
    assert "2 races on bumpy landscapes, 40 GPU-minutes for each searcher. 1 more failed." in text
    nothing = Tournament(PLAN, (), (), True)
    assert "no race was finished" in report(nothing)


def test_a_figure_has_one_column_for_each_tournament(tmp_path, capsys):
    file = tmp_path / "races.svg"
    small = ("--races", 2, "--budget", 30, "--landscape", "bumpy,smooth,needle", "--jobs", 1)
    assert command(*small, "--figure", file) == 0
    assert f"3 columns written to {file}" in capsys.readouterr().out
    drawing = ElementTree.parse(file).getroot()
    tags = [element.tag.rpartition("}")[2] for element in drawing.iter()]
    assert tags.count("polygon") == 3 * 3  # a band for each searcher
    assert tags.count("polyline") == 3 * (3 + 1) * 2  # and the yardstick, above and below
    assert "nan" not in file.read_text()
    words = [element.text for element in drawing.iter() if element.tag.endswith("}text")]
    assert words.count("Races that got 99% of the way to the optimum") == 3
    assert {"smooth: 2 races", "bumpy: 2 races", "needle: 2 races"} <= set(words)


def test_failures_and_a_full_disk_show_in_the_exit_code(tmp_path, capsys, monkeypatch):
    def full(path, tournaments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command_tournament, "write", full)
    small = ("--races", 1, "--budget", 30, "--jobs", 1)
    assert command(*small, "--out", tmp_path / "races.csv") == 1
    printed = capsys.readouterr()
    assert "could not be written: No space left on device" in printed.err
    assert "1 race on a smooth landscape, 30 GPU-minutes" in printed.out


def test_progress_is_drawn_on_a_terminal_only():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for stream, drawn in ((Terminal(), True), (io.StringIO(), False)):
        with progress(PLAN, stream) as bar:
            assert ("0 of 3 races" in stream.getvalue()) == drawn
            bar.update()
        assert ("1 of 3 races, 00:0" in stream.getvalue()) == drawn
        assert (stream.getvalue() == "") == (not drawn)


# ---- As a program --------------------------------------------------------------------------------


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "alone.py"
    path.write_text(ALONE)
    root = Path(command_tournament.__file__).resolve().parents[2]
    return [sys.executable, str(path)], {**os.environ, "PYTHONPATH": str(root)}


def test_worker_processes_write_the_same_file_without_importing_the_page(script, tmp_path):
    program, environment = script
    small = ["tournament", "--races", "5", "--budget", "40", "--noise", "0.02"]
    for jobs in ("1", "2"):
        out = ["--jobs", jobs, "--out", f"races{jobs}.csv"]
        subprocess.run(
            [*program, *small, *out], env=environment, cwd=tmp_path, check=True, capture_output=True
        )
    written = [(tmp_path / f"races{jobs}.csv").read_bytes() for jobs in "12"]
    assert written[0] == written[1]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_writes_what_is_finished(script, tmp_path, jobs):
    program, environment = script
    out = ["--jobs", jobs, "--out", "races.csv", "--landscape", "smooth,bumpy,one-knob"]
    # On a terminal, so that there is a progress bar to wait for, and Ctrl-C for all its processes.
    controller, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))  # a line without a width shows nothing
    process = subprocess.Popen(
        [*program, "tournament", "--races", "1000", *out],
        env=environment,
        cwd=tmp_path,
        stdin=terminal,
        stderr=terminal,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    os.close(terminal)
    shown = ""
    while not re.search(r"[1-9]\d* of 1000 races", shown):  # the first race is done
        shown += os.read(controller, 1000).decode()
    os.killpg(process.pid, signal.SIGINT)
    printed, _ = process.communicate(timeout=60)
    os.close(controller)
    assert process.returncode == 130
    assert "Interrupted: the " in printed
    assert " of 3000 races that were finished are in races.csv." in printed
    assert "Traceback" not in shown + printed
    with (tmp_path / "races.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert len(rows) % len(ENTRANTS) == 0
    assert f"{len(rows)} rows written" in printed
    assert f"the {len(rows) // len(ENTRANTS)} of 3000 races" in printed
