"""The figure of tournaments is read back from its SVG and held against the races."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from app.page.front_end import FRONT
from app.settings import RaceSettings
from app.tournament import Plan, run_tournament
from app.tournament.figure import figure
from app.tournament.statistics import summarise
from tests.app import recount
from tests.app.recount import random_outcomes, settings_of

SVG = "{http://www.w3.org/2000/svg}"
TITLES = {
    "Grid search": "grid",
    "Random search": "random",
    "Bayesian search": "bayes",
    "Bayesian search 2": "bayes.2",
    "Quasi-random search": "sobol",
    "Random search with twice the budget, where it ends": "random2",
}
OTHERS = ["bayes", "bayes.2", "sobol", "grid"]  # lanes, one searcher twice
FAMILIES = ("smooth", "bumpy", "one-knob")


class Drawing:
    """An SVG, its pixels turned back into minutes, scores and shares by its own axes."""

    def __init__(self, text):
        self.elements = list(ElementTree.fromstring(text).iter())
        self.titles = [e for e in self._all("text") if e.get("font-weight") == "bold"]
        self.signs = self._legend()

    def _all(self, tag):
        return [element for element in self.elements if element.tag == SVG + tag]

    def _legend(self):
        """The stroke and the dashes of each entrant, from the lines beside their names."""
        signs = {}
        for one, next_one in pairwise(self.elements):
            if one.tag == SVG + "line" and (next_one.text or "") in TITLES:
                signs[TITLES[next_one.text]] = (one.get("stroke"), one.get("stroke-dasharray"))
        return signs

    def labels(self, column, row):
        """The axes' numbers of one plot: minutes by x, heights by y."""
        left = float(self.titles[column].get("x"))
        middle = [float(e.get("y")) for e in self._all("text") if e.get("text-anchor") == "middle"]
        bottom = sorted(set(middle))[row]
        across, up = {}, {}
        for element in self._all("text"):
            x, y, words = float(element.get("x")), float(element.get("y")), element.text
            if y == bottom and element.get("text-anchor") == "middle" and -9 < x - left < 309:
                across[x] = float(words)
            if element.get("text-anchor") == "end" and x == left - 6 and 0 < bottom - y < 240:
                up[y - 4] = float(words.rstrip("%")) / (100 if "%" in words else 1)
        return across, up

    def curves(self, tag, column, row, name):
        """The curves of an entrant in one plot, as rows of (minute, height)."""
        across, up = self.labels(column, row)
        x_line, y_line = (np.polyfit(list(axis), list(axis.values()), 1) for axis in (across, up))
        color, dashes = self.signs[name]
        paint = "fill" if tag == "polygon" else "stroke"
        found = []
        for element in self._all(tag):
            if (element.get(paint), element.get("stroke-dasharray")) != (color, dashes):
                continue
            points = np.array([p.split(",") for p in element.get("points").split()], float)
            inside_x = np.all((points[:, 0] > min(across) - 1) & (points[:, 0] < max(across) + 1))
            inside_y = np.all((points[:, 1] > min(up) - 1) & (points[:, 1] < max(up) + 1))
            if inside_x and inside_y:
                values = [np.polyval(x_line, points[:, 0]), np.polyval(y_line, points[:, 1])]
                found.append(np.column_stack(values))
        return found


def page_colours():
    """The colours of lanes on the page in its light theme, by their slots."""
    light = (FRONT / "style/tokens.css").read_text().partition("[data-theme=dark]")[0]
    page = dict(re.findall(r"--(first|second|third|fourth): (#[0-9a-f]{6});", light))
    assert len(page) == 4
    return page


def known(values):
    return [value for value in values if value is not None]


@pytest.fixture(scope="module")
def tournaments():
    return [random_outcomes(seed, races) for seed, races in ((1, 9), (2, 24), (4, 1))]


@pytest.fixture(scope="module")
def drawing(tournaments):
    summaries = [
        summarise(Plan(settings_of(races, landscape=family), 24), races)
        for races, family in zip(tournaments, FAMILIES, strict=True)
    ]
    return Drawing(figure(summaries))


@pytest.mark.parametrize("column", range(3))
@pytest.mark.parametrize("name", ["grid", "random", "bayes"])
def test_bands_and_medians_are_the_quartiles_of_the_races(tournaments, drawing, column, name):
    races = tournaments[column]
    counted = recount.entrant(races, name, resamples=1)
    budget = races[0].tracks["grid"].budget
    shown = [m for m, s in zip(counted["minutes"], counted["score"]["median"], strict=True) if s]
    slack = {"rtol": 0, "atol": 0.003}  # a tenth of a pixel
    (median,) = drawing.curves("polyline", column, 0, name)
    np.testing.assert_allclose(median[:, 0], shown, atol=0.002 * budget)
    np.testing.assert_allclose(median[:, 1], known(counted["score"]["median"]), **slack)
    (band,) = drawing.curves("polygon", column, 0, name)
    there, back = np.split(band, 2)
    back = back[::-1]
    for side, part in ((there, "upper"), (back, "lower")):
        np.testing.assert_allclose(side[:, 0], shown, atol=0.002 * budget)
        np.testing.assert_allclose(side[:, 1], known(counted["score"][part]), **slack)


@pytest.fixture(scope="module")
def others():
    """Made-up races of other lanes, and the drawing of them."""
    made = zip(random_outcomes(6, 12), random_outcomes(7, 12), strict=True)
    races = [replace(one, tracks=of_others(one, other)) for one, other in made]
    plan = Plan(RaceSettings(budget=int(races[0].tracks["grid"].budget), lanes=OTHERS), 12)
    return races, Drawing(figure([summarise(plan, races)]))


def of_others(one, other):
    """The tracks of two races as if other lanes had run them, all with one budget."""
    taken = [one.tracks["bayes"], other.tracks["bayes"], one.tracks["random"], one.tracks["grid"]]
    budget = one.tracks["grid"].budget
    fitted = [
        replace(track, budget=budget, finish=track.finish * budget / track.budget)
        for track in taken
    ]
    return dict(zip(OTHERS, fitted, strict=True)) | {"random2": one.tracks["random2"]}


@pytest.mark.parametrize("name", OTHERS)
def test_other_lanes_are_drawn_from_their_own_races(others, name):
    races, drawing = others
    counted = recount.entrant(races, name, resamples=1)
    (median,) = drawing.curves("polyline", 0, 0, name)
    np.testing.assert_allclose(median[:, 1], known(counted["score"]["median"]), atol=0.003, rtol=0)
    (band,) = drawing.curves("polygon", 0, 0, name)
    upper, lower = np.split(band, 2)
    np.testing.assert_allclose(upper[:, 1], known(counted["score"]["upper"]), atol=0.003, rtol=0)
    np.testing.assert_allclose(lower[::-1, 1], known(counted["score"]["lower"]), atol=0.003, rtol=0)
    (ecdf,) = drawing.curves("polyline", 0, 1, name)
    np.testing.assert_allclose(
        ecdf[:, 1], recount.arrival(races, name, 0.99, 1)["ecdf"], atol=0.003
    )


def test_the_signs_of_other_lanes_are_those_of_the_page(others):
    _, drawing = others
    assert set(drawing.signs) == {*OTHERS, "random2"}
    page = page_colours()
    slots = {"bayes": "third", "bayes.2": "second", "sobol": "fourth", "grid": "first"}
    assert {name: drawing.signs[name][0] for name in OTHERS} == {
        name: page[slot] for name, slot in slots.items()
    }
    assert [name for name, (_, dashes) in drawing.signs.items() if dashes] == ["random2"]


@pytest.mark.parametrize("column", range(3))
@pytest.mark.parametrize("name", ["grid", "random", "bayes"])
def test_arrivals_are_the_shares_of_all_races(tournaments, drawing, column, name):
    races = tournaments[column]
    counted = recount.arrival(races, name, 0.99, resamples=1)
    (ecdf,) = drawing.curves("polyline", column, 1, name)
    minutes = recount.minutes_of(races[0], name)
    np.testing.assert_allclose(ecdf[:, 0], minutes, atol=0.002 * minutes[-1])
    np.testing.assert_allclose(ecdf[:, 1], counted["ecdf"], atol=0.003)


@pytest.mark.parametrize("column", range(3))
def test_the_yardstick_is_where_random_search_ends_with_twice_the_budget(
    tournaments, drawing, column
):
    races = tournaments[column]
    counted = recount.entrant(races, "random2", resamples=1)
    budget = races[0].tracks["grid"].budget
    ends = (counted["final_score"]["value"], counted["targets"][1]["ecdf"][-1])
    for row, end in enumerate(ends):
        (level,) = drawing.curves("polyline", column, row, "random2")
        np.testing.assert_allclose(level[:, 0], [0.0, budget], atol=0.002 * budget)
        np.testing.assert_allclose(level[:, 1], end, rtol=0, atol=0.003)
    assert drawing.curves("polygon", column, 0, "random2") == []


def test_the_axes_reach_from_tick_to_tick_around_all_bands(tournaments, drawing):
    bands = [
        value
        for races in tournaments
        for name in ("grid", "random", "bayes")
        for part in ("lower", "upper")
        for value in known(recount.curve(races, name, "score")[part])
    ]
    for column, races in enumerate(tournaments):
        across, up = drawing.labels(column, 0)
        assert [across[x] for x in sorted(across)] == sorted(across.values())
        assert [up[y] for y in sorted(up)] == sorted(up.values(), reverse=True)  # the best on top
        budget = races[0].tracks["grid"].budget
        assert sorted(across.values()) == [budget * i / 4 for i in range(5)]
        ticks = sorted(up.values())
        np.testing.assert_allclose(np.diff(ticks), 0.1)
        assert ticks[0] <= min(bands) < ticks[1]
        assert ticks[-2] < max(bands) <= ticks[-1]
        shares = drawing.labels(column, 1)[1]
        assert [shares[y] for y in sorted(shares)] == [1.0, 0.75, 0.5, 0.25, 0.0]
    assert [title.text for title in drawing.titles] == [
        "smooth: 9 races",
        "bumpy: 24 races",
        "one-knob: 1 race",
    ]


def test_each_entrant_has_its_own_sign(drawing):
    assert set(drawing.signs) == set(recount.ORDER)
    assert len(set(drawing.signs.values())) == 4
    assert [name for name, (_, dashes) in drawing.signs.items() if dashes] == ["random2"]


def test_the_colours_are_those_of_the_page(drawing):
    page = page_colours()
    lanes = {"grid": page["first"], "random": page["second"], "bayes": page["third"]}
    assert {name: drawing.signs[name][0] for name in lanes} == lanes


def test_each_number_of_the_scores_and_shares_has_its_line(drawing):
    lines = [
        tuple(float(e.get(end)) for end in ("x1", "x2", "y1", "y2"))
        for e in drawing._all("line")
        if e.get("stroke-width") is None
    ]
    for column in range(3):
        for row in range(2):
            across, up = drawing.labels(column, row)
            heights = {round(y, 1) for y in up}  # an SVG's numbers have one decimal
            expected = {(min(across), max(across), y, y) for y in heights}
            drawn = {line for line in lines if line[0] == min(across) and line[2] in heights}
            assert drawn == expected


def test_all_of_it_lies_within_the_picture(drawing):
    root = drawing.elements[0]
    width, height = float(root.get("width")), float(root.get("height"))
    assert root.get("viewBox") == f"0 0 {width:.0f} {height:.0f}"
    texts = [(float(e.get("x")), float(e.get("y"))) for e in drawing._all("text")]
    assert all(0 <= x <= width and 12 <= y <= height - 12 for x, y in texts)
    assert len(set(texts)) == len(texts)
    units = [
        (x, y)
        for (x, y), e in zip(texts, drawing._all("text"), strict=True)
        if e.text == "GPU-minutes"
    ]
    for column, (x, y) in enumerate(units):
        across, up = drawing.labels(column, 1)
        assert x == max(across)
        assert y > max(up) + 20
    assert len(units) == 3


def test_the_legend_of_one_column_takes_as_many_rows_as_it_needs():
    lanes = ["bayes", "bayes.2", "sobol", "grid"]
    plan = Plan(RaceSettings(budget=30, lanes=lanes), 2)
    summary = summarise(plan, run_tournament(plan).outcomes)
    root = ElementTree.fromstring(figure([summary]))
    width, height = float(root.get("width")), float(root.get("height"))
    titles = ["Bayesian search", "Bayesian search 2", "Quasi-random search", "Grid search"]
    titles.append("Random search with twice the budget, where it ends")
    named = {e.text: (float(e.get("x")), float(e.get("y"))) for e in root.iter(SVG + "text")}
    places = [named[title] for title in titles]
    letter = 6.2  # px: a letter of 12 px is hardly wider on average
    for title, (x, y) in zip(titles, places, strict=True):
        assert x + letter * len(title) <= width
        assert y <= height - 12
    for (x, y), (next_x, next_y), title in zip(places, places[1:], titles, strict=False):
        assert next_y > y + 12 or next_x > x + letter * len(title)
