"""Rules on a thing told again with another month, place, mark, owner or name; and on what did not happen and is told all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph

_EVENT_OF_MONTH = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})月(?:份)?(?P<again>的)?[^，。；\d]{0,12}?(?P<event>“[^”]{3,16}”)"
)


def _before(reading: Reading, one: Paragraph, start: int) -> str:
    """Return the text up to a place, paragraphs apart by line breaks."""
    return "\n".join([*(other.bare for other in reading.tree.prose if other.index < one.index), one.bare[:start]])


@rule(
    "R-C4",
    "同一活动的月份不同",
    level="warning",
    source="前后一致",
    hits=("公司在6月开展“安全文明行”主题宣传月。\n⟦9月的“安全文明行”⟧主题宣传月影响最大。",),
    misses=(
        "公司在6月开展“安全文明行”主题宣传月。\n6月的“安全文明行”主题宣传月影响最大。",
        "6月、9月两次开展“安全文明行”活动。\n9月的“安全文明行”活动影响最大。",
    ),
)
def one_month(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_EVENT_OF_MONTH, view="text"):
        if not match["again"]:
            continue
        told = {
            month
            for sentence in re.split("[。；\n]", _before(reading, one, match.start()))
            if match["event"] in sentence
            for month in re.findall(r"(?<!\d)(\d{1,2})月", sentence)
        }
        if len(told) == 1 and match["month"] not in told:
            yield span(one, match, f"前面是{told.pop()}月，这里是{match['month']}月，核对月份")


_SITE = (
    r"[\u4e00-\u9fff]{2,6}(?:公园|广场|礼堂|剧院|剧场|会议室|会堂|展厅|大院|操场|体育馆|文化馆|图书馆|活动室|讲堂|大厅)"
)
_SITE_OF = re.compile(
    rf"(?:^|(?<=[，。；、]))(?:在)?(?P<place>{_SITE})的(?P<event>[\u4e00-\u9fff“”]{{5,16}}?)(?=结束|落幕|之?后|上|中|，|期间|吸引|受到)"
)


@rule(
    "R-C4",
    "同一活动另说一处地点",
    level="warning",
    source="前后一致",
    hits=(
        "街道在滨江公园举办劳动模范事迹图片展，观展3000余人次。\n⟦人民广场⟧的劳动模范事迹图片展结束后，又到学校巡展。",
    ),
    misses=("街道在滨江公园举办劳动模范事迹图片展。\n滨江公园的劳动模范事迹图片展结束后，又到学校巡展。",),
)
def other_site(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_SITE_OF, view="bare"):
        told = re.findall(
            rf"在([\u4e00-\u9fff]{{3,12}}?)(?:举办|召开|开展|举行|组织|举|办)了?[^，。；\n]{{0,6}}?{re.escape(match['event'])}",
            _before(reading, one, match.start()),
        )
        if told and not any(match["place"] in place or place in match["place"] for place in told):
            yield Hit(
                one, match.start("place"), match.end("place"), f"前面在“{told[-1]}”，这里是“{match['place']}”，核对地点"
            )


_MARKS = re.compile(r"(?:占|占到|占比|分值|权重)(?:到|为|是|占)?(?P<value>\d{1,2}(?:\.\d)?)(?P<unit>分|[%％]|个百分点)")


@rule(
    "R-C4",
    "考核分值前后不同",
    level="warning",
    source="前后一致",
    hits=(
        "把意识形态工作纳入年度考核，分值占10分。\n由于意识形态工作在年度考核中⟦占到15分⟧，各单位重视程度提高。",
        "将意识形态工作纳入绩效考核，权重为8%。\n意识形态工作在考核中⟦占10%⟧，与评优挂钩。",
    ),
    misses=(
        "把意识形态工作纳入年度考核，分值占10分。\n意识形态工作在年度考核中占10分。",
        "意识形态工作在年度考核中占10分，党建工作占20分。",
        "意识形态工作在考核中占比由8%提高到10%。",
    ),
)
def one_weight(reading: Reading) -> Iterator[Hit]:
    seen: dict[str, str] = {}
    for one, match in reading.search(_MARKS, view="bare"):
        sentence = re.split("[。；]", one.bare[: match.start()])[-1]
        clause = re.split("[，。；]", one.bare[: match.start()])[-1]
        if (
            "考核" not in sentence
            or "意识形态" not in sentence
            or re.search("由\\d|从|党建|其中|提高|上年|去年", clause)
        ):
            continue
        unit = "%" if match["unit"] in "%％个百分点" else "分"
        if seen.setdefault(unit, match["value"]) != match["value"]:
            yield span(one, match, f"前面是{seen[unit]}{unit}，这里是{match['value']}{match['unit']}，核对分值")


_NONE = re.compile(
    r"(?:未|没有|无)(?:发生|出现|收到|接到|发现)(?:过|任何|涉及本[镇乡校局院村]的)?(?:一起)?(?P<what>[\u4e00-\u9fff]{2,8}?)(?=[，。；、])"
)
_SOME = re.compile(
    r"(?:发生|出现|收到|接到|发现|处置|应对|化解)(?:的|了)?(?P<n>\d+|[一二两三四五六七八九])(?P<unit>起|件|次|条|例)(?P<what>[\u4e00-\u9fff]{2,8})"
)
_OTHERS = re.compile("去年|上年|同期|上季|外地|外省|兄弟|周边|其他|如果|一旦|万一|若|假如|案例|模拟|演练")


@rule(
    "R-C4",
    "前说未发生、后说有",
    level="warning",
    source="前后一致",
    hits=("社区未发生网络舆情事件，运行平稳。\n舆情应对方面，对本季度⟦发生的2起网络舆情事件⟧，均及时处置。",),
    misses=(
        "社区未发生重大网络舆情事件。\n本季度发生的2起网络舆情事件，均及时处置。",
        "社区未发生网络舆情事件。\n去年发生的2起网络舆情事件，均已处置。",
        "全镇没有发生一起火情，没有发生火情误报。",
        "社区未发生网络舆情事件。\n发现的2条网络谣言均已澄清。",
    ),
)
def none_and_some(reading: Reading) -> Iterator[Hit]:
    denied = {match["what"] for _, match in reading.search(_NONE, view="bare")}
    if not denied:
        return
    for one, match in reading.search(_SOME, view="bare"):
        told = next((what for what in denied if match["what"].startswith(what)), None)
        sentence = re.split("[。；]", one.bare[: match.start()])[-1]
        if told and not _OTHERS.search(sentence) and not re.search("(?:没有?|未|不|防止|避免|杜绝|零|无)$", sentence):
            end = match.start("what") + len(told)
            yield Hit(one, match.start(), end, f"别处说未发生“{told}”，这里有{match['n']}{match['unit']}")


_BODY = r"(?:[省市县区镇乡]|街道|社区|村)[\u4e00-\u9fff]{1,5}?(?:馆|局|站|所|中心|中学|小学|医院|学院|协会|公司|办|部)"
_DOES = re.compile(
    rf"(?:(?:^|(?<=[，。；、由与是位]))|(?<=单位)|(?<=请))(?P<body>{_BODY})(?P<deed>每[\u4e00-\u9fff]{{5,10}}?)(?=[，。；的])"
)


@rule(
    "R-C4",
    "同一件事的承办单位不同",
    level="warning",
    source="前后一致",
    hits=(
        "与县图书馆签订共建协议，由县图书馆每月送书上门，共720册。\n学生最盼望的，是共建单位⟦县文化馆⟧每月送书上门的日子。",
    ),
    misses=(
        "由县图书馆每月送书上门，共720册。\n学生最盼望的，是县图书馆每月送书上门的日子。",
        "由县图书馆每月送书上门，县文化馆每月送戏上门。",
    ),
)
def other_doer(reading: Reading) -> Iterator[Hit]:
    seen: dict[str, str] = {}
    for one, match in reading.search(_DOES, view="bare"):
        deed, body = match["deed"], match["body"]
        if seen.setdefault(deed, body) != body and "、" not in one.bare[max(match.start() - 1, 0) : match.start()]:
            yield Hit(
                one, match.start("body"), match.end("body"), f"前面“{deed}”的是{seen[deed]}，这里是{body}，核对单位"
            )


_PAPER = r"协议|公约|责任书|承诺书|备忘录|倡议书|实施方案|管理办法|清单"
_PAPER_AFTER = re.compile(
    rf"(?:^|(?<=[，。；]))(?P<name>[\u4e00-\u9fff]{{2,6}}(?P<kind>{_PAPER}))(?P<deed>签订|出台|印发|实施|施行|发布|签署|发出)(?:之?后|以来)"
)


@rule(
    "R-N2",
    "回指的文书名不同",
    level="warning",
    source="前后一致",
    hits=("村党支部与县农科所签订支部共建协议，每月活动1次。⟦村企合作协议⟧签订后，已开展活动2次。",),
    misses=(
        "村党支部与县农科所签订支部共建协议，每月活动1次。共建协议签订后，已开展活动2次。",
        "与农科所签订支部共建协议，与企业签订合作协议。村企合作协议签订后，已开展活动2次。",
    ),
)
def other_paper(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_PAPER_AFTER, view="bare"):
        name, kind = match["name"], match["kind"]
        near = "。".join(re.split("[。；]", one.bare[: match.start()])[-3:])
        told = re.findall(rf"(?:签订|出台|印发|制定|发布|签署|发出)了?([\u4e00-\u9fff]{{2,8}}){kind}", near)
        stem = name[: -len(kind)]
        if len(told) == 1 and not set(stem) & set(told[0]) and reading.count(name) == 1:
            yield Hit(one, match.start("name"), match.end("name"), f"前面是“{told[0]}{kind}”，这里写“{name}”")


_ORGAN = re.compile(r"[该此](?P<organ>领导小组|工作专班|专班|工作组|委员会|协会|联席会议|宣讲团|宣讲队)")
_ORGANS = re.compile("领导小组|工作专班|专班|工作组|委员会|协会|联席会议|宣讲团|宣讲队")


@rule(
    "R-N2",
    "回指的机构名不同",
    level="warning",
    source="前后一致",
    hits=("中心成立意识形态工作领导小组，由主要负责同志任组长。该⟦工作专班⟧本季度召开会议1次。",),
    misses=(
        "中心成立意识形态工作领导小组，由主要负责同志任组长。该领导小组本季度召开会议1次。",
        "成立领导小组，下设工作专班。该专班本季度召开会议1次。",
    ),
)
def other_organ(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_ORGAN, view="bare"):
        before = one.bare[: match.start()]
        told = _ORGANS.findall("。".join(re.split("[。；]", before)[-3:]))
        if told and match["organ"] not in _before(reading, one, match.start()):
            yield Hit(one, match.start("organ"), match.end("organ"), f"前面是“{told[-1]}”，这里写“{match['organ']}”")


_CHOSEN = re.compile(
    r"(?:选定|确定|将|把|选取|推荐)(?P<place>[\u4e00-\u9fff]{2,4}(?:社区|村|学校|小学|中学|支部))(?:作|列|定|选|打造|培育)?(?:为|成)[\u4e00-\u9fff]{0,10}?(?P<role>示范点|试点|联系点|示范社区|示范村|观摩点)"
)


@rule(
    "R-C4",
    "同一示范点名称不同",
    level="warning",
    source="前后一致",
    hits=("选定锦江社区作为意识形态工作示范点，投入18万元。\n现场会上，示范点⟦丽江社区⟧作了经验介绍。",),
    misses=(
        "选定锦江社区作为意识形态工作示范点。\n现场会上，示范点锦江社区作了经验介绍。",
        "选定锦江社区作为示范点，确定丽江社区为示范点。\n现场会上，示范点丽江社区作了经验介绍。",
    ),
)
def other_choice(reading: Reading) -> Iterator[Hit]:
    chosen: dict[str, set[str]] = {}
    for _, match in reading.search(_CHOSEN, view="bare"):
        chosen.setdefault(match["role"], set()).add(match["place"])
    for role, places in chosen.items():
        if len(places) > 1:
            continue
        place = next(iter(places))
        again = re.compile(
            rf"{role}(?P<place>[\u4e00-\u9fff]{{2,3}}{re.escape(re.sub('^.{2,3}?(?=社区|村|学校|小学|中学|支部)', '', place))})"
        )
        for one, match in reading.search(again, view="bare"):
            if match["place"] not in place and place not in match["place"]:
                yield Hit(
                    one, match.start("place"), match.end("place"), f"前面的{role}是{place}，这里是{match['place']}"
                )


@rule(
    "R-G2",
    "同一数字重复报告",
    level="warning",
    source="前后一致",
    hits=(
        "全年发放反诈折页1.2万份，开设咨询台24次，⟦发放反诈折页1.2万份⟧，群众防范意识增强。",
        "街道发放反诈折页1.5万份，解答咨询620人次，⟦发放反诈折页1.5万份⟧。",
        "街道发放反诈折页1.5万份，解答咨询620人次，⟦发放反诈折页1.5万份⟧。",
    ),
    misses=(
        "全年发放折页1.2万份，开设咨询台24次。",
        "一季度召开会议3次，研究议题4项；二季度召开会议3次，研究议题5项。",
    ),
)
def same_figure(reading: Reading) -> Iterator[Hit]:
    """A clause with its figure, word for word a second time within one sentence."""
    for one in reading.tree.prose:
        for sentence in re.finditer(r"[^。；]+", one.bare):
            if not re.search(r"\d", sentence[0]) or re.search(r"季度|半年|分别|[上下]月|\d月", sentence[0]):
                continue
            seen: set[str] = set()
            for clause in re.finditer(r"[^，：]+", sentence[0]):
                text = clause[0].removeprefix("全年").removeprefix("共")
                twice = any(told.endswith(text) for told in seen)
                if len(text) > 7 and re.search(r"[\u4e00-\u9fff]{3}.*\d", text) and twice:
                    start = sentence.start() + clause.start()
                    yield Hit(one, start, start + len(clause[0]), f"“{text}”这一句里说了两次")
                seen.add(text)


_DEED_AND_COUNT = re.compile(
    r"(?P<deed>[\u4e00-\u9fff“”]{6,24})(?P<n>\d+(?:\.\d+)?万?)(?P<unit>人次|场次|[次场期篇条份部件个])(?![余多以])"
)
_OTHER_TIME = re.compile(
    "上[半季年月]|下[半季年]|去年|同期|往年|每|各|其中|计划|力争|不少于|至少|将|另|再|新增|分别|人均|平均"
)
_SAME_DEED = 6  # characters right before both counts


@rule(
    "R-C4",
    "同一件事的次数前后不一",
    level="warning",
    source="前后一致",
    hits=(
        "第三季度，院党总支把思想引导融入服务，组织职工政治学习7次，领域平稳。\n（一）学习抓得紧。组织职工⟦政治学习6次⟧，三条线轮流领学。",
        "第二季度，镇党委专题研究意识形态工作2次。在压实责任方面，镇党委第二季度专题⟦研究意识形态工作3次⟧。",
        "围绕反诈编成明白纸，全年入户发放宣传资料1.8万份。\n物业公司主动张贴，全年入户⟦发放宣传资料1.6万份⟧。",
    ),
    misses=(
        "第三季度，组织职工政治学习7次，领域平稳。\n（一）学习抓得紧。组织职工政治学习7次。",
        "上半年组织职工政治学习7次。\n下半年组织职工政治学习6次。",
        "机关支部组织职工政治学习7次。\n车间支部组织职工政治学习6次。",
        "组织职工政治学习7次。\n下一步，力争组织职工政治学习9次。",
    ),
)
def deed_told_again(reading: Reading) -> Iterator[Hit]:
    """The same words of six characters or more before two counts of one unit, in two paragraphs, nobody else named."""
    told: dict[tuple[str, str], tuple[Paragraph, re.Match[str], set[str]]] = {}
    for one, match in reading.search(_DEED_AND_COUNT, view="bare"):
        clause = re.split("[，。；：、]", one.bare[: match.start("n")])[-1]
        sentence = re.split("[。；]", one.bare[: match.start("n")])[-1]
        if one.section == "plan" or _OTHER_TIME.search(sentence):
            continue
        key = (match["deed"][-_SAME_DEED:], match["unit"])
        times = set(_TIMES.findall(sentence))
        sooner, first, then = told.setdefault(key, (one, match, times))
        apart = sooner is not one or "。" in one.bare[first.end() : match.start("n")]
        if times and then and times != then or not apart or first["n"] == match["n"]:
            continue
        before = re.split("[，。；：、]", sooner.bare[: first.start("n")])[-1]
        longer, shorter = sorted((clause, before), key=len, reverse=True)
        if (
            longer.endswith(shorter)
            and not re.search("支部|小组|股|科|室|班|部$", longer.removesuffix(shorter))
            or _SPAN.sub("", clause) == _SPAN.sub("", before)
            or _WHEN.sub("", clause) == _WHEN.sub("", before)
        ):
            start = match.start("n") - 4
            yield Hit(
                one, start, match.end(), f"前面写“{first['n']}{first['unit']}”，这里是{match['n']}{match['unit']}，核对"
            )


_TIMES = re.compile(r"[一二三四]季度|[上下]半年|\d{1,2}月|20\d\d年")
_SPAN = re.compile("^(?:全年|本季度|今年|本年度?|一年来|年内|上半年|第[一二三四]季度)?(?:共计?|累计)?")
_WHEN = re.compile("第[一二三四]季度|本季度|全年|本年度?|上半年|下半年|共计?|累计")


_OF_THE = re.compile(
    r"(?P<deed>[\u4e00-\u9fff]{4})的(?P<n>\d+)(?P<unit>人次|场次|[次场期篇条份部件个])(?=中|里|，|都|均|全部)"
)
_ROW = re.compile(
    r"^(?P<label>[\u4e00-\u9fff“”]{4,20})\s*[\t|]\s*(?P<n>\d+)(?P<unit>人次|场次|[次场期篇条份部件个项家])?"
)


@rule(
    "R-C4",
    "回指的数、表中的数与正文不一",
    level="warning",
    source="前后一致",
    hits=(
        "公众号全年推送136条，回应留言415条。\n公众号⟦全年推送的126条⟧中，转载占了大头。",
        "全年谈心谈话57人次，读书会6期。\n项目\t数量\n谈心谈话\t⟦75人次⟧\n",
    ),
    misses=(
        "公众号全年推送136条，回应留言415条。\n公众号全年推送的136条中，转载占了大头。",
        "公众号全年推送136条，视频号全年推送48条。\n其中全年推送的48条中，转载占了大头。",
        "全年谈心谈话57人次，读书会6期。\n项目\t数量\n谈心谈话\t57人次\n",
        "上半年谈心谈话27人次，下半年谈心谈话30人次。\n项目\t数量\n谈心谈话\t57人次\n",
    ),
)
def figure_elsewhere(reading: Reading) -> Iterator[Hit]:
    text = "\n".join(one.bare for one in reading.tree.prose)
    for one, match in reading.search(_OF_THE, view="bare"):
        told = set(re.findall(rf"{match['deed']}(\d+){match['unit']}(?![余多])", text))
        if len(told) == 1 and match["n"] not in told:
            message = f"前面写“{match['deed']}{told.pop()}{match['unit']}”，这里是{match['n']}{match['unit']}，核对"
            yield span(one, match, message)
    for one, match in reading.search(_ROW, view="text", kinds="table"):
        unit = match["unit"] or r"(?:人次|场次|[次场期篇条份部件个项家])"
        told = set(re.findall(rf"{re.escape(match['label'])}(?:共|累计|合计)?(\d+){unit}(?![余多])", text))
        if len(told) == 1 and match["n"] not in told:
            message = f"正文里“{match['label']}”是{told.pop()}{match['unit'] or ''}，表中是{match['n']}{match['unit'] or ''}，核对"
            yield Hit(one, match.start("n"), match.end(), message)
