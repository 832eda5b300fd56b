"""The browser's part as one module."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.page.front_end import FRONT, module
from app.page.skeletons import MAPS, race_skeleton
from strategies import RACE


def written(folder: Path, **sources: str) -> Path:
    """A front end of these sources; a name's two underscores are a slash."""
    for name, text in sources.items():
        path = folder / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def default_of(browser: Browser):
    """What a module exports by default, as a browser runs it."""
    page = browser.new_page()
    yield lambda text: page.evaluate(
        """async (text) => {
          const url = URL.createObjectURL(new Blob([text], {type: "text/javascript"}))
          return (await import(url)).default
        }""",
        text,
    )
    page.close()


def test_the_module_holds_every_source_once_and_imports_nothing() -> None:
    text = module("sources/panel")
    lines = text.splitlines()
    assert not [line for line in lines if line.startswith("import ")]
    assert [line for line in lines if line.startswith("export ")] == ["export default (() => {"]
    for name in ("core/recording", "core/clock", "plots/lane", "dom/form", "page"):
        first = (FRONT / f"{name}.js").read_text(encoding="utf-8").splitlines()[0]
        assert text.count(first) == 1


def test_each_source_has_a_scope_of_its_own(tmp_path: Path, default_of) -> None:
    front = written(
        tmp_path,
        core__clock='const name = "clock"\nexport function tell() {\n  return name\n}\n',
        plots__clock='const name = "plot"\nexport const tell = () => name\n',
        page=(
            'import {tell} from "./core/clock.js"\n'
            'import {tell as other} from "./plots/clock.js"\n'
            'const name = "page"\n'
            "export default [name, tell(), other(), later]\n"
            'var later = "not yet"\n'
        ),
    )
    assert default_of(module("page", front)) == ["page", "clock", "plot", None]


def test_what_two_import_is_run_once_and_before_both(tmp_path: Path, default_of) -> None:
    front = written(
        tmp_path,
        base="const seen = []\nexport class Seen {\n  static all = seen\n}\n",
        a__one='import {Seen} from "../base.js"\nSeen.all.push("one")\nexport const one = 1\n',
        a__two=(
            'import {Seen} from "../base.js"\nimport {one} from "./one.js"\n'
            'Seen.all.push("two")\nexport const two = one + 1\n'
        ),
        page=(
            'import {\n  two,\n} from "./a/two.js"\nimport {one} from "./a/one.js"\n'
            'import {Seen} from "./base.js"\nexport default [one, two, Seen.all]\n'
        ),
    )
    assert default_of(module("page", front)) == [1, 2, ["one", "two"]]


def test_a_table_is_a_constant_of_the_module_that_imports_it(tmp_path: Path, default_of) -> None:
    front = written(
        tmp_path,
        a__words=(
            'import TABLE from "../tables/en.json" with {type: "json"}\n'
            "export const word = TABLE.word\n"
        ),
        page='import {word} from "./a/words.js"\nconst TABLE = 1\nexport default [word, TABLE]\n',
    )
    (front / "tables").mkdir()
    (front / "tables" / "en.json").write_text('{\n  "word": "…“</b>”\\n"\n}\n', encoding="utf-8")
    assert default_of(module("page", front)) == ["…“</b>”\n", 1]


@pytest.mark.parametrize(
    "line",
    [
        'import * as all from "./other.js"',
        'import other from "./other.js"',
        'import "./other.js"',
        'import other from "./other.json"',
        'import {other} from "https://elsewhere.invalid/other.js"',
        "export let changing = 1",
        "export {other}",
        'export * from "./other.js"',
    ],
)
def test_what_would_be_read_wrongly_is_refused_by_name(tmp_path: Path, line: str) -> None:
    front = written(tmp_path, other="export const other = 1\n", page=f"{line}\n")
    with pytest.raises(ValueError, match=r"page\.js") as refused:
        module("page", front)
    assert line in str(refused.value)


def test_only_an_entry_has_a_default_and_only_one(tmp_path: Path) -> None:
    front = written(
        tmp_path,
        other="export default 1\nexport const other = 1\n",
        page='import {other} from "./other.js"\n',
        twice="export default 1\nexport default 2\n",
    )
    for entry, name in (("page", "other"), ("twice", "twice")):
        with pytest.raises(ValueError, match=rf"{name}\.js: .export default"):
            module(entry, front)


def test_a_circle_is_refused_and_named(tmp_path: Path) -> None:
    front = written(
        tmp_path,
        a='import {b} from "./b.js"\nexport const a = 1\n',
        b='import {a} from "./a.js"\nexport const b = 1\n',
    )
    with pytest.raises(ValueError, match="a imports b imports a: a circle"):
        module("a", front)


def test_styles_stand_in_front_with_what_they_import(tmp_path: Path, default_of) -> None:
    front = written(
        tmp_path,
        part="export const part = 1\n",
        page='import {part} from "./part.js"\nexport default [STYLE, part]\n',
    )
    (front / "style").mkdir()
    (front / "style" / "colours.css").write_text(":root { --ink: #000 }\n")
    (front / "part.css").write_text(".part {}")
    (front / "page.css").write_text('@import "./style/colours.css";\n.page { content: "`${" }')
    text = module("page", front)
    style = ':root { --ink: #000 }\n.page { content: "`${" }\n.part {}'
    assert default_of(text) == [style, 1]
    assert text.startswith(f"const STYLE = {json.dumps(style)}\n")


def test_every_figure_is_a_document_of_its_own() -> None:
    figures = json.loads(race_skeleton())["figures"]
    names = [f"lane_{key}" for key in RACE] + [f"map_{key}" for key in MAPS]
    assert set(figures) == {*names, "curve_score", "curve_regret"}
    for name, document in figures.items():
        (root,) = document["roots"]
        assert root["attributes"]["name"] == name


def test_the_skeleton_is_built_once() -> None:
    assert race_skeleton() is race_skeleton()
