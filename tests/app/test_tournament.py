"""Tournaments: paired races, the same on every executor, and none lost with a worker."""

import os
import pickle
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest

from app.computing.workers import ROOT, WorkerPool
from app.race import run
from app.settings import RaceSettings
from app.tournament import (
    ENTRANTS,
    MAX_RACES,
    Failure,
    Outcome,
    Plan,
    outcome_of,
    run_tournament,
    typical_score,
)
from landscapes import make_landscape
from strategies import RandomSearch, run_race
from tests.app.golden import TOLERANCE

SMALL = RaceSettings(landscape="bumpy", budget=40)
PLAN = Plan(SMALL, races=7, first_seed=3)


# ---- What workers run: functions that they can import --------------------------------------------


def exits_on_five(settings):
    """A race that takes its worker with it."""
    if settings.seed == 5:
        os._exit(3)
    return outcome_of(settings)


def fails_on_five(settings):
    """A race that raises an exception."""
    if settings.seed == 5:
        raise ZeroDivisionError("no such landscape\nand a second line")
    return outcome_of(settings)


def exits_on_five_once(path, settings):
    """A race that takes its worker with it the first time, which a file remembers."""
    if settings.seed == 5 and not path.exists():
        path.touch()
        os._exit(3)
    return outcome_of(settings)


def always_exits(settings):
    """A race that no worker survives."""
    os._exit(3)


def imported_modules(_):
    """What a worker has imported."""
    return sorted(sys.modules), os.environ.get("OPENBLAS_NUM_THREADS"), outcome_of(SMALL)


def contents(results):
    """All that is in outcomes, as bytes where it is numbers."""
    return [
        (
            one.seed,
            one.optimum.hex(),
            one.typical.hex(),
            [
                (name, t.budget, t.left.hex(), t.stopped, *map(bytes, (t.finish, t.best, t.score)))
                for name, t in one.tracks.items()
            ],
        )
        for one in results
    ]


@pytest.fixture(scope="module")
def expected():
    return contents(run_tournament(PLAN).outcomes)


# ---- One race of a tournament --------------------------------------------------------------------


def test_a_race_is_the_one_that_its_settings_make():
    settings = RaceSettings(landscape="one-knob", budget=60, noise=0.05, seed=4)
    outcome, race = outcome_of(settings), run(settings)
    assert tuple(outcome.tracks) == ENTRANTS
    assert outcome.optimum == race.landscape.optimum.score
    for lane in race.recording.lanes:
        track = outcome.tracks[lane.name]
        np.testing.assert_array_equal(track.finish, lane.finish)
        np.testing.assert_array_equal(track.best, lane.best)
        np.testing.assert_array_equal(track.score, lane.true_score[lane.incumbent])
        assert (track.left, track.stopped, track.budget) == (lane.left, lane.stopped, 60)


@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_twice_the_budget_goes_on_with_the_same_darts(noise):
    tracks = outcome_of(RaceSettings(noise=noise, budget=60)).tracks
    once, twice = tracks["random"], tracks["random2"]
    n = len(once.finish)
    assert twice.budget == 2 * once.budget
    assert len(twice.finish) > 1.5 * n
    assert twice.finish[-1] <= 120
    for name in ("finish", "best", "score"):
        np.testing.assert_array_equal(getattr(twice, name)[:n], getattr(once, name))


@pytest.mark.parametrize("pretence", ["believer", "max"])
def test_with_workers_an_outcome_is_held_against_what_was_expected_of_it(pretence):
    settings = RaceSettings(workers=4, budget=120, noise=0.02, pretence=pretence)
    outcome = outcome_of(settings)
    lane = run(settings).recording.lane("bayes")
    near = 0
    expected = [belief for belief in lane.beliefs if belief is not None]
    finished = [x.tolist() for x in lane.x]
    told = [belief for belief in expected if belief.x.tolist() in finished]
    for belief in told:
        score = lane.observed[finished.index(belief.x.tolist())]
        mean, sd = belief.gp.predict(belief.x)
        off = score - belief.units.offset - belief.units.scale * mean
        doubt = belief.units.scale * np.sqrt(sd**2 + belief.gp.noise_variance)
        near += abs(off) < 2 * doubt
    assert outcome.tracks["bayes"].right[::2] == (len(told), near)
    twice = outcome.tracks["random2"]
    darts = {"darts": RandomSearch(settings.luck)}
    (longer,) = run_race(run(settings).landscape, darts, 240.0, workers=4).lanes
    np.testing.assert_array_equal(twice.finish, longer.finish)


def test_random_and_bayesian_search_share_their_first_trials():
    tracks = outcome_of(RaceSettings(initial=4)).tracks
    np.testing.assert_array_equal(tracks["random"].best[:4], tracks["bayes"].best[:4])
    np.testing.assert_array_equal(tracks["random"].finish[:4], tracks["bayes"].finish[:4])


@pytest.mark.parametrize("family", ["smooth", "bumpy", "one-knob"])
def test_typical_score_is_the_median_of_random_trials(family):
    landscape = make_landscape(family, 2)
    scores = landscape.score(np.random.default_rng(0).random((40_000, 2)))
    below = (scores < typical_score(landscape)).mean()
    assert below == pytest.approx(0.5, abs=0.01)


def test_a_target_lies_between_typical_score_and_optimum():
    outcome = outcome_of(SMALL)
    assert outcome.target(0.0) == outcome.typical
    assert outcome.target(1.0) == pytest.approx(outcome.optimum, abs=1e-15)
    assert outcome.typical < outcome.target(0.95) < outcome.target(0.99) < outcome.optimum


# ---- Plans ---------------------------------------------------------------------------------------


def test_a_plan_names_each_race():
    assert list(PLAN.seeds) == [3, 4, 5, 6, 7, 8, 9]
    assert PLAN.race(5) == RaceSettings(landscape="bumpy", budget=40, seed=5)


def test_plans_are_equal_whatever_seed_their_settings_had():
    other = Plan(RaceSettings(landscape="bumpy", budget=40, seed=77), races=7, first_seed=3)
    assert other == PLAN
    assert hash(other) == hash(PLAN)
    assert Plan(SMALL, races=8, first_seed=3) != PLAN


@pytest.mark.parametrize("races", [0, -1, MAX_RACES + 1, 2.0, True, "7", None])
def test_a_bad_number_of_races_is_refused(races):
    with pytest.raises(ValueError, match=f"races must be a whole number from 1 to {MAX_RACES}"):
        Plan(SMALL, races=races)


@pytest.mark.parametrize("first_seed", [-1, 999_991, 1.5, False])
def test_a_bad_first_seed_is_refused(first_seed):
    with pytest.raises(ValueError, match="first_seed must be a whole number from 0 to 999990"):
        Plan(SMALL, races=10, first_seed=first_seed)


def test_the_last_seed_of_all_can_be_raced():
    assert Plan(SMALL, races=10, first_seed=999_990).seeds[-1] == 999_999


@pytest.mark.parametrize("bounds", [{"chunk": 0}, {"in_flight": 0}, {"chunk": 1.5}])
def test_bad_chunks_are_refused(bounds):
    with pytest.raises(ValueError, match="must be a whole number of at least 1"):
        run_tournament(PLAN, executor=ThreadPoolExecutor(1), **bounds)


# ---- The same results everywhere -----------------------------------------------------------------


def test_in_process(expected):
    tournament = run_tournament(PLAN)
    assert contents(tournament.outcomes) == expected
    assert [one.seed for one in tournament.outcomes] == list(PLAN.seeds)
    assert (tournament.failures, tournament.cancelled) == ((), False)


def test_a_race_does_not_depend_on_the_ones_before(expected):
    alone = run_tournament(Plan(SMALL, races=1, first_seed=6))
    assert contents(alone.outcomes) == expected[3:4]


@pytest.mark.parametrize("chunk", [1, 3, 100])
def test_on_threads(expected, chunk):
    with ThreadPoolExecutor(3) as executor:
        tournament = run_tournament(PLAN, executor=executor, chunk=chunk, in_flight=2)
        assert contents(tournament.outcomes) == expected
        assert executor.submit(int).result() == 0  # left open


def test_on_a_process_pool_of_the_standard_library(expected):
    with ProcessPoolExecutor(2) as executor:
        assert contents(run_tournament(PLAN, executor=executor).outcomes) == expected


def test_on_a_worker_pool(expected):
    seen = []
    tournament = run_tournament(PLAN, executor=partial(WorkerPool, 2), chunk=1, on_race=seen.append)
    assert contents(tournament.outcomes) == expected
    assert sorted(one.seed for one in seen) == list(PLAN.seeds)


class Backwards(ThreadPoolExecutor):
    """An executor that completes what it was handed last first."""

    def submit(self, task, /, *args):
        future = Future()
        delay = 0.05 * (100 - args[1][0])
        threading.Timer(delay - 4.5, lambda: future.set_result(task(*args))).start()
        return future


def test_in_any_order_of_completion(expected):
    seen = []
    with Backwards(1) as executor:
        tournament = run_tournament(PLAN, executor=executor, chunk=1, on_race=seen.append)
    assert [one.seed for one in seen] != list(PLAN.seeds)
    assert contents(tournament.outcomes) == expected


def test_long_noisy_races_are_the_same_in_workers_with_one_thread():
    plan = Plan(RaceSettings(budget=360, noise=0.03), races=1)
    there = run_tournament(plan, executor=partial(WorkerPool, 1)).outcomes[0]
    here = run_tournament(plan).outcomes[0]
    assert list(there.tracks) == list(here.tracks)
    for name, track in here.tracks.items():
        other = there.tracks[name]
        # More threads may sum in another order, and EI is flat at its peak.
        np.testing.assert_allclose(np.diff(other.finish), np.diff(track.finish), atol=TOLERANCE)
        np.testing.assert_allclose(other.best, track.best, atol=TOLERANCE)
        np.testing.assert_allclose(other.score, track.score, atol=TOLERANCE)


def test_outcomes_are_compact():
    assert len(pickle.dumps(outcome_of(RaceSettings()))) < 12_000


# ---- Workers -------------------------------------------------------------------------------------


def test_workers_import_nothing_of_the_page():
    with WorkerPool(1) as pool:
        modules, threads, _ = pool.submit(imported_modules, 0).result()
    assert "app.tournament" in modules
    assert not {"panel", "bokeh", "tornado", "app.server.race_view"} & set(modules)
    assert threads == os.environ.get("OPENBLAS_NUM_THREADS", "1")


def test_workers_start_without_the_main_script_and_find_the_package_from_anywhere(tmp_path):
    # Like Panel's server: the main script is a file that may not run twice, the package's folder
    # is no longer on the path, and another thread than the main one starts the pool.
    script = tmp_path / "server.py"
    script.write_text(
        "import sys, threading\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "assert __name__ == '__main__', 'the main script ran in a worker'\n"
        "from functools import partial\n"
        "from app.settings import RaceSettings\n"
        "from app.tournament import Plan, run_tournament\n"
        "from app.computing.workers import WorkerPool\n"
        f"sys.path.remove({str(ROOT)!r})\n"
        "def work():\n"
        "    plan = Plan(RaceSettings(budget=30), races=2)\n"
        "    print(len(run_tournament(plan, executor=partial(WorkerPool, 1)).outcomes))\n"
        "thread = threading.Thread(target=work)\n"
        "thread.start()\n"
        "thread.join()\n"
        "assert __spec__ is None\n"
    )
    run_script = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (run_script.stdout, run_script.stderr) == ("2\n", "")


# ---- What goes wrong -----------------------------------------------------------------------------


def test_an_exception_costs_one_race(expected):
    for executor in (None, ThreadPoolExecutor(2)):
        tournament = run_tournament(PLAN, executor=executor, race=fails_on_five, chunk=3)
        assert tournament.failures == (Failure(5, "ZeroDivisionError: no such landscape"),)
        assert contents(tournament.outcomes) == expected[:2] + expected[3:]
        assert not tournament.cancelled


def test_a_worker_that_dies_costs_one_race(expected):
    seen = []
    tournament = run_tournament(
        PLAN, executor=partial(WorkerPool, 2), race=exits_on_five, on_race=seen.append
    )
    assert [one.seed for one in tournament.failures] == [5]
    assert tournament.failures[0].reason.startswith("BrokenProcessPool")
    assert contents(tournament.outcomes) == expected[:2] + expected[3:]
    assert sorted(one.seed for one in seen) == list(PLAN.seeds)


def test_a_race_that_loses_its_worker_once_is_run_again(expected, tmp_path):
    tournament = run_tournament(
        PLAN,
        executor=partial(WorkerPool, 2),
        race=partial(exits_on_five_once, tmp_path / "died"),
    )
    assert contents(tournament.outcomes) == expected
    assert tournament.failures == ()


def test_a_broken_executor_that_was_handed_over_loses_no_finished_race(expected):
    seen = []
    with ProcessPoolExecutor(1) as executor:
        tournament = run_tournament(
            PLAN,
            executor=executor,
            race=exits_on_five,
            chunk=1,
            in_flight=1,
            on_race=seen.append,
        )
    assert contents(tournament.outcomes) == expected[:2]
    assert [one.seed for one in tournament.failures] == [5, 6, 7, 8, 9]
    assert all(one.reason.startswith("BrokenProcessPool") for one in tournament.failures)
    assert sorted(one.seed for one in seen) == list(PLAN.seeds)


def test_it_gives_up_when_no_worker_survives(monkeypatch):
    monkeypatch.setattr("app.tournament.running.MAX_EXECUTORS", 3)
    made = []

    def make():
        made.append(WorkerPool(1))
        return made[-1]

    plan = Plan(SMALL, races=30)
    tournament = run_tournament(plan, executor=make, race=always_exits, chunk=8)
    assert tournament.outcomes == ()
    assert [one.seed for one in tournament.failures] == list(plan.seeds)
    assert len(made) == 3


def test_cancelling_in_process(expected):
    cancel, seen = threading.Event(), []

    def on_race(outcome):
        seen.append(outcome)
        if len(seen) == 2:
            cancel.set()

    tournament = run_tournament(PLAN, on_race=on_race, cancel=cancel)
    assert tournament.cancelled
    assert contents(tournament.outcomes) == expected[:2]


class Slow(ThreadPoolExecutor):
    """An executor whose races from the third on never end by themselves."""

    def __init__(self):
        super().__init__(1)
        self.release = threading.Event()

    def submit(self, task, plan, seeds, race):
        def work():
            if seeds[0] > 4:
                self.release.wait()
            return task(plan, seeds, race)

        return super().submit(work)


def test_cancelling_does_not_wait_for_running_races(expected):
    cancel = threading.Event()
    executor = Slow()

    def on_race(outcome):
        if outcome.seed == 4:
            cancel.set()

    before = time.monotonic()
    tournament = run_tournament(PLAN, executor=executor, chunk=1, on_race=on_race, cancel=cancel)
    assert tournament.cancelled
    assert contents(tournament.outcomes) == expected[:2]
    assert time.monotonic() - before < 60  # it would never return
    executor.release.set()
    executor.shutdown()


def test_cancelled_before_it_began():
    cancel = threading.Event()
    cancel.set()
    with ThreadPoolExecutor(1) as executor:
        for where in (None, executor):
            tournament = run_tournament(PLAN, executor=where, cancel=cancel)
            assert (tournament.outcomes, tournament.cancelled) == ((), True)


def test_an_exception_of_the_caller_ends_the_tournament():
    def on_race(_):
        raise KeyboardInterrupt

    executor = WorkerPool(1)
    with pytest.raises(KeyboardInterrupt):
        run_tournament(PLAN, executor=lambda: executor, on_race=on_race)
    with pytest.raises(RuntimeError, match="shutdown"):
        executor.submit(int)


# ---- A cluster -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster():
    import dask
    from distributed import LocalCluster

    # A task that has lost its worker isn't tried on three more: each takes seconds to start.
    once = {"distributed.scheduler.allowed-failures": 0}
    with (
        dask.config.set(once),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
    ):
        yield local


def test_on_a_dask_cluster(expected, cluster):
    from distributed import Client

    with Client(cluster) as client:
        tournament = run_tournament(PLAN, executor=client.get_executor())
    assert contents(tournament.outcomes) == expected


def test_a_dask_worker_that_dies_costs_one_race(expected, cluster):
    from distributed import Client

    with Client(cluster) as client:
        tournament = run_tournament(
            PLAN, executor=client.get_executor(), race=exits_on_five, chunk=3
        )
    assert [one.seed for one in tournament.failures] == [5]
    assert tournament.failures[0].reason.startswith("KilledWorker")
    assert contents(tournament.outcomes) == expected[:2] + expected[3:]
    assert all(isinstance(one, Outcome) for one in tournament.outcomes)
