"""The page without a server, in a browser: a folder on a plain file host, and one file."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.race import run
from app.race.trials import trials_csv
from app.settings import RaceSettings
from app.site.compiled import parts
from app.site.pages import POLICY
from app.tournament import Plan, run_tournament
from app.tournament.table import table as tournament_table
from landscapes.measured import SHIPPED
from tests.app.test_described import served
from tests.conftest import SIZE, Watched
from tests.hosted import FileHost, built, hosting, pyodide

LONG = 120_000  # ms: Python begins in a browser of a machine that does much else
HOSTILE = "?seed=3&landscape=flat&noise=9&lanes=grid&stranger=%3Cb%3E&theme=dark&minute=-1"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, built once."""
    return built(tmp_path_factory.mktemp("site") / "folder")


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[FileHost]:
    """A host that has it below a path, and forbids what the written policy forbids."""
    with hosting(site, "/course/week-3/", {"Content-Security-Policy": POLICY}) as host:
        yield host


@pytest.fixture
def troubled(host: FileHost) -> Iterator[FileHost]:
    """The host, for a test that has parts missing: others find it whole again."""
    yield host
    host.missing = host.damaged = ""


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=SIZE)
    context.set_default_timeout(LONG)
    yield context
    context.close()


@pytest.fixture(scope="module")
def computing(context: BrowserContext, host: FileHost) -> Iterator[Watched]:
    """A page of the folder whose Python has begun, for tests that each ask something else."""
    watched = Watched(context.new_page())
    watched.open(host.url + "?ready=1")
    yield watched
    assert watched.complaints == []


def ask(page: Page, seed: int) -> None:
    """Ask for the race of a seed, by the field, and wait for it."""
    field = page.locator("header [name=seed]")
    field.fill(str(seed))
    field.press("Enter")
    settled(page)


def settled(page: Page) -> None:
    """Wait until what was asked for stands, or is refused."""
    page.wait_for_function("() => !document.querySelector('.page').ariaBusy")


def trials(page: Page) -> list[dict[str, str]]:
    """The table that the page hands out of its race."""
    page.locator("header [data-do=share]").click()
    with page.expect_download() as handed:
        page.locator("dialog.share [data-do=save-trials]").click()
    page.keyboard.press("Escape")
    return table(Path(handed.value.path()).read_text(encoding="utf-8"))


def table(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def same(shown: list[dict[str, str]], settings: RaceSettings) -> None:
    """The same trials as Python's own."""
    alike(shown, table(trials_csv(run(settings))))


def alike(shown: list[dict[str, str]], native: list[dict[str, str]]) -> None:
    """The same rows, within what another machine's rounding makes of them."""
    assert len(shown) == len(native)
    for ours, theirs in zip(shown, native, strict=True):
        assert ours.keys() == theirs.keys()
        for name, text in theirs.items():
            figures = number(ours[name]), number(text)
            if None in figures:
                assert ours[name] == text, name
            else:
                assert figures[0] == pytest.approx(figures[1], abs=1e-5, rel=1e-5), name


def number(text: str) -> float | None:
    """The number that a text writes, if it does."""
    try:
        return float(text)
    except ValueError:
        return None


# ---- The folder ----------------------------------------------------------------------------------


def test_the_first_picture_asks_for_the_page_alone(browser: Browser, host: FileHost) -> None:
    host.asked.clear()
    context = browser.new_context(viewport=SIZE)
    others: list[str] = []
    context.on("request", lambda request: others.append(request.url))
    watched = Watched(context.new_page())
    page = watched.open(host.url)
    page.locator("[data-do=run]").click()  # plays what it has
    page.wait_for_function("() => document.querySelector('.page').matches('.playing')")
    kept = [host.below, f"{host.below}offline.js"]  # what the service worker keeps, afterwards
    assert host.asked[0] == host.below
    assert {*host.asked} <= {*kept}
    ask(page, 1)  # the library has this one
    (recorded,) = [path for path in host.asked if "library-" in path]
    assert recorded.endswith("/smooth-1.bin")
    assert all(url.startswith((host.url, "blob:", "data:")) for url in others)
    assert context.cookies() == []
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    assert watched.complaints == []
    context.close()


def test_settings_lanes_and_noise_are_computed_as_python_computes_them(computing: Watched) -> None:
    page = computing.page
    ask(page, 77)
    page.wait_for_function("() => location.search.includes('seed=77')")
    same(trials(page), RaceSettings(seed=77))
    page.locator(".transport .adding").select_option(label="Quasi-random search")
    page.wait_for_selector("[data-plot=lane_sobol]")
    settled(page)
    same(trials(page), RaceSettings(seed=77, lanes=["grid", "random", "bayes", "sobol"]))


LANES = "() => [...document.querySelectorAll('[data-plot^=lane_]')].map((one) => one.dataset.plot)"


@pytest.mark.parametrize("query", [HOSTILE, "?lanes=bayes,bayes.2&bayes.2.xi=0.1&budget=60"])
def test_a_link_is_read_as_a_server_reads_it(
    computing: Watched, host: FileHost, query: str
) -> None:
    question = served(query)
    page = computing.open(host.url + query)
    names = [f"lane_{lane}" for lane in question.settings.lanes]
    page.wait_for_function(f"(names) => String(({LANES})()) === names", arg=",".join(names))
    settled(page)
    if question.problems:
        expect(page.locator(".notice span")).to_contain_text(" · ".join(question.problems[:3]))
    if "theme" in query:
        expect(page.locator(".page")).to_have_attribute("data-theme", question.view.theme)
    same(trials(page), question.settings)


def test_a_tournament_runs_is_cancelled_and_goes_on(computing: Watched, host: FileHost) -> None:
    forty(computing.open(host.url + "?budget=40&view=races"))


def forty(page: Page) -> None:
    """Run forty races, with a stop, and with a race asked for meanwhile; they are Python's."""
    page.locator(".races [name=races]").fill("40")
    page.locator(".races [name=races]").press("Tab")
    page.locator(".races .start").click()
    page.wait_for_function(f"() => ({SHARE})() > 0.05")
    page.locator(".races .cancel").click()
    page.locator(".races .start").wait_for()
    stood = page.evaluate(SHARE)
    assert 0.05 < stood < 1
    page.locator(".races .start").click()
    page.wait_for_function(f"() => ({SHARE})() >= {stood}")
    # A race that is asked for meanwhile waits for one race of it at most.
    page.locator(".races [data-do=races]").click()
    ask(page, 5)
    page.locator("header [data-do=races]").click()
    page.wait_for_function(f"() => ({SHARE})() === 1")
    shown = table(handed(page, "csv"))
    plan = Plan(RaceSettings(budget=40, seed=5), races=40)
    native = table(tournament_table(plan, run_tournament(plan).outcomes))
    alike(shown, native)


SHARE = "() => document.querySelector('.races progress').value"


def handed(page: Page, kind: str) -> str:
    """A file of many races."""
    page.locator("header [data-do=share]").click()
    with page.expect_download() as file:
        page.locator(f".races dialog [data-save={kind}]").click()
    page.keyboard.press("Escape")
    return Path(file.value.path()).read_text(encoding="utf-8")


def test_a_part_that_is_missing_or_damaged_is_told_and_tried_again(
    browser: Browser, troubled: FileHost
) -> None:
    context = browser.new_context(viewport=SIZE, service_workers="block")
    context.set_default_timeout(LONG)
    page = context.new_page()
    page.goto(troubled.url)
    page.wait_for_selector(".page[data-ready]")
    notice = page.locator(".notice span")
    troubled.missing = "packages"
    ask(page, 78)
    expect(notice).to_contain_text("couldn’t compute that (packages 404)", timeout=LONG)
    # The same part: the others have come meanwhile or not, and the browser may keep them.
    troubled.missing, troubled.damaged = "", "packages"
    ask(page, 79)
    expect(notice).to_contain_text("packages is damaged", timeout=LONG)
    assert page.locator("header [name=seed]").input_value() == "7"  # what stood still stands
    page.locator("[data-do=run]").click()
    page.wait_for_function("() => document.querySelector('.page').matches('.playing')")
    troubled.damaged = ""
    ask(page, 80)
    expect(notice).to_be_hidden()
    assert page.locator("header [name=seed]").input_value() == "80"
    context.close()


def test_the_second_visit_works_offline(browser: Browser, host: FileHost) -> None:
    context = browser.new_context(viewport=SIZE)
    context.set_default_timeout(LONG)
    page = context.new_page()
    page.goto(host.url)
    page.wait_for_selector(".page[data-ready]")
    page.evaluate("() => navigator.serviceWorker.ready")
    page.reload()  # the service worker sees what is fetched from now on
    page.wait_for_selector(".page[data-ready]")
    ask(page, 81)
    assert page.locator("header [name=seed]").input_value() == "81"
    page.close()
    context.set_offline(True)
    page = context.new_page()
    page.goto(host.url + "?theme=dark")
    page.wait_for_selector(".page[data-theme=dark][data-ready]")
    ask(page, 82)
    assert page.locator("header [name=seed]").input_value() == "82"
    context.close()


FRAMES = """<!doctype html><title>A course</title>
<iframe title="a" src="course/week-3/?embed=1&seed=1" width="900" height="640"></iframe>
<iframe title="b" src="course/week-3/?embed=1&seed=300" sandbox="allow-scripts"></iframe>
"""


def test_all_pages_of_a_folder_share_one_python(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=SIZE, service_workers="block")
    context.set_default_timeout(LONG)
    with hosting(site) as host:
        for query in ("?seed=1234&budget=60", "?seed=1235&budget=60"):  # no library has them
            page = context.new_page()
            page.goto(f"{host.url}{query}")
            expect(page.locator(".page")).to_have_attribute("data-ready", "1")
            assert query.startswith(f"?seed={page.locator('header [name=seed]').input_value()}&")
        asked = [path for path in host.asked if path.endswith(".bin")]
        assert len(asked) == len({*asked}) == len(parts(pyodide()))
    context.close()


def test_frames_show_it_and_one_that_may_not_compute_says_so(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course/week-3").symlink_to(site)
    (tmp_path / "index.html").write_text(FRAMES, encoding="utf-8")
    context = browser.new_context(viewport=SIZE)
    context.set_default_timeout(LONG)
    with hosting(tmp_path) as host:
        page = context.new_page()
        page.goto(host.url)
        free, confined = page.frame_locator("[title=a]"), page.frame_locator("[title=b]")
        free.locator(".page.embedded[data-ready]").wait_for()
        confined.locator(".page.embedded[data-ready]").wait_for()
        told = confined.locator(".notice span")
        expect(told).to_contain_text("Meanwhile here is Smooth, seed 7.")
        confined.locator("[data-do=run]").click()
        confined.locator(".page.playing").wait_for()
    context.close()


def test_without_scripts_a_picture_and_a_text_stand_there(browser: Browser, host: FileHost) -> None:
    context = browser.new_context(viewport=SIZE, java_script_enabled=False)
    page = context.new_page()
    page.goto(host.url)
    lanes = run(RaceSettings()).recording.lanes
    told = page.locator("noscript").text_content() or ""
    for lane in lanes:
        assert f"best score {lane.best[-1]:.3f} in {len(lane)} trials" in told
    assert page.locator("noscript svg circle").count() == sum(map(len, lanes))
    context.close()


# ---- The one file --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that is one file, as the terminal writes it."""
    path = tmp_path_factory.mktemp("file") / "race.html"
    command = [sys.executable, "-m", "app", "save", "--computes", "-o", str(path)]
    subprocess.run([*command, "--pyodide", str(pyodide())], check=True)
    return path


@pytest.mark.parametrize("confined", [False, True], ids=["alone", "in a sandboxed frame"])
def test_one_file_computes_with_no_network(
    browser: Browser, file: Path, tmp_path: Path, confined: bool
) -> None:
    context = browser.new_context(viewport=SIZE, offline=True)
    context.set_default_timeout(LONG)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    if confined:
        outer = tmp_path / "outer.html"
        frame = f'<iframe sandbox="allow-scripts" src="{file.as_uri()}" width="1200" height="700">'
        outer.write_text(f"<!doctype html><title>A course</title>{frame}</iframe>")
        page.goto(outer.as_uri())
        inside: Any = page.frame_locator("iframe")
    else:
        page.goto(file.as_uri())
        page.goto(file.as_uri() + HOSTILE)
        told = " · ".join(served(HOSTILE).problems[:3])
        told = told.replace(f", {', '.join(SHIPPED)}", "")  # whose scores aren't in the file
        expect(page.locator(".notice span")).to_contain_text(told, timeout=LONG)
        page.goto(file.as_uri())
        inside = page
    inside.locator(".page[data-ready]").wait_for()
    field = inside.locator("header [name=seed]")
    field.fill("77")
    field.press("Enter")
    inside.locator(".page[data-ready='2']").wait_for()
    assert field.input_value() == "77"
    if not confined:
        page.locator(".transport .adding").select_option(label="Quasi-random search")
        page.wait_for_selector("[data-plot=lane_sobol]")
        settled(page)
        same(trials(page), RaceSettings(seed=77, lanes=["grid", "random", "bayes", "sobol"]))
        page.goto(file.as_uri() + "?budget=40&view=races")
        page.wait_for_selector(".page[data-ready]")
        forty(page)
    assert not [url for url in asked if not url.startswith(("file:", "blob:", "data:"))]
    context.close()


def test_what_is_shipped_is_as_small_as_promised(site: Path, file: Path) -> None:
    assert sum(map(len, parts().values())) <= 8_000_000
    assert file.stat().st_size <= 13_000_000
    apart = ("library-", "measured-")  # fetched when they are asked for
    files = [path for path in site.rglob("*") if path.is_file()]
    fetched = [path for path in files if not any(part in str(path) for part in apart)]
    assert sum(p.stat().st_size for p in files if "measured-" in str(p)) <= 600_000
    assert sum(path.stat().st_size for path in fetched) - (site / "index.html").stat().st_size < 8e6
    for name in ("Pyodide", "MPL-2.0", "CPython", "numpy", "bokeh", "param"):
        assert name in (site / "licences.txt").read_text(encoding="utf-8")
        assert name in file.read_text(encoding="utf-8")
