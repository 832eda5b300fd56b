"""The front end's modules in Node: what needs no page."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from app.page.front_end import FRONT


def in_node(body: str, given: Any = None) -> Any:
    """What a function's body returns, to which `given` is given; it may import front-end modules
    by their names from ``front/``: ``await take("core/own")``."""
    program = f"""
import fs from "node:fs"
const take = (name) => import(`{FRONT.as_uri()}/${{name}}.js`)
const given = JSON.parse(fs.readFileSync(0, "utf8"))
const answer = await (async () => {{ {body} }})()
process.stdout.write(JSON.stringify(answer))
"""
    command = ["node", "--input-type=module", "--eval", program]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
