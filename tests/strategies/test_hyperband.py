"""Hyperband: its brackets by Algorithm 1 and by Table 1, their costs, and its samplers."""

from __future__ import annotations

import pytest

from strategies import BayesianSearch, RandomSearch, run_race
from strategies.early.hyperband import Hyperband, brackets
from strategies.early.rungs import units
from tests.strategies.driven import driven, spent
from tests.strategies.slopes import Even

# By hand from n = ceil((s_max + 1) eta^s / (s + 1)), n_i = floor(n eta^-i), r_i = R eta^(i - s):
# for each bracket configurations at units, units with restart and with resume.
R81 = (
    ("81@1 27@3 9@9 3@27 1@81", 405, 297),
    ("34@3 11@9 3@27 1@81", 363, 276),
    ("15@9 5@27 1@81", 351, 279),
    ("8@27 2@81", 378, 324),
    ("5@81", 405, 405),
)
R27 = (
    ("27@1 9@3 3@9 1@27", 108, 81),
    ("12@3 4@9 1@27", 99, 78),
    ("6@9 2@27", 108, 90),
    ("4@27", 108, 108),
)
R81_TABLE = ("81@1 27@3 9@9 3@27 1@81", "27@3 9@9 3@27 1@81", "9@9 3@27 1@81", "6@27 2@81", "5@81")
R27_TABLE = ("27@1 9@3 3@9 1@27", "9@3 3@9 1@27", "6@9 2@27", "4@27")


def written(bracket, resource: int) -> str:
    return " ".join(f"{rung.count}@{round(rung.until * resource)}" for rung in bracket)


@pytest.mark.parametrize(("resource", "rows"), [(81, R81), (27, R27)])
def test_algorithm_1(resource, rows) -> None:
    plan = brackets(resource)
    for bracket, (told, restarted, resumed) in zip(plan, rows, strict=True):
        assert written(bracket, resource) == told
        assert units(bracket, resource, resume=False) == pytest.approx(restarted)
        assert units(bracket, resource, resume=True) == pytest.approx(resumed)


@pytest.mark.parametrize(("resource", "rows"), [(81, R81_TABLE), (27, R27_TABLE)])
def test_table_1_of_the_paper_is_not_its_algorithm_1(resource, rows) -> None:
    plan = brackets(resource, counts="table")
    assert tuple(written(bracket, resource) for bracket in plan) == rows
    assert plan != brackets(resource)


@pytest.mark.parametrize(
    ("resource", "counts", "configurations", "restarted", "resumed"),
    [
        (81, "algorithm", 143, 1902, 1581),
        (81, "table", 128, 1701, 1404),
        (27, "algorithm", 49, 423, 357),
        (27, "table", 46, 405, 342),
    ],
)
def test_a_loop_costs_what_its_table_says(resource, counts, configurations, restarted, resumed):
    hyperband = Hyperband(RandomSearch(0), resource=resource, counts=counts)
    most = sum(rung.count for bracket in hyperband.plan for rung in bracket)
    jobs = driven(hyperband, lambda who, _: who, most)
    assert len({who for who, _ in jobs}) == configurations
    assert spent(jobs, resource, resume=False) == restarted
    assert spent(jobs, resource, resume=True) == resumed


def test_forty_full_trainings_are_three_loops_when_resuming() -> None:
    lane = run_race(Even(), {"a": Hyperband(RandomSearch(0))}, 40 * 27.0).lanes[0]
    loops = (len(lane.checkpoints) - 1) // sum(
        rung.count for bracket in brackets(27) for rung in bracket
    )
    assert loops == 3 == int(40 * 27 / 357)
    assert max(lane.checkpoints.trial) + 1 > 3 * 49


def test_brackets_follow_each_other_and_begin_anew() -> None:
    hyperband = Hyperband(RandomSearch(0), resource=3)
    assert [written(bracket, 3) for bracket in hyperband.plan] == ["3@1 1@3", "2@3"]
    jobs = driven(hyperband, lambda who, _: who, most=8)
    assert jobs == [
        *((0, 1 / 3), (1, 1 / 3), (2, 1 / 3), (2, 1.0), (3, 1.0), (4, 1.0)),
        *((5, 1 / 3), (6, 1 / 3)),
    ]
    assert hyperband.bracket == 0
    assert hyperband.rungs == (1 / 3, 1.0)


def test_a_resource_that_is_no_power_has_the_rungs_of_the_fraction() -> None:
    assert Hyperband(RandomSearch(0), resource=100).rungs == (1 / 81, 1 / 27, 1 / 9, 1 / 3, 1.0)
    assert len(brackets(243)) == 6  # five by logarithms in floating point


def test_one_model_for_all_brackets_would_mix_fractions_and_is_refused() -> None:
    with pytest.raises(ValueError, match="must be one of 4, one a bracket: scores of different"):
        Hyperband(BayesianSearch(0))
    with pytest.raises(ValueError, match="sampler must be one Strategy, or 4"):
        Hyperband([RandomSearch(0)])
    samplers = [RandomSearch(seed) for seed in range(2)]
    hyperband = Hyperband(samplers, resource=3)
    driven(hyperband, lambda who, until: until, most=6)
    assert samplers[0].scores.tolist() == [1 / 3] * 3
    assert samplers[1].scores.tolist() == [1.0] * 2


def test_bayesian_search_proposes_for_each_bracket_by_itself() -> None:
    samplers = [BayesianSearch(seed, n_initial=2) for seed in range(2)]
    hyperband = Hyperband(samplers, resource=3)
    lane = run_race(Even(), {"a": hyperband}, 200.0).lanes[0]
    assert hyperband.maximised == "EI"
    beliefs = [belief for belief in lane.beliefs if belief is not None]
    began = (lane.checkpoints.after == -1).sum()
    assert 0 < len(beliefs) <= began  # going on is no choice of the model


def test_counts_have_two_names() -> None:
    with pytest.raises(ValueError, match="counts must be one of"):
        Hyperband(RandomSearch(0), counts="paper")
