"""A rhythm and the sum told after it: at least so many each week or quarter make at least so many in the span that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.rules_products import FREQUENCY

_UNIT = r"人次|场次|[次场期篇条部轮课件份遍]|小时|学时|课时"
_RHYTHM = re.compile(
    rf"每(?:一|个)?(?P<per>[天日周月]|季度?|半年|学期)(?:(?!每)[^。；\d]){{0,16}}?(?P<each>\d+|[一两二三四五六])(?P<unit>{_UNIT})(?!以内|以下)"
)
_SUM = re.compile(
    rf"(?P<scope>全年|年内|一年(?:下?来)?|本季度|(?:一季度|二季度|三季度|四季度|第[一二三四]季度)|[上下]半年|(?P<many>[两二三四五六3-6])个月(?:里|内|来)?|"
    rf"(?P<from>\d{{1,2}})月(?:至|到|—|－|-)(?P<to>\d{{1,2}})月|每周|每月|每年)(?P<deed>[^，。；\d]{{0,18}}?)(?P<said>\d+)(?P<unit>{_UNIT})"
)
_WEEKS = {"周": 1, "月": 4, "季度": 12, "半年": 24, "年": 40}  # the least, holidays left out
_MONTHS = {"月": 1, "季度": 3, "半年": 6, "年": 12}
_SPARED = re.compile("寒暑假|暑假|寒假|假期|工作日|除[^，。；]{0,12}外|原则上|农忙|淡季|旺季|试行|起，")
_WHOLE = re.compile("共|累计|合计|总计|至少|不少于|不低于|总共")
_EMPTY = re.compile(
    "不少于|至少|不低于|总?共计?|合计|累计|总计|达到?|为|开展|召开|组织|举办|进行|实际|已|了|则|也|就|分别|只|仅|完成"
)
_ANY = frozenset("专题 意识 识形 形态 态工 工作 活动 党员 群众 集中 专项".split())  # say little about what is done
_EACH_PERSON = re.compile(r"每(?:人|名|位|个?[村社支部站所家])[^，。；\d]{0,6}$")
_PERSONS = re.compile(r"(?<![\d.])(\d{1,3})[名位个]")
_LOOK = 70  # characters on to the sum
_HAN = "零一二三四五六"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _HAN.index(text.replace("两", "二"))


def _span(match: re.Match[str]) -> str | int:
    """Return the length of the span a sum is told for, or its months."""
    if match["many"]:
        return _number(match["many"])
    if match["from"]:
        return int(match["to"]) - int(match["from"]) + 1
    scope = match["scope"]
    return next((length for length in ("季度", "半年", "周", "月") if scope.endswith(length)), "年")


def _times(per: str, length: str | int) -> int:
    """Tell how often a rhythm's unit comes at the least in a span; 0 where that can't be told."""
    per = {"日": "天", "季": "季度"}.get(per, per)
    if isinstance(length, int):
        return {"月": length, "周": length * 4, "季度": length // 3}.get(per, 0) if 1 < length < 13 else 0
    if per == "天":
        return {"周": 7, "月": 28}.get(length, 0)
    if per == "周":
        return _WEEKS[length] if length != "周" else 0
    if per == "学期":
        return 2 if length == "年" else 0
    times = _MONTHS.get(length, 0) // {"月": 1, "季度": 3, "半年": 6}[per]
    return times if times > 1 else 0


@rule(
    "R-C6",
    "频次与后面的合计",
    level="warning",
    source="算术",
    hits=(
        "每季度提醒谈话至少3人次，年内累计⟦至少10人次⟧。",
        "每季度至少召开1次，从未缺漏。全年共召开分析研判会⟦3次⟧，排出风险点17个。",
        "做到每周更新不少于2条，7月至9月累计更新⟦19条⟧，最受欢迎的是“老街记忆”。",
        "规定每月组织职工观看教育片不少于2次，这一规定在二季度执行得不折不扣，3个月里共组织⟦5次⟧。",
        "每天播放公益广告不少于4小时，每周⟦不少于18小时⟧。",
        "9名班子成员兑现了“每人每季度进村宣讲不少于1场”的承诺，无一人欠账。班子成员全年进村宣讲⟦32场⟧。",
    ),
    misses=(
        "每季度提醒谈话至少3人次，年内累计至少12人次。",
        "每季度至少召开1次，从未缺漏。全年共召开分析研判会4次，召开座谈会2次。",
        "每周更新不少于2条，7月至9月累计更新29条。",
        "每月学习不少于2次，除寒暑假外，全年共学习18次。",
        "每月推送信息不少于4条，全年举办讲座3场，制作短视频6条。",
        "每季度至少召开1次部署会。全年共开展督查3次。",
    ),
)
def falls_short(reading: Reading) -> Iterator[Hit]:
    for one, rhythm in reading.search(_RHYTHM, view="bare"):
        window = one.bare[rhythm.end() : rhythm.end() + _LOOK]
        for match in _SUM.finditer(window):
            between = rhythm[0] + window[: match.end()]
            if _SPARED.search(between) or match["unit"] != rhythm["unit"] or FREQUENCY.search(between):
                continue
            if not _WHOLE.search(match["deed"]) and not _together(rhythm[0], match["deed"]):
                continue
            apart = re.search("[\u4e00-\u9fff]", window[: match.start()])
            if apart and not _words(match["deed"]) and not re.search("共|累计|合计|总计", match["deed"]):
                continue  # 讲党课全年至少2次
            told = re.match("[\u4e00-\u9fff]*", window)
            if not _same_deed(one.bare[max(rhythm.start() - 24, 0) : rhythm.end() + told.end()], match["deed"]):
                continue
            least = _number(rhythm["each"]) * _times(rhythm["per"], _span(match)) * _persons(one.bare, rhythm.start())
            if int(match["said"]) < least:
                start = rhythm.end() + (
                    match.start("deed") if re.fullmatch("至少|不少于|不低于", match["deed"]) else match.start("said")
                )
                message = (
                    f"{rhythm[0]}，{match['scope']}至少{least}{match['unit']}，这里是{match['said']}{match['unit']}"
                )
                yield Hit(one, start, rhythm.end() + match.end(), message)
                break


_EACH_ORGAN = re.compile(
    r"每个?(?P<per>村|社区|支部|学校|站|班|乡镇)[^，。；\d]{0,10}(?:不少于|至少)(?P<each>\d+)(?P<unit>[次场期篇条])，(?:全年|年内|合计|共)[^，。；\d]{0,8}(?P<told>(?:不少于|至少)(?P<said>\d+)(?P=unit))"
)


@rule(
    "R-C6",
    "每村、每支部的次数与合计",
    level="warning",
    source="算术",
    hits=("与13个村签订责任书13份。\n每村宣讲不少于2场，全年⟦不少于24场⟧。",),
    misses=(
        "与13个村签订责任书13份。\n每村宣讲不少于2场，全年不少于26场。",
        "与13个村签订责任书。对9个村开展督查。\n每村宣讲不少于2场，全年不少于24场。",
    ),
)
def each_organ(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_EACH_ORGAN, view="bare"):
        counted = re.compile(rf"(?<![\d.第])(\d{{1,3}})个(?:行政|党|团)?{match['per']}")
        told = {int(found[1]) for _, found in reading.search(counted, view="bare")}
        if len(told) == 1 and int(match["said"]) < (least := told.pop() * int(match["each"])):
            message = f"每{match['per']}不少于{match['each']}{match['unit']}，合起来不少于{least}{match['unit']}"
            yield Hit(one, match.start("told"), match.end("told"), message)


def _persons(text: str, at: int) -> int:
    """Return how many keep the rhythm each, where 每人 says that: the last count before."""
    if not _EACH_PERSON.search(text[max(at - 10, 0) : at]):
        return 1
    counted = _PERSONS.findall(text[max(at - 60, 0) : at])
    return int(counted[-1]) if counted else 1


def _words(text: str) -> str:
    return _EMPTY.sub("", re.sub(r"[^\u4e00-\u9fff]", "", text))


def _together(rhythm: str, deed: str) -> bool:
    words = _words(deed)
    return any(words[at : at + 2] in rhythm and words[at : at + 2] not in _ANY for at in range(len(words) - 1))


def _same_deed(before: str, deed: str) -> bool:
    """True where the sum names no deed of its own, or one the rhythm names."""
    return not _words(deed) or _together(before, deed) or not _told(before) and len(_words(deed)) < 7


def _told(before: str) -> bool:
    """True where the rhythm itself names what is done: 每季度至少召开1次 does not."""
    return bool(
        _words(re.sub(r"^.*每(?:一|个)?(?:[天日周月]|季度?|半年|学期)", "", before)).strip(
            "次场期篇条部轮课件份遍一两二三四五六"
        )
    )
