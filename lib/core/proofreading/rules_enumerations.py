"""Rules on enumerations that name the same thing twice: A、A和B, A、B、A."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

_GOES_ON = re.compile(r"(?![一二三四五六七八九十百]+、)([\u4e00-\u9fff]{2,10})[、，]\1(?=和|与|及|以及|等|、)")
_BEGINS = re.compile(
    r"(?:(?<=[，。；：）])|(?<=[一二三四五六七八九]是)|^)([\u4e00-\u9fff]{4,10})、\1(?=[\u4e00-\u9fff])"
)
_OPENS = re.compile(
    r"(?:^|[，。；：、（“”\s]|[对向与同请为在由让使给把将和及是有了]|组织|动员|邀请|发动|召集|面向|围绕|针对|走访|慰问|表彰|开展|举办|听取|征求|深入|覆盖)$"
)
_LIST = re.compile(r"[^，。；：、（）\s]{2,16}(?:、[^，。；：、（）\s]{2,16}){2,}")
_ENDS = re.compile(r"均|都|也|等|和|及|与|共|全部|参加|参与|签订|收看|观看|聆听|开展|[一二三四五六七八九十\d]|$")
_DOES = re.compile("设置?|张贴|布置|悬挂|摆放|建[成立设]|安装|配[备发]|举办|推[送出]|发放|召开|组织|播放|建起|摆上|挂")
_LINKS = frozenset("和与及对到")
_TIMED = re.compile(r"[月日时分年]|第|[甲乙丙]|[\ue000A-Za-z\d]")


@rule(
    "R-G1",
    "并列项重复",
    level="warning",
    source="字面",
    hits=(
        "以上报告，⟦请各位领导、请各位领导⟧和同志们批评指正。",
        "职工长期在外，⟦集中学习、集中学习⟧时间难以保证。",
        "对⟦党员、党员⟧和群众开展教育。",
        "组织⟦村干部、村干部⟧等120人参加。",
        "深入⟦学校、机关、企业、机关、社区⟧开展宣讲。",
        "⟦深入小区、楼栋、商户、小区、学校⟧开展宣传。",
        "组织⟦村民、群众、村民代表、群众⟧收看党课直播。",
        "⟦班主任、科任教师、学生会干部、班主任⟧均签订承诺书。",
        "在门诊大厅、⟦候诊区、输液室、候诊区设宣传栏⟧5块。",
        "围绕⟦理论学习、阵地管理、舆情处置、阵地管理⟧四个方面开展自查。",
    ),
    misses=(
        "以上报告，请各位领导和同志们批评指正。",
        "组织领导干部、干部和群众参加。",
        "须有教师、家长代表，家长代表不少于三分之一。",
        "深入学校、机关、企业、社区开展宣讲。",
        "一桩桩、一件件、一桩桩都落实。",
        "做到早发现、早报告、早处置。",
    ),
)
def listed_twice(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_GOES_ON, view="bare"):
        link = one.bare[match.end() : match.end() + 1]
        if link in _LINKS and one.bare[: match.start()].endswith(link):
            continue  # 分公司与车队、车队与班组
        if len(match[1]) >= 5 or _OPENS.search(one.bare[: match.start()]):
            yield span(one, match, f"“{match[1]}”重复", suggestion=match[1])
    for one, match in reading.search(_BEGINS, view="bare"):
        if not _ENDS.match(one.bare[match.end() :]):  # else told above
            yield span(one, match, f"“{match[1]}”重复", suggestion=match[1])
    for one, match in reading.search(_LIST, view="bare"):
        items = match[0].split("、")
        inner = items[1:-1]
        twice = {item for item in inner if inner.count(item) > 1}
        again = (*inner, items[0]) if len(items[0]) > 2 else inner
        twice |= {item for item in again if items[-1].startswith(item) and _ENDS.match(items[-1][len(item) :])}
        twice |= {
            item
            for item in again
            if len(item) > 2 and items[-1].startswith(item) and _DOES.match(items[-1][len(item) :])
        }
        twice |= {
            item
            for item in (*inner[1:], items[-1])
            if items[0].endswith(item) and _OPENS.search(items[0][: -len(item)])
        }
        if twice and not _TIMED.search("".join(twice)) and not re.match("一.一?", min(twice)):
            yield span(one, match, f"列举里“{min(twice)}”说了两遍")
