"""What the commands that serve a class have in common."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest
from bokeh.util.token import get_token_payload

from app.computing.workers import ROOT

LESSON = 8 * 3600  # seconds, of the longest day at school


def test_a_page_that_the_command_serves_finds_its_session_again_for_a_lesson() -> None:
    command = [sys.executable, "-m", "app", "serve", "--port", "0", "--no-browser"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            said = iter(server.stdout)
            url = next(m[0] for line in said if (m := re.search(r"http://\S+/app\b", line)))
            with urlopen(url) as answer:
                (token,) = set(re.findall(r'"token":"([^"]+)"', answer.read().decode()))
        finally:
            server.terminate()
            server.communicate()
    assert get_token_payload(token)["session_expiry"] > time.time() + LESSON


@pytest.mark.parametrize("name", ["README.md", ".deploy/Containerfile", ".deploy/nginx.conf"])
def test_every_command_that_serves_a_class_sets_the_same_lifetimes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text.count("--unused-session-lifetime") == text.count("--session-token-expiration")
    assert re.search(r'--session-token-expiration[", `|]+86400', text)
    assert re.search(r'--unused-session-lifetime[", `|]+60000', text)
