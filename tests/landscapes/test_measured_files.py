"""Files of measurements: what a good one says is read back, and each fault has its message."""

import csv
import io
import json
import zipfile
from itertools import product

import numpy as np
import pytest

from landscapes.measured import Measurements, read_measurements
from landscapes.measured.limits import MOST_BYTES
from tests.landscapes.measuring import EPOCHS, KNOBS, SEEDS, measured


def arrays(knobs=2):
    """What an NPZ file of the made-up measurements holds."""
    known = measured(knobs)
    return {
        "format": 1,
        "knobs": [knob.name for knob in KNOBS[:knobs]],
        "scales": [knob.scale for knob in KNOBS[:knobs]],
        "units": [knob.unit for knob in KNOBS[:knobs]],
        **{f"values_{k}": values for k, values in enumerate(known.values)},
        "epochs": known.epochs,
        "validation": known.validation,
        "test": known.test,
        "cost": known.cost,
        "cost_unit": known.cost_unit,
        "title": known.title,
        "about": known.about,
        "made": json.dumps(dict(known.made)),
    }


def npz(without=(), **changed):
    """The bytes of an NPZ file with what is named changed."""
    kept = {name: array for name, array in arrays().items() if name not in without}
    content = io.BytesIO()
    np.savez_compressed(content, **{**kept, **changed})
    return content.getvalue()


def lines(knobs=2, without=()):
    """The lines of a CSV file of the made-up measurements, its head left out."""
    known = measured(knobs)
    names = [knob.name for knob in KNOBS[:knobs]]
    rows = []
    for at in product(*map(range, known.lattice)):
        for seed, e in product(range(SEEDS), range(len(EPOCHS))):
            rows.append(
                {
                    **{name: known.values[k][at[k]] for k, name in enumerate(names)},
                    "seed": f"run {seed}",
                    "epoch": EPOCHS[e],
                    "validation": known.validation[at][seed, e],
                    "test": known.test[at][seed, e],
                    # What counts is the mean over the seeds, at the end.
                    "cost": (known.cost[at] + seed - 2.0) * EPOCHS[e] / 9.0,
                }
            )
    text = io.StringIO()
    table = csv.DictWriter(text, [n for n in rows[0] if n not in without], extrasaction="ignore")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().splitlines()


HEAD = ["# title: Made up", "#about: nothing was trained.", "# cost unit: GPU-minutes"]
HEAD += ["# log: C", "# unit of gamma: 1/m"]


def agree(one: Measurements, other: Measurements) -> None:
    """Fail unless both say the same."""
    assert one.space == other.space
    for ours, theirs in zip(one.values, other.values, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    for name in ("epochs", "validation", "test"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    np.testing.assert_allclose(one.cost, other.cost, rtol=1e-12)
    for name in ("title", "about", "cost_unit"):
        assert getattr(one, name) == getattr(other, name)


@pytest.mark.parametrize("knobs", [1, 2])
def test_an_npz_file_says_it_all(knobs, tmp_path):
    path = tmp_path / "mine.npz"
    np.savez_compressed(path, **arrays(knobs))
    for source in (path, str(path), path.read_bytes()):
        read = read_measurements(source)
        agree(read, measured(knobs))
        np.testing.assert_array_equal(read.cost, measured(knobs).cost)
        assert read.made == {"by": "a test"}


@pytest.mark.parametrize("knobs", [1, 2])
def test_a_csv_file_says_it_too_in_any_order(knobs, tmp_path):
    head, (names, *rows) = HEAD[: None if knobs == 2 else -1], lines(knobs)
    np.random.default_rng(5).shuffle(rows)
    path = tmp_path / "mine.csv"
    for end, begin in (("\n", ""), ("\r\n", "\ufeff")):  # a spreadsheet's mark, too
        path.write_bytes((begin + end.join([*head, names, *rows, "", ""])).encode())
        agree(read_measurements(path), measured(knobs))


def test_counts_of_right_answers_are_shares():
    right = np.random.default_rng(1).integers(0, 401, measured().validation.shape)
    read = read_measurements(npz(validation=right.astype(np.uint16), validation_of=400))
    np.testing.assert_array_equal(read.validation, right / 400)
    np.testing.assert_array_equal(read.test, measured().test)


def test_what_may_be_left_out():
    least = npz(("scales", "units", "test", "cost", "cost_unit", "title", "about", "made"))
    read = read_measurements(least)
    assert [knob.scale for knob in read.space.knobs] == ["linear", "linear"]
    assert (read.cost == 9.0).all()
    assert (read.cost_unit, read.title, read.about, read.test) == ("epochs", "Measured", "", None)
    table = "\n".join(lines(without=("cost", "test"))).encode()
    read = read_measurements(table)
    assert (read.cost == 9.0).all()
    assert read.cost_unit == "epochs"
    assert read.test is None
    read = read_measurements(b"C,validation\n1,.5\n2,.75\n")
    np.testing.assert_array_equal(read.validation, [[[0.5]], [[0.75]]])
    np.testing.assert_array_equal(read.epochs, [1.0])
    assert read_measurements(npz(cost=7.0)).cost[2, 1] == 7.0


V = measured().validation
SHAPE = r"\(4, 3, 5, 4\)"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (npz(("epochs", "knobs")), "knobs and epochs must be in the file, got"),
        (npz(extra=1), "extra is no array of such a file: there may be"),
        (npz(format=2), "format must be 1, got 2"),
        (npz(format=[1, 1]), "format must be 1"),
        (npz(knobs=["a", "b", "c"]), "knobs must be one or two names, got 3"),
        (npz(knobs="C"), "knobs must be a list of texts, got C"),
        (npz(knobs=[1, 2]), "knobs must be a list of texts"),
        (npz(knobs=["C", "g" * 61]), "a knob's name must have 1 to 60 letters"),
        (npz(scales=["log"]), "scales must be one for each knob, 2, got 1"),
        (npz(scales=["log", "log"]), "low must be above 0 on a log scale, got 0"),
        (npz(scales=["log", "cubic"]), "the scale of gamma must be one of .*, got 'cubic'"),
        (npz(("values_1",)), "values_1 must be in the file"),
        (npz(values_1=[0.0, 3.0, 0.5]), "the values of gamma must rise, got 0.5 after 3"),
        (npz(values_1=[0.0]), "the values of gamma must be 2 to 200 numbers, got shape"),
        (npz(values_0=np.arange(1.0, 300.0)), "the values of C must be 2 to 200 numbers"),
        (npz(values_1=[0.0, np.nan, 1.0]), "the values of gamma must be finite"),
        (npz(values_1=[0.0, 1.0]), r"validation must have shape \(4, 2, seeds, 4\), got " + SHAPE),
        (npz(epochs=[]), "epochs must be 1 to 1000 numbers"),
        (npz(epochs=[0.0, 0.0, 1.0, 2.0]), "epochs must rise, got 0 after 0"),
        (npz(epochs=[-1.0, 0.0, 1.0, 2.0]), "epochs must be 0 or more and end above 0, got -1"),
        (npz(validation=V[..., :-1]), r"\(4, 3, seeds, 4\), got \(4, 3, 5, 3\)"),
        (npz(validation=V[..., 0, :]), r"\(4, 3, seeds, 4\), got \(4, 3, 4\)"),
        (npz(validation=V[..., :0, :]), "validation must be of 1 to 100 seeds, got 0"),
        (npz(validation=np.where(V[1, 1, 1, 1] == V, np.nan, V)), "got nan: leave out no training"),
        (npz(validation=V.astype(str)), "validation must hold real numbers"),
        (npz(validation=V * 1j), "arrays must hold numbers or texts, got complex128"),
        (npz(validation_of=100), "validation must hold counts from 0 to 100, got 0"),
        (npz(validation=V.round() + 400, validation_of=400), "from 0 to 400, got 401"),
        (npz(validation_of=0), "validation_of must be a whole number from 1 to"),
        (npz(test=V[..., :2, :]), r"test must have the shape of validation, " + SHAPE),
        (npz(cost=[1.0, 2.0]), r"cost must have shape \(4, 3\), got \(2,\)"),
        (npz(cost=0.0), "costs must be above 0 and at most 1e.09, got 0"),
        (npz(title="t" * 61), "title must be a text of 1 to 60 letters"),
        (npz(title=["a"]), "title must be one text"),
        (npz(about="a" * 201), "about must be a text of 0 to 200 letters"),
        (npz(made="{"), "made must be JSON"),
        (npz(made="[" * 100_000), "made must be JSON"),
        (npz(made="[]"), "made must be a JSON object"),
        (npz(validation=np.array([{}], dtype=object)), "arrays must hold numbers or texts"),
        (npz()[:-40], "a whole NPZ archive without pickles"),
        (npz().replace(b"\x78", b"\x79"), "a whole NPZ archive without pickles"),
        (b"\x93NUMPY", "the file must be NPZ, or CSV in UTF-8"),
        (b"a" * (MOST_BYTES + 1), "the file must have at most 16 MB, got more"),
    ],
)
def test_each_fault_of_an_npz_file_has_its_message(content, message):
    with pytest.raises(ValueError, match=message):
        read_measurements(content)


def zipped(name, member):
    """An archive of one member."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, member)
    return content.getvalue()


def header(shape, version=(1, 0)):
    """An NPY file that claims a shape, and holds eight bytes."""
    stream = io.BytesIO()
    told = {"descr": "<f8", "fortran_order": False, "shape": shape}
    write = {(1, 0): "write_array_header_1_0", (2, 0): "write_array_header_2_0"}[version]
    getattr(np.lib.format, write)(stream, told)
    return stream.getvalue() + bytes(8)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (zipped("epochs.npy", bytes(65 * 2**20)), "at most 64 MB unpacked, got 65"),
        (zipped("epochs.npy", header((10**12,))), r"shape \(1000000000000,\) must take 8000000000"),
        (zipped("epochs.npy", header((10**30, 10**30))), "must take 80000000000000000"),
        (zipped("epochs.npy", header((1,), (2, 0))), "header must be of version 1.0"),
        (zipped("epochs.npy", header((1,)).replace(b"}", b"(")), "without pickles: .*EOF"),
        (zipped("epochs.npy", b""), "a whole NPZ archive without pickles"),
    ],
)
def test_no_archive_makes_more_than_it_holds(content, message):
    with pytest.raises(ValueError, match=message):
        read_measurements(content)


def changed(number, line):
    """The lines with one of them changed, as numbered in a file, its names being line 6."""
    all_lines = [*HEAD, *lines()]
    all_lines[number - 1 : number] = [] if line is None else [line]
    return all_lines


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (changed(1, "# titel: Typo"), r"line 1 must be '# KEY: VALUE' with a key of \['title',"),
        (changed(4, "# log: C, beta"), r"log must name knobs, \['C', 'gamma'\], got 'beta'"),
        (changed(5, "# unit of beta: m"), r"a unit must be of a knob, .* got 'unit of beta'"),
        (changed(6, "C,gamma,seed,epoch,accuracy,test,cost"), "must be one or two knobs, valid"),
        (changed(6, "C,C,seed,epoch,validation,test,cost"), "must be there and differ"),
        (changed(9, "1,2"), "line 9 must have 7 fields, got 2"),
        (changed(9, "0.1,0.0,run 0,6,high,1,1"), "validation in line 9 must be a finite number, "),
        (changed(9, "0.1,0.0,run 0,6,nan,1,1"), "validation in line 9 must be a finite number, "),
        (changed(9, "0.1,0.0,run 0,6,,1,1"), "validation in line 9 must be a finite number, got"),
        (changed(9, "0.1,0.0,run 0,2,1,1,1"), "line 9 repeats line 8: one must go"),
        (changed(9, None), "there is no line for C 0.1, gamma 0.0, seed run 0, epoch 6.0"),
        (changed(9, "0.1,1.5,run 0,6,1,1,1"), "there is no line for C 0.1, gamma 0.0, seed run 0"),
        (changed(9, '0.1,"0.0'), "isn't CSV"),
        (HEAD, "the columns must be one or two knobs"),
        ([*HEAD, "C,validation"], "there must be lines of scores"),
        (["C,validation", "1,2"], "the values of C must be 2 to 200 numbers"),
        (["# log: C", "C,validation", "0,2", "1,2"], "low must be above 0 on a log scale"),
        (["C,validation,cost", "0,2,0", "1,2,1"], "costs must be above 0"),
        (["C,validation", "0,1e10", "1,2"], "validation must hold numbers from -1e.09 to 1e.09"),
    ],
)
def test_each_fault_of_a_csv_file_has_its_message(told, message):
    with pytest.raises(ValueError, match=message):
        read_measurements("\n".join(told).encode())


def test_measurements_stay_what_they_are():
    scores = np.array(measured().validation)
    known = measured(validation=scores)
    scores[:] = 0.0
    assert known.validation.all()
    for array in (known.validation, known.test, known.cost, known.epochs, *known.values):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0
