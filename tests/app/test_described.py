"""A link is read in the browser as Python reads it: the same values, the same words."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from app.desk import Question
from app.settings import RaceSettings
from app.settings.described import described
from app.settings.lanes import all_options
from app.settings.link import View
from app.stories.shelf import shelf
from app.words import BROUGHT

FRONT = Path(__file__).parents[2] / "app/front"
READ = """
import fs from "node:fs"
import {readLink} from "CORE/reading.js"
import {learn} from "CORE/say.js"
const {description, queries, words} = JSON.parse(fs.readFileSync(0, "utf8"))
learn(words)
console.log(JSON.stringify(queries.map((query) => readLink(query, description))))
"""
TEXTS = (
    *("", "0", "1", "-1", "+7", "007", "7.0", "1e2", "1E-05", "0,5", "0.05", ".5", "5.", "1e99"),
    *("true", "True", "false", "yes", "null", "nan", "inf", "-0", "999999", "1000000", "9" * 10),
    *("0.00001", "123456789012", "1234567.5", "0.1234567890123456789", "1e16", "12e20"),
    *("smooth", "bumpy", "dark", "races", "regret", "varying", "luck", "2", "0.5", "0.99"),
    *("grid", "grid,random", "grid,grid", "bayes,bayes.2", "a,b,c,d,e", "xi,seed,xi", "seed"),
    *(
        "<b>&",
        "naïve ⓪",
        "tab\tand\nline",
        "\u200bzero\u2028",
        "😀" * 41,
        "x" * 41,
        "'a' \"b\"",
        "a,",
    ),
)
HANDS = (
    *("1.2.AAAA__--", "1.2.AAAA.Ann", "1.1.AAAA.", "1.2..Ann", "1.2.", "1.1.-_.Ödegård-O’Neil Jr"),
    *("1.2.AAA", "1.3.AAAA", "2.2.AAAA", "1.2.AA A", "1.2.AAAA.<b>", "1.2.AAAA.Ann\n", "1.", "1.2"),
    *("1.2." + "A" * 480, "1.2." + "A" * 484, "1.1." + "A" * 2000, "1.2.AAAA." + "x" * 20),
    *("1.2.AAAA." + "x" * 21, "1.2.AAAA.\u202eevil", "1.2.AAAA.名前", "1.2.AAAA.😀", "١.2.AAAA"),
)
OTHERS = (
    *("?" + urlencode({"you": text}) for text in HANDS),
    "?you=1&you=1.2.AAAA&knobs=1",
    "",
    "?seed=3&seed=4&landscape=bumpy&seed=5",
    "?a=1&b=2&c=3",
    "?a=1&b=2&c=3&d&e=&minute=1&__proto__=1&constructor=2",
    "?xi=0.1&lanes=grid,random",
    "?lanes=bayes,bayes.2&bayes.2.xi=0.1&xi=0",
    "?lanes=bayes,bayes.2&bayes.3.xi=0.1&bayes.2.xi=9",
    "?bokeh-autoload-element=1&seed=x&seed=3",
    "?seed=%FF%fe&theme=%E2%82&a%20b=c+d",
    "?landscape=digits",
    "?landscape=digits&budget=240&noise=0&seed=3",
    "?landscape=digits&budget=60&noise=0.02&cost=constant&darts=3&knobs=1",
    "?budget=1080&landscape=digits-wrong-labels",
    "?landscape=digits&budget=x&lanes=random,pbt",
    "?landscape=digits&lanes=pbt.2,random&noise=0,0&darts=&cost=varying",
    "?story=anecdote&landscape=digits&minute=1000",
    "?story=anecdote&landscape=bumpy",
    "?story=no-time-to-learn&landscape=smooth",
    "?story=halving-pays&seed=3",
    "?story=halving-pays&landscape=bumpy&noise=0.02",
    "?story=halving-pays&budget=600&noise=0.02&lanes=random,pbt",
    "?story=halving-pays&landscape=digits-wrong-labels",
    "?landscape=digits&landscape=bumpy&budget=1080",
    "?story=anecdote",
    "?story=anecdote&seed=7&minute=54",
    "?story=anecdote&seed=x",
    "?story=insurance&bayes.2.xi=0.1&xi=7&lock=seed",
    "?story=insurance&lanes=grid,random&xi=0.1",
    "?story=insurance&lanes=bayes,bayes.2&bayes.2.xi=0.02",
    "?story=../../etc/passwd&story=anecdote",
    "?story=nobody&story=anecdote&story=" + "a" * 41,
    "?story=__proto__&story=constructor&seed=3",
    "?story=constructor&budget=60",
    "?story=anecdote&darts=",
    "?darts=&seed=3",
    "?written=" + "x" * 4096 + "&seed=3",
    "?written=" + "x" * 4097,
    "?written=" + "%C3%A4" * 2049,
    "?written=A%0AB%0A%4060 text",
    "?written=A%0D%0AB",
    "?written=%3Cscript%3E%00",
    "?written=%E2%80%AE%EF%BB%BF",
    "?minute=400&noise=0.2&revealed=2&budget=29&hide=nothing&lock=seed,revealed",
)


def queries() -> Iterator[str]:
    """Each text for each name of the page's own, for one option of each kind, and some more."""
    options = ("bayes.2.xi", "grid.2.order", "bayes.3.initial")
    for name in (*RaceSettings.names(), *View.names(), *options):
        for text in TEXTS:
            yield "?" + urlencode({name: text, "lanes.": ""} if text == "a," else {name: text})
    yield from OTHERS


def served(query: str) -> Question:
    """As a server reads it."""
    given = parse_qs(query.removeprefix("?"), keep_blank_values=True, errors="replace")
    pairs = [(name, value) for name, values in given.items() for value in values]
    return Question.read([(n, v) for n, v in pairs if not n.startswith("bokeh-")], shelf().races)


def in_node(asked: list[str]) -> list[dict[str, Any]]:
    """As a browser does."""
    told = {"description": described(shelf().races), "queries": asked, "words": BROUGHT}
    given = json.dumps(told)
    program = READ.replace("CORE", str(FRONT / "core"))
    command = ["node", "--input-type=module", "--eval", program]
    done = subprocess.run(command, input=given, capture_output=True, check=True, text=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_browser_reads_every_link_as_python_does() -> None:
    asked = list(queries())
    for query, read in zip(asked, in_node(asked), strict=True):
        question = served(query)
        assert read["problems"] == list(question.problems), query
        assert RaceSettings(**read["settings"]) == question.settings, query
        assert View(**read["view"]) == question.view, query


def test_the_description_has_every_name_that_a_link_may_have() -> None:
    description = described()
    assert {*description["settings"]} == {*RaceSettings.names(), *all_options()}
    assert {*description["view"]} == {*View.names()}
