"""Rules on the marks between the items of a list, and between the ends of a range."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

_GB = "GB/T 15834—2011"
_MARK = re.compile(
    r"(?:^|(?<=[。；：，]))(?:[一二三四五六七八九十](?:是|要)|第[一二三四五六七八九]，|首先，|其次，|再次，|最后，|（[一二三四五六七八九]）|[（(]?\d[.）．](?=[\u4e00-\u9fff])|[①②③④⑤⑥⑦⑧⑨])"
)
_TITLE = re.compile(r"[^，。]{2,7}。[^。]*")  # 抓学习。每月一次: a title, then the item


@rule(
    "R-P9",
    "分项里有句号又用分号",
    level="warning",
    source=_GB + " 附录A.3",
    hits=(
        "一是抓学习。每月1次⟦；⟧二是抓阵地。",
        "做法是：第一，每月召开分析会。由主任汇报⟦；⟧第二，每学期开展问卷。",
        "1.大屏由专人管理，每周报审；\n2.张贴物由站务科检查。每周至少一次，留存照片⟦；⟧\n3.横幅由保卫科更换。",
    ),
    misses=(
        "1.抓学习。每月集中学习一次；\n2.抓宣传。每周推送信息两条；",
        "一是抓学习，每月1次；二是抓阵地。",
        "一是抓学习。每月1次。二是抓阵地。",
    ),
)
def stops_in_items(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        marks = list(_MARK.finditer(one.plain))
        for match, later in itertools.pairwise(marks):
            part = one.plain[match.end() : later.start()]
            if part.endswith("；") and "。" in part:
                yield Hit(one, later.start() - 1, later.start(), "分项里已有句号，项末不用分号", suggestion="。")
        inside = one.plain[one.head : -1]
        if one.number and one.plain.endswith("；") and "。" in inside and not _TITLE.fullmatch(inside):
            end = len(one.plain)
            yield Hit(one, end - 1, end, "分项里已有句号，项末不用分号", suggestion="。")


@rule(
    "R-P12",
    "连接号",
    level="warning",
    source=_GB + " 4.13",
    hits=(
        "⟦2021年-2025年⟧规划。",
        "⟦4月~6月⟧开展活动。",
        "每场⟦5-10人⟧参加。",
        "每学期听课⟦6-8节⟧。",
        "投入⟦5—10万⟧元。",
        "⟦3~5月⟧检查。",
        "得分率在⟦80%-90%⟧。",
    ),
    misses=(
        "2021—2025年规划。",
        "4—6月开展活动。",
        "电话0512-6688",
        "2025-07-05",
        "GB/T 15834-2011",
        "每场5～10人。",
        "投入5万～10万元。",
    ),
)
def hyphens(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(
        re.compile(
            r"20\d\d年?\s*[~～\-－–]{1,2}\s*20\d\d年|(?<!\d)\d{1,2}月(?:\d{1,2}日)?\s*[~～\-－–]{1,2}\s*\d{1,2}月(?:\d{1,2}日)?"
        ),
        view="bare",
    ):
        yield span(one, match, "时间起止用一字线“—”", suggestion=re.sub(r"\s*[~～\-－–]{1,2}\s*", "—", match[0]))
    for one, match in reading.search(
        re.compile(r"(?<![\d.月\-—~～])(\d{1,2})\s*[~～\-－–]\s*(\d{1,2})月(?![\d~～\-])"), view="bare"
    ):
        yield span(one, match, "时间起止用一字线“—”", suggestion=f"{match[1]}—{match[2]}月")
    for one, match in reading.search(re.compile(r"(?<!\d)(\d{1,2}日)\s*[~～\-－–]\s*(\d{1,2}日)"), view="bare"):
        yield span(one, match, "时间起止用一字线“—”或“至”", suggestion=f"{match[1]}—{match[2]}")
    for one, match in reading.search(re.compile(r"(\d+(?:\.\d+)?[%％])\s*[-－—–]\s*(\d+(?:\.\d+)?[%％])"), view="bare"):
        yield span(one, match, "数值范围用浪纹线“～”", suggestion=f"{match[1]}～{match[2]}")
    for one, match in reading.search(
        re.compile(
            r"(?<![\d\-./A-Za-z])(\d+(?:\.\d+)?)\s*[-－]\s*(\d+(?:\.\d+)?)(?=人|名|次|场|节|个|条|份|篇|天|户|期|分钟|小时|家|项|年级|册|件|块|张|元|岁|周|[％%])"
        ),
        view="bare",
    ):
        yield Hit(
            one,
            match.start(),
            match.end() + 1,
            "数值范围用浪纹线“～”",
            suggestion=f"{match[1]}～{match[2]}" + one.text[match.end()],
        )
    for one, match in reading.search(
        re.compile(r"(?<![\d\-.])\d+(?:\.\d+)?\s*[-－—～~]\s*\d+(?:\.\d+)?(?:万|亿)"), view="bare"
    ):
        yield span(one, match, "数值范围前项的“万、亿”不能省")


_STRAY = re.compile(
    r"(?P<comma>，)等(?=平台|单位|部门|活动|形式|方式|工作|方面|载体|渠道|内容)|(?<=”)(?P<stop>。)(?=(?:制度|活动|机制|工程|行动|品牌|栏目|要求)[，。；、])"
    r"|(?:落实|开展|坚持|执行)“[^”]{2,10}”(?P<joint>，)(?=[\u4e00-\u9fff]{2,8}等(?:制度|活动|平台|载体|形式|要求))"
)


@rule(
    "R-P6",
    "并列与后文之间多了标点",
    level="warning",
    source="GB/T 15834—2011 4.4、4.5",
    hits=(
        "通过公众号、抖音号⟦，⟧等平台推送信息36条。",
        "严格落实“三审三校”⟦。⟧制度，审核信息36条。",
        "落实“三会一课”⟦，⟧主题党日等制度。",
    ),
    misses=(
        "通过公众号、抖音号等平台推送信息36条。",
        "严格落实“三审三校”。制度健全，审核信息36条。",
        "落实“三会一课”、主题党日等制度。",
    ),
)
def stray_marks(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_STRAY):
        place = next(name for name in ("comma", "stop", "joint") if match[name])
        yield span(
            one,
            match,
            "这里不该断开" if place != "joint" else "并列词语之间用顿号",
            group=place,
            suggestion="、" if place == "joint" else "",
        )
