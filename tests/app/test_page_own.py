"""A race from elsewhere plays in the page: no more is shown than it knows."""

from __future__ import annotations

import copy
import json
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.__main__ import main
from app.notebook import show
from app.page.saved_page import saved_page
from app.race import load_recording, own_race, run, save_recording
from app.race.payload import as_dict
from app.race.recording_checks import checked
from app.settings import RaceSettings
from app.words import BROUGHT
from landscapes import Knob
from tests.app import reading
from tests.conftest import Watched

BEFORE = Path(__file__).parent / "before"
HOSTILE = "<img src=x onerror=alert(1)>"
KNOBS = [Knob("C", 1e-3, 1e3, scale="log"), Knob("dropout", 0.0, 0.5, "%")]
MINE = [((0.1, 0.1), 0.91, 40.0), ((10.0, 0.5), 0.94, 65.0), ((0.001, 0.0), 0.3, 15.0)]
TPE = [((0.01, 0.2), 0.62, 30.0), ((1.0, 0.3), 0.93, 50.0)]
OTHERS = [((100.0, 0.4), 0.5, 60.0)]


@pytest.fixture(scope="module")
def recording() -> dict[str, Any]:
    lanes = {"My search": MINE, "TPE": TPE, f"Third {HOSTILE}": OTHERS}
    return own_race(lanes, KNOBS, title=f"SVM {HOSTILE}", captions={"TPE": HOSTILE})


def opened(watched: Watched, page: str, path: Path) -> Page:
    path.write_text(page, encoding="utf-8")
    watched.page.context.set_offline(True)
    return watched.open(path.as_uri())


def test_a_race_of_ones_own_plays(
    watched: Watched, recording: dict[str, Any], tmp_path: Path
) -> None:
    page = opened(watched, saved_page(recording), tmp_path / "own.html")
    lines = page.locator(".story .lines")
    expect(lines).to_contain_text("3 searchers, 120 GPU-minutes each. Press Run search.")
    expect(lines).not_to_contain_text("hidden landscape")
    page.keyboard.press("ArrowRight")
    expect(lines).to_have_text("TPE leads with 0.620, since minute 30.")
    page.keyboard.press("End")
    expect(lines).to_contain_text("My search passed TPE's final best (0.930) after 105")
    for key, best in {"my_search": "0.940", "tpe": "0.930"}.items():
        expect(page.locator(f".lane[data-lane={key}] .best")).to_have_text(best)

    # Marks stand where the trials are, in the knobs' own units.
    reading.window(page)
    for key, trials in {"my_search": MINE, "tpe": TPE}.items():
        drawn = page.evaluate(
            """(name) => {
              const {model} = Bokeh.index.roots.find(({model}) => model.name === name)
              const {x, y} = model.document.get_model_by_name(`${name}_trials`).data
              return {x: [...x], y: [...y], labels: model.below[0].axis_label}
            }""",
            f"lane_{key}",
        )
        across = [(np.log10(values[0]) + 3) / 6 for values, _, _ in trials]
        up = [values[1] / 0.5 for values, _, _ in trials]
        assert np.allclose(drawn["x"], across, atol=1e-9)
        assert np.allclose(drawn["y"], up, atol=1e-9)
        assert drawn["labels"] == "C"
    frame = reading.frame(page, "lane_my_search")
    picture = reading.window(page)
    star = reading.colour_at(picture, frame.spot(2 / 3, 1.0))
    empty = reading.colour_at(picture, frame.spot(0.9, 0.1))
    assert reading.distance(star, empty) > 50

    # What it doesn't know isn't shown, and it says why.
    page.keyboard.press("r")
    expect(page.locator(".notice")).to_contain_text("Only a made-up landscape knows its truth")
    expect(page.locator(".page")).not_to_have_class(re.compile("revealed"))
    expect(page.locator("[data-do=reveal]")).to_have_attribute("aria-disabled", "true")
    page.locator("[data-do=curve]").click(force=True)
    expect(page.locator("[data-plot=curve_regret]")).to_be_hidden()
    expect(page.locator(".unmodelled")).to_have_text(
        "No model was recorded: what a searcher believes isn’t known here."
    )

    # Its texts are texts.
    expect(page.locator(".which")).to_have_text(f"SVM {HOSTILE}")
    expect(page.locator(".lane[data-lane=tpe] .how")).to_have_text(HOSTILE)
    assert page.title() == f"Search Race: SVM {HOSTILE}"
    assert page.locator("img").count() == 0

    # The table and the page that it saves have what it has.
    with page.expect_download() as table:
        page.click("[data-do=share]")
        page.click("[data-do=save-trials]")
    rows = table.value.path().read_text(encoding="utf-8").splitlines()
    assert rows[0] == "trial,searcher,lane,C,dropout,score,cost,start,finish,worker,best_so_far"
    assert rows[1] == "1,my_search,my_search,0.1,0.1,0.91,40.0,0.0,40.0,1,0.91"
    with page.expect_download() as again:
        page.click("[data-do=save-page]")
    copied = tmp_path / "again.html"
    again.value.save_as(copied)
    assert load_recording(copied) == recording


def test_a_page_of_the_first_version_plays_again(watched: Watched, tmp_path: Path) -> None:
    old = load_recording(BEFORE / "page-0.1.0.html")
    page = opened(watched, saved_page(old, {"revealed": True}), tmp_path / "old.html")
    page.keyboard.press("End")
    for key, lane in old["lanes"].items():
        best = f"{max(lane['observed']):.3f}"
        expect(page.locator(f".lane[data-lane={key}] .best")).to_have_text(best)
    expect(page.locator(".page")).to_have_class(re.compile("revealed"))
    expect(page.locator(".unmodelled")).to_contain_text("No model was recorded")


def test_whatever_passes_the_checks_can_be_played(front: Page) -> None:
    """Change one field at a time: what isn't refused is decoded and told without an error."""
    sound = json.loads(json.dumps(as_dict(run(RaceSettings(budget=50, noise=0.02)))))
    draw = random.Random(11)
    junk = [None, True, 0, -1, 3, 0.5, 1e-300, 1e9, "", "x", [], {}, [0.5], [[0, 0]]]
    accepted = []
    for _ in range(3000):
        changed = copy.deepcopy(sound)
        at = changed
        while True:
            step = draw.choice(list(at)) if isinstance(at, dict) else draw.randrange(len(at))
            inner = at[step]
            if isinstance(inner, dict | list) and inner and draw.random() < 0.9:
                at = inner
                continue
            scaled = [inner * 1.01, inner + 0.01] if isinstance(inner, float) else []
            at[step] = draw.choice([*junk, *scaled, *scaled])
            break
        try:
            accepted.append(checked(changed))
        except ValueError:
            continue
    assert 100 < len(accepted) < 2900
    failures = front.evaluate(
        """async ([recordings, words]) => {
          const {learn} = await import("/core/say.js")
          learn(words)
          const {decode} = await import("/core/recording.js")
          const {descriptions} = await import("/core/about.js")
          const {sentence} = await import("/core/words.js")
          const {table} = await import("/core/csv.js")
          const gzip = (text) => new Response(
            new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer()
          const failures = []
          for (const recording of recordings) {
            const text = JSON.stringify(recording)
            try {
              const read = await decode(await gzip(text))
              table(read)
              for (const minute of [0, 20, read.end]) {
                const [first] = Object.keys(read.lanes)
                descriptions(read, minute, true, first)
                for (const channel of Object.values(read.story)) sentence(channel, minute)
              }
            } catch (error) {
              failures.push(`${error.message}`)
            }
          }
          return failures
        }""",
        [accepted[:150], BROUGHT],
    )
    assert failures == []


# ---- Where recordings are shown --------------------------------------------------------------


def test_a_notebook_shows_a_recording_or_its_file(
    recording: dict[str, Any], tmp_path: Path
) -> None:
    save_recording(recording, tmp_path / "own.json")
    shown = show(tmp_path / "own.json", minute=30, theme="dark")
    assert "<iframe" in shown._repr_html_()
    assert HOSTILE not in shown._repr_html_()
    shown.save(tmp_path / "own.html")
    assert load_recording(tmp_path / "own.html") == recording
    assert show(recording, minute=30, theme="dark").page() == shown.page()


def test_a_notebook_refuses_what_cannot_be_shown(recording: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="knows its truth"):
        show(recording, revealed=True)
    with pytest.raises(ValueError, match="seed is not a setting"):
        show(recording, seed=3)
    with pytest.raises(ValueError, match="budget must be above 0, got 0"):
        show({**recording, "budget": 0})
    with pytest.raises(ValueError, match="only is for races that were run here, not of my"):
        show(recording, only="curve")


def test_the_terminal_makes_a_page_of_a_recording(
    recording: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_recording(recording, tmp_path / "own.json")
    page = tmp_path / "page.html"
    given = ["save", "--recording", str(tmp_path / "own.json"), "--minute", "30", "-o", str(page)]
    assert main(given) == 0
    assert "opens in any browser" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8") == saved_page(recording, {"minute": 30})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--recording", "nothing.json"], "nothing.json can't be read: No such file"),
        (["--recording", "bad.json"], "bad.json: this is no recording of a race"),
        (["--recording", "bad.json", "--seed", "3"], "takes no settings of a race"),
        (["--recording", "bad.json", "-o", "trials.csv"], "--recording makes a page (.html)"),
    ],
)
def test_the_terminal_refuses_a_bad_recording_in_one_line(
    options: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["save", *options])
    assert message in capsys.readouterr().err.splitlines()[-1]
