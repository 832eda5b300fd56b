"""Breaks the code on purpose, one line at a time, and looks whether a test notices.

    python tests/mutants/run.py                   all mutants of the list (mutants.py)
    python tests/mutants/run.py --only lane.js    those with this in their title

First all named tests must pass on the tree as it is. Then each mutant is applied alone to a copy,
where its tests must fail: it is killed. The exit status is 1 if a mutant survives, and also if the
tests neither pass nor fail in time, for that proves nothing; it is 2 if an entry is stale.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Literal

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.mutants.mutants import ROOT, Mutant, listed, stale

Verdict = Literal["killed", "SURVIVED", "OUT OF TIME", "BROKEN"]
SECONDS = itertools.count(1)  # after a source: no two mutants of it have the same
VERDICTS: dict[int, Verdict] = {0: "SURVIVED", 1: "killed"}  # by exit status; both runners agree


def commands(tests: Sequence[str], jobs: int = 1) -> list[list[str]]:
    """What runs these tests, so many at once: Node its own, pytest all others."""
    node = [test for test in tests if test.endswith(".js")]
    others = [test for test in tests if not test.endswith(".js")]
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *others]
    pytest += ["-n", str(jobs), "--dist", "worksteal"] * (jobs > 1)
    return [["node", "--test", *node]] * bool(node) + [pytest] * bool(others)


def status(tests: Sequence[str], tree: Path, limit: float, jobs: int = 1) -> tuple[int | None, str]:
    """The exit status of these tests in a tree, None if they were stopped, and what was said."""
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(tree)}
    until = time.monotonic() + limit
    for command in commands(tests, jobs):
        with subprocess.Popen(
            command,
            cwd=tree,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(timeout=until - time.monotonic())
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # with its servers and browsers
                return None, process.communicate()[0]
        if process.returncode:
            return process.returncode, said
    return 0, said


def try_out(mutant: Mutant, tree: Path, limit: float) -> tuple[Verdict, str]:
    """What becomes of a mutant in a tree, which is afterwards as before, and what was said."""
    path = tree / mutant.file
    source, written = path.read_text(encoding="utf-8"), path.stat().st_mtime
    path.write_text(mutant.applied(source), encoding="utf-8")
    # A compiled file is that of a source of the same length and second.
    os.utime(path, (0, written + next(SECONDS)))
    try:
        found, said = status(mutant.tests, tree, limit)
    finally:
        path.write_text(source, encoding="utf-8")
        os.utime(path, (0, written))
    return ("OUT OF TIME" if found is None else VERDICTS.get(found, "BROKEN")), said


def copy_of_the_tree(place: Path) -> Path:
    """A copy of all that git knows of here, as it is now."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
    return place


def run(mutants: Sequence[Mutant], jobs: int, limit: float) -> int:
    """Try out all mutants, a few at once; the number that no test has killed."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as threads:
        trees: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            trees.put(copy_of_the_tree(Path(folder) / str(number)))

        def one(mutant: Mutant) -> bool:
            tree, began = trees.get(), time.monotonic()
            try:
                verdict, said = try_out(mutant, tree, limit)
            finally:
                trees.put(tree)
            print(f"{verdict:11}  {time.monotonic() - began:4.0f} s  {mutant.title}", flush=True)
            if verdict in ("OUT OF TIME", "BROKEN"):
                print(said[-2000:], flush=True)
            return verdict != "killed"

        return sum(threads.map(one, mutants))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--only", default="", help="only mutants with this text in their title")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many run at once")
    parser.add_argument("--limit", type=float, default=300, help="seconds for each (300)")
    options = parser.parse_args(arguments)
    every = [mutant for mutant in listed() if options.only in mutant.title]
    problems = [problem for mutant in every if (problem := stale(mutant))]
    if problems or not every:
        print(*problems, *([] if every else [f"no title has {options.only!r} in it"]), sep="\n")
        return 2
    mutants = [mutant for mutant in every if not mutant.equivalent]
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    print(f"{len(tests)} tests or files of tests on the tree as it is ...", flush=True)
    found, said = status(tests, ROOT, options.limit * len(tests), options.jobs)
    if found != 0:
        print(said[-5000:], "They must pass before anything is broken.", sep="\n")
        return 1
    alive = run(mutants, options.jobs, options.limit)
    print(
        f"{len(mutants) - alive} of {len(mutants)} killed, {len(every) - len(mutants)} equivalent"
    )
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
