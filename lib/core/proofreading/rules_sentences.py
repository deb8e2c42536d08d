"""Rules on sentences: doubtful combinations of verb and object, parallel items that do not match, doubtful magnitudes; hints only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span

_OBJECTS = re.compile(
    r"召开(?:各类|系列)?[\u4e00-\u9fff“”]{0,6}活动(?=[，。；\d])|粉刷(?:各类)?横幅|举办(?:各类)?[\u4e00-\u9fff]{0,4}宣传单|悬挂(?:各类)?(?:宣传单|宣传册)|张贴(?:各类)?横幅(?!标语)|开展(?:各类)?[\u4e00-\u9fff]{0,4}宣传栏|(?<![组筹])开展(?:各类|专题|工作|部署)?(?:会议|座谈会|推进会|部署会|调度会|动员会|院坝会)(?=\d|，|。)"
)


@rule(
    "R-G3",
    "动宾搭配",
    level="info",
    hits=("⟦召开文明实践活动⟧12场。", "⟦开展专题会议⟧2次。", "⟦粉刷横幅⟧8条。"),
    misses=("开展文明实践活动12场。", "召开活动筹备会1次。", "粉刷墙体标语8条。"),
)
def objects(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_OBJECTS):
        yield span(one, match, f"“{match[0]}”：动词与宾语不搭配")


@rule(
    "R-G5",
    "并列项不齐",
    level="info",
    hits=("纳入⟦年度考核、党建考核、班子工作⟧。",),
    misses=("纳入年度考核、党建考核、班子考核。",),
)
def uneven(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(
        re.compile(
            r"[\u4e00-\u9fff]{2}(考核|责任|制度|阵地|队伍|工作|建设|管理)、[\u4e00-\u9fff]{2}\1、[\u4e00-\u9fff]{2}(?!\1)(工作|情况|考核|建设|管理)(?:范围)?(?=[，。；])"
        )
    ):
        yield span(one, match, "并列各项不齐")


@rule(
    "R-C5",
    "数量级",
    level="info",
    source="FORMATS.md 4",
    needs="context",
    hits=(
        (
            "柳湾社区2025年第二季度研判报告\n\n本季度，专题研究意识形态工作⟦46次⟧。",
            about("2025Q2", form="研判报告", level="社区"),
        ),
    ),
    misses=(
        (
            "柳湾社区2025年第二季度研判报告\n\n本季度，专题研究意识形态工作1次。",
            about("2025Q2", form="研判报告", level="社区"),
        ),
    ),
)
def magnitude(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    quarters = 1 if not period or period.kind == "季度" else 2 if period.kind == "半年" else 4
    limits = {"专题研究意识形态工作": 3, "分析研判会": 3, "主题党日": 6, "中心组学习": 6}
    for noun, usual in limits.items():
        for one, match in reading.search(re.compile(noun + r"[^，。；\d]{0,6}(\d+)(?:次|场)")):
            if int(match[1]) > usual * quarters * 5:
                yield Hit(one, match.start(1), match.end(), f"“{noun}”{match[1]}次，超过常见数量五倍，请核")


@rule(
    "R-F3",
    "缺动词",
    level="info",
    hits=("张贴海报60张，⟦宣传手册500份⟧，效果好。", "组织党员集中学习，⟦宣传资料800份⟧，形成氛围。"),
    misses=("张贴海报60张，发放宣传手册500份。", "召开会议3次，参加学习80人次。"),
)
def verbless(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(
        re.compile(
            r"(?<=张|条|次|场|份|块|习|议|出)，((?:宣传手册|宣传单|宣传册|宣传资料|宣传展板|展板|标语|明白纸|明白卡|折页|倡议书|承诺书|横幅|条幅|海报)\d+余?(?:份|册|张|条|本|块|幅))(?=[，。；])"
        )
    ):
        yield span(one, match, "这一句缺动词", group=1)
