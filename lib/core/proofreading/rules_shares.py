"""Totals told before or without 共 against what each got: 36场，实现21个村全覆盖，每个村3场; 连续五年（2023年至2025年）; 11月5日起……至10月底."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.tree import Paragraph

_UNIT = r"场|次|份|套|册|本|块|条|篇|名|台|个|盏|枚"
_ORGAN = r"村（社区）|党组织|党支部|支部|行政村|村|社区|学校|乡镇|街道|站所|站|所|科室|单位|部门|班级|班组|班|网格|小区|企业|楼栋|园区"
_TOLD_FIRST = re.compile(
    rf"(?P<total>(?<![\d.第每])\d+(?P<unit>{_UNIT}))，[^。；，\d]{{0,10}}?(?<![\d.第])(?P<many>\d+)个(?:行政|基层)?(?P<organ>{_ORGAN})[^。；，\d]{{0,8}}，每个?(?P=organ)[^，。；、\d]{{0,4}}?(?P<least>不少于|至少)?(?P<each>\d+)(?P=unit)(?=[，。；、])"
)
_TOLD_LAST = re.compile(
    rf"(?<![\d.第])(?P<many>\d+)个(?:行政|基层)?(?P<organ>{_ORGAN})[^。；，\d]{{0,14}}，每个?(?P=organ)[^，。；、\d]{{0,4}}(?P<each>\d+)(?P<unit>{_UNIT})，(?:总?共|合计|累计|共计)[^，。；\d]{{0,6}}(?P<total>\d+(?P=unit))(?=[，。；、])"
)
_SET_UP = re.compile(
    rf"(?<![\d.第])(?P<many>\d+)个(?:行政|基层)?(?P<organ>{_ORGAN})各(?:设|配|配备|选|选配|建|推荐|明确|选派|安排|聘请)[^，。；、\d]{{0,14}}(?P<each>\d+)(?P<unit>{_UNIT}|人|支|处|面)，(?:总?共|合计|累计|共计)[^，。；\d]{{0,6}}(?P<total>\d+(?P=unit))(?=[，。；、])"
)
_UNEVEN = re.compile(
    rf"每个?(?:行政|基层)?(?:{_ORGAN}|股室)[^，。；\d]{{0,14}}(?P<each>\d+)(?P<unit>{_UNIT}|人|支|处|面)[^，。；、\d]{{0,8}}，(?:总?共|合计|累计|共计)[^，。；\d]{{0,6}}(?P<total>\d+(?P=unit))(?=[，。；、])"
)
_KINDS_EACH = re.compile(
    rf"(?P<many>[两三四五六])(?:类|种|项|支|个)(?P<organ>[\u4e00-\u9fff]{{1,6}}?)各(?:选树|评选|选|评|开展|举办|组织|制作|安排|推选)?(?:不少于)?(?P<each>\d+)(?P<unit>{_UNIT}|户|人)，(?:全年|年内)?(?:总?共|合计|累计|共计)[^，。；\d]{{0,6}}(?P<total>\d+(?P=unit))(?=[，。；、])"
)
_LED = re.compile(
    rf"(?<![\d.第])(?P<many>\d+)名(?P<organ>[\u4e00-\u9fff]{{2,8}})每人(?:带徒|联系|包联|结对|帮扶|走访|撰写|讲授?|上|辅导)[^，。；、\d]{{0,8}}(?P<each>\d+)(?P<unit>{_UNIT}|户|人|节)，(?:总?共|合计|累计|共计)[^，。；\d]{{0,6}}(?P<total>\d+(?P=unit))(?=[，。；、])"
)
_PLACES = re.compile(
    r"(?P<list>(?:[\u4e00-\u9fffA-Z]{2,10}?\d+[块个面处条块幅台间座块]、){2,6}[\u4e00-\u9fffA-Z]{2,10}?\d+[块个面处条幅台间座])，(?:总?共|合计|共计|总计)(?P<total>\d+[处块个件])(?=[，。；])"
)
_IN_TWO = re.compile(
    r"(?<![\d.])(?P<all>\d+)(?P<unit>[个件条起处项])，(?:已|现场|当场|即时)?(?:整改|办结|解决|化解|答复|处置)(?P<a>\d+)(?P=unit)，(?P<later>(?:限期整改|正在(?:办理|整改|处理|推进))(?P<b>\d+)(?P=unit)|(?P<c>\d+)(?P=unit)(?:正在(?:办理|整改|处理|推进)|限期整改))"
)
_KEPT = re.compile(
    r"(?:共有?|现有)[^，。；\d]{0,10}(?P<all>\d+)(?P<unit>个)，(?:合并|清理|注销|解散|关停|关闭|撤销){1,2}了?(?P<a>\d+)(?P=unit)，(?:年底|目前|现)?(?:保留|现存|留用|剩余|还剩)(?P<b>\d+)(?P=unit)"
)
_PAID = re.compile(
    r"(?<![\d.])(?P<money>\d+(?:\.\d+)?)(?P<wan>万)?元，(?:惠及|覆盖|涉及|发放到|奖补|补助|慰问)[^，。；\d]{0,8}(?P<many>\d+)(?:人|户|名|个[村社][\u4e00-\u9fff]{0,2})，(?:每人|人均|每户|户均|每名|每个?[村社][\u4e00-\u9fff]{0,2})(?P<each>\d+)元"
)
_HALVED = re.compile(
    r"(?<![\d.])(?P<now>\d+)(?P<unit>[\u4e00-\u9fff]{1,2})，[较比][^，。；\d]{0,8}的?(?P<then>\d+)(?P=unit)(?:减少|下降|降低)了?一半(?=[，。；])"
)
_MIXED = re.compile(
    r"[，；](?:(?P<many>[两三四五六七2-7])(?:类|项|种|者|方面|个?渠道|个?部分|块|处|级|家)?)?(?:信息|作品|稿件|内容|活动|资料)?(?:合计|共计|总计|累计|总共|共)(?P<total>\d+)(?P<unit>[条篇件期部个份场次幅块张册])(?:（(?P<other>[条篇件期部个份场次幅块张册])）)?(?=[，。；])"
)
_ALIKE = ("条篇件期部幅", "场次", "份册张本", "块幅面处")  # what is summed though measured otherwise
_KINDS = r"(?:(?<![\d.第])\d+(?:家|个|所|处|名|户)[^，。；、\d]{2,10}[、和及与]?){2,6}"
_ROUNDS = re.compile(
    rf"(?P<kinds>{_KINDS})(?:(?:各|分别|均|逐一)?[^，。；、\d]{{2,6}})(?P<rounds>[两二三四五2-5])(?:轮|遍)，(?:总?共|合计|累计)[^，。；\d]{{0,6}}(?P<total>\d+(?:家|个|户|所|处)次)"
)
_NAMED_EACH = re.compile(
    r"(?P<list>(?:[^，。；、\d与和]{2,8}(?P<kind>[股科室站所处部中心]{1,2})[、和及与]){1,6}[^，。；、\d与和]{2,8}(?P=kind))(?:主要)?(?:负责人|负责同志)各[^，。；、\d]{0,6}(?P<each>\d+)(?P<unit>次|篇|份)，(?:总?共|合计|累计)[^，。；\d]{0,6}(?P<total>\d+(?:人次|(?P=unit)))"
)
_YEARS_RUNNING = re.compile(
    r"(?P<told>连续(?P<n>[两二三四五六七八九十]|\d{1,2})年)(?P<deed>[^，。；（）\d]{2,24})（(?P<from>20\d\d)年?(?:至|—|－|-|到)(?P<to>20\d\d)年?(?:度)?）"
)
_FROM_TO = re.compile(
    r"(?:(?:^|[，。；])自?(?:从)?(?P<a>\d{1,2})月(?:(?P<ad>\d{1,2})日|初|底|中旬|上旬|下旬)?起，[^。；\d]{2,30}，(?:截)?至(?P<to>(?P<b>\d{1,2})月(?:(?P<bd>\d{1,2})日|初|底|中旬|末|上旬|下旬)?))"
)
_HAN = "零一二三四五六七八九十"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _HAN.index(text.replace("两", "二"))


@rule(
    "R-C7",
    "总数与每个的数",
    level="warning",
    source="算术",
    hits=(
        "举办宣讲⟦36场⟧，实现21个村（社区）全覆盖，每个村（社区）3场，反响良好。",
        "配发读本⟦200册⟧，覆盖12个村，每村20册。",
        "开展宣讲⟦20场⟧，覆盖12个村，每村不少于2场。",
        "年初与26个基层党组织签订责任书，每个党组织1份，共⟦28份⟧。",
    ),
    misses=(
        "举办宣讲63场，实现21个村（社区）全覆盖，每个村（社区）3场，反响良好。",
        "配发读本240册，覆盖12个村，每村20册。",
        "开展宣讲26场，覆盖12个村，每村不少于2场。",
        "年初与26个基层党组织签订责任书，每个党组织1份，共26份。",
    ),
)
def total_and_share(reading: Reading) -> Iterator[Hit]:
    for pattern in (_TOLD_FIRST, _TOLD_LAST):
        for one, match in reading.search(pattern, view="bare"):
            due, said = int(match["many"]) * int(match["each"]), int(re.sub(r"\D", "", match["total"]))
            least = pattern is _TOLD_FIRST and match["least"]
            if said < due or said != due and not least:
                message = f"{match['many']}个{match['organ']}每个{match['each']}{match['unit']}，{'至少' if least else '应为'}{due}{match['unit']}，不是{match['total']}"
                yield Hit(one, match.start("total"), match.end("total"), message)


@rule(
    "R-C7",
    "几个各设几处与合计",
    level="warning",
    source="算术",
    hits=(
        "全院6个党支部各设“杏林先锋”示范岗2个，共⟦15个⟧，挂牌上岗。",
        "发现问题⟦7个，现场整改4个，限期整改2个⟧。",
        "收集居民诉求⟦65件，办结62件，2件正在办理⟧。",
        "登记前⟦共63个，合并清理19个，年底保留42个⟧，实行实名。",
        "发放直补资金⟦252.9万元，惠及4213人，每人600元⟧，逐村张榜。",
        "两类典型各选树9名，全年共⟦20名⟧。",
        "5名老中医每人带徒2名，共带徒⟦11名⟧。",
        "集团现有宣传栏34块、电子屏15块、文化墙9面，合计⟦56处⟧，逐处明确管理人。",
        "每个股室、基层所明确3名信息员，共⟦17名⟧，上半年完成轮训。",
        "全年文字差错9处，比上年的12处⟦减少一半⟧。",
    ),
    misses=(
        "全院6个党支部各设“杏林先锋”示范岗2个，共12个，挂牌上岗。",
        "每个股室、基层所明确1名信息员，共17名，上半年完成轮训。",
        "发放直补资金252.9万元，惠及4215人，每人600元，逐村张榜。",
        "两类典型各选树10名，全年共20名。",
        "集团现有宣传栏34块、电子屏15块、文化墙7面，合计56处，逐处明确管理人。",
        "全年文字差错6处，比上年的12处减少一半。",
    ),
)
def set_up(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_SET_UP, view="bare"):
        if re.search(r"\d+[个家名支所][^，。；]{0,8}[、和与]$", one.bare[: match.start()]):
            continue  # 8个车间、96个班组各设1名
        told = f"{match['many']}个{match['organ']}各{match['each']}{match['unit']}"
        yield from _differs(one, match, int(match["many"]) * int(match["each"]), told)
    for pattern in (_KINDS_EACH, _LED):
        for one, match in reading.search(pattern, view="bare"):
            told = f"{match['many']}{'名' if pattern is _LED else '类'}各{match['each']}{match['unit']}"
            yield from _differs(one, match, _number(match["many"]) * int(match["each"]), told)
    for one, match in reading.search(_PLACES, view="bare"):
        numbers = [int(number) for number in re.findall(r"\d+", match["list"])]
        yield from _differs(one, match, sum(numbers), "＋".join(map(str, numbers)))
    for one, match in reading.search(_IN_TWO, view="bare"):
        sentence = re.split("[。；]", one.bare[: match.start()])[-1]
        if re.search(rf"\d{match['unit']}", sentence):
            continue  # the last of several kinds
        done, left = int(match["a"]), int(match["b"] or match["c"])
        if done + left != int(match["all"]):
            message = f"{done}＋{left}＝{done + left}，与{match['all']}{match['unit']}不符"
            yield Hit(one, match.start(), match.end(), message)
    for one, match in reading.search(_PAID, view="bare"):
        due = int(match["many"]) * int(match["each"])
        told = float(match["money"]) * (10000 if match["wan"] else 1)
        step = 10000 / 10 ** len(match["money"].partition(".")[2]) if match["wan"] else 1
        if abs(due - told) >= step:
            yield Hit(
                one,
                match.start(),
                match.end(),
                f"{match['many']}×{match['each']}＝{due}元，与{match['money']}{match['wan'] or ''}元不符",
            )
    for one, match in reading.search(_KEPT, view="bare"):
        gone, kept = int(match["a"]), int(match["b"])
        if gone + kept != int(match["all"]):
            message = f"{match['all']}－{gone}＝{int(match['all']) - gone}，不是{kept}"
            yield Hit(one, match.start(), match.end(), message)
    for one, match in reading.search(_UNEVEN, view="bare"):
        each, total = int(match["each"]), int(re.sub(r"\D", "", match["total"]))
        if each and total % each:
            message = f"每个{each}{match['unit']}，合起来不会是{match['total']}"
            yield Hit(one, match.start("total"), match.end("total"), message)
    for one, match in reading.search(_HALVED, view="bare"):
        now, then = int(match["now"]), int(match["then"])
        if abs(now * 2 - then) * 10 > then:
            yield Hit(one, match.end() - 4, match.end(), f"{then}的一半不是{now}")


@rule(
    "R-C7",
    "几类与合计",
    level="warning",
    source="算术",
    hits=(
        "发布信息88条，公众号推送图文46条，在媒体刊发稿件12篇，三类合计⟦156条（篇）⟧。",
        "制作短视频8条、图文46条、稿件12篇，三类共⟦76条⟧。",
        "张贴海报30张，发放折页200份、手册60册，合计⟦320份（册）⟧。",
    ),
    misses=(
        "发布信息88条，公众号推送图文46条，在媒体刊发稿件12篇，三类合计146条（篇）。",
        "发布信息88条，其中原创40条，刊发稿件12篇，两类合计100条（篇）。",
        "制作短视频8条、图文46条、稿件12篇，三类共66条。",
        "召开会议3次，开展宣讲20场，共5次。",
    ),
)
def mixed_total(reading: Reading) -> Iterator[Hit]:
    """Things of several kinds told one after another and, right after them, what they come to together."""
    for one, match in reading.search(_MIXED, view="bare"):
        units = match["unit"] + (match["other"] or "")
        if not match["other"]:
            units = next((group for group in _ALIKE if match["unit"] in group), units)
        if not match["many"] and not match["other"]:
            continue
        sentence = re.split("[。；]", one.bare[: match.start()])[-1]
        sentence = re.sub(r"（[^（）]*）|其中[^，。；]*", "", sentence)
        numbers = [int(number) for number in re.findall(rf"(?<![\d.])(\d+)[{units}](?!以)", sentence)]
        many = _number(match["many"]) if match["many"] else len(numbers)
        total = int(match["total"])
        if len(numbers) != many or many < 2 or re.search(r"[各每]|不少于", sentence) or sum(numbers) == total:
            continue
        shown = "＋".join(map(str, numbers))
        yield Hit(one, match.start("total"), match.end(), f"{shown}＝{sum(numbers)}，与{total}不符")


@rule(
    "R-C7",
    "几轮、各几次与合计",
    level="warning",
    source="算术",
    hits=(
        "对辖区2家书店、4家打印店、3家培训机构走访两轮，共走访⟦20家次⟧，提醒1家。",
        "与法制股、纳税服务股、征收管理股负责人各谈话2次，共谈话⟦8人次⟧。",
    ),
    misses=(
        "对辖区2家书店、4家打印店、3家培训机构走访两轮，共走访18家次，提醒1家。",
        "与法制股、纳税服务股、征收管理股负责人各谈话2次，共谈话6人次。",
    ),
)
def rounds(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ROUNDS, view="bare"):
        many = sum(int(number) for number in re.findall(r"\d+", match["kinds"]))
        yield from _differs(one, match, many * _number(match["rounds"]), match["kinds"])
    for one, match in reading.search(_NAMED_EACH, view="bare"):
        many = len(re.findall(match["kind"] + "[、和及与]", match["list"])) + 1
        yield from _differs(
            one, match, many * int(match["each"]), f"{many}个{match['kind']}各{match['each']}{match['unit']}"
        )


def _differs(one: Paragraph, match: re.Match[str], due: int, told: str) -> Iterator[Hit]:
    if int(re.sub(r"\D", "", match["total"])) != due:
        message = f"{told}，合起来是{due}，与{match['total']}不符"
        yield Hit(one, match.start("total"), match.end("total"), message)


@rule(
    "R-C4",
    "连续几年与括注的年份",
    level="warning",
    source="算术",
    hits=("局机关⟦连续五年⟧保持县级文明单位称号（2023年至2025年）。",),
    misses=("局机关连续三年保持县级文明单位称号（2023年至2025年）。",),
)
def years_running(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_YEARS_RUNNING):
        years = int(match["to"]) - int(match["from"]) + 1
        if years != _number(match["n"]):
            message = f"{match['from']}年至{match['to']}年是{years}年，前面写“{match['told']}”"
            yield Hit(one, match.start("told"), match.end("told"), message)


@rule(
    "R-Y3",
    "起止月份颠倒",
    level="warning",
    source="历法",
    hits=(("⟦11月5日起，牵头组织宣讲，至10月底⟧共宣讲12场。", about("2024")),),
    misses=(
        ("11月5日起，牵头组织宣讲，至12月底共宣讲12场。", about("2024")),
        ("去年11月5日起，牵头组织宣讲，至10月底共宣讲12场。", about("2024")),
    ),
)
def from_to_months(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_FROM_TO):
        first, last = (int(match["a"]), int(match["ad"] or 0)), (int(match["b"]), int(match["bd"] or 99))
        if last < first and not re.search("次年|翌年|来年|明年|上年|去年", match[0]):
            yield Hit(
                one, match.start("a"), match.end("to"), f"前面写{match['a']}月起，后面写至{match['b']}月，止期早于起期"
            )
