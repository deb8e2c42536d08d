"""Settings for every test: Hypothesis without deadlines (the machine is shared) and the same examples each run in CI."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("project", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "project")
