"""What Bokeh runs of this directory before it serves: the light page gets its addresses.

A directory app has no other way to bring handlers of its own. Bokeh runs this file several times;
only the routes are touched, and those once.
"""

import sys
from pathlib import Path

from bokeh.application.application import ServerContext
from bokeh.server.urls import per_app_patterns

# As in main.py: Bokeh puts only this directory on the path.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.server.handlers import ROUTES, give_from

per_app_patterns.extend(route for route in ROUTES if route not in per_app_patterns)


def on_server_loaded(server_context: ServerContext) -> None:
    """Give the light page from this app's addresses; those of other apps beside it have none."""
    give_from(server_context)
