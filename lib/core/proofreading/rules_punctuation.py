"""Rules on punctuation marks other than pairs: half-width, doubled, missing, misused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.rules_marks import capped

_GB = "GB/T 15834—2011"
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_HALF = re.compile(
    r"(?<=[\u4e00-\u9fff”）》％%])\s?[,;:?!](?!\d{2}(?!\d))|(?<=\d)[,;?!](?=\s?[\u4e00-\u9fff“（《])|(?<=[A-Za-z])[,;](?=[\u4e00-\u9fff“])|(?<=[\u4e00-\u9fff”）])\.(?=$|[\u4e00-\u9fff“])"
)
_DOUBLE = re.compile(r"[，。、；：]{2,}|。[”）]。|[！？][，、；：。]|[，、；：。][！？]")
_AFTER_OPEN = re.compile(r"[（“《][，。、；：！？]|[，、：；][）》]|[、：][”]")
_HEAD_MARK = re.compile(r"^[，。、；：！？）》”]")
_VERBS = "严把|严守|筑牢|压实|切实|坚决|坚持|坚定|做到|增强|牢固|树牢|自觉|始终|取得|为深化|不断|深入|全面"


@rule(
    "R-P1",
    "半角标点",
    level="warning",
    source=_GB + " 5.1",
    hits=(
        "转发信息120条⟦,⟧做到家喻户晓。",
        "会议指出⟦:⟧要抓好落实。",
        "社区总体平稳⟦.⟧",
        "参加学习80人⟦;⟧发放资料。",
        "整改率100%⟦,⟧效果好。",
    ),
    misses=("上午8:30开会。", "比例为3:2。", "网址http://www.a.cn,x", "增长1,234份。", "1.落实责任。", "版本V2.0"),
)
def half_width(reading: Reading) -> Iterator[Hit]:
    def found() -> Iterator[Hit]:
        for one, match in reading.search(_HALF, view="bare", kinds="all"):
            if one.kind == "table" or one.head > match.start():
                continue
            mark = match[0].strip()
            yield span(one, match, f"半角“{mark}”改全角“{_WIDE[mark]}”", suggestion=_WIDE[mark])

    yield from capped(found())


@rule(
    "R-P2",
    "标点重叠",
    level="error",
    source=_GB,
    hits=(
        "社区总体平稳⟦。。⟧现将情况报告如下。",
        "抓学习⟦，，⟧抓阵地。",
        "做到“两个维护⟦。”。⟧",
        "抓学习⟦、，⟧抓阵地。",
        "⟦，⟧社区总体平稳，抓好落实。",
        "学习⟦（，⟧每月1次）。",
    ),
    misses=("怎么办？！", "抓学习……抓阵地。", "他说：“抓学习。”", "《条例》《准则》", "抓学习。（责任单位：办公室）"),
)
def doubled(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_DOUBLE, kinds="all"):
        if one.kind == "table" or re.fullmatch(r"。{3,}", match[0]):
            continue
        marks = match[0]
        single = (
            marks[0]
            if len(set(marks)) == 1
            else "。"
            if marks in ("，。", "、。", "；。", "。，", "：。")
            else marks[:2]
            if marks in ("。”。", "。）。")
            else None
        )
        if marks == "。”。":
            single = "”。" if "。" not in one.text[one.text.rfind("“", 0, match.start()) : match.start()] else "。”"
        yield span(one, match, f"标点重叠“{marks}”", suggestion=single)
    for one, match in reading.search(_AFTER_OPEN):
        yield span(
            one, match, f"“{match[0]}”：括号、引号里外多了点号", suggestion=re.sub("[，。、；：！？]", "", match[0])
        )
    for one, match in reading.search(_HEAD_MARK):
        if one.text[0] not in "”）》" and not one.annex:
            yield span(one, match, "段首不应有点号", suggestion="")


@rule(
    "R-P3",
    "并列引号、书名号间的顿号",
    level="warning",
    source=_GB + " 4.5.3.5",
    hits=("增强“四个意识⟦”、“⟧四个自信”。", "学习《条例⟦》、《⟧准则》。"),
    misses=(
        "增强“四个意识”、坚定“四个自信”。",
        "学习《条例》《准则》。",
        "学习《条例》（修订）、《准则》（试行）。",
        "“林海讲堂”、“夕阳红”合唱队、职工书屋由专人管理。",
    ),
)
def between_quotes(reading: Reading) -> Iterator[Hit]:
    def found() -> Iterator[Hit]:
        for one, match in reading.search(re.compile(r"”、“|》、《")):
            if _MIXED_LIST.match(one.text, match.end()):
                continue  # the list goes on with what has no marks
            yield span(one, match, "并列的引号、书名号之间不用顿号", suggestion=match[0].replace("、", ""))

    yield from capped(found())


_MIXED_LIST = re.compile(r"[^“”《》，。；]{1,20}[”》][\u4e00-\u9fff]{1,6}、[\u4e00-\u9fff]{2}")
_TOGETHER = re.compile(
    r"(?<=[多少])、[和与][^，。；、]{1,8}(?:一起|一同|共同|一道|联合)"
)  # 检查教案多、和教师一起磨课少
_WITH = re.compile(r"、与[^，。；、]{1,10}(?:打交道|相|联系|沟通|对接|结合|签订|合作|一起|交流|挂钩|接触|联动|谈心|共)")


def _order(numeral: str) -> int:
    return "一二三四五六七八九".index(numeral.replace("两", "二"))


_COUNTED_DEED = re.compile(
    r"(?:^|(?<=[，。；：]))(?P<before>[^，。；：\d“”]{10,}?)、(?P<verb>收集|走访|发放|张贴|印发|推送|悬挂|清理|排查|更换|解答|化解|调解|征集|签订|举办|召开|开展)(?P<noun>[^，。；：、\d]{2,8})\d+[\u4e00-\u9fff]{1,2}(?=[，。；])"
)


@rule(
    "R-P4",
    "顿号误用",
    level="warning",
    source=_GB + " 4.5.3.4",
    hits=(
        "研究⟦三、四次⟧。",
        "党员、群众⟦、以及⟧志愿者参加。",
        "学校、家庭⟦、和⟧社会协同。",
        "走访⟦七、八家⟧企业。",
        "在12个道班、⟦三、四个⟧候车点设立学习点。",
        "⟦两、三个⟧月没有换过。",
        "有的村十⟦五、六户⟧共用一个群。",
        "医务人员走访牧户、护林点⟦、收集⟧意见26条。",
    ),
    misses=(
        "二、三产业",
        "一、二季度共12次。",
        "第三、四季度",
        "研究三四次。",
        "和谐、和睦",
        "党员、和平里社区群众",
        "第一、二网格",
        "四、五年级",
        "三、四支部把课堂搬到楼栋。",
        "倒班多、外勤多、与用户打交道多。",
    ),
)
def list_marks(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(
        re.compile(
            r"(?<![第\d一二三四五六七八九])(?<![一二三四五六七八九]、)([一两二三四五六七八九])、([一二三四五六七八九])(?=成(?!立)|个(?:月|星期)|次|趟|回|遍|处(?!室)|轮|件|张|块|册|本|支(?!部|队|行)|周|小时|分钟|公里|里地|亩|斤|个(?!季)|天|名|人|场|篇|条|份|家|户|位|倍|百|千|十|万)"
        )
    ):
        if (
            (_order(match[2]) - _order(match[1]) == 1 or match[1] + match[2] == "三五")
            and match.start() >= one.head
            and one.level != 1
        ):
            yield Hit(
                one,
                match.start(),
                match.end() + 1,
                "相邻两数表示概数，中间不用顿号",
                suggestion=match[1] + match[2] + one.text[match.end()],
            )
    for one, match in reading.search(_COUNTED_DEED, view="bare"):
        place = match.start("verb") - 1
        if "、" in match["before"]:
            yield Hit(one, place, match.end("verb"), "动宾短语之间用逗号", suggestion="，" + match["verb"])
    for one, match in reading.search(re.compile(r"、(?=一律|从而|因此|但是|并且要)"), view="bare"):
        yield span(one, match, "分句之间用逗号", suggestion="，")
    for one, match in reading.search(
        re.compile(r"、(?:以及|及其|和(?![谐平睦气美顺合田县])|及(?![时早格第])|或者|并且|与(?![时会民邻众])|还有)")
    ):
        if match.start() >= one.head and not (
            _WITH.match(one.text, match.start()) or _TOGETHER.match(one.text, match.start())
        ):
            yield span(one, match, f"连词“{match[0][1:]}”前不用顿号", suggestion=match[0][1:])


@rule(
    "R-P5",
    "省略号",
    level="warning",
    source=_GB + " 4.11",
    hits=("学习条例、准则⟦……等⟧文件。", "学习条例⟦...⟧准则。", "学习条例⟦。。。⟧", "学习条例⟦…⟧准则。"),
    misses=("学习条例、准则等文件。", "学习条例……准则。"),
)
def ellipses(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile("等……")):
        yield span(one, match, "省略号不与“等”连用", suggestion="等")
    for one, match in reading.search(re.compile(r"……[^。]{0,2}等")):
        yield span(one, match, "省略号不与“等”连用", suggestion="等" if match[0] == "……等" else None)
    for one, match in reading.search(
        re.compile(r"(?<!\d)\.{3,}|(?<=[\u4e00-\u9fff])(?:\.{2}|．{2,})(?![\d.A-Za-z])|。{3,}|(?<!…)…(?!…)|…{3}(?!…)")
    ):
        yield span(one, match, "省略号为六点“……”", suggestion="……")


_HOLDS = "弘扬|擦亮|办起|传承|践行|倡导|聚焦|紧盯|讲述|坚持|设立|建设|落实|办好|梳理|坚定|成立|开展|打造|推行|推广|开设|组建|实施|建立|完善|增强|做到|树牢|执行|制定|印发|举办|开办|创建|健全|严格执行|严格落实|签订|推出|编印"
_DOES = "做到|牢固|取得|凝聚|筑牢|组织|主动|引导|严格|加强|推动|确保|全面|牢牢|深入|切实|坚决|强化|积极|认真|扎实|努力|不断|进一步|持续|定期|及时|带动|促进|提升|提高|增强|严把|严守|明确|压实|健全|吸引|有效|充分|广泛|大力|选派|安排|把"
_NOUN_AFTER = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:机制|制度|工作|活动|平台|小组|队伍|队|员|岗|体系|模式|方案|行动|工程|责任制|专栏|栏目|课程|办法|清单|计划|格局|品牌|项目|要求|教育|专题|作用|能力|理念|原则|方针|方式|方法|做法|经验)(?:[，。；、）\d]|$|[一二两三四五六七八九十][个项次期场支])"
)
_RUNS_ON = re.compile(
    rf"(?:^|(?<=[，。；：]))(?P<before>[^，。；：“”《》]{{0,14}}?)(?:{_HOLDS})(?:好|了)?[\u4e00-\u9fff]{{0,5}}(?P<kept>“[^“”]{{2,14}}”){{1,3}}(?P<verb>{_DOES})(?=[\u4e00-\u9fff])"
)
_MEANS = re.compile("(?:[以用靠让由把将按从在对与和]|通过|依托|借助|发挥|运用|利用|按照|根据)[\u4e00-\u9fff]{0,3}$")
_MODIFIES = frozenset(
    ("引导", "主动", "带动", "促进", "提升", "推动", "安排", "组织", "教育", "明确", "提高")
)  # 引导机制, 主动服务品牌


@rule(
    "R-P6",
    "引号后接着另一个动词",
    level="warning",
    source=_GB,
    hits=(
        "学校紧盯实习学生“两头管⟦”主动⟧与12家企业签订协议。",
        "村党支部聚焦“三夏”“秋种⟦”组织⟧党员突击队把宣传单送到地头。",
        "镇党委坚持“谁主管谁负责⟦”严格⟧报告制度，各村按季报送。",
        "社区梳理“问题清单⟦”全面⟧开展自查自纠。",
        "落实“专人开机⟦”2.⟧更换破损的展板。",
    ),
    misses=(
        "以“三个坚持”推动工作，通过“小网格”带动大治理。",
        "建立“三级联动”引导机制，打造“四季有约”主动服务品牌。",
        "开展“扫黄打非”专项行动，落实“一岗双责”要求。",
    ),
)
def verb_after_quote(reading: Reading) -> Iterator[Hit]:
    """A verb with its quoted object, and another verb right after the quote."""
    for one, match in reading.search(_RUNS_ON):
        names = match["verb"] in _MODIFIES and _NOUN_AFTER.match(one.text, match.start("verb"))
        if not _MEANS.search(match["before"]) and not names:
            yield Hit(
                one, match.start("verb") - 1, match.end("verb"), "后引号后面疑漏标点", suggestion=f"”，{match['verb']}"
            )
    for one, match in reading.search(re.compile(r"”\d{1,2}[.．、](?=[\u4e00-\u9fff])")):
        yield Hit(one, match.start(), match.end(), "后引号后面疑漏标点")


@rule(
    "R-P6",
    "后引号后漏标点",
    level="warning",
    source=_GB,
    hits=(
        "增强“四个意识⟦”坚定⟧“四个自信”、做到“两个维护”。",
        "落实“一岗双责⟦”切实⟧加强领导。",
        "落实“三审三校⟦”严把⟧发布关。",
    ),
    misses=(
        "以“三个坚持”切实推动工作。",
        "增强“四个意识”、坚定“四个自信”。",
        "用“身边事”坚定信心。",
        "依托“柳湾之声”公众号",
    ),
)
def after_quote(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(rf"“[^“”]{{2,12}}(”(?:{_VERBS}))")):
        before = one.text[: match.start()]
        clause = re.split(r"[，。；：]", before)[-1]
        begun = re.match(r"落实|执行|履行|紧扣", clause) and "“" not in clause
        if begun and match[1][1:] in ("严把", "坚持"):
            yield span(one, match, "后引号后面疑漏逗号", group=1, suggestion="”，" + match[1][1:])
            continue
        if re.search(
            r"^(?:以|用|靠|按照|按|通过|围绕|依托|把|将|对|由|从|让|使|借助|结合|针对|和|与|为|在|紧扣|聚焦|利用|运用|发挥|凭借)|(?:以|用|让|通过|依托|借助|结合|围绕)[^，]{0,8}$|[和与及、]$",
            clause,
        ):
            continue
        if match[1][1:] in ("增强", "坚定", "做到", "树牢", "坚持", "牢固", "切实", "坚决", "为深化") and re.search(
            r"增强|坚定|做到|落实|坚持|履行|树牢|践行|领悟|执行|压实|严守|实行|推行|健全|建立", clause
        ):
            yield span(
                one,
                match,
                "后引号后面疑漏标点",
                group=1,
                suggestion="”，" + match[1][1:] if match[1][1:] in ("切实", "坚决") else "”、" + match[1][1:],
            )


@rule(
    "R-P7",
    "“从……来看。”",
    level="error",
    hits=(
        "⟦从责任落实情况来看。⟧社区党委认真研究。",
        "⟦总的来看。⟧班子履职意识增强。",
        "汇总来电。⟦从乘客诉求的构成看。⟧咨询居多。",
    ),
    misses=(
        "孩子们放学常从后门进来看。",
        "从责任落实情况来看，社区党委认真研究。",
        "（一）从干部队伍情况看。全局有干部9人。\n（二）从阵地情况看。全局有阵地2个。",
    ),
)
def seen_from(reading: Reading) -> Iterator[Hit]:
    found = list(
        reading.search(
            re.compile(
                r"(?:从[^，。]{2,25}(?:(?<![进出过回上下起])来看|[上中况度体]看)|(?:^|(?<=[。；]))从[^，。]{4,25}(?<![来去会偷观察])看|(?:总的|总体|整体|综合|具体)(?:来看|来说|而言|看))。"
            )
        )
    )
    headed = [one.index for one, match in found if one.head and match.start() == one.head]
    for one, match in found:
        styled = len(headed) > 1 and one.index in headed and match.start() == one.head
        if not styled and (one.kind != "heading" or not one.text.endswith(match[0])):
            yield span(one, match, "“从……来看”后用逗号", suggestion=match[0][:-1] + "，")


@rule(
    "R-P10",
    "一逗到底",
    level="info",
    source=_GB,
    hits=("⟦" + "社区党委认真抓好学习教育工作，" * 10 + "抓好落实。⟧",),
    misses=("社区总体平稳。",),
)
def run_on(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(r"[^。；！？]+")):
        if len(match[0]) >= 120 and match[0].count("，") > 8:
            yield span(one, match, "一句超过120字、逗号超过8个，宜断开")


@rule(
    "R-P11",
    "冒号套用",
    level="info",
    source=_GB + " 4.7.3.3",
    hits=("会议指出⟦：⟧要做到以下几点：一抓学习。",),
    misses=("会议指出：要抓学习。", "（责任单位：办公室；完成时限：6月）"),
)
def colons(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(r"：(?<=[^。；：（）]{2}：)[^。；：“”（）]{2,40}：[^“]"), view="plain"):
        yield Hit(one, match.start(), match.start() + 1, "一句里套用了两个冒号")


_WORK = re.compile(
    r"(?:等)?(?:[两三四五六七八九十]|\d+)?[个部首支本档]?(?:节目|歌曲|小品|快板|舞蹈|作品|短片|短剧|视频|图书|丛书|画册|歌舞|相声|剧目|影片)"
)
_NO_WORK = re.compile(
    r"(?:平台|公众号|微信群|大赛|工程|专项行动|[0-9二三四五六七八九十]审[0-9二三四五六七八九十]校|(?:指导师|资格|合格|结业|上岗|培训)证|证书)$"
)


@rule(
    "R-P13",
    "平台、课程、活动、奖项用书名号",
    level="warning",
    source=_GB + " 4.15",
    hits=(
        "用好⟦《学习强国》⟧平台。",
        "开设⟦《思政大讲堂》⟧课程。",
        "利用⟦《国家中小学智慧教育平台》⟧组织研修。",
        "执行⟦《三审三校》⟧制度。",
        "获评⟦《市级文明村》⟧称号。",
        "开展⟦《最美护士》⟧评选活动。",
    ),
    misses=("用好“学习强国”平台。", "订阅《人民日报》。", "学习《条例》。"),
)
def not_works(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(
        re.compile(
            r"《([^《》]{2,14})》((?:评选|志愿服务|创建|主题|实践|宣讲|公益)?(?:活动|品牌|行动)|小程序|选修课|必修课|思政课|志愿服务项目|志愿服务队|合唱节|艺术节|文化节|读书会|朗诵会|运动会|庙会|评选(?=[，。；])|平台|课程|奖项?|公众号|微信群|品牌|行动|工程|大赛|比赛|称号|荣誉称号|奖牌|牌匾|证书)?"
        ),
        kinds="prose",
    ):
        if _WORK.match(one.text, match.end()):
            continue  # 《我们的节日》节目
        if (
            match[1] in reading.words.unbracketed
            or match[1] in reading.words.quoted
            or _NO_WORK.search(match[1])
            or match[2]
            and not re.search(
                r"(办法|条例|方案|意见|通知|规定|细则|准则|讲话|规划|计划|选编|读本|纲要|公约|守则|报|刊|法)$", match[1]
            )
        ):
            yield Hit(
                one,
                match.start(),
                match.start() + len(match[1]) + 2,
                "平台、课程、活动、奖项不用书名号，用引号",
                suggestion=f"“{match[1]}”",
            )


@rule(
    "R-P14",
    "字间空格",
    level="info",
    source=_GB,
    hits=("本季度，社区党委⟦  ⟧认真落实责任制。",),
    misses=("张　三", "社区党委认真落实。"),
)
def spaces(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(
        re.compile(r"(?<=[\u4e00-\u9fff，。；：、])[ \u3000\t]+(?=[\u4e00-\u9fff，。；：、“（])")
    ):
        if one.kind == "body" and len(one.text) > 12:
            yield span(one, match, "正文里多出空格", suggestion="")
