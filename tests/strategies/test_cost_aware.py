"""Searchers that weigh costs: what they divide by, what they can't afford, how they cool."""

from __future__ import annotations

import math

import numpy as np
import pytest

from strategies import BayesianSearch, run_race
from strategies.cost_aware import CostAwareSearch
from strategies.price import Price
from tests.strategies.hills import Hills


def cost(x: np.ndarray) -> np.ndarray:
    """Three times as dear on the left as on the right."""
    return np.asarray(3.0 * 3.0 ** (1.0 - x[..., 0]))


class Costly(Hills):
    """Hills whose trials cost that."""

    def cost(self, x: np.ndarray) -> np.ndarray:
        return cost(x)


def searched(search: BayesianSearch, trials: int = 12, tells: bool = True) -> BayesianSearch:
    for _ in range(trials):
        x = search.ask()
        search.tell(x, float(Hills().score(x)), float(cost(x)) if tells else None)
    search.ask()
    return search


def test_what_is_cheap_wins_from_a_power_on() -> None:
    """EI .010 at 9.8875 minutes against .006 at 3.2958: cheap wins iff alpha > .46497."""
    dear, cheap = np.array([0.0]), np.array([1.0])
    for alpha, wins in ((0.4649, False), (0.4651, True)):
        price = Price("EI/c", alpha, 99.0, lambda x: 3.2958 * (9.8875 / 3.2958) ** (1.0 - x[:, 0]))
        gains = [math.log(0.010) + price.log_at(dear), math.log(0.006) + price.log_at(cheap)]
        assert bool(gains[1] > gains[0]) is wins


def test_the_choice_has_the_largest_ei_for_its_price() -> None:
    belief = searched(CostAwareSearch(3, cost=cost, budget=400.0)).belief
    assert belief is not None
    gain = belief.exploitation + belief.exploration
    assert belief.value == pytest.approx(gain / cost(belief.x))
    points = np.stack(np.meshgrid(belief.axis, belief.axis), axis=-1)
    plain = log_ei(belief, points) - np.log(cost(points))
    np.testing.assert_allclose(belief.heights, plain, atol=1e-9)
    assert math.log(belief.value) >= belief.heights.max() - 1e-3
    assert belief.numbers["price"] == pytest.approx(float(cost(belief.x)))


def log_ei(belief, points: np.ndarray) -> np.ndarray:
    """Log EI in scores, -inf where nothing is to be learned."""
    mean, sd = belief.gp.predict(points)
    heights = belief.acquisition.heights(mean, sd)
    heights[sd <= math.sqrt(1e-11 * belief.gp.outputscale)] = -np.inf
    return heights + math.log(belief.units.scale)


def test_it_pays_less_for_a_trial_than_who_looks_at_no_price() -> None:
    paid = {}
    for name, search in {
        "plain": BayesianSearch(3),
        "priced": CostAwareSearch(3, cost=cost, budget=150.0),
    }.items():
        paid[name] = run_race(Costly(), {name: search}, 150.0).lanes[0].cost[5:].mean()
    assert paid["priced"] < paid["plain"]


@pytest.mark.parametrize("costs", ["known", "modelled"])
def test_what_it_cannot_afford_does_not_end_its_lane(costs) -> None:
    """Its lane goes on until not even the cheapest training is left, but for the darts' luck."""
    budget = 100.0
    search = CostAwareSearch(3, cost=cost, budget=budget, costs=costs)
    lane = run_race(Costly(), {"it": search}, budget).lanes[0]
    assert lane.left < (3.0 if costs == "known" else 3.1)
    plain = run_race(Costly(), {"plain": BayesianSearch(3)}, budget).lanes[0]
    assert lane.left < plain.left or plain.left < 3.0


def test_it_cools_from_one_to_nothing() -> None:
    search = CostAwareSearch(3, cost=cost, budget=100.0, cools=True)
    lane = run_race(Costly(), {"it": search}, 100.0).lanes[0]
    spent = [0.0, *lane.finish]
    after = spent[5]
    told = [(n, belief.numbers) for n, belief in enumerate(lane.beliefs) if belief is not None]
    assert told[0][1]["alpha"] == 1.0
    for n, numbers in told:
        assert numbers["alpha"] == pytest.approx((100.0 - spent[n]) / (100.0 - after))
        assert numbers["left"] == pytest.approx(100.0 - spent[n])
    assert told[-1][1]["alpha"] < 0.1


def test_with_several_workers_each_has_its_own_time() -> None:
    search = CostAwareSearch(3, cost=cost, budget=50.0)
    lane = run_race(Costly(), {"it": search}, 100.0, workers=2).lanes[0]
    assert lane.workers == 2
    started = {
        int(ask): float(start) / 2 for ask, start in zip(lane.asked, lane.start, strict=True)
    }
    for ask, belief in enumerate(lane.beliefs):
        if belief is not None and ask in started:
            assert belief.numbers["left"] == pytest.approx(50.0 - started[ask])


def test_a_modelled_price_is_learned_from_what_was_paid() -> None:
    search = searched(CostAwareSearch(3, cost=None, budget=400.0, costs="modelled"), 14)
    price = search.belief.sought.weight
    points = np.random.default_rng(1).random((50, 2))
    np.testing.assert_allclose(price.log_at(points), -np.log(cost(points)), atol=0.02)
    on = price.log_on([np.array([[0.1, 0.4]]), np.array([[0.2, 0.5, 0.9]])])
    assert on.shape == (1, 3, 2)
    assert on[0, 2, 1] == pytest.approx(float(price.log_at(np.array([0.4, 0.9]))))


def test_a_known_price_on_a_lattice_is_that_of_its_points() -> None:
    price = Price("EI/c", 1.0, 8.0, lambda x: 1.0 + x[:, 0] + 10.0 * x[:, 1])
    axes = [np.array([[0.0, 0.5], [0.1, 0.2]]), np.array([[0.2, 0.6, 0.9], [0.0, 0.1, 0.3]])]
    on = price.log_on(axes)
    assert on.shape == (2, 3, 2)
    assert on[0, 1, 1] == pytest.approx(-math.log(7.5))
    assert on[0, 2, 0] == -math.inf
    assert on[1, 2, 0] == pytest.approx(-math.log(4.1))


def test_whom_nobody_tells_a_cost_looks_at_none() -> None:
    blind = searched(CostAwareSearch(3), tells=False)
    plain = searched(BayesianSearch(3), tells=False)
    np.testing.assert_array_equal(blind.xs, plain.xs)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"budget": 0.0}, "budget must be positive and finite GPU-minutes"),
        ({"costs": "guessed"}, "costs must be one of"),
    ],
)
def test_what_cannot_be_is_refused(values, complaint) -> None:
    with pytest.raises(ValueError, match=complaint):
        CostAwareSearch(**values)


@pytest.mark.parametrize("budget", [50.0, 49.0, 1.0])
def test_it_cools_also_where_the_initial_trials_use_the_budget_up(budget: float) -> None:
    search = CostAwareSearch(3, cost=lambda x: np.full(len(x), 10.0), budget=budget, cools=True)
    for _ in range(5):
        x = search.ask()
        search.tell(x, float(Hills().score(x)), 10.0)
    x = search.ask()
    assert ((x >= 0.0) & (x <= 1.0)).all()


def test_two_workers_may_train_one_place_and_each_is_told_from_its_own_start() -> None:
    """The clock of who asks next is that of the training that ended, whichever it was."""
    search = CostAwareSearch(3, cost=cost, budget=100.0, noise="learned", n_initial=2)
    first, second = search.ask(), search.ask()
    search.tell(first, 0.3, 7.0)
    third = search.ask()  # from minute 7 on
    search._pending[search._nearest_pending(second)] = third.copy()  # where another one trains, too
    search.tell(third, 0.5, 5.0)  # the one that began at 0
    assert search._clock == 5.0
    search.tell(third, 0.5, 5.0)  # the one that began at 7
    assert search._clock == 12.0


def test_what_is_given_up_leaves_no_start_behind() -> None:
    search = CostAwareSearch(3, cost=cost, budget=100.0)
    x = search.ask()
    search.withdraw(x)
    search.tell(search.ask(), 0.5, 4.0)
    assert (search._clock, len(search._starts)) == (4.0, 0)
