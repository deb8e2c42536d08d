"""Where pages find the one Workspace of this process; `app.py` or a test puts it there. Holds nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib import workflow_drafts
from lib.core.model import Draft
from lib.workflow import Workspace

_workspaces: list[Workspace] = []


def use(workspace: Workspace) -> None:
    """Make this workspace the one all pages work on."""
    _workspaces[:] = [workspace]


def workspace() -> Workspace:
    """Return the workspace in use."""
    return _workspaces[0]


def keep(draft: Draft, raw: Mapping[str, Any]) -> Draft:
    """Save a draft's new text. Raises ConflictError when another tab or person was first."""
    return workflow_drafts.keep(workspace(), draft, raw)
