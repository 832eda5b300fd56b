"""What isn't in a recording, for it follows from the rest, is the same in the browser."""

from __future__ import annotations

import base64
import csv
import io
import math
import random
import struct
from typing import Any

import pytest
from playwright.sync_api import Page

from app.race import Race, run
from app.race.choices import choices
from app.race.payload import payload
from app.race.trials import checkpoints_csv, trials_csv
from app.settings import RaceSettings
from app.words import quantity
from tests.app.golden import RACES

DECODE = """async (text) => {
  const {bytesOf} = await import("/core/packed.js")
  const {decode} = await import("/core/recording.js")
  const {table, checkpointTable} = await import("/core/csv.js")
  const {lanes, end} = await decode(bytesOf(text))
  for (const lane of Object.values(lanes)) {
    lane.beliefs = lane.beliefs.map((it) => it && {x: it.x, knobs: it.knobs, largest: it.largest})
  }
  const again = await decode(bytesOf(text))
  return {lanes, end, table: table(again), checkpoints: checkpointTable(again)}
}"""


def knobs(race: Race, x: Any) -> list[str]:
    space = race.landscape.space
    return [quantity(*pair) for pair in zip(space.knobs, space.from_unit(x), strict=True)]


OTHERS = RaceSettings(
    lanes=["sobol", "bayes.2", "bayes", "grid.2"],
    budget=90,
    noise=0.03,
    **{"bayes.2.xi": 0.05, "bayes.2.initial": 3, "grid.2.order": "shuffled"},
)


EARLY = RaceSettings(lanes=["asha", "pbt", "median", "random"], budget=60, noise=0.02, workers=3)


@pytest.mark.parametrize("settings", [*RACES, OTHERS, EARLY], ids=range(len(RACES) + 2))
def test_the_browser_finds_what_follows_from_a_recording(
    front: Page, settings: RaceSettings
) -> None:
    race = run(settings)
    decoded = front.evaluate(DECODE, base64.b64encode(payload(race)).decode())
    for lane in race.recording.lanes:
        found, chosen = decoded["lanes"][lane.name], choices(race, lane)
        true = lane.true_score[lane.incumbent]
        assert found["start"] == lane.start.tolist()
        assert found["left"] == lane.left
        assert found["incumbent"] == lane.incumbent.tolist()
        assert found["best"] == lane.best.tolist()
        assert found["best_true"] == true.tolist()
        assert found["regret"] == (race.landscape.optimum.score - true).tolist()
        assert found["choice"] == chosen.trial.tolist()
        assert found["believed"] == list(chosen.believed)
        assert found["knobs"] == [knobs(race, x) for x in lane.x]
        beliefs = lane.beliefs if lane.maximised else ()
        for belief, shown in zip(beliefs, found["beliefs"], strict=True):
            assert (belief is None) == (shown is None)
            if belief is not None:
                expected = {"x": belief.x.tolist(), "knobs": knobs(race, belief.x)}
                assert shown == expected | {"largest": belief.value}
    lanes = race.recording.lanes
    assert decoded["end"] == max(float(lane.checkpoints.finish[-1]) for lane in lanes)
    assert decoded["table"] == trials_csv(race)
    assert decoded["checkpoints"] == checkpoints_csv(race)


def test_numbers_in_a_table_are_written_as_python_writes_them(front: Page) -> None:
    draw = random.Random(3)
    doubles = [struct.unpack("<d", draw.randbytes(8))[0] for _ in range(20_000)]
    numbers = [number for number in doubles if math.isfinite(number)]
    numbers += [draw.uniform(1, 10) * 10.0 ** draw.randint(-9, 19) for _ in range(20_000)]
    numbers += [0.0, -0.0, 1.0, 1e-4, 9.99e-5, 1e-5, 1e15, 1e16, 123456789012345680.0, 240.0]
    written = front.evaluate(
        """async (numbers) => {
          const {real} = await import("/core/csv.js")
          return numbers.map(real)
        }""",
        numbers,
    )
    assert written == [repr(number) for number in numbers]


def test_a_text_in_a_table_is_quoted_where_it_must_be(front: Page) -> None:
    lane = {"x": [[0, 1]], "values": [[0.5, 1.0]], "observed": [0.25], "true": [0.25]}
    lane |= {"cost": [6.0], "start": [0.0], "finish": [6.0], "best": [0.25], "best_true": [0.25]}
    texts = {"a": 'say "so"', "b": "one, two", "c": "two\nlines", "d": "plain"}
    recording = {"lanes": {"grid": lane}, "knobs": ["learning rate", "weight, decay"]}
    recording |= {"settings": texts, "reals": [], "engine": 1, "version": "1"}
    text = front.evaluate(
        """async (recording) => {
          const {table} = await import("/core/csv.js")
          return table(recording)
        }""",
        recording,
    )
    head, row = csv.reader(io.StringIO(text))
    assert "weight,_decay" in head
    assert [row[head.index(f"setting_{name}")] for name in texts] == list(texts.values())
    assert text.endswith(",plain,1,1\n")
