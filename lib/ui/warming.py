"""What the first clerk of the day should not wait for: templates compiled, word lists read, in the background at the start."""

from __future__ import annotations

import gc
import logging
import threading
from datetime import date

from lib import workflow
from lib.errors import FillError
from lib.ui.beginning import periods_now
from lib.workflow_proofread import proofread_report

COLLECT_AFTER = (20_000, 20, 50)  # objects made, then young and middle rounds: fewer and shorter stops with many sessions
_log = logging.getLogger("填报成文")


def warm(workspace: workflow.Workspace) -> None:
    """Walk an empty entry of every format once, without holding up the start."""
    threading.Thread(target=_prepare, args=(workspace,), name="warming", daemon=True).start()


def _prepare(workspace: workflow.Workspace) -> None:
    _walk_all(workspace)
    gc.collect()
    gc.freeze()  # what stands now stands for good; looking through it again stopped all clerks for 0.3 s at a time
    gc.set_threshold(*COLLECT_AFTER)


def _walk_all(workspace: workflow.Workspace) -> None:
    for form in workspace.forms.values():
        try:
            examined = workflow.examine(workspace, form.name, form.label, periods_now(form, date.today())[0], {})
            workflow.finish(workspace, examined, draft=True, trace=True)
            proofread_report(workspace, examined)
        except FillError as error:  # told again, at its place, to whoever opens this format
            _log.warning("%s：%s", form.name, error)
