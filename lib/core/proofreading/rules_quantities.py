"""Further rules on how quantities are written: where 余 stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

_LATE = re.compile(
    r"(\d+(?:\.\d+)?万?)(人次|场次|户次|节次|批次|件次|次|份|条|篇|户|件|名|人|幅|张|场|期|块|册|起|处|只|支|套)(余)(?=[，。；、）]|$)"
)


@rule(
    "R-D3",
    "“余”放在量词后",
    level="warning",
    source="NUMBERS.md R23",
    hits=("受众⟦9800人次余⟧。", "发放资料⟦600份余⟧，效果良好。"),
    misses=("受众9800余人次。", "历时3年余。", "发放资料600份，余下的入库。"),
)
def late_over(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_LATE, view="bare"):
        yield span(one, match, "“余”应在量词前", suggestion=f"{match[1]}{match[3]}{match[2]}")
