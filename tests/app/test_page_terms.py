"""Terms in sentences open the glossary, which has formulas in MathML."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.app.test_accessibility import findings
from tests.conftest import Watched

FORMULAS = {
    "gp": ["μ=k⊤(K+σn2I)−1y", "σ2=k(θ,θ)−k⊤(K+σn2I)−1k"],
    "ei": ["EI=(μ−f*−ξ)Φ(z)+σφ(z)", "z=μ−f*−ξσ"],
    "pi": ["PI=Φ(z)"],
    "ucb": ["UCB=μ+κσ"],
    "ratio": ["l(θ)=∑iwi∏jN(θj;θij,hij2)"],
}


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_a_term_opens_its_entry_by_click_and_by_key(
    watched: Watched, app_url: str, size: tuple[int, int]
) -> None:
    watched.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = watched.open(f"{app_url}?minute=60&story=a-model-pays")
    before = len(watched.sent)
    dialog = page.locator("dialog.glossary")
    page.click(".lines [data-term=ei]")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-entry=ei]")).to_be_focused()
    expect(dialog.locator("[data-entry=ei]")).to_be_in_viewport()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".page")).to_have_attribute("data-theme", theme)
        assert findings(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".lines [data-term=ei]")).to_be_focused()

    page.locator(".lines [data-term=gp]").focus()
    page.keyboard.press("Enter")
    expect(dialog.locator(".sought")).to_have_text("GP")
    dialog.locator("[data-do=close]").click()
    expect(dialog).to_be_hidden()
    assert findings(page) == []
    assert len(watched.sent) == before

    page.locator(".lines [data-term=gp]").click()
    for entry, formulas in FORMULAS.items():
        found = dialog.locator(f"[data-entry={entry}] + dd math")
        assert found.all_text_contents() == formulas
        for formula in found.all():
            formula.scroll_into_view_if_needed()
            box, room = formula.bounding_box(), dialog.bounding_box()
            assert box["x"] + box["width"] <= room["x"] + room["width"]
    words = page.locator(".term").evaluate_all("all => all.map((one) => one.dataset.term)")
    entries = dialog.locator("[data-entry]").evaluate_all(
        "all => all.map((one) => one.dataset.entry)"
    )
    assert {*words} <= {*entries}
