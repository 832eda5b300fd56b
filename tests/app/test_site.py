"""A site as files: what is in it, where it comes from, what is said when something is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from app import desk
from app.__main__ import main
from app.settings import RaceSettings
from app.settings.link import View
from app.site import sources
from app.site.answers import Answers
from app.site.folder import shelf, write_folder
from app.site.pages import POLICY, version
from app.site.sources import SOURCES, MissingPartsError
from app.tournament.outcome import Outcome, outcome_of
from landscapes import REGISTRY
from landscapes.measured import SHIPPED

PARTS: Mapping[str, bytes] = {"pyodide.mjs": b"1", "packages": b"22"}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache with nothing in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


# ---- Where the parts come from -------------------------------------------------------------------


def test_what_cannot_be_fetched_is_named_with_a_way_out(nowhere: Path) -> None:
    with pytest.raises(MissingPartsError, match=r"can't be fetched .*: pyodide\.mjs, .*whl"):
        sources.sources(release=f"file://{nowhere}/none/")
    assert [path for path in nowhere.rglob("*") if path.is_file()] == []


def test_another_file_of_the_same_name_is_refused_and_not_kept(
    nowhere: Path, tmp_path: Path
) -> None:
    release = tmp_path / "release"
    release.mkdir()
    for source in SOURCES:
        (release / source.name).write_bytes(b"another one")
    with pytest.raises(MissingPartsError, match=r"isn't the file that is expected: its SHA-256"):
        sources.sources(release=f"file://{release}/")
    with pytest.raises(MissingPartsError, match="isn't the file that is expected"):
        sources.sources(release)
    (release / SOURCES[0].name).unlink()
    with pytest.raises(MissingPartsError, match=r"pyodide\.mjs is missing: it belongs to Pyodide"):
        sources.sources(release)


def test_the_command_says_what_is_missing(
    nowhere: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["site", "-o", str(tmp_path / "site")], ["save", "--computes"]):
        with pytest.raises(SystemExit):
            main([*command, "--pyodide", str(nowhere)])
        assert "pyodide.mjs is missing" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("wrong", ["--library=-1", "--library=1001", "--seed=x", "--theme=pink"])
def test_bad_options_are_refused_in_words(
    wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["site", "-o", str(tmp_path / "site"), wrong])
    told = capsys.readouterr().err
    assert "a whole number from 0 to" in told or "must be one of" in told
    assert not (tmp_path / "site").exists()


# ---- What is written -----------------------------------------------------------------------------


def test_the_folder_holds_what_its_page_names(tmp_path: Path) -> None:
    race = RaceSettings(budget=40)
    library = {RaceSettings(seed=seed, budget=40): b"recorded" for seed in (3, 4)}
    write_folder(tmp_path, desk.race(race), View(theme="dark"), PARTS, library)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    inside = page.rpartition('id="site" type="application/json">')[2]
    told = json.loads(inside.partition("</script>")[0])
    folder, races = told["parts"]["folder"], told["library"]["folder"]
    assert folder == f"parts-{version(PARTS)}"
    assert told["parts"]["bytes"] == {"pyodide.mjs": 1, "packages": 2}
    assert told["library"]["seeds"] == {"smooth": [3, 4]}
    scores = {key: one["url"] for key, one in told["measured"].items()}
    assert list(scores) == list(SHIPPED)
    assert all(
        (tmp_path / url).read_bytes() == SHIPPED[key].file.read_bytes()
        for key, url in scores.items()
    )
    files = {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert files == {
        *("index.html", "offline.js", "licences.txt", f"{folder}/worker.js"),
        *(f"{folder}/{name}.bin" for name in PARTS),
        *(f"{races}/smooth-{seed}.bin" for seed in (3, 4)),
        *scores.values(),
    }
    assert f'http-equiv="Content-Security-Policy" content="{POLICY}"' in page
    assert "HASH" not in (tmp_path / "offline.js").read_text(encoding="utf-8")


def test_without_a_library_and_without_a_service_worker(tmp_path: Path) -> None:
    write_folder(tmp_path, desk.race(RaceSettings(budget=40)), View(), PARTS, {}, offline=False)
    assert not (tmp_path / "offline.js").exists()
    assert '"offline": null' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_another_part_has_another_folder() -> None:
    assert version(PARTS) != version({**PARTS, "packages": b"23"})


def test_the_library_has_the_first_seeds_of_every_family() -> None:
    races = shelf(2)
    assert {race.landscape for race in races} == {*REGISTRY}
    assert [race.changed() for race in races if race.landscape == "bumpy"] == [
        {"landscape": "bumpy", "seed": 0},
        {"landscape": "bumpy", "seed": 1},
    ]


def test_the_policy_that_readme_shows_is_the_pages() -> None:
    assert POLICY in (ROOT / "README.md").read_text(encoding="utf-8")


# ---- What the worker answers ---------------------------------------------------------------------


def test_it_answers_as_the_server_does() -> None:
    told: list[tuple[int, int]] = []
    answers = Answers(lambda done, of: told.append((done, of)))
    settings = RaceSettings(budget=40, seed=3)
    text, kept = answers.crossing("a page", json.dumps({"settings": settings.values()}))
    assert json.loads(text) == {"recording": {"bytes": 0}, "problems": []}
    assert kept == [desk.put_together(settings, desk.lanes(desk.LaneQuestion.of(settings)))]
    assert told == [(0, 3), (1, 3), (2, 3)]
    refused = answers.answer("a page", {"settings": {"seed": -1, "xi": "much"}})
    assert refused == {
        "recording": None,
        "problems": RaceSettings.read({"seed": -1, "xi": "much"})[1],
    }


def test_a_lane_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[str] = []
    lanes = desk.lanes

    def counted(questions: list[desk.LaneQuestion]) -> object:
        computed.extend(question.name for question in questions)
        return lanes(questions)

    monkeypatch.setattr(desk, "lanes", counted)
    answers = Answers()
    for xi in (0.0, 0.1):
        answers.answer("a page", {"settings": {"budget": 40, "xi": xi}})
    assert computed == ["grid", "random", "bayes", "bayes"]


def test_tournaments_take_turns_and_stop_with_their_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    run: list[int] = []

    def counted(settings: RaceSettings) -> Outcome:
        run.append(settings.seed)
        return outcome_of(settings)

    monkeypatch.setattr(desk.tournaments, "outcome_of", counted)
    answers = Answers()
    answers.tournaments.clock = lambda: now

    def ask(page: str, action: str, seed: int) -> dict[str, object]:
        race = RaceSettings(budget=40).values()
        asked = {"action": action, "settings": race, "races": 3, "first_seed": seed}
        answer: dict[str, object] = answers.answer(page, {"tournament": asked})["tournament"]
        return answer

    assert ask("one", "run", 0)["state"] == "waiting"
    assert answers.work()
    assert ask("one", "watch", 0)["done"] == 1
    assert ask("two", "run", 50)["before"] == 1
    answers.leave("one")
    assert answers.work()  # the first one stops, after a whole race
    assert ask("two", "look", 0)["state"] == "stopped"
    while answers.work():
        pass
    assert (ask("two", "look", 50)["state"], ask("two", "look", 50)["done"]) == ("done", 3)
    assert ask("one", "run", 0)["done"] == 1  # it goes on
    now = 60.0  # nobody asked for long
    assert answers.work()
    assert ask("two", "look", 0)["state"] == "stopped"
    assert not answers.work()
    ask("one", "run", 0)
    while answers.work():
        pass
    assert run == [0, 50, 51, 52, 1, 2]  # no race twice


def test_what_fails_is_said_in_a_sentence() -> None:
    answers = Answers()
    assert "lanes must be" in answers.answer("a page", {"cast": ["nobody"]})["problems"][0]
    told = answers.answer("a page", {"tournament": {"action": "dance"}})["tournament"]
    assert told["problems"] == ["action must be one of look, run, watch, leave"]
