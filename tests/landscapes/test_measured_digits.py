"""The measured landscapes that are shipped: stored as the script makes them, and truly told."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

from landscapes import FAMILIES
from landscapes.measured import SHIPPED, digits, digits_wrong_labels
from landscapes.measured.shipped import HERE
from tests.measured.described import LANDSCAPES, figures, table
from tests.measured.digits import SEEDS, SETUPS, VALUES, sets, trained
from tests.measured.network import Examples, Networks, right_answers

ROOT = Path(__file__).resolve().parents[2]
BOTH = {"digits": digits, "digits-wrong-labels": digits_wrong_labels}
each = pytest.mark.parametrize("key", list(BOTH))


def test_they_are_read_once_small_and_not_the_pages_yet():
    assert list(SHIPPED) == list(SETUPS) == list(BOTH)
    assert sum((HERE / one.file).stat().st_size for one in SHIPPED.values()) <= 600_000
    assert not set(SHIPPED) & set(FAMILIES)
    for key, shipped in SHIPPED.items():
        assert BOTH[key](3).measurements is shipped.measurements()
        assert BOTH[key](3).luck == 3


@each
def test_they_say_what_they_are(key):
    known, setup = SHIPPED[key].measurements(), SETUPS[key]
    assert (known.title, known.about) == (SHIPPED[key].title, SHIPPED[key].about)
    assert [knob.name for knob in known.space.knobs] == ["learning rate", "weight decay"]
    for knob, values in zip(known.space.knobs, known.values, strict=True):
        assert knob.scale == "log"
        np.testing.assert_allclose(values, np.logspace(-5, 1, 25), rtol=1e-12)
    assert known.lattice == (25, 25)
    assert known.seeds == len(SEEDS)
    assert known.epochs.tolist() == list(range(setup.epochs + 1))
    assert known.cost_unit == "epochs"
    assert (known.cost == setup.epochs).all()
    right = known.validation * 400
    np.testing.assert_allclose(right, np.rint(right), atol=1e-9)
    right = known.test * 797
    np.testing.assert_allclose(right, np.rint(right), atol=1e-9)
    assert known.made["of which mislabelled"] == setup.wrong
    assert {"numpy", "scikit-learn", "python"} <= set(known.made)


@each
def test_networks_that_are_trained_again_score_as_stored(key):
    """Where training is calm: elsewhere another processor's rounding may turn a digit."""
    known, chosen = SHIPPED[key].measurements(), [0, 8]
    setup = replace(SETUPS[key], epochs=12)  # of so many: how they begin, the rest follows
    for row, seed in ((12, 0), (8, 2)):
        rates, decays = [VALUES[row]] * len(chosen), VALUES[chosen].tolist()
        validation, test = trained(setup, rates, decays, seed)
        for anew, stored, of in ((validation, known.validation, 400), (test, known.test, 797)):
            difference = np.abs(anew - stored[row, chosen, seed, :13] * of).round()
            assert difference.max() <= 2
            assert np.mean(difference > 0) < 0.02


@each
def test_who_is_trained_on_and_who_is_asked(key):
    training, validation, test = sets(SETUPS[key])
    pictures = load_digits()
    true = {tuple(x): label for x, label in zip(pictures.data / 16.0, pictures.target, strict=True)}
    told = [{tuple(x) for x in part.x} for part in (training, validation, test)]
    assert [len(part) for part in told] == [SETUPS[key].examples, 400, 797]
    assert not told[0] & told[1] | told[0] & told[2] | told[1] & told[2]
    wrong = [
        sum(true[tuple(x)] != label for x, label in zip(part.x, part.labels, strict=True))
        for part in (training, validation, test)
    ]
    assert wrong == [SETUPS[key].wrong, 0, 0]
    assert set(training.labels.tolist()) == set(range(10))


def test_each_network_learns_as_scikit_learns():
    """Full batches, whose order can't matter, from the same weights: the same weights after."""
    rng = np.random.default_rng(0)
    examples = Examples(rng.random((30, 6)), rng.permutation(np.arange(30) % 4))
    rates, decays = np.array([0.3, 0.02, 0.5]), np.array([0.001, 0.4, 0.03])
    networks = Networks(rates, decays, inputs=6, hidden=5, classes=4, seed=1)
    begun = [weights.copy() for weights in networks._weights]
    for _ in range(12):
        networks.train(examples, 30)
    for n, (rate, decay) in enumerate(zip(rates, decays, strict=True)):
        theirs = MLPClassifier(
            (5,), solver="sgd", learning_rate_init=rate, momentum=0.9, nesterovs_momentum=False,
            alpha=decay * 30, batch_size=30,
        )  # fmt: skip
        theirs.partial_fit(examples.x, examples.labels, classes=range(4))
        own = [begun[0][:, n], begun[2][n], begun[1][n], begun[3][n]]
        for there, here in zip([*theirs.coefs_, *theirs.intercepts_], own, strict=True):
            there[...] = here
        for velocity in theirs._optimizer.velocities:
            velocity[...] = 0.0
        for _ in range(12):
            theirs.partial_fit(examples.x, examples.labels)
        w1, b1, w2, b2 = networks._weights
        ours = [w1[:, n], w2[n], b1[n], b2[n]]
        for there, here in zip([*theirs.coefs_, *theirs.intercepts_], ours, strict=True):
            np.testing.assert_allclose(here, there, atol=1e-10)
        right = (theirs.predict(examples.x) == examples.labels).sum()
        assert right_answers(networks, examples)[n] == right


def test_a_network_that_grows_beyond_bounds_answers_nought():
    examples = Examples(np.ones((8, 3)), np.arange(8) % 2)
    with np.errstate(all="ignore"):
        networks = Networks(
            np.array([1e200, 0.1]), np.zeros(2), inputs=3, hidden=4, classes=2, seed=0
        )
        for _ in range(4):
            networks.train(examples, 4)
        answers = networks.answers(examples.x)
    assert answers.shape == (2, 8)
    assert (answers[0] == 0).all()


def test_readme_says_what_was_measured():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in table([[*figures(one(0))] for one in LANDSCAPES]):
        assert line in readme, line


def test_early_scores_agree_on_one_and_mislead_on_the_other():
    """Among the best quarter of configurations, ranked after a ninth and at the end, by hand."""
    agree = {}
    for key, landscape in BOTH.items():
        xs = np.stack(np.meshgrid(*[np.linspace(0.0, 1.0, 25)] * 2), axis=-1).reshape(-1, 2)
        end = landscape().score(xs)
        best = np.argsort(-end)[:156]
        early = landscape().partial_score(xs[best], 1 / 9)
        pairs = np.triu_indices(156, 1)
        same = np.sign(early[pairs[0]] - early[pairs[1]]) * np.sign(
            end[best][pairs[0]] - end[best][pairs[1]]
        )
        agree[key] = same.mean()
    assert agree["digits"] > 0.5
    assert agree["digits-wrong-labels"] < -0.1


def test_the_table_has_a_cell_for_each():
    lines = [*table([[("a", "1"), ("b", "2")], [("b", "3")]])]
    assert lines == ["| a | 1 |  |", "| b | 2 | 3 |"]
    assert all(re.fullmatch(r"\|( [^|]*\|){3}", line) for line in lines)
