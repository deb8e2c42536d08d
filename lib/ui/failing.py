"""What a clerk sees when a page fails: one Chinese line, never a traceback; the details go to the log."""

from __future__ import annotations

import logging

import streamlit as st

from lib.errors import FillError

_log = logging.getLogger("填报成文")
UNEXPECTED = "这一步没有完成，已填写的内容不受影响。请刷新页面再试；仍不行时请告诉管理员，详情已记入日志。"


def show(error: Exception) -> bool:
    """Show one line for an error that left a page; return True so that nothing else is shown."""
    if isinstance(error, FillError):
        st.error(str(error))
        return True
    _log.error("页面出错", exc_info=error)
    st.error(UNEXPECTED)
    return True
