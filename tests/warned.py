"""A mark for tests in which code may not warn."""

import pytest

# What the tests before left for the collector to close is reported while the marked one runs, and
# is no fault of its code.
NO_WARNING = pytest.mark.filterwarnings(
    "error", "default::ResourceWarning", "default::pytest.PytestUnraisableExceptionWarning"
)
