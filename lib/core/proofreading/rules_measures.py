"""Rules on measure words: misheard, doubled, wrong for the noun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.rules_figures import MEASURE

_DEEDS = r"专题讲座|讲座|宣讲|党课|演出|演练|比赛|竞赛|座谈会|研讨会|推进会|部署会|志愿服务|文艺汇演|主题党日|展演|论坛|研究意识形态工作|中心组学习|集中学习|集体学习|政治学习|分析研判|专题研判|风险研判|调研指导|专题督查|书面报告|专题汇报|专题报告|会商|主题班会|义诊|大练兵|文明实践活动|志愿服务活动|等活动|系列活动"
_WRITTEN = r"份|条|篇|幅|块|张|册|本|面|名|位|起|支"  # what papers and people are counted by
_DEED = re.compile(
    rf"(?:{_DEEDS})(?:活动)?(?:共计?|累计|近|约|不少于|不低于|至少|不超过)?(?P<count>{{number}}(?:{_WRITTEN}))(?=[，。；、）]|$)"
    rf"|(?P<first>{{number}}(?:{_WRITTEN}))(?:{_DEEDS})(?:活动)?(?=[，。；、）]|$)".replace(
        "{number}", r"(?<![\d.])\d+[余多]?"
    )
)
_SHEETS = re.compile(
    r"(?:组织|开展|举办|召开|举行)了?(\d+(?:块|张|册|幅|面|本|份|篇|条))(?=[\u4e00-\u9fff]{0,10}(?:演练|讲座|比赛|座谈会|宣讲|演出|培训|活动|会议|党课|研讨|学习|督查|排查|检查|巡查)(?:[，。；、]|$))"
)
_COUNT = rf"个百分点|{MEASURE}|座|栋|幢|艘|匹|朵|页|袋|届|首|封|枚|颗|根|粒|头|把|架|列|顶|桌|斤|桶|瓶|箱|克|米|滴|杯|碗|株|台|间|所|笔|副|则|段|句|门|堂|讲|道|盒|卷|桩|款|档"
_FIGURE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?万?[余多]?)([\u4e00-\u9fff])")
_MEASURED = re.compile(rf"(?<![\d.])(\d+(?:\.\d+)?万?[余多]?)({_COUNT})")
_LINK = re.compile("(?:共计?|约|近|累计|不少于|不低于|不超过|至少|达到?|超过)$")
_REACH = 16  # characters looked back at for a noun
_SPAN = ("小时", "分钟", "天", "元", "公里")  # 发现问题2小时内处置
_LOOSE = ("个", "种", "类", "套", "组", "项", "家", "元", "人", "户", "部", "节", "班", "处")
_OFTEN = ("次", "轮", "轮次", "期", "批", "批次", "遍", "天", "小时")  # how often something is done, not how many
_ACTED = re.compile(
    r"(?:更新|更换|检查|巡查|排查|清理|维护|抽查|督查|巡检|走访|轮换|修订|整治|督导|参加|参与|组织|培训|慰问|指导|管理|"
    r"教育|约谈|暗访|整改|规范|清查|检修|评选|自查|梳理)(?:了|全[镇乡村县区校局市街]|各类|所有|辖区)?[^，。；]{0,10}$"
)
_EVERY = re.compile(r"每(?:天|日|周|月|旬|季度?|半年|年|学期|两周|半月)[^，。；\d]{0,8}$")  # 每周推送学习资料1次
_PEOPLE = (
    "专家|教师|老师|讲师|教授|律师|医生|医师|护士|心理咨询师|干部|党员|居民|村民|职工|员工|学员|学生|家长|代表|志愿者|工作者|委员|骨干|宣讲员|网格员|民警|法官|"
    "检察官|老党员|模范|演员|评委|嘉宾"
)
_PERSONS = re.compile(
    rf"(?:(?:邀请|聘请|选派|抽调)[^，。；、\d]{{0,8}}|邀请|聘请|选派|选聘|抽调|安排|组织|发展|吸纳|招募|培养|选拔|推荐|表彰|慰问|走访慰问|约谈|新增|配备)了?(\d+)(?:余|多)?(场|条|份|篇|期|件|项|块|张|册|幅|面|处|部|节|本|只|台|起|支(?=[^队]))"
    rf"[\u4e00-\u9fff]{{0,6}}?(?:{_PEOPLE})(?=[，。；、]|授课|作|讲(?!座|堂|解员|演)|参加|到|进行|担任|为|开展)"
)
_CROWD = r"干部职工|党员干部|党员群众|干部群众|青少年|青年|群众|党员|干部|职工|员工|居民|村民|师生|学生|教师|家长|学员|志愿者|商户代表|群众代表|代表|医务人员|工作人员|人员|妇女|老人|儿童|市民|游客|观众|听众|网民|官兵|民警|农民|劳动者"
_COMES = r"参加|参与|参训|参会|参学|到场|到会|受益|受众|受教育|受训|惠及|吸引|覆盖|辐射|带动|动员|发动"
_SERVED = rf"{_COMES}|服务|培训|教育|组织|慰问|走访|轮训|宣讲|接待|引导"
_NUMBER = r"(?P<n>\d+(?:\.\d+)?万?[余多]?)"
_THING = r"份|条|篇|件(?!次)|块|张|册(?!次)|幅|面|本"
_CAME = re.compile(
    rf"(?:(?:{_COMES})(?:了|活动|培训|学习|演练|的)?(?:广大|各类|各族|青年|老年|基层|农村)?(?:{_CROWD}){{1,2}}|参[加与训会]人数|人数|受众|听众|观众)(?:共计?|累计|达到?|近|约|超过?)?{_NUMBER}(?P<unit>{_THING}|场次|场)(?=[，。；、）]|$)"
)
_CALLED = re.compile(
    rf"(?:{_SERVED})(?:了)?(?:广大|各类|各族|老年|基层|农村|困难|特困|留守)?(?:{_CROWD}){{1,2}}(?:共计?|累计|达到?|近|约|超过?)?{_NUMBER}(?P<unit>{_THING})(?=[，。；、）]|$)"
)
_TIMES = re.compile(
    rf"(?:{_COMES})(?:活动|培训|学习|演练|的)?(?:广大|各类)?(?:{_CROWD}){{1,2}}(?:共计?|累计|达到?|近|约|超过?)?(?P<n>\d{{2,}}[余多]?|\d+(?:\.\d+)?万[余多]?)(?P<unit>次|期)(?=[，。；、）]|$)"
)
_LED = re.compile(
    rf"(?<![\d.]){_NUMBER}(?P<unit>{_THING}|场次)(?:{_CROWD})(?:踊跃|积极|现场|到场|全程)?(?:参加|参与|到场|观看|聆听|听讲|受益|受教育|参训|到会)(?=[，。；、]|了|活动|学习|培训)"
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
    for one, match in reading.search(_FIGURE, view="bare") if table else ():
        noun = _noun_before(one.bare[: match.start()], table)
        allowed = [measure for measure in table.get(noun, ()) if len(measure) == 1]
        if match[2] in allowed or re.match(MEASURE, one.bare[match.start(2) :]):
            continue
        if right := next((measure for measure in allowed if match[2] in alike.get(measure, ())), None):
            message = f"“{match[0]}”应为“{match[1]}{right}”"
            yield span(one, match, message, suggestion=match[1] + right)


@rule(
    "R-G1",
    "量词重复",
    level="error",
    source="字面",
    hits=("审核信息⟦960条条⟧，无差错。", "召开会议⟦3次次⟧。"),
    misses=("审核信息960条，条条有回音。", "分4组入户，63户户户见面。", "审核信息960条。"),
)
def doubled_measures(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(rf"(\d+[万余多]*)({MEASURE})\2(?!次|\2)"), view="bare", kinds="all"):
        yield span(one, match, f"“{match[2]}”重复", suggestion=match[1] + match[2])


@rule(
    "R-F2",
    "量词不当",
    level="warning",
    hits=(
        "悬挂横幅⟦8个⟧。",
        "悬挂条幅⟦16场⟧。",
        "发放明白卡⟦300条⟧。",
        "召开院坝会⟦6份⟧。",
        "建立微信群⟦22条⟧。",
        "发放宣传单⟦600场⟧。",
        "撰写心得体会⟦30次⟧。",
        "更新展板不少于⟦20条⟧。",
        "刊发稿件⟦12场⟧。",
        "签订意识形态工作责任书⟦41栋⟧。",
        "放映露天电影⟦86个百分点⟧。",
        "出动宣传车⟦35页⟧。",
    ),
    misses=(
        "悬挂横幅8条。",
        "发放宣传单600余份。",
        "撰写心得体会30篇。",
        "更换宣传栏12块。",
        "宣传栏更换12次。",
        "每周推送学习资料1次。",
        "公众号推送信息48条。",
        "更新展板4轮次，检查微信群3次。",
        "清理破损、过时标语87处。",
        "在阵地发布标语56条，其中宣传栏20条、文化墙15条。",
    ),
)
def measures(reading: Reading) -> Iterator[Hit]:
    table = reading.words.measures
    for one, match in reading.search(_MEASURED, view="bare") if table else ():
        before, unit = one.bare[: match.start()], match[2]
        noun = _noun_before(before, table)
        if not noun or unit in _SPAN or unit in table[noun] or unit.removesuffix("次") in table[noun]:
            continue
        before = before[: before.rindex(noun)]
        if before.endswith("的") or unit in _OFTEN and (_ACTED.search(before) or _EVERY.search(before)):
            continue
        if re.search(rf"\d[万余多]*{unit}[^。；]*(?:其中|分别|包括)[^。；]*$", before):
            continue  # 标语56条，其中宣传栏20条
        certain = f"{match[1]}{table[noun][0]}" if len(table[noun]) == 1 else None
        message = f"“{noun}”不用“{unit}”计，可用：{'、'.join(table[noun])}"
        yield span(one, match, message, suggestion=certain)


def _noun_before(text: str, table: Mapping[str, Sequence[str]]) -> str:
    """Return the longest counted noun right before a figure, "" without one: 宣传栏共|12块."""
    text = _LINK.sub("", text[-_REACH:])
    return next((text[at:] for at in range(len(text)) if text[at:] in table), "")


@rule(
    "R-F2",
    "数在名词前的量词不当",
    level="warning",
    hits=(
        "悬挂⟦16场⟧条幅，张贴⟦50场⟧海报。",
        "发放⟦3000多名⟧宣传资料。",
        "召开⟦12份⟧座谈会。",
        "举办专题讲座⟦4条⟧，组织演练⟦2篇⟧。",
        "开展志愿服务⟦18名⟧。",
        "专题研究意识形态工作⟦1名⟧，组织中心组学习3次。",
        "6月组织⟦1块⟧舆情处置演练。",
        "组建⟦5场⟧志愿服务队。",
    ),
    misses=(
        "悬挂16条条幅，张贴50张海报，更换4次宣传栏，举办3场座谈会。",
        "组织3场宣讲员培训，评选12名宣讲员，开展6个专题讲座。",
        "宣讲30条政策，演出节目12个，12名志愿者参加比赛。",
    ),
)
def measures_before(reading: Reading) -> Iterator[Hit]:
    table = reading.words.measures
    for one, match in reading.search(_DEED, view="bare"):
        place = "count" if match["count"] else "first"
        paper = (
            re.search("(?:报告|汇报|研判|督查)[^\\d]{0,3}$", one.bare[: match.start("count")])
            if match["count"]
            else None
        )
        if not (paper and match["count"][-1] in "份篇件条起"):
            yield span(one, match, f"活动不用“{match[place][-1]}”计，用“场”或“次”", group=match.re.groupindex[place])
    for one, match in reading.search(_SHEETS, view="bare"):
        yield span(one, match, f"活动不用“{match[1][-1]}”计，用“场”或“次”", group=1)
    if not table:
        return
    nouns = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\d.第])(\d+(?:\.\d+)?万?[余多]?)({MEASURE})({nouns})(?=[，。；、）]|$)")
    for one, match in reading.search(pattern, view="bare"):
        if match[2] not in (*table[match[3]], *_LOOSE, *_OFTEN, *_SPAN) and not _DEED.match(match[0]):
            yield Hit(
                one,
                match.start(1),
                match.end(2),
                f"“{match[3]}”不用“{match[2]}”计，可用：{'、'.join(table[match[3]])}",
            )


_NO_PERSON = re.compile(
    r"(?:(?<!结)课例|微课|思政课|党课|示范课|公开课|精品课|作品|案例|文章|教案|课件|节目|剧目|视频|稿件|征文|品牌|阵地|制度|台账|问题|隐患|平台|账号|书屋|展板|横幅)(\d+[余多]?)(名|位)(?=[，。；、）])"
)
_PLACED_PERSONS = re.compile(
    r"(?<![\d.])(\d+[余多]?(名|位))(?:场所|阵地|展板|横幅|宣传栏|微信群|工作群|账号|讲座|制度|台账|书屋|农家书屋|广场|问题(?=[，。；、])|隐患(?=[，。；、])|公众号|电子屏)(?![\u4e00-\u9fff]{0,3}[员人长])"
)
_TEAM = re.compile(
    r"(?:组建|成立|建立|组织)了?(\d+)(条|份|次|张|块|场|篇|期|册|面|件|起|名|处)由[^，。；]{2,24}(?:组成|参加|参与)的[^，。；]{0,8}(?:队|队伍|小组|专班)"
)
_ONLY = {  # measure words of few things, and what must stand near
    "首": "[歌诗曲词谣唱吟咏联乐]",
    "盏": "[灯光茶亮]",
    "辆": "[车驾]|轿|单车|电动|轮椅|的士|出租|大巴|中巴",
    "棵": "[树木苗林植竹松柏杨柳桂樟菜花草果]",
    "株": "[树木苗林植竹松柏杨柳桂樟菜花草果茶]",
}
_ONLY_FOR = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?万?[余多]?)([首盏辆棵株])(?![次批席都要府])")


@rule(
    "R-F2",
    "专用量词",
    level="warning",
    hits=("面向家长征集家风故事⟦20首⟧，择优展出。", "更换⟦12盏⟧宣传栏，效果好。"),
    misses=("征集村歌20首。", "安装路灯12盏，栽种桂花30株。", "创作廉洁诗词、童谣16首。", "出动宣传车3辆。"),
)
def dedicated_measures(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ONLY_FOR, view="bare"):
        start = max(one.bare.rfind(mark, 0, match.start()) for mark in "。；") + 1
        if not re.search(_ONLY[match[2]], one.bare[start : match.start()] + one.bare[match.end() : match.end() + 12]):
            yield span(one, match, f"“{match[2]}”不是这里用的量词")


@rule(
    "R-F2",
    "不是人却用名、位",
    level="warning",
    hits=(
        "组建⟦1条⟧由劳模组成的宣讲队。",
        "讲授思政课158节，评选优质思政课⟦9位⟧。",
        "对宗祠等⟦7名场所⟧排查1遍。",
        "排查隐患⟦12名⟧，已整改。",
    ),
    misses=("评选优质思政课9节，表彰教师9位。", "排查隐患，约谈12名负责人。"),
)
def not_persons(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_TEAM, view="bare"):
        yield Hit(one, match.start(1), match.end(2), f"队伍用“支”计，不用“{match[2]}”")
    for one, match in reading.search(_PLACED_PERSONS, view="bare"):
        yield Hit(one, match.start(1), match.end(), f"“{match[2]}”只用于人")
    for one, match in reading.search(_NO_PERSON, view="bare"):
        yield Hit(one, match.start(1), match.end(2), f"“{match[2]}”只用于人")


@rule(
    "R-F2",
    "人用错量词",
    level="warning",
    hits=("⟦邀请1场媒体专家⟧授课。", "⟦表彰6件优秀网格员⟧。", "⟦邀请县委党校3场教师⟧作辅导。"),
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


@rule(
    "R-F2",
    "参加的人用错量词",
    level="warning",
    hits=(
        "参加干部职工⟦240余场次⟧。",
        "参加居民群众⟦180余场⟧。",
        "惠及群众⟦3500余份⟧。",
        "参训党员⟦36条⟧，效果良好。",
        "吸引居民⟦600余场⟧。",
        "服务群众⟦500余件⟧。",
        "受众⟦1600余份⟧，发放宣传单2000份。",
        "参加人数⟦120场⟧。",
        "⟦300余份⟧群众参加。",
        "参与群众⟦500余次⟧。",
        "培训网格员，走访党员⟦36篇⟧。",
    ),
    misses=(
        "参加干部职工240余人次。",
        "服务群众500余人次，服务居民320余次。",
        "培训干部3期，宣讲党员群众12场。",
        "发放群众明白卡500份，走访群众36户。",
        "受众1600余人，发放宣传单2000份。",
        "吸引群众投稿36篇。",
        "举办12场群众文艺演出，12件群众反映的问题。",
        "参加培训3期，参加学习12次，参加活动12场。",
    ),
)
def crowds(reading: Reading) -> Iterator[Hit]:
    for pattern in (_CAME, _CALLED, _TIMES, _LED):
        for one, match in reading.search(pattern, view="bare"):
            yield Hit(
                one,
                match.start("n"),
                match.end("unit"),
                f"人不用“{match['unit']}”计，用“人次”或“名”",
                suggestion=f"{match['n']}人次",
            )
