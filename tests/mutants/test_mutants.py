"""The list of mutants fits the tree, and the command tells the killed from the others."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants import run
from tests.mutants.mutants import LIST, ROOT, Mutant, listed, stale

MUTANTS = listed()

HALVED = Mutant(
    file="half.py",
    breaks="a half is a third",
    text="/ 2",
    becomes="/ 3",
    tests=("test_half.py::test_of_six",),
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source with one function, and its tests."""
    (tmp_path / "half.py").write_text("def half(x):\n    return x / 2\n")
    (tmp_path / "test_half.py").write_text(
        "from half import half\n\n\n"
        "def test_of_six():\n    assert half(6) == 3\n\n\n"
        "def test_of_zero():\n    assert half(0) == 0\n"
    )
    return tmp_path


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.title)
def test_each_text_stands_once_in_its_file_and_its_tests_exist(mutant: Mutant) -> None:
    assert stale(mutant) == ""


def test_pytest_knows_every_test_by_its_name() -> None:
    """With its parameters, which no reading of a file tells."""
    named = sorted({test for mutant in MUTANTS for test in mutant.tests if ".js" not in test})
    collect = [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider"]
    done = subprocess.run([*collect, *named], cwd=ROOT, capture_output=True, text=True, check=False)
    unknown = re.findall(r"^ERROR: not found: .*", done.stdout + done.stderr, re.MULTILINE)
    assert (unknown, done.returncode) == ([], 0)


def test_no_mutant_is_listed_twice() -> None:
    assert not [
        m for m, n in Counter((m.file, m.text, m.becomes) for m in MUTANTS).items() if n > 1
    ]
    assert not [title for title, n in Counter(m.title for m in MUTANTS).items() if n > 1]


def test_each_file_of_the_list_is_called_like_its_source() -> None:
    for path in LIST.glob("*.toml"):
        source = tomllib.loads(path.read_text(encoding="utf-8"))["file"]
        words = re.split(r"[/._]", source.replace("app/front", "front"))
        assert path.stem.split("_") in (words, words[:-1]), source


def test_there_are_at_least_sixty() -> None:
    assert sum(not mutant.equivalent for mutant in MUTANTS) >= 60


def test_a_mutant_is_killed_by_a_test_that_fails(tree: Path) -> None:
    assert run.try_out(HALVED, tree, limit=60)[0] == "killed"


def test_it_survives_tests_that_pass(tree: Path) -> None:
    assert run.try_out(replace(HALVED, tests=("test_half.py::test_of_zero",)), tree, 60)[0] == (
        "SURVIVED"
    )


def test_tests_that_cannot_be_run_prove_nothing(tree: Path) -> None:
    assert run.try_out(replace(HALVED, becomes="/ (2"), tree, limit=60)[0] == "BROKEN"


def test_tests_that_do_not_end_prove_nothing(tree: Path) -> None:
    endless = replace(HALVED, text="    return", becomes="    while True: pass\n    return")
    assert run.try_out(endless, tree, limit=5)[0] == "OUT OF TIME"


def test_the_tree_is_afterwards_as_before(tree: Path) -> None:
    before = (tree / "half.py").read_text()
    run.try_out(HALVED, tree, limit=60)
    assert (tree / "half.py").read_text() == before


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"text": "/ 4"}, "'/ 4' stands 0 times in it, not once"),
        ({"text": "x"}, "'x' stands 2 times in it, not once"),
        ({"becomes": "/ 2"}, "nothing is changed"),
        ({"file": "third.py"}, "third.py"),
        ({"tests": ("test_third.py",)}, "test_third.py doesn't exist"),
        ({"tests": ("test_half.py::test_of_nine",)}, "test_half.py has no test test_of_nine"),
    ],
)
def test_a_stale_entry_is_named(tree: Path, change: dict, problem: str) -> None:
    assert stale(HALVED, tree) == ""
    assert problem in stale(replace(HALVED, **change), tree)


def test_node_runs_its_own_tests_and_pytest_all_others() -> None:
    node, pytest_ = run.commands(["tests/a.py::test_b", "tests/front/c.test.js"])
    assert node == ["node", "--test", "tests/front/c.test.js"]
    assert pytest_[-1] == "tests/a.py::test_b"
    assert run.commands(["tests/front/c.test.js"]) == [node]


def test_a_title_that_no_mutant_has_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--only", "no such thing"]) == 2
    assert "no title has 'no such thing' in it" in capsys.readouterr().out
