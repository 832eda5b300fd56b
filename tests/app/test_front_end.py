"""The browser's part as one module."""

import re

from app.figures import LANES, MAPS, skeleton
from app.front_end import FRONT, module


def test_the_module_holds_every_source_once_and_imports_nothing() -> None:
    text = module("panel")
    assert not re.search(r"^import ", text, re.MULTILINE)
    assert text.count("export default") == 1
    for name in ("recording", "clock", "plots", "form", "page"):
        first = (FRONT / f"{name}.js").read_text().splitlines()[0]
        assert text.count(first) == 1


def test_what_is_imported_stands_before_its_importer() -> None:
    text = module("panel")
    assert (
        text.index("function progress(") < text.index("class Plots") < text.index("class PageView")
    )


def test_no_two_sources_give_one_name_to_two_things() -> None:
    names = re.findall(
        r"^(?:async )?(?:function|class|const|let) (\w+)", module("panel"), re.MULTILINE
    )
    assert len(names) == len(set(names))


def test_every_figure_has_its_place_in_the_markup() -> None:
    markup = (FRONT / "page.html").read_text()
    for name in [*(f"lane_{k}" for k in LANES), *(f"map_{k}" for k in MAPS)]:
        assert f'data-plot="{name}"' in markup
        assert f'"{name}"' in skeleton()


def test_the_skeleton_is_built_once() -> None:
    assert skeleton() is skeleton()
