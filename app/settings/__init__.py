"""What decides a race and how the page opens: names, limits, defaults, each written once.

Values are immutable and checked (`checked`); a link is both as text (`link`).
"""

from app.settings.race_settings import NAMES, RaceSettings, allowed, form, read_settings

__all__ = ["NAMES", "RaceSettings", "allowed", "form", "read_settings"]
