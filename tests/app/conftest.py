"""What the tests of pictures share: a page for each race."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:  # importing all that takes longer than most tests
    from playwright.sync_api import Browser

    from tests.app.stage import Stage, Stages


@pytest.fixture(scope="module")
def stages(
    browser: Browser, app_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stages]:
    """The open pages by the names of their races, each opened when first asked for."""
    from app.page.saved_page import saved_page
    from app.race import run
    from app.settings import RaceSettings
    from tests.app.stage import RACES, SAVED, stage

    opened: dict[str, Stage] = {}
    with ExitStack() as pages:

        def find(name: str) -> Stage:
            if name not in opened:
                race = run(RACES[name])
                if name in SAVED:
                    path = tmp_path_factory.mktemp(name) / "race.html"
                    path.write_text(saved_page(race), encoding="utf-8")
                    url = path.as_uri()
                else:
                    defaults = RaceSettings.defaults().items()
                    url = f"{app_url}?{urlencode(dict(RACES[name].values().items() - defaults))}"
                page = stage(browser, url, race, offline=name in SAVED)
                opened[name] = pages.enter_context(page)
            return opened[name]

        yield find
