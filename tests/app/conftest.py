"""What tests share: a page for each race, and one that has the front end's modules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # importing all that takes longer than most tests
    from playwright.sync_api import Browser, Page, Route

    from tests.app.shared import Shared
    from tests.app.stage import Stage, Stages
    from tests.app.watching import Stage as TournamentStage
    from tests.conftest import Watched

ORIGIN = "http://front.invalid"
KINDS = {".js": "text/javascript", ".json": "application/json"}


@pytest.fixture(scope="session")
def front(browser: Browser) -> Iterator[Page]:
    """A page that can import the front end's modules as they lie in their folder."""
    from app.page.front_end import FRONT

    page = browser.new_page()

    def answer(route: Route) -> None:
        path = FRONT / route.request.url.removeprefix(f"{ORIGIN}/")
        body = path.read_text(encoding="utf-8") if path.is_file() else ""
        route.fulfill(body=body, content_type=KINDS.get(path.suffix, "text/html"))

    page.route(f"{ORIGIN}/**", answer)
    page.goto(f"{ORIGIN}/blank.html")
    yield page
    page.close()


@pytest.fixture(scope="session")
def one_page(browser: Browser, app_url: str) -> Iterator[Shared]:
    from tests.app.shared import Shared

    shared = Shared(browser, app_url)
    yield shared
    shared.close()


@pytest.fixture
def shared(one_page: Shared) -> Iterator[Watched]:
    """The page of the default race as it opens; the test fails if anything was complained about."""
    watched = one_page.put_back()
    yield watched
    assert watched.complaints == []


@pytest.fixture(scope="session")
def stages(
    browser: Browser, app_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stages]:
    """The open pages by the names of their races, each opened when first asked for."""
    from app.page.saved_page import saved_page
    from app.race import run
    from app.settings.link import write_query
    from tests.app.stage import DOUBLES, LINES, RACES, SAVED, stage

    opened: dict[str, Stage] = {}
    with ExitStack() as pages:

        def find(name: str) -> Stage:
            if name not in opened:
                settings = (RACES | DOUBLES | LINES)[name]
                race = run(settings)
                if name in SAVED:
                    path = tmp_path_factory.mktemp(name) / "race.html"
                    path.write_text(saved_page(race), encoding="utf-8")
                    url = path.as_uri()
                else:
                    url = f"{app_url}?{write_query(settings)}"
                page = stage(browser, url, race, offline=name in SAVED)
                opened[name] = pages.enter_context(page)
            return opened[name]

        yield find


@pytest.fixture
def stage() -> Iterator[TournamentStage]:
    """Tournaments whose races the test lets run; what still waits at its end is let go."""
    from tests.app.watching import Stage

    made = Stage()
    yield made
    made.tournaments._leases.clear()
    made.let(1000)
