"""Rules on how figures are written: approximations, mixing, percentages, units and measure words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph, Tree

MEASURE = r"人次|家次|户次|件次|场次|车次|轮次|条次|平方米|公里|小时|分钟|次|场|份|条|个|篇|期|名|人|件|项|块|张|册|起|户|家|幅|面|处|支|组|本|节|批|部|轮|天|位|盏|辆|套|只|棵|吨|亩|元|班|课时|课|栋|幢"
_NUMBER = r"\d+(?:\.\d+)?"
_BEFORE = r"(?:(?<![签预邀节制履契合公誓违特相缔条赴])约|大约|大概|大致|约莫|差不多|超出|将近|接近|(?<![靠附亲邻就最临远接将])近|(?<![赶反])超过|(?<![赶反])超|(?<![安飘])逾)"
_DOUBLE = re.compile(
    rf"({_BEFORE})(?:有|为|在)?\s*({_NUMBER}[万亿]?)\s*(?:(余|多|来(?=[名个人位户家场次条份件篇]))|([\u4e00-\u9fff]{{1,3}}?)(左右|上下|以上|以内|之多))"
)
_HAN_ABOUT = re.compile(
    r"(?:约|近|将近|大约|大概)[一二三四五六七八九]?[十百千]来(?=[名个人位户家场次条份件篇])|突破\d+(?:\.\d+)?[万亿]?[余多]"
)
_AFTER = re.compile(rf"{_NUMBER}[万亿]?(?:余|多)(?:{MEASURE})?(?:左右|上下|以上|以内)")
_TAILS = re.compile(rf"{_NUMBER}[万亿]?(?:[%％]|{MEASURE})?(?:以上|以下|以内|左右|上下)(?:以上|以下|以内|左右|上下)")
_ATLEAST = re.compile(
    rf"(至少|不少于|不低于|最高达?|最多达?|超过|不超过|最少|不足|低于|高于|多于|少于)(?:[开召组举宣培巡走学检讲办进展推]?[\u4e00-\u9fff])?\s*({_NUMBER}[万亿]?[％%]?)\s*(?:(余|多)|([\u4e00-\u9fff]{{0,3}}?)(以上|以下|左右|上下|以内))"
)
_ATLEAST_HAN = re.compile(
    rf"(?:至少|不少于|不低于|最少)[^，。；、\d]{{0,8}}?(?:\d+|[一两二三四五六七八九十]{{1,2}})(?:{MEASURE}|天|小时|遍)(?:以上|左右)"
)
_OVER = re.compile(
    rf"(?<![\d.])(\d*[1-9]|[二三四五六七八九]?十[一二三四五六七八九])(余|多)(?={MEASURE}|间|座|栋|种|所|台|年|岁|里)"
)
_MIXED = re.compile(
    r"(?<![\d.])\d+(?:\.\d+)?[千百十](?!米|瓦|克|伏|卡|帕|分|赫|佳|年|里|公里)(?:余|多|零|\d)*(?:"
    + MEASURE
    + r")?|\d+万[一二三四五六七八九\d]千"
)
_RATE = re.compile(
    r"(?:率|满意度|知晓度|活跃度|参与度|支持度|认可度|关注度|覆盖面|占比|比重|比例|得分率)[^，。；、]{0,14}?(?:提高|提升|上升|增长|增加|下降|降低|减少|回落|上涨)了?(?:约|近)?(\d+(?:\.\d+)?)(?:[%％]|个百分比)(?!以上|的)"
)
_RATE_AFTER = re.compile(
    r"(?:率|度|占比|比例)(?:达到?|为|是)?约?\d+(?:\.\d+)?[%％][，,]?(?:较|比|同比|环比)[^，。；\d]{0,8}(?:提高|提升|上升|增长|增加|下降|降低|减少|回落|上涨)了?(\d+(?:\.\d+)?)[%％]"
)
_RATE_BASE = re.compile(
    r"\d+(?:\.\d+)?[%％](?:的基础上)?[，,]?(?:再)?(?:高出|低了?|多出?|提高|提升|上升|增长|增加|下降|降低|减少|回落|上涨)了?(?:约|近)?(\d+(?:\.\d+)?)[%％](?!的)"
)
_RATE_DATED = re.compile(
    r"(?:率|度|占比|比例)[^，。；\d%％]{0,8}\d+(?:\.\d+)?[%％]，(?:较|比)[^，。；%％]{2,18}?(?:提高|提升|上升|下降|降低|回落)了?(\d+(?:\.\d+)?)[%％](?!以)"
)
_RATE_AIMED = re.compile(
    r"(?:力争|争取|确保)[^，。；\d]{0,10}(?:率|满意度|知晓度)(?:再)?(?:提高|提升|上升)(\d+(?:\.\d+)?)[%％]以上"
)
_LESS = re.compile(
    r"(?:减少|下降|降低|缩小|减轻|回落|压缩|下滑|缩短)了?(?:近|约)?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十数几]{1,2})倍"
)
_FULL = re.compile(
    r"([\u4e00-\u9fff]{2}(?<!完成)(?<!增长)(?<!执行)(?<!回报)(?<!周转)(?<!使用)(?<!认购)(?<!杠杆)(?<!负债)(?<!产销)(?<!升值)(?<!利用)率|满意度|占比|比重|知晓度)[^，。；\d]{0,8}(\d+(?:\.\d+)?)[%％]"
)
_POINT = re.compile(r"(?<=\d)百分点")
_COUNTS = re.compile(
    r"(?:人次|场次|次数|数量|总数|人数|份数|条数|投稿量|阅读量|点击量|浏览量|粉丝数)[^，。；\d]{0,10}(?:增长|增加|提高|上升|下降|减少)了?\d+(?:\.\d+)?个百分点"
)
_HANDED_OUT = re.compile(r"(?:印发|发放|印制|编印|赠送|征订|张贴|订阅|派发|分发)[^，。；、]{0,6}《[^》]{2,40}》$")
_UNITLESS = re.compile(r"(?<![\d.\-—:：/年月第号〔（(A-Za-z])(\d{1,6}(?:\.\d+)?[万亿]?)(?=[，。；、])")
_LINE = re.compile(r"热线|平台|电话|邮编|编号|代码")
_HOTLINE = re.compile(
    r"热线|编号|电话|邮编|代码|版本|第|学号|门牌|房间|积分|得分|评分|评|分数|值|为|代$|年$|公里|路|线|栋|Fi|No|达|较|比例|排名|至$"
)
_HAN_COUNT = re.compile(
    r"(?:召开|开展|组织|举办|发放|推送|张贴|悬挂|更换|参加|覆盖|惠及|参学|参训|参与|观看|服务|受理|排查|走访|刊发|播放|撰写|征集|收集|评选|慰问|化解|签订|检查|培训|不少于|不低于|至少|共计?|累计|合计|总计)[^，。；0-9“”《》]{0,12}?(?<![第\d一二三四五六七八九十百千万几数两])([一二三四五六七八九两]?[十百千万](?!分)[一二三四五六七八九十百千万零]*(?:余|多)?)(人次|户次|家次|场次|次(?!全)|场|份|条(?!措施|意见|举措|规定|政策)|篇|期|名|块|张|幅|件|户|册|起|批次|支)"
)
_ROUND_BARE = re.compile(r"(?<=[\u4e00-\u9fff])(?<![年月日到至])\d+(?:以上|以内|左右|上下)(?=[，。；、])")
_APART = re.compile(
    r"(?<![签预邀节制履契合公誓违特相缔条赴大])约(?:开展|举办|组织|发放|走访|召开|服务|张贴|推送|排查|化解|制作|悬挂|慰问)了?[\u4e00-\u9fff]{0,6}?\d+[万千]?(余|多|左右|上下)"
)
_HAN_STYLE = re.compile(rf"[二三四五六七八九两](?:人次|场|份|条|篇|期|名|块|张|幅|件|户|册|支)|十(?:{MEASURE})")
_SET_WORDS = (
    "三会一课|一岗双责|两个维护|两个确立|四个意识|四个自信|一票否决|三审三校|三审制|三审三签|第一责任人|第一议题|第一书记|第一时间|一把手|"
    "三重一大|四不两直|一网通办|五位一体|四个全面|八项规定|一老一小|一站式|四议两公开|一事一议|两学一做|一户一策|一人一策|一村一品|三支一扶|两不愁三保障|三个带头|四个带头|四个服从"
).split("|")
_DIGITS = {
    "一": "[1一]",
    "二": "[2二]",
    "两": "[2两]",
    "三": "[3三]",
    "四": "[4四]",
    "五": "[5五]",
    "六": "[6六]",
    "七": "[7七]",
    "八": "[8八]",
}
_SET_DIGITS = re.compile(  # one or more of a set word's numerals in figures
    r"(?<![\d.第年月])(?=[一二两三四五六七八双第\u4e00-\u9fff]{0,3}\d)(?:"
    + "|".join("".join(_DIGITS.get(char, char) for char in word) for word in _SET_WORDS)
    + r")(?![\d月日])"
)
_LETTER = re.compile(r"(?<![A-Za-z])\d+[oOlI]\d*(?=[\u4e00-\u9fff])|(?<![A-Za-z])[lIO]\d+(?=[\u4e00-\u9fff])")
_PERCENT = re.compile(r"百分之\d+(?:\.\d+)?|\d+(?:\.\d+)?[%％]{2,}")


@rule(
    "R-D2",
    "“多、余”叠用",
    level="error",
    source="GB/T 15835—2011 4.3；NUMBERS.md R23",
    hits=("参与群众⟦1.8万多余人次⟧。", "发放资料⟦300余多份⟧。"),
    misses=("参与群众1.8万余人次。", "清理多余的3份资料。", "剩余多份资料。"),
)
def both_over(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(
        re.compile(r"\d+(?:\.\d+)?[万亿百千]?(?:多余|余多)(?:人次|人|次|份|条|户|场|名|件|个|篇|张)"), view="bare"
    ):
        yield span(
            one, match, "“多”与“余”叠用，只留一个", suggestion=match[0].replace("多余", "余").replace("余多", "余")
        )


@rule(
    "R-D2",
    "约数叠用",
    level="error",
    source="GB/T 15835—2011 4.3；NUMBERS.md R23",
    hits=(
        "张贴海报⟦约60余⟧张。",
        "全镇⟦约开展宣讲20余⟧场。",
        "人数⟦大约在600人上下⟧。",
        "播放短片⟦约有700小时左右⟧。",
        "吸引村里⟦近40来⟧名儿童参加。",
        "参加解释的干部⟦约四十来⟧名。",
        "播放量⟦突破8万余⟧次。",
        "参加人员⟦近300多⟧人次。",
        "发放资料⟦超2万余⟧份。",
        "走访群众⟦约200人左右⟧。",
        "每月⟦不少于2次以上⟧。",
        "发放⟦60余份左右⟧。",
        "覆盖⟦至少80%以上⟧。",
        "坚持每季度⟦至少专题研究一次以上⟧。",
        "参与率达到⟦80%以上左右⟧。",
    ),
    misses=(
        "约谈20余人。",
        "签约20余家企业。",
        "张贴海报60余张。",
        "近年来，开展20余次。",
        "参与率达到95%以上。",
        "约300人参加。",
        "超市20余家。",
        "累计发放6000余份。",
        "全年不少于4次。",
        "约5分钟完成，20多人参加。",
    ),
)
def doubled(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_DOUBLE, view="bare", kinds="all"):
        before, _number, after = match[1], match[2], match[3] or match[5]
        if match[4] and not re.fullmatch(MEASURE, match[4]) or before == "近" and match[4] == "年":
            continue
        plain = match[0][len(before) :].lstrip()
        yield span(one, match, f"“{before}”与“{after}”叠用，只留一个", suggestion=plain)
    for one, match in reading.search(_APART, view="bare"):
        yield span(one, match, f"“约”与“{match[1]}”叠用，只留一个")
    for one, match in reading.search(_HAN_ABOUT, view="bare", kinds="all"):
        yield span(one, match, "约数叠用，只留一个")
    for one, match in reading.search(_AFTER, view="bare", kinds="all"):
        if not re.search(_BEFORE + r"\s*$", one.text[: match.start()]):
            yield span(
                one,
                match,
                "“余、多”与“左右、以上”叠用，只留一个",
                suggestion=re.sub("左右|上下|以上|以内", "", match[0]),
            )
    for one, match in reading.search(_TAILS, view="bare", kinds="all"):
        yield span(one, match, f"“{match[0][-4:]}”叠用，只留一个", suggestion=match[0][:-2])
    for one, match in reading.search(_ATLEAST, view="bare", kinds="all"):
        if not match[4] or re.fullmatch(MEASURE + "|年|桌|户|亩|元|天|分钟|小时", match[4]):
            after = match[3] or match[5]
            yield span(
                one,
                match,
                f"“{match[1]}”与“{after}”叠用，只留一个",
                level="error" if match[3] else "warning",
                suggestion=match[0][: -len(after)],
            )
    for one, match in reading.search(_ATLEAST_HAN, view="bare", kinds="all"):
        if not _ATLEAST.match(match[0]):
            yield span(
                one, match, f"“至少”一类与“{match[0][-2:]}”叠用，只留一个", level="warning", suggestion=match[0][:-2]
            )


@rule(
    "R-D2",
    "达……余",
    level="info",
    source="NUMBERS.md R23",
    hits=("参与人数⟦达300余⟧人次。", "参加人员⟦达120人左右⟧。"),
    misses=("参与率达95%以上。", "人员达到标准。"),
)
def reaching(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(rf"(?:达到?|最高)\s*{_NUMBER}[万亿]?(?:余|多)"), view="bare"):
        yield span(one, match, "“达”后宜用确数，或去掉“余”")
    for one, match in reading.search(
        re.compile(rf"(?:达到?|最高)\s*{_NUMBER}[万亿]?[\u4e00-\u9fff]{{1,2}}?(?:左右|上下)"), view="bare"
    ):
        yield span(one, match, "“达”与“左右、上下”叠用，只留一个", level="warning")


@rule(
    "R-D3",
    "个位非零带“余、多”",
    level="error",
    source="NUMBERS.md R23",
    hits=("发放资料⟦37余⟧份。", "开展活动⟦12多⟧场。"),
    misses=("发放资料1.2万余份。", "发放资料30余份。", "推送2.5万余条。", "3个多月"),
)
def odd_over(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_OVER, view="bare", kinds="all"):
        if (
            match[2] == "多"
            and re.match(r"媒体|部门|方", one.text[match.end() :])
            or re.search(r"\d\.$", one.text[: match.start()])
        ):
            continue
        yield span(one, match, f"“{match[0]}”：个位不是零的数不带“{match[2]}”", suggestion=match[1])


@rule(
    "R-D4",
    "数字混写",
    level="warning",
    source="GB/T 15835—2011 5.3",
    hits=("发放宣传单⟦6千余份⟧。", "走访⟦3百户⟧。", "投入⟦2万3千⟧元。"),
    misses=("发放宣传单6000余份。", "全长5千米。", "功率12千瓦。", "2.3万余人次。", "一百余户", "3千克"),
)
def mixed(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_MIXED, view="plain", kinds="all"):
        head = re.match(r"(\d+(?:\.\d+)?)([千百十])(余|多)?", match[0])
        fixed = None
        if head and not re.search(r"[零\d]$", match[0].rstrip("余多")) or head and head[3]:
            value = Decimal(head[1]) * {"千": 1000, "百": 100, "十": 10}[head[2]]  # type: ignore[index]
            if value == int(value):
                fixed = str(int(value)) + match[0][len(head[1]) + 1 :]  # type: ignore[index]
        yield span(one, match, f"“{match[0]}”：除万、亿外不与汉字位混写", suggestion=fixed)


@rule(
    "R-D5",
    "率的增减应用百分点",
    level="warning",
    source="NUMBERS.md R17",
    hits=(
        "知晓率由88.6%提高到⟦93.1%，提高4.5%⟧。",
        "测评满意度97.1%，较第二季度的⟦95.6%提高1.5%⟧。",
        "⟦满意度较上季度提高3.2%⟧。",
        "“学习强国”⟦活跃度上升3.2%⟧。",
        "⟦参与率同比提升5%⟧。",
        "日均⟦活跃度96.3%，比2024年下半年提高1.8%⟧。",
    ),
    misses=(
        "满意度提高到95%。",
        "满意度较上季度提高3.2个百分点。",
        "发放资料增长15%。",
        "参与率达到95%，比上年多20人。",
    ),
)
def points(reading: Reading) -> Iterator[Hit]:
    seen: set[tuple[int, int]] = set()
    for one, match in (
        *reading.search(_RATE),
        *reading.search(_RATE_AFTER),
        *reading.search(_RATE_BASE),
        *reading.search(_RATE_DATED),
        *reading.search(_RATE_AIMED),
    ):
        if (one.index, match.end(1)) in seen:
            continue
        seen.add((one.index, match.end(1)))
        fixed = match[0][: match.start(1) - match.start()] + match[1] + "个百分点"
        yield span(one, match, "两个百分率之差用“个百分点”", suggestion=fixed)


@rule(
    "R-D5",
    "百分点、倍的误用",
    level="error",
    source="NUMBERS.md R15、R17",
    hits=(
        "投诉⟦减少2倍⟧。",
        "由8次降至4次，⟦减少了一倍⟧。",
        "提高3⟦百分点⟧。",
        "⟦参与人次增长12个百分点⟧。",
        "达到⟦百分之95⟧以上，效果好。",
    ),
    misses=("投诉减少一半。", "提高3个百分点。", "参与人次增长12%。", "数量是去年的2倍。", "百分之百"),
)
def misused_percent(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_LESS):
        yield span(one, match, "“倍”不表示减少")
    for one, match in reading.search(_POINT):
        yield span(one, match, "“百分点”前缺“个”", suggestion="个百分点", level="warning")
    for one, match in reading.search(_COUNTS):
        yield span(
            one,
            match,
            "数量的增减用“%”，两个率之差才用“百分点”",
            level="warning",
            suggestion=match[0].replace("个百分点", "%"),
        )
    for one, match in reading.search(_PERCENT):
        number = re.search(r"\d+(?:\.\d+)?", match[0])
        yield span(one, match, "百分数写成“n%”", level="warning", suggestion=f"{number[0]}%" if number else None)


@rule(
    "R-D5",
    "率超过100%",
    level="error",
    source="NUMBERS.md R11",
    hits=("⟦整改率达到120%⟧。", "⟦满意度为102%⟧。"),
    misses=("整改率达到100%。", "完成率达到120%。", "产值增长150%。"),
)
def over_full(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_FULL):
        if Decimal(match[2]) > 100 and not re.search(r"增|提高|上升", match[0]):
            yield span(one, match, f"{match[1]}不会超过100%")


def _same_word(found: str, word: str) -> bool:
    return len(found) == len(word) and all(
        re.fullmatch(_DIGITS.get(b, re.escape(b)), a) for a, b in zip(found, word, strict=True)
    )


@rule(
    "R-D1",
    "定型词用汉字",
    level="warning",
    source="GB/T 15835—2011 4.2.3",
    hits=("⟦第2季度⟧，社区平稳。", "落实“⟦3会1课⟧”。", "“⟦2个维护⟧”", "执行“⟦3会一课⟧”。", "履行⟦第1责任人⟧职责。"),
    misses=("第二季度，社区平稳。", "召开2个会议。", "2025年第二季度", "召开12会议。", "第1时段巡查。"),
)
def set_words(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(r"第?([1-4])季度"), kinds="all"):
        yield span(one, match, "季度用汉字", suggestion=match[0].replace(match[1], "一二三四"[int(match[1]) - 1]))
    for one, match in reading.search(_SET_DIGITS, kinds="all"):
        right = next((word for word in _SET_WORDS if _same_word(match[0], word)), None)
        if right and right != match[0]:
            yield span(one, match, "定型词语里的数字用汉字", suggestion=right)


@rule(
    "R-D1",
    "统计数用阿拉伯数字",
    level="warning",
    source="GB/T 15835—2011 4.1",
    hits=(
        "开展宣讲⟦十二场⟧，推送信息48条。",
        "覆盖群众⟦一千二百人次⟧，推送信息48条。",
        "发放资料⟦三百余份⟧，参加80人次。",
        "组建宣讲队3支，宣讲不少于⟦五十场⟧。",
        "推送48条，学习共⟦二十三次⟧。",
        "推送48条，慰问困难党员⟦三十六户⟧。",
    ),
    misses=(
        "召开会议十余次。",
        "学习贯彻党的二十大精神，开展宣讲12场。",
        "开展一次宣讲，推送48条。",
        "开展“百场宣讲”12场。",
        "组织十几次活动，推送48条。",
        "落实稳增长三十条措施，推送48条。",
        "几十场活动，累计数十次，推送48条。",
    ),
)
def counted_in_han(reading: Reading) -> Iterator[Hit]:
    prose = "".join(one.plain for one in reading.tree.prose)
    if len(re.findall(rf"\d[余多]?(?:{MEASURE})", prose)) < len(_HAN_STYLE.findall(prose)):
        return
    for one, match in reading.search(_HAN_COUNT, view="plain"):
        articles = match[2] == "条" and re.search(
            r"(?:》|清单|公约)[^。；]{0,8}$", one.text[max(match.start(1) - 20, 0) : match.start(1)]
        )
        if not articles and match[1] not in ("十", "百", "十余", "十多", "百余", "百多", "数十", "上百"):
            yield Hit(one, match.start(1), match.end(2), "统计数用阿拉伯数字")


_FULL_WIDTH = re.compile("[０-９]+(?:[．.][０-９]+)?")


def _full_width(tree: Tree) -> Iterator[tuple[Paragraph, int, int]]:
    """Yield where the file has full-width digits: the tree has them as half-width ones (lines.py)."""
    wide = {
        index: [match.span() for match in _FULL_WIDTH.finditer(source.text)]
        for index, source in enumerate(tree.sources)
    }
    for one in tree.paragraphs if any(wide.values()) else ():
        ends = [*(piece[0] for piece in one.pieces[1:]), len(one.text)]
        for (here, source, there), stop in zip(one.pieces, ends, strict=True) if one.kind != "table" else ():
            for start, end in wide[source]:
                if here <= here + start - there and here + end - there <= stop:
                    yield one, here + start - there, here + end - there


@rule(
    "R-D6",
    "全角数字、千分撇、字母当数字",
    level="info",
    source="GB/T 15835—2011 5.1",
    hits=("发放资料⟦６０００⟧份。", "发放资料⟦6,000⟧份。", "发放资料⟦6O⟧份。"),
    misses=("发放资料6000份。", "5G网络", "推送1条,2场"),
)
def digit_forms(reading: Reading) -> Iterator[Hit]:
    for one, start, end in _full_width(reading.tree):
        yield Hit(one, start, end, "用半角数字", suggestion=one.text[start:end].replace("．", "."))
    for one, match in reading.search(re.compile(r"(?<![\d,])\d{1,3}(?:[,，]\d{3})+(?![\d,])"), view="bare"):
        yield span(one, match, "公文里不加千分撇", suggestion=re.sub("[,，]", "", match[0]))
    for one, match in reading.search(_LETTER, view="bare", kinds="all"):
        fixed = match[0].translate(str.maketrans("oOlI", "0011"))
        yield span(one, match, "字母混进了数字", level="error", suggestion=fixed)


@rule(
    "R-F1",
    "数字无单位",
    level="warning",
    hits=(
        "印发《移风易俗倡议书》⟦480⟧，村广播按时播放。",
        "召开分析研判会⟦3⟧，参加80人次。",
        "发放宣传单⟦6000余⟧，张贴海报60张。",
        "集中学习3次，参学⟦86⟧，为6名老党员送学。",
        "推送文章64篇，累计阅读⟦12.6万⟧。",
        "短视频播放⟦30万⟧，反响良好。",
        "线上线下参与群众⟦6.3万⟧，送戏16场。",
        "整理先进人物事迹⟦30以上⟧，6月底前完成。",
    ),
    misses=(
        "户籍人口1.36万，阅读量12.6万，粉丝2万，点赞41万，播放量突破100万。",
        "拨打12345热线。",
        "开通12345，受理诉求。",
        "召开分析研判会3次，参加80人次。",
        "截至2025年，平稳。",
        "落实〔2025〕8号，抓好工作。",
        "综合评分95，排名第2。",
    ),
)
def unitless(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_UNITLESS, view="plain"):
        before = one.plain[: match.start()]
        handed = one.text[match.start() - 1 : match.start()] == "》" and _HANDED_OUT.search(one.text[: match.start()])
        if (
            not (handed or re.search(r"[\u4e00-\u9fff]$", before))
            or _HOTLINE.search(before[-4:])
            or _LINE.match(one.text[match.end() + 1 :][:3])
            or match[1] in ("110", "119", "120", "122")
            or match[1].endswith("万")
            and re.search(
                r"人口|用户|会员|听众|侨胞|乡亲|粉丝|点赞|人数|[量率数](?:已|达|超|破|突破|约|近|累计|为|到|至|过|共|均|逾)*$",
                before[-8:],
            )
            or re.fullmatch(r"\d{5}", match[1])
            and match[1][:2] in ("12", "96", "95", "11")
        ):
            continue
        yield span(one, match, f"“{match[1]}”后缺量词")
    for one, match in reading.search(_ROUND_BARE, view="plain"):
        if not re.search(
            "年龄|岁|分数?|评分|率|比例|指数|排名|占比|等级|[前第]$",
            one.plain[max(match.start() - 8, 0) : match.start()],
        ):
            yield span(one, match, f"“{match[0]}”：数后缺量词")
    for one, match in reading.search(re.compile(r"(?<![\d.])\d+(?:\.\d+)?万?[余多](?=[，。；、])"), view="plain"):
        yield span(one, match, f"“{match[0]}”后缺量词", level="error")
