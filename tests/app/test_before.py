"""What was handed out by the first version goes on working: links, tables and imports.

The files in ``before/`` were written by that version and are never renewed.
"""

from __future__ import annotations

import csv
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from app.moved import MOVED
from app.race import run
from app.race.trials import settings_of, trials
from app.settings import RaceSettings
from app.settings.link import View, read_query, write_query

BEFORE = Path(__file__).parent / "before"
LINKS = json.loads((BEFORE / "links.json").read_text(encoding="utf-8"))
IMPORTS = [
    *("landscapes:make_landscape", "strategies:BayesianSearch", "strategies:GridSearch"),
    *("strategies:RandomSearch", "strategies:run_race", "app.notebook:show"),
    *(
        "app.saved_page:saved_page",
        "app.settings:RaceSettings",
        "app.tournament:run_tournament",
    ),
]


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link["query"][:40])
def test_an_old_link_opens_what_it_opened(link: dict[str, Any]) -> None:
    settings, view, problems = read_query(parse_qsl(link["query"], keep_blank_values=True))
    assert settings == RaceSettings(**link["settings"])
    assert view == View(**link["view"])
    assert bool(problems) == bool(link["refused"])
    again, same, none = read_query(parse_qsl(write_query(settings, view)))
    assert (again, same, none) == (settings, view, [])


def test_an_old_table_names_the_race_that_it_was_made_of() -> None:
    with (BEFORE / "trials.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = json.loads((BEFORE / "trials.json").read_text(encoding="utf-8"))
    for row in rows:
        assert settings_of(row) == RaceSettings(**told["settings"])
    # The lanes without a model have never changed.
    now = [row for row in trials(run(settings_of(rows[0]))) if row["searcher"] != "bayes"]
    old = [row for row in rows if row["searcher"] != "bayes"]
    assert len(now) == len(old) > 10
    for row, before in zip(now, old, strict=True):
        for column in ("learning_rate", "weight_decay", "score", "true_score", "cost", "finish"):
            assert row[column] == pytest.approx(float(before[column]), rel=1e-12)


@pytest.mark.parametrize("name", IMPORTS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_the_readme_imported_can_be_imported(name: str) -> None:
    module, attribute = name.split(":")
    assert callable(getattr(import_module(module), attribute))


@pytest.mark.parametrize("old", MOVED)
def test_a_module_under_its_old_name_says_where_it_is_now(old: str) -> None:
    sys.modules.pop(old, None)
    with pytest.warns(DeprecationWarning, match=f"{old} is now {MOVED[old]}; .* version 0.3"):
        moved = import_module(old)
    for now in map(import_module, MOVED[old].split(", ")):
        names = [name for name in vars(now) if not name.startswith("_")]
        assert names
        for name in names:
            assert getattr(moved, name) is getattr(now, name)
