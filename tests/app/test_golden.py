"""Races stay what they are until `engine` says that they changed."""

from copy import deepcopy
from pathlib import Path

import pytest

from app.settings import RaceSettings
from app.version import ENGINE
from tests.app import golden

MEANT = "if that was meant, raise ENGINE in app/version.py; then run `python -m tests.app.golden`"


@pytest.mark.parametrize("number", range(len(golden.RACES)))
def test_a_golden_race_is_what_it_was(number: int) -> None:
    pinned = golden.pinned()["races"][number]
    settings = RaceSettings(**pinned["settings"])
    assert settings == golden.RACES[number]
    changed = golden.difference(pinned["trials"], golden.trials_of(settings))
    assert not changed, f"the race of {settings.changed()} changed: {changed}; {MEANT}"


def test_the_golden_races_are_those_of_this_engine() -> None:
    engine = golden.pinned()["engine"]
    assert engine == ENGINE, f"the pinned races are of engine {engine}; {MEANT}"


def test_sixteen_races_cover_every_setting() -> None:
    assert len(golden.RACES) == 16
    for name, default in RaceSettings.defaults().items():
        values = {str(race.values().get(name, default)) for race in golden.RACES}
        assert len(values) > 1 or name == "lanes", f"{name} is {default} in every golden race"


def changed_file(folder: Path, engine: int) -> Path:
    """A copy of the file whose first race differs in its sixth trial, as if of `engine`."""
    file = folder / "golden.json"
    text = golden.FILE.read_text(encoding="utf-8")
    x = golden.pinned()["races"][0]["trials"]["bayes"]["x"][5][0]
    text = text.replace(f"[{x}, ", f"[{x + 1e-3}, ", 1)
    file.write_text(text.replace(f'"engine": {ENGINE}', f'"engine": {engine}'), encoding="utf-8")
    return file


def test_the_file_is_not_renewed_when_races_change_and_engine_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(golden, "RACES", golden.RACES[:1])
    file = changed_file(tmp_path, ENGINE)
    before = file.read_bytes()
    monkeypatch.setattr(golden, "FILE", file)
    assert golden.main() == 1
    assert file.read_bytes() == before
    told = capsys.readouterr().err
    assert "x of trial 6 of bayes was" in told
    assert "Raise ENGINE" in told


def test_the_file_is_renewed_when_engine_went_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = golden.pinned()["races"][0]
    monkeypatch.setattr(golden, "RACES", golden.RACES[:1])
    monkeypatch.setattr(golden, "FILE", changed_file(tmp_path, ENGINE - 1))
    monkeypatch.setattr(golden, "PRELUDE", tmp_path / "prelude.json")
    assert golden.main() == 0
    assert (tmp_path / "prelude.json").is_file()
    renewed = golden.pinned()
    assert renewed["engine"] == ENGINE
    assert not golden.difference(first["trials"], renewed["races"][0]["trials"])


def test_a_difference_is_told_by_its_first_trial() -> None:
    trials = golden.pinned()["races"][0]["trials"]
    assert golden.difference(trials, deepcopy(trials)) == ""
    within, shorter, dearer = deepcopy(trials), deepcopy(trials), deepcopy(trials)
    within["bayes"]["x"][3][1] += golden.TOLERANCE / 2
    assert golden.difference(trials, within) == ""
    for column in shorter["random"].values():
        column.pop()
    assert "random had" in golden.difference(trials, shorter)
    dearer["grid"]["cost"][2] += 0.001
    assert golden.difference(trials, dearer).startswith("cost of trial 3 of grid was")
