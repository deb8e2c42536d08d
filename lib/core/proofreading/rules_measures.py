"""Rules on measure words: misheard, doubled, wrong for the noun."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.rules_figures import MEASURE

_PEOPLE = (
    "专家|教师|老师|讲师|教授|律师|医生|医师|护士|心理咨询师|干部|党员|居民|村民|职工|员工|学员|学生|家长|代表|志愿者|工作者|委员|骨干|宣讲员|网格员|民警|法官|"
    "检察官|老党员|模范|演员|评委|嘉宾"
)
_PERSONS = re.compile(
    rf"(?:邀请|聘请|选派|选聘|抽调|安排|组织|发展|吸纳|招募|培养|选拔|推荐|表彰|慰问|走访慰问|约谈|新增|配备)了?(\d+)(?:余|多)?(场|条|份|篇|期|件|项|块|张|册|幅|面|处|部|节|本|只|台|起|支(?=[^队]))"
    rf"[\u4e00-\u9fff]{{0,6}}?(?:{_PEOPLE})(?=[，。；、]|授课|作|讲(?!座|堂|解员|演)|参加|到|进行|担任|为|开展)"
)


@rule(
    "R-F2",
    "量词写成同音、形近字",
    level="error",
    hits=("签订责任书⟦17分⟧。", "征集调研文章⟦31遍⟧。", "悬挂横幅⟦8挑⟧。"),
    misses=("签订责任书17份。", "征集文章31篇。", "党员76名。"),
)
def misheard_measures(reading: Reading) -> Iterator[Hit]:
    table, alike = reading.words.measures, reading.words.alike
    if not table:
        return
    nouns = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    for one, match in reading.search(
        re.compile(rf"({nouns})(?:共|约|近|共计|累计)?(\d+(?:\.\d+)?万?[余多]?)([\u4e00-\u9fff])"), view="bare"
    ):
        allowed = [measure for measure in table[match[1]] if len(measure) == 1]
        if match[3] in allowed or re.match(MEASURE, one.bare[match.start(3) :]):
            continue
        if right := next((measure for measure in allowed if match[3] in alike.get(measure, ())), None):
            yield Hit(
                one,
                match.start(2),
                match.end(3),
                f"“{match[2]}{match[3]}”应为“{match[2]}{right}”",
                suggestion=match[2] + right,
            )


@rule(
    "R-G1",
    "量词重复",
    level="error",
    source="字面",
    hits=("审核信息⟦960条条⟧，无差错。", "召开会议⟦3次次⟧。"),
    misses=("审核信息960条，条条有回音。", "审核信息960条。"),
)
def doubled_measures(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(rf"(\d+[万余多]*)({MEASURE})\2(?!次)"), view="bare", kinds="all"):
        yield span(one, match, f"“{match[2]}”重复", suggestion=match[1] + match[2])


@rule(
    "R-F2",
    "量词不当",
    level="warning",
    hits=("悬挂横幅⟦8个⟧。", "发放宣传单⟦600场⟧。", "撰写心得体会⟦30次⟧。", "刊发稿件⟦12场⟧。"),
    misses=(
        "悬挂横幅8条。",
        "发放宣传单600余份。",
        "撰写心得体会30篇。",
        "更换宣传栏12块。",
        "宣传栏更换12次。",
        "公众号推送信息48条。",
    ),
)
def measures(reading: Reading) -> Iterator[Hit]:
    table = reading.words.measures
    if not table:
        return
    nouns = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    pattern = re.compile(rf"(?<![的])({nouns})(?:共|约|近|共计|累计)?(\d+(?:\.\d+)?万?[余多]?)({MEASURE})")
    for one, match in reading.search(pattern, view="bare"):
        if match[3] not in table[match[1]]:
            certain = f"{match[2]}{table[match[1]][0]}" if len(table[match[1]]) == 1 else None
            yield Hit(
                one,
                match.start(2),
                match.end(3),
                f"“{match[1]}”不用“{match[3]}”计，可用：{'、'.join(table[match[1]])}",
                suggestion=certain,
            )


@rule(
    "R-F2",
    "人用错量词",
    level="warning",
    hits=("⟦邀请1场媒体专家⟧授课。", "⟦表彰6件优秀网格员⟧。"),
    misses=("邀请1名媒体专家授课。", "组织3场专家讲座。", "安排2期党员培训。", "组织4支志愿者队伍。"),
)
def persons(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_PERSONS, view="bare"):
        yield span(
            one,
            match,
            f"人不用“{match[2]}”计，用“名”或“位”",
            suggestion=match[0][: match.start(2) - match.start()] + "名" + match[0][match.end(2) - match.start() :],
        )
