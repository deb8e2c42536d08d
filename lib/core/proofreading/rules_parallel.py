"""Counts against pieces that are told alike: 两个层面：班子层面，…；中层层面，…, 上述三个小区 of a list right before, 为期3天."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule

_N = r"(?P<n>[两二三四五六七八]|[2-9])"
_NUMBERS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_ALIKE = re.compile(
    rf"(?P<told>(?<![第这上\d]){_N}(?:个|类|种|支|条|级)(?P<noun>[\u4e00-\u9fff]{{2,4}}?))(?:[^，。；：\d]{{0,10}})：(?P<list>[^。：]+；[^。：]+)。"
)
_LIST = re.compile(r"(?<![、])(?P<list>[^，。；：、\d（）]{2,16}(?:、[^，。；：、\d（）]{2,12}){2,})")
_POINTED = re.compile(
    rf"(?P<told>(?:上述|以上|这){_N}(?:个|家|所|处|支|名|位|类|项|种)(?P<noun>小区|单位|企业|学校|社区|村|部门|站所|平台|栏目|活动|公司|商铺|景区|点位|园区|科室|支部|党支部|班级|协会|群体|队伍|行业|领域|场所|阵地))"
)
_SORTS = re.compile(
    rf"(?P<told>(?<![第这上\d]){_N}(?:类|项|种|个|场)(?:活动|工作|任务|措施|举措|培训|宣讲|服务|实事|比赛|赛事|展览|讲座))：(?P<list>[^，。；：、\d]{{2,18}}\d+(?P<unit>[次场期个篇条项份]|人次)(?:、[^，。；：、\d]{{2,18}}\d+(?:[次场期个篇条项份]|人次))+)(?=[，。；])"
)
_OPEN = re.compile("等|之类|以及其他")
_ASPECT = re.compile(r"(?:^|(?<=[。；]))(?P<name>[\u4e00-\u9fff]{2,8})方面，")
_LASTS = re.compile(r"为期(?P<n>\d{1,2}|[一两二三四五六七八九十])(?P<unit>天|周|个月)")
_IN_DAYS = re.compile(
    r"(?<![第\d前每近])(?P<n>\d{1,2}|[一两二三四五六七八九十])(?P<unit>天|周|个月)(?=时间|里|内|的(?:学习|培训|集训|活动|课程|研学|训练|宣讲)|来，|下来)"
)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 10 if text == "十" else _NUMBERS[text]


@rule(
    "R-C3",
    "“N个……”与并列的分句",
    level="warning",
    source="前后一致",
    hits=(
        "学校从⟦两个层面⟧传导压力：班子层面，校级领导联系年级；中层层面，处室主任梳理风险；教师层面，人人签订承诺。",
        "针对⟦三类人群⟧分头做工作：对外出务工人员，建好老乡群；对留守老人，安排邻里结对。",
        "抓好⟦四支队伍⟧：对宣讲队伍，每季度集训；对网评队伍，每月交流；对通讯员队伍，每半年培训。",
    ),
    misses=(
        "学校从三个层面传导压力：班子层面，校级领导联系年级；中层层面，处室主任梳理风险；教师层面，人人签订承诺。",
        "抓好三个重点：对外出务工人员，建好老乡群；对留守老人、儿童，安排邻里结对。",
        "存在两类问题：个别党员学习不够；宣传栏更换不及时；网站更新慢。",
    ),
)
def told_alike(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ALIKE, view="plain"):
        pieces, noun = match["list"].split("；"), match["noun"]
        named = all(f"{noun}，" in piece[:14] or f"{noun}上" in piece[:14] for piece in pieces)
        alike = pieces[0][0] in "对在让从向用以" and all(piece[0] == pieces[0][0] for piece in pieces)
        alike = alike and noun not in ("重点", "方面", "环节", "问题")
        if (named or alike) and len(pieces) != _number(match["n"]):
            yield Hit(one, match.start("told"), match.end("told"), f"“{match['told']}”：后面列了{len(pieces)}个")


@rule(
    "R-C3",
    "“N类活动”与逐项列数",
    level="warning",
    source="前后一致",
    hits=("围绕丰收节组织⟦四类活动⟧：农技讲座2场、广场舞展演1场、“枫坳好邻居”评议1次，参加群众320余人次。",),
    misses=(
        "围绕丰收节组织三类活动：农技讲座2场、广场舞展演1场、“枫坳好邻居”评议1次，参加群众320余人次。",
        "组织四类活动：农技讲座2场、广场舞展演1场等，参加群众320余人次。",
    ),
)
def sorts_counted(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_SORTS, view="bare"):
        listed = match["list"].count("、") + 1
        if listed != _number(match["n"]):
            yield Hit(one, match.start("told"), match.end("told"), f"“{match['told']}”：后面列了{listed}类")


@rule(
    "R-C3",
    "“上述N个”与前一句所列",
    level="warning",
    source="前后一致",
    hits=(
        "社区在桂苑、兰苑、翠湖花园、锦绣华庭布设了读报栏。⟦上述三个小区⟧的读报栏均已接通照明。",
        "与特教学校、县聋协、县盲协、阳光之家、县医院康复科、邮政公司签订协议。⟦上述7家单位⟧共派出志愿者83人次。",
    ),
    misses=(
        "社区在桂苑、兰苑、翠湖花园、锦绣华庭布设了读报栏。上述四个小区的读报栏均已接通照明。",
        "社区在桂苑、兰苑、翠湖花园等小区布设了读报栏。上述五个小区的读报栏均已接通照明。",
        "走访桂苑、兰苑、翠湖花园，讲解医保、社保、养老政策。上述四个小区均已覆盖。",
    ),
)
def pointed_list(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_POINTED, view="plain"):
        sentence = re.split("。", one.plain[: match.start()].removesuffix("。"))[-1]
        lists = [found for found in _LIST.finditer(sentence)]
        if (
            len(lists) != 1
            or _OPEN.search(sentence[lists[0].start() : lists[0].end() + 3])
            or re.search(r"[两二三四五六七八\d]+[个家所处支]", sentence)
        ):
            continue
        listed = lists[0]["list"].count("、") + 1
        joined = len(
            re.findall("(?<=[\u4e00-\u9fff]{2})[和及与](?=[\u4e00-\u9fff]{2})", lists[0]["list"].rsplit("、", 1)[-1])
        )
        if _number(match["n"]) not in (listed, listed + joined):
            yield Hit(one, match.start("told"), match.end("told"), f"“{match['told']}”：前一句列了{listed}个")


@rule(
    "R-C4",
    "为期几天与后文",
    level="warning",
    source="前后一致",
    hits=("举办了一期为期3天的集训班，学员边学边练。⟦4天⟧时间里，38名学员完成了三项作业。",),
    misses=(
        "举办了一期为期3天的集训班，学员边学边练。3天时间里，38名学员完成了三项作业。",
        "开展为期3天的培训和为期一周的实习。一周时间里，走遍全村。",
    ),
)
def lasts(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_LASTS, view="plain"):
        later = one.plain[match.end() : match.end() + 70]
        again = _IN_DAYS.search(later)
        if again and again["unit"] == match["unit"] and "为期" not in later[: again.start()]:
            if _number(again["n"]) != _number(match["n"]):
                start = match.end() + again.start()
                message = f"前面写“{match[0]}”，这里是{again[0]}"
                yield Hit(one, start, match.end() + again.end(), message)


@rule(
    "R-C2",
    "问题的方面没有对应措施",
    level="warning",
    source="前后一致",
    hits=(
        "二、短板和弱项\n责任传导方面，有的只签责任书。\n队伍建设方面，宣传员年龄偏大。\n⟦阵地建设方面⟧，文化广场被占用。\n三、下半年措施\n"
        "责任传导方面，推行季度述责。\n队伍建设方面，选配短视频助理。",
    ),
    misses=(
        "二、短板和弱项\n责任传导方面，有的只签责任书。\n队伍建设方面，宣传员年龄偏大。\n三、下半年措施\n责任传导方面，推行季度述责。\n队伍建设方面，选配助理。",
        "二、存在问题\n学习方面，笔记不全。\n阵地方面，更换慢。\n三、下一步措施\n一是检查笔记。二是每月更换。",
    ),
)
def aspects_unanswered(reading: Reading) -> Iterator[Hit]:
    """Problems and measures told by the same aspects, and an aspect of the problems that no measure takes up."""
    named = {
        part: [
            (one, match) for one in reading.tree.prose if one.section == part for match in _ASPECT.finditer(one.plain)
        ]
        for part in ("problems", "plan")
    }
    answered = {match["name"] for _, match in named["plan"]}
    open_ones = [(one, match) for one, match in named["problems"] if match["name"] not in answered]
    if len(named["problems"]) - len(open_ones) >= 2 and len(named["plan"]) < len(named["problems"]):
        for one, match in open_ones:
            yield Hit(one, match.start(), match.end() - 1, f"措施里没有与“{match['name']}方面”对应的一条")


_REVIEWS = re.compile(r"初审[、，][^。；、，]{0,14}复审[、，][^。；、，]{0,14}(?P<again>初审|复审)")
_MONTHS = re.compile(
    r"每季度.{0,80}?(?P<list>(?<!\d)(?P<a>\d{1,2})月、(?P<b>\d{1,2})月、(?P<c>\d{1,2})月、(?P<d>\d{1,2})月)"
)


@rule(
    "R-C4",
    "审次重复、逐季的月份不匀",
    level="warning",
    source="前后一致",
    hits=(
        "稿件经办公室初审、分管领导复审、镇党委书记⟦初审⟧后方可发布。",
        "每季度研判1次。（责任股室：办公室；完成时限：⟦3月、6月、8月、12月⟧）",
    ),
    misses=(
        "稿件经办公室初审、分管领导复审、镇党委书记终审后方可发布。",
        "每季度研判1次。（责任股室：办公室；完成时限：3月、6月、9月、12月）",
        "每季度研判1次，3月、5月、9月、11月开展宣讲。",
    ),
)
def steps_of_review(reading: Reading) -> Iterator[Hit]:
    """初审 told again where 终审 belongs; months three apart but for one, where something is done every quarter."""
    for one, match in reading.search(_REVIEWS, view="plain"):
        yield Hit(one, match.start("again"), match.end("again"), f"前面已有“{match['again']}”，这里疑为“终审”")
    for one, match in reading.search(_MONTHS, view="plain"):
        months = [int(month) for month in match.group("a", "b", "c", "d")]
        for first in (1, 2, 3):
            even = range(first, 13, 3)
            if sum(month == right for month, right in zip(months, even, strict=True)) == 3 and first == 3:
                message = f"每季度一次，月份应为{'、'.join(f'{month}月' for month in even)}"
                yield Hit(one, match.start("list"), match.end("list"), message)
