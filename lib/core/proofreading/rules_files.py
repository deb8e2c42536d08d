"""Rules on a unit's own papers: those named after it stand in 《》 where they are made, issued or followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span

_MADE = r"(?:修订完善|制定完善|研究制定|重新修订|及时修订|修订|制定|制订|拟定|起草|印发|出台|下发|颁布|发布|编制|编印|审议通过|讨论通过|通过|公布)(?:并(?:印发|实施|下发|完善))?(?:了|好|的)?"
_FOLLOWED = (
    r"(?:按照|根据|依据|对照|参照|严格执行|认真执行|执行|严格落实|认真落实|落实|遵守|启动|学习)(?:好|了|本单位)?"
)
_KINDS = r"应急预案|处置预案|工作预案|预案|实施办法|管理办法|暂行办法|办法|实施细则|细则|实施方案|工作方案|方案|制度|暂行规定|管理规定|规定|实施意见|指导意见|任务清单|责任清单|负面清单|清单|公约|章程|守则|工作要点|行动计划|工作规则|议事规则|学习计划|工作计划"
_STRICT = r"应急预案|处置预案|实施办法|管理办法|实施细则|实施方案|暂行规定|管理规定|责任清单|任务清单|负面清单|文明公约|工作要点|考核办法|学习计划"
_GENERIC = re.compile(
    r"(?:党委|党组|党支部|村委会|管理|工作|有关|相关|各项|规章|基本|内部|各种|一系列|系列|具体|配套|整改|年度|应急)+"
)
_AFTER = r"(?:（[^（）]{1,10}）)?(?=[，。；、（\d]|$|等|并|及|和|要求|规定|自查|逐[条项一]|开展|劝导|推进|组织|审核|督促|做好|抓好|实施以来|的(?:通知|要求))"


def _named(reading: Reading) -> list[str]:
    """The unit's full name and its parts, the longest first; what all units share is left out."""
    known = reading.known
    names = {known.unit, *known.unit_parts, *known.names}
    places = {
        place[0]
        for name in (known.unit,)
        if (place := re.match(r"[\u4e00-\u9fff]{2,4}?[县市区镇乡]|[\u4e00-\u9fff]{2,4}街道", name))
    }
    return sorted((name for name in names | places if len(name) >= 3), key=len, reverse=True)


_ISSUED = re.compile(
    r"(?:印发|制定|出台|下发|审议通过)了?《[^《》]{0,20}?(20\d\d)年[^《》]{0,24}?(?:要点|计划|方案|安排|清单)》"
)


@rule(
    "R-Y2",
    "印发的文件写着上年",
    level="warning",
    needs="context",
    hits=(("县财政局2026年上半年研判报告\n\n⟦印发《2025年意识形态工作要点》⟧，确定任务14项。", about("2026H1")),),
    misses=(
        ("县财政局2026年上半年研判报告\n\n印发《2026年意识形态工作要点》，确定任务14项。", about("2026H1")),
        ("县财政局2026年上半年研判报告\n\n对照2025年印发《2025年工作要点》检查。", about("2026H1")),
    ),
)
def issued_last_year(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    for one, match in reading.search(_ISSUED) if period else ():
        dated = re.search(r"20\d\d年|去年|上年", re.split("[。；]", one.text[: match.start()])[-1])
        if int(match[1]) == period.year - 1 and not dated:
            yield span(one, match, f"文件名写{match[1]}年，报告期是{period.label}，核对是否旧稿没有改")


@rule(
    "R-B2",
    "本单位文件名漏书名号",
    level="warning",
    source="GB/T 15834—2011 4.15",
    needs="context",
    hits=(
        (
            "镇述职报告\n\n按照⟦临峪县2024年意识形态工作督查方案⟧要求，开展检查。",
            about("2024", unit="石桥镇"),
        ),
        (
            "医院研判报告\n\n修订⟦栖山县人民医院网络舆情应急预案⟧，开展应急演练1次。",
            about("2023H1", unit="栖山县人民医院"),
        ),
        ("村研判报告\n\n印发⟦柏树沟村移风易俗公约⟧300份。", about("2023H1", unit="青垭乡柏树沟村")),
        ("镇述职报告\n\n制定⟦石桥镇党委意识形态工作责任清单⟧，明确任务。", about("2025", unit="石桥镇")),
        ("镇述职报告\n\n研究制定了⟦2025年石桥镇意识形态工作实施方案⟧。", about("2025", unit="石桥镇")),
        ("校研判报告\n\n出台⟦枫溪镇中心学校讲座论坛审批办法⟧和《教师守则》。", about("2025H1", unit="枫溪镇中心学校")),
        ("局述职报告\n\n严格执行⟦临溪县自然资源局信息发布管理办法⟧。", about("2025", unit="临溪县自然资源局")),
        ("局述职报告\n\n按照⟦临溪县突发事件应急预案⟧要求，开展演练。", about("2025", unit="临溪县自然资源局")),
        ("镇述职报告\n\n下发⟦中共石桥镇委员会2025年意识形态工作要点⟧。", about("2025", unit="石桥镇")),
    ),
    misses=(
        (
            "医院研判报告\n\n修订《栖山县人民医院网络舆情应急预案》，制定应急预案。",
            about("2023H1", unit="栖山县人民医院"),
        ),
        ("镇述职报告\n\n按照《临峪县2024年意识形态工作督查方案》要求，开展检查。", about("2025", unit="石桥镇")),
        ("镇述职报告\n\n制定全镇意识形态工作方案，健全石桥镇工作制度。", about("2025", unit="石桥镇")),
        ("镇述职报告\n\n制定石桥镇各村整改方案，落实石桥镇各项制度。", about("2025", unit="石桥镇")),
        ("村研判报告\n\n制定村规民约，修订柏树沟村村规民约。", about("2023H1", unit="青垭乡柏树沟村")),
        ("镇述职报告\n\n印发石桥镇的3项工作方案，按照石桥镇党委要求抓好规定动作。", about("2025", unit="石桥镇")),
        ("镇述职报告\n\n落实石桥镇党委关于责任制的规定。", about("2025", unit="石桥镇")),
    ),
)
def own_papers(reading: Reading) -> Iterator[Hit]:
    if not reading.sure or not (names := _named(reading)):
        return
    names = [name for name in names if any(name in one.bare for one in reading.tree.prose if one.kind == "body")]
    name = "|".join(map(re.escape, names)) or "(?!)"
    told = rf"(?:根据|按照)(?P<paper>(?:集团公司|公司|学校|医院|集团|局|镇|乡|街道|社区|村)(?P<rest>[\u4e00-\u9fff]{{4,24}}?)(?:{_STRICT}))(?=规定|要求)"
    inner = rf"(?P<paper>(?:20\d\d年度?)?(?:中共)?(?:{name})(?P<rest>[\u4e00-\u9fffA-Za-z\d（）]{{2,30}}?)"
    made = followed = _OTHERS_PAPER
    if names:
        made = re.compile(rf"{_MADE}{inner}(?:{_KINDS})){_AFTER}")
        followed = re.compile(rf"(?:{_FOLLOWED}|签订(?:了)?){inner}(?:{_STRICT}|责任书)){_AFTER}")
    for pattern in (made, followed, re.compile(told), _OTHERS_PAPER) if names else (re.compile(told), _OTHERS_PAPER):
        for one, match in reading.search(pattern, view="bare", kinds="body"):
            paper = match["paper"]
            generic = _GENERIC.fullmatch(match["rest"])
            if generic or re.search(r"的|各|规民约|\d[项个份]|、|关于", match["rest"]):
                continue
            yield Hit(one, match.start("paper"), match.end("paper"), "文件名用书名号", suggestion=f"《{paper}》")


_OTHERS_PAPER = re.compile(  # 按照临峪县2024年意识形态工作督查方案要求
    rf"(?:根据|按照|依据|对照)(?P<paper>[\u4e00-\u9fff]{{2,4}}(?:[省市县区镇乡]|街道)(?:20\d\d年度?)(?P<rest>[\u4e00-\u9fff]{{4,20}}?)(?:{_STRICT}|方案|办法|细则|要点|清单|意见))(?=规定|要求|部署|安排)"
)
_LETTER = re.compile(
    r"(?:发放|寄发|印发|发出|寄送|推送|印制|递送|张贴)(?:了)?(?P<paper>致[\u4e00-\u9fff]{2,14}的(?:一封信|公开信))"
)
_NOTICE = re.compile(
    r"(?P<paper>关于[\u4e00-\u9fffA-Za-z\d—〈〉]{4,50}?的(?:通知|意见|决定|方案|报告|批复|函|通报|实施方案))(?=（[\u4e00-\u9fff]{1,8}〔20\d\d〕)"
)
_WITH_BRACKETS = re.compile(  # 全县党委（党组）意识形态工作责任制实施细则
    rf"(?:{_FOLLOWED}|{_MADE})(?P<paper>[\u4e00-\u9fff]{{2,12}}（(?:党组|室|站|所|党支部)）[\u4e00-\u9fff]{{4,20}}?(?:{_STRICT}|条例|规定|办法|细则|制度)){_AFTER}"
)
_REGULATION = re.compile(  # 学习党的二十大精神和森林防火条例
    r"(?:学习|宣传|贯彻|讲解|解读)[^，。；《》“”]{0,16}?(?:和|、|与)(?P<paper>(?![有相]关|各项|党内|法规|纪律|政策|规章)[\u4e00-\u9fff]{4,10}(?<!法规)(?<!纪律)条例)(?=[，。；、])"
)
_INNER = re.compile(r"〈[^〈〉《》]{2,40}〉")


@rule(
    "R-B2",
    "信函、来文漏书名号",
    level="warning",
    source="GB/T 15834—2011 4.15",
    hits=(
        "发放⟦致返乡乡亲的一封信⟧260份。",
        "重点学习党的二十大精神和⟦森林防火条例⟧，护林员全部参加。",
        "严格执行⟦全县党委（党组）意识形态工作责任制实施细则⟧，3月底前分解任务。",
        "按照县委宣传部⟦关于做好意识形态工作的通知⟧（洛宣发〔2025〕8号）要求，抓好落实。",
        "传达了关于转发⟦〈政务信息发布管理办法〉⟧的通知。",
    ),
    misses=(
        "发放《致返乡乡亲的一封信》260份。",
        "按照《关于做好意识形态工作的通知》（洛宣发〔2025〕8号）要求，抓好落实。",
        "传达了《关于转发〈政务信息发布管理办法〉的通知》。",
    ),
)
def letters(reading: Reading) -> Iterator[Hit]:
    """Letters and notices named in full, and the inner marks of a title whose outer ones are missing."""
    for pattern in (_LETTER, _NOTICE, _WITH_BRACKETS, _REGULATION):
        for one, match in reading.search(pattern, kinds="body"):
            before = one.text[: match.start("paper")]
            if before.count("《") == before.count("》"):
                paper = match["paper"]
                yield Hit(one, match.start("paper"), match.end("paper"), "文件名用书名号", suggestion=f"《{paper}》")
    for one, match in reading.search(_INNER, kinds="all"):
        before = one.text[: match.start()]
        if before.count("《") == before.count("》"):
            yield span(one, match, "单书名号只用在书名号里，外层书名号疑缺")


_RULES_OF_LAW = re.compile(
    r"(?:学习(?:贯彻|宣传|了)?|贯彻(?:落实|执行)?|根据|依据|依照|对照|宣传)(?P<paper>(?P<what>[\u4e00-\u9fff]{4,20}?)(?:条例|准则|(?:管理|实施|暂行|审批|备案|保护|考核)办法|实施细则|暂行规定|管理规定|(?:实施|工作)方案|实施意见|规划纲要|实施纲要|(?:建设)?“[一二三四五十]{3}”规划))"
    r"(?=[，。；、]|要求(?!各|全|所)|规定|精神|，?制定)"
)
_OF_ANY = re.compile(
    r"意识形态|责任制|工作|年度|专项|整改|活动|有关|相关|上级|各项|本|我|全|[省市县区镇乡村局校院]|学校|医院|公司|应急|处置|具体|制定|配套|规范|管理|安全|网络|舆情|考核|宣传|思想|文化|党建|学习|教育|培训|的"
)


@rule(
    "R-B2",
    "法规、方案名漏书名号",
    level="warning",
    source="GB/T 15834—2011 4.15",
    hits=(
        "局机关学习⟦烈士纪念设施保护管理办法⟧，对5处设施开展巡查。",
        "编委会组织采编人员学习⟦广播电视管理条例⟧，修订规程5项。",
        "贯彻⟦全民科学素质行动规划纲要实施方案⟧，抓好落实。",
    ),
    misses=(
        "局机关学习《烈士纪念设施保护管理办法》，对5处设施开展巡查。",
        "根据全镇意识形态工作实施方案，抓好落实。",
        "对照年度考核办法，逐项自查。",
        "学习有关条例、准则。",
    ),
)
def laws(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_RULES_OF_LAW, view="bare", kinds="body"):
        what = match["what"]
        if len(_OF_ANY.sub("", what)) > 3 and not re.search(r"的|各|等|和其|该|这|两部|多部|\d", what):
            yield Hit(
                one, match.start("paper"), match.end("paper"), "文件名用书名号", suggestion=f"《{match['paper']}》"
            )
