"""Rules on marks between clauses: 、 between whole predicates, 。 within items set apart by ；, 《》 around what is no work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

_GB = "GB/T 15834—2011"
_PREDICATES = re.compile(
    r"(?:^|(?<=[，。；：]))(?P<all>[^，。；：、“”《》（）\d]{2,30}(?:、[^，。；：、“”《》（）\d]{9,30}){2,})(?=[，。；])"
)
_OPENS = re.compile(
    r"(?:在|针对|对|向|为|每逢|每月|每周|每天|把|将|由|从|利用|鼓励|通过|邀请|组织|安排|引导|物业公司|党支部|学校|村委会)"
)


@rule(
    "R-P4",
    "动宾分句之间用了顿号",
    level="warning",
    source=_GB + " 4.5.3",
    hits=(
        "镇党委⟦在春耕前逐村约谈支部书记、针对网络舆情修订应急预案、每逢重要节点派班子成员下沉⟧，效果较好。",
        "大队部⟦利用课间操时间讲英雄小故事、鼓励学生回家把故事复述给长辈、每月把好故事编成小报⟧。",
    ),
    misses=(
        "镇党委在春耕前逐村约谈支部书记，针对网络舆情修订应急预案，每逢重要节点派班子成员下沉。",
        "联合县委宣传部、县融媒体中心、县新时代文明实践中心办公室开展活动。",
    ),
)
def predicates(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_PREDICATES, view="bare"):
        parts = match["all"].split("、")
        opened = sum(bool(_OPENS.match(part)) for part in parts[1:])
        if opened == len(parts) - 1:
            yield span(one, match, "较长的分句之间用逗号，不用顿号", group="all")


_LIST = re.compile(r"：(?P<list>[^：]*?。[^；。]*；[^：]*)$")
_ORDINAL = re.compile(
    r"其[一二三四]，|[一二三四五]类|[\u4e00-\u9fff]{2}关，|第[一二三四]|[\u4e00-\u9fff]{2}期间|[一二三四五]是"
)


@rule(
    "R-P9",
    "分号隔开的各项里用了句号",
    level="warning",
    source=_GB + " 4.6",
    hits=(
        "问题集中在三个方面：其一，⟦班会课主题雷同。有的班级照搬上学期课件⟧；其二，签到率偏低；其三，记录不全。",
        "把好三道关口：教材关，统一征订；教师关，⟦新聘教师先试讲。试讲合格方可签约⟧；活动关，先报批。",
    ),
    misses=(
        "问题集中在三个方面：其一，主题雷同；其二，签到率偏低；其三，记录不全。",
        "会议强调：要抓好学习。各村要落实责任；各单位要加强协作。",
    ),
)
def stops_in_items(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_LIST, view="bare"):
        items = re.split("；", match["list"])
        marked = [bool(_ORDINAL.match(item)) for item in items]
        if sum(marked) < 2 or not marked[0]:
            continue
        start = match.start("list")
        for item, known in zip(items, marked, strict=True):
            stop = item.find("。")
            if known and 0 <= stop < len(item) - 1 and item is not items[-1]:
                yield Hit(one, start + stop - 2, start + stop + 3, "各项之间用分号，项内不用句号")
            start += len(item) + 1


_NO_WORK = re.compile(
    r"(?:开展|举办|组织|推出|打造|实施|启动)(?:了)?(?P<a>《[^《》]{2,12}》)[\u4e00-\u9fff]{0,6}?(?:活动|宣传日|行动|工程|项目|计划|比赛|大赛|品牌|服务|结对|入户)"
    r"|(?P<b>《[^《》]{2,12}》)(?:手机端|手机平台|平台|APP|客户端|公众号|小程序|网站|系统)"
    r"|(?:选修课|校本课程|借助|平台)(?P<c>《[^《》]{2,12}》)(?!一文|一书|精神)|(?P<d>《[^《》]{2,8}(?:之星|标兵|能手|达人|家庭)》)(?=名单|称号|评选|光荣榜)"
)
_PAPER = re.compile(
    r"条例|办法|规定|方案|意见|通知|细则|准则|要点|计划|手册|读本|纲要|法》|报》|选编|文选|汇编|报告|公约|责任书|清单"
)
_UNMARKED = re.compile(
    r"(?:订阅|征订|订购)(?:了)?(?P<paper>[\u4e00-\u9fff]{2,4}(?:日报|晚报|周报|时报|文摘))(?=\d|，|、|。)|(?:收看|观看)(?:了|一期|两期|一集)*(?P<show>焦点访谈|新闻联播|今日说法|感动中国|榜样|大国工匠|典籍里的中国|航拍中国|法治在线)"
)


@rule(
    "R-P13",
    "活动、平台、课程用了书名号",
    level="warning",
    source=_GB + " 附录A.13",
    hits=(
        "联合派出所开展⟦《反诈护家》⟧入户活动，走遍19个小组。",
        "依托⟦《国资e学》⟧手机端平台布置必修内容。",
        "选修课⟦《民间剪纸与节气》⟧每周开设两节。",
        "公布首批⟦《孝老之星》⟧名单，共6人。",
    ),
    misses=("开展“反诈护家”入户活动。", "组织《中国共产党宣传工作条例》学习活动。", "开展《民法典》宣传活动。"),
)
def no_works(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_NO_WORK):
        place = next(name for name in "abcd" if match[name])
        inner = match[place][1:-1]
        if (
            not _PAPER.search(match[place])
            and inner not in reading.words.files
            and not inner.endswith(("法", "典", "报", "史"))
        ):
            yield span(one, match, "活动、平台、课程、称号用引号，不用书名号", group=place, suggestion=f"“{inner}”")


@rule(
    "R-P13",
    "报刊、节目漏书名号",
    level="warning",
    source=_GB + " 4.15",
    hits=("为退休职工订阅⟦老年日报⟧35份。", "收看一期⟦焦点访谈⟧节目。"),
    misses=("为退休职工订阅《老年日报》35份。", "收看一期《焦点访谈》节目。", "评选榜样，观看演出。"),
)
def unmarked_works(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_UNMARKED, view="bare"):
        place = "paper" if match["paper"] else "show"
        yield span(one, match, "报刊、节目名用书名号", group=place, suggestion=f"《{match[place]}》")
