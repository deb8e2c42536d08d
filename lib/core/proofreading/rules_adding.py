"""Rules that add up what stands in other words: lists and their rough total, quarters told together, stock, what is still open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.sums import VAGUE, plain, value_of

_M = r"(?:人次|场次|[个处条件项起名人户家份块幅支篇册次场期节部张])"
_LISTED = re.compile(
    rf"(?P<list>(?:[^，。；：、\d]{{0,14}}\d+(?P<unit>{_M})、){{1,}}[^，。；：、\d]{{0,14}}\d+(?P=unit))(?:[两三四五六]个?[类种项个][\u4e00-\u9fff]{{0,3}})?，(?:三项|几项|各项|三者|全年|上半年|下半年|本季度)?(?P<word>累计|合计|总计|共计|一共|总共|总[\u4e00-\u9fff]{{1,3}}?|共)[^，。；、\d]{{0,6}}?(?P<total>\d+(?:\.\d+)?)(?P<wan>万)?(?P<more>余)?(?P=unit)"
)


@rule(
    "R-C7",
    "逐项所列与累计",
    level="error",
    source="算术；NUMBERS.md R22",
    hits=(
        "走进班级授课，⟦七年级12节、八年级10节、九年级9节，累计33节⟧。",
        "书屋现有⟦文学类1240册、科普类860册、少儿类950册三个类别，总藏书3150册⟧。",
        "在门诊、病区和义诊现场⟦分别发放资料5600份、4200份、3900份，合计1.5万余份⟧。",
        "举办晚会3场，⟦观众分别为1200人次、950人次、1100人次，总计3500余人次⟧。",
    ),
    misses=(
        "走进班级授课，七年级12节、八年级10节、九年级9节，累计31节。",
        "分别发放资料5600份、4200份、3900份，合计1.3万余份。",
        "观众分别为1200人次、950人次、1100人次，总计3200余人次。",
        "开展宣讲5场、义诊4场，累计服务12场。",
    ),
)
def listed_total(reading: Reading) -> Iterator[Hit]:
    """A list of one thing and, right after it, what it comes to: exactly, or rounded down with 余."""
    for one, match in reading.search(_LISTED, view="bare"):
        numbers = [Decimal(number) for number in re.findall(rf"(\d+){match['unit']}", match["list"])]
        added, total = sum(numbers, Decimal(0)), value_of(match["total"], match["wan"])
        if VAGUE.search(match["list"]) or re.search("[各每]", match["list"]):
            continue
        if match["more"]:
            places = len(match["total"].partition(".")[2])
            zeros = len(match["total"]) - len(match["total"].rstrip("0"))
            step = Decimal(10000) / 10**places if match["wan"] else Decimal(10) ** zeros
            wrong = not total <= added < total + step
        else:
            named = match["word"] in ("累计", "共") and len(numbers) < 3
            wrong = not named and added != total and abs(added - total) <= max(added, total) / 2
        if wrong:
            shown = "＋".join(map(plain, numbers))
            said = f"{match['total']}{match['wan'] or ''}{match['more'] or ''}{match['unit']}"
            yield Hit(one, match.start(), match.end(), f"{shown}＝{plain(added)}，与{said}不符")


_LEAST = re.compile(
    rf"(?:不少于|至少|不低于)(?P<all>\d+)(?P<unit>{_M})[^。；，、\d]{{0,10}}[，（]其中[^。；，、\d]{{0,14}}(?:不少于|至少|不低于)?(?P<part>\d+)(?P=unit)"
)


@rule(
    "R-C7",
    "其中的下限大于全部的下限",
    level="error",
    source="算术",
    hits=("中心组全年学习⟦不少于12次，其中专题研讨不少于14次⟧。",),
    misses=("中心组全年学习不少于12次，其中专题研讨不少于4次。", "每人不少于2次，其中书记不少于1次。"),
)
def least_of_all(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_LEAST, view="bare"):
        if int(match["part"]) > int(match["all"]):
            said = f"{match['part']}{match['unit']}"
            yield Hit(one, match.start(), match.end(), f"其中的{said}大于全部的{match['all']}{match['unit']}")


_QUARTERLY = re.compile(
    r"(?P<quarters>(?:第?[一二三四](?:季度)?[、和及])*第?[一二三四]季度|第?[一二三四](?:季度)?[至到]第?[一二三四]季度)(?P<each>各|均|都)?[^，。；、\d]{0,8}(?P<value>\d+)(?P<unit>[次场期篇条件个])"
)
_YEARLY = re.compile(r"(?:全年|合计|共计|总计|累计|共)[^，。；、\d季]{0,10}?(?P<total>\d+)(?P<unit>[次场期篇条件个])")


@rule(
    "R-C7",
    "几个季度各多少与全年",
    level="error",
    source="算术；NUMBERS.md R22",
    hits=(
        "⟦一季度研究4次，二、三季度各研究3次，四季度研究5次，全年合计16次⟧。",
        "公众号⟦第一季度发稿36篇，第二季度41篇，第三季度38篇，第四季度45篇，全年发稿170篇⟧，其中转载9篇。",
    ),
    misses=(
        "一季度研究4次，二、三季度各研究3次，四季度研究5次，全年合计15次。",
        "一季度研究4次，二、三季度各研究3次，全年共12次。",
    ),
)
def quarters_each(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        for sentence in re.finditer(r"[^。；]*季度[^。；]*", one.bare):
            parts = list(_QUARTERLY.finditer(sentence[0]))
            totals = [match for match in _YEARLY.finditer(sentence[0])]
            if (
                re.search("分别|依次", sentence[0])
                or not parts
                or len(totals) != 1
                or len({match["unit"] for match in (*parts, *totals)}) != 1
            ):
                continue
            told: list[int] = []
            added = 0
            for match in parts:
                named = ["一二三四".index(char) + 1 for char in re.findall("[一二三四]", match["quarters"])]
                if re.search("[至到]", match["quarters"]):
                    named = list(range(named[0], named[-1] + 1))
                told.extend(named)
                added += int(match["value"]) * (len(named) if match["each"] else 1)
            if sorted(told) == [1, 2, 3, 4] and added != int(totals[0]["total"]):
                start, end = (
                    min(part.start() for part in (*parts, *totals)),
                    max(part.end() for part in (*parts, *totals)),
                )
                yield Hit(
                    one,
                    sentence.start() + start,
                    sentence.start() + end,
                    f"四个季度相加是{added}，与{totals[0]['total']}{totals[0]['unit']}不符",
                )


_HALVES = re.compile(
    rf"上半年[^，。；\d]{{0,12}}(?P<a>\d+)(?P<unit>{_M})[，、；]下半年[^，。；\d]{{0,12}}(?P<b>\d+)(?P=unit)[，；](?:全年|两个半年|合计|共计?|总计|累计)[^，。；\d]{{0,8}}?(?P<total>\d+)(?P=unit)"
    rf"|(?P<all>\d+)(?P<who>名|人)[，（]其中[^，。；\d女]{{0,4}}男[^，。；\d女]{{0,4}}(?P<men>\d+)(?P=who)[、，][^，。；\d]{{0,2}}女[^，。；\d]{{0,4}}(?P<women>\d+)(?P=who)"
    rf"|(?:建议|意见|问题|诉求|线索|隐患|事项|留言)(?P<told>\d+)(?P<kind>[条个件项处])，[^，。；\d]{{0,4}}?(?P<deed>采纳|整改|办结|解决|回复|化解|答复|完成|销号)[^，。；\d]{{0,4}}?(?P<done>\d+)(?P=kind)，(?:尚|暂)?未(?P=deed)的?[^，。；\d]{{0,4}}?(?P<left>\d+)(?P=kind)"
)


@rule(
    "R-C7",
    "两部分之和",
    level="error",
    source="算术；NUMBERS.md R22",
    hits=(
        "⟦上半年组织志愿服务47次，下半年组织62次，全年达119次⟧，去得最多的是敬老院。",
        "现有党员⟦86名，其中男党员51名、女党员33名⟧，全部参加轮训。",
        "梳理出⟦建议31条，采纳28条，未采纳的5条⟧也逐一作了说明。",
    ),
    misses=(
        "上半年组织志愿服务47次，下半年组织62次，全年达109次。",
        "现有党员86名，其中男党员51名、女党员35名，全部参加轮训。",
        "梳理出建议31条，采纳28条，未采纳的3条也逐一作了说明。",
    ),
)
def two_parts(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_HALVES, view="bare"):
        names = next(
            names
            for names in (("a", "b", "total"), ("men", "women", "all"), ("done", "left", "told"))
            if match[names[0]]
        )
        first, second, total = (int(match[name]) for name in names)
        if first + second != total:
            yield Hit(one, match.start(), match.end(), f"{first}＋{second}＝{first + second}，与{total}不符")


_OPEN = re.compile(
    r"(?<![\d.第])(?P<all>\d+)(?P<unit>[个项条处件起])(?P<noun>问题|事项|隐患|诉求|线索|意见|建议|任务|纠纷|信访件|留言|舆情|风险点?)(?:中)?，[^，。；\d]{0,8}?(?:销号|整改|办结|化解|解决|完成|回复|答复|处置|采纳|办理)[^，。；\d]{0,6}?(?P<done>\d+)(?P=unit)，[^，。；、\d]{0,4}?(?:尚|正在|还有|仍|未|其余|剩|余下|在办|待)[^，。；、\d]{0,8}?(?P<left>\d+)(?P=unit)(?!整改措施)"
)


@rule(
    "R-C7",
    "已办与在办之和",
    level="error",
    source="算术",
    hits=("⟦涉及意识形态的17个问题，年内销号15个，尚在推进3个⟧，均明确牵头领导。",),
    misses=(
        "涉及意识形态的17个问题，年内销号15个，尚在推进2个。",
        "涉及意识形态的17个问题，年内销号12个，正在整改3个、待整改2个。",
    ),
)
def done_and_open(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_OPEN, view="bare"):
        more = re.match(rf"[^。；]{{0,20}}?\d+{match['unit']}", one.bare[match.end() :])
        both = int(match["done"]) + int(match["left"])
        if both != int(match["all"]) and not (more and both < int(match["all"])):
            yield Hit(
                one,
                match.start(),
                match.end(),
                f"{match['done']}＋{match['left']}＝{both}，与{match['all']}{match['unit']}不符",
            )


_STOCK = re.compile(
    rf"(?:年初|季初|期初|年前|原有|上年末|去年底|上季度末|原)(?:在册|共有|登记|已有|有|为|是|的)?[^，。；\d]{{0,8}}?(?P<first>\d+)(?P<unit>{_M})[^。；\d]{{0,16}}?(?:新[招增建设聘加开办入吸]|增加|增设|新注册|新发展|吸纳)[^，。；\d]{{0,8}}?(?P<more>\d+)(?P=unit)(?:[^。；\d]{{0,12}}?(?:退出|减少|注销|关停|撤销|调出|淘汰|流失|解散|清退)[^，。；\d]{{0,6}}?(?P<less>\d+)(?P=unit))?[^。；\d]{{0,16}}?(?:年末|季末|期末|年底|现有|目前|现在|达到|总数|增至|共有)[^，。；\d]{{0,8}}?(?P<last>\d+)(?P=unit)"
)


@rule(
    "R-C8",
    "年初、新增与年末",
    level="error",
    source="算术",
    hits=(
        "志愿者⟦年初在册110名，年内新招44名，没有人员退出，年末达到164名⟧。",
        "微信群⟦原有24个，新建5个，注销3个，现有27个⟧。",
    ),
    misses=(
        "志愿者年初在册110名，年内新招44名，没有人员退出，年末达到154名。",
        "微信群原有24个，新建5个，注销3个，现有26个。",
        "年初登记110名，新增骨干4名，其中优秀20名。",
    ),
)
def stock(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_STOCK, view="bare"):
        right = int(match["first"]) + int(match["more"]) - int(match["less"] or 0)
        if (
            right != int(match["last"])
            and not VAGUE.search(match[0])
            and not re.search("其中|退出\\d|减", match[0].split(match["more"])[-1] if not match["less"] else "")
        ):
            shown = f"{match['first']}＋{match['more']}" + (f"－{match['less']}" if match["less"] else "")
            yield Hit(one, match.start(), match.end(), f"{shown}＝{right}，与{match['last']}{match['unit']}不符")


_EACH_OF = re.compile(
    rf"(?:^|(?<=[，。；：]))(?P<list>[^，。；：、\d]{{1,8}}(?:、[^，。；：、\d]{{1,8}})+)各[^，。；\d]{{0,8}}(?P<each>\d+)(?P<unit>{_M})[^，。；\d]{{0,14}}，(?:全年|全季度|本季度|共计?|合计|累计|总计)[^，。；\d]{{0,6}}(?P<total>\d+)(?P=unit)"
)


@rule(
    "R-C7",
    "逐项各几次与合计",
    level="error",
    source="算术",
    hits=("⟦汛前、汛中、汛后各开展1次分析研判，全年共4次⟧，形成清单。",),
    misses=(
        "汛前、汛中、汛后各开展1次分析研判，全年共3次，形成清单。",
        "一、三季度各办1期，二、四季度各办2期，共6期。",
    ),
)
def each_of_list(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_EACH_OF, view="bare"):
        items, each, total = match["list"].count("、") + 1, int(match["each"]), int(match["total"])
        least = re.search("不少于|至少|以上|不低于", match[0])
        joined = re.search("[和及与]", match["list"]) or "各" in re.split("[。；]", one.bare[: match.start()])[-1]
        if items * each != total and not least and not joined:
            yield Hit(one, match.start(), match.end(), f"{items}×{each}＝{items * each}，与{total}{match['unit']}不符")
