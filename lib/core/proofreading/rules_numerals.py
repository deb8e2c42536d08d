"""Rules on which numerals a place takes: dates in words, lunar days in figures, counts in words beside counts in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.paragraphs import han_number, han_word
from lib.core.proofreading.registry import Hit, Reading, rule, span

_SOURCE = "GB/T 15835—2011 4、5"
_DAY = "一二三四五六七八九十"
_LUNAR = re.compile(
    r"(?:正月|腊月|农历[^，。；\d]{0,2}\d{0,2}月?|[一二三四五六七八九十]月)(?P<day>\d{1,2})(?![\d日号])|农历(?P<month>\d{1,2})月(?P<late>\d{1,2})(?!\d)"
)
_SET = re.compile(
    r"(?<![\d.])(?:“(?P<q>[3-8])(?P<r>农)”|(?P<n>3)八(?=妇女|国际|节|红旗手)|(?P<m>[5678])一(?=国际|儿童节|劳动节|建党|建军|前夕|节)|(?P<k>1)二九(?=运动|前夕))"
)
_ABOUT = re.compile(r"(?<![\d.、])(?P<a>[1-8])、(?P<b>[2-9])(?P<unit>名|个(?!月)|次|人|天|户|家|场|件|张|块|篇|条|岁)")
_SEVERAL = re.compile(r"(?<![\d.])(?P<n>[1-9]0)几(?=名|个|次|人|天|户|家|场|件|张|块|篇|条|年|岁|处|里)")
_SPOKEN_DATE = re.compile(
    rf"(?<!农历)(?<!旧历)(?<![第{_DAY}])(?P<month>[一二三四五六七八九]|十[一二]?)月(?P<day>[{_DAY}]{{1,3}})日"
)
_SPOKEN_MONTH = re.compile(
    r"(?:今年|本年)(?P<month>[一二三四五六七八九]|十[一二]?)月(?:份)?(?=以来|，|召开|开展|组织|举办)|(?<![历正腊])(?P<alone>[一二三四五六七八九]|十[一二]?)月份(?=召开|开展|组织|举办|以来|，)"
)
_HALF_DATE = re.compile(
    rf"20\d\d年[{_DAY}]{{1,2}}月\d{{1,2}}日|20\d\d年\d{{1,2}}月[{_DAY}]{{1,3}}日|(?<!\d)\d{{1,2}}[./／]\d{{1,2}}日|(?<!\d)\d{{1,2}}月0\d{{1,2}}日|(?<!\d)0\d月\d{{1,2}}日"
)
_PER_CENT = re.compile(r"百分之(?P<n>[一二三四五六七八九十]{1,3})(?![一二三四五六七八九十百点])")
_UNIT = r"处|辆|人次|名|间|个(?!月|方面|环节|维度|层面)|篇|场|份|块|条|件|户|家|张|册|期|支|台|套|本|面|部|幅"
_COUNTED = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?<![第每上近几数约这那前后逾十百千零、{_DAY}两])(?P<n>[二三四五六七八九]?十[一二三四五六七八九]|[二三四五六七八九]十|[一二三四五六七八九]百(?:零[一二三四五六七八九]|[一二三四五六七八九]十[一二三四五六七八九]?))(?P<unit>{_UNIT})(?=[，。；、])"
)
_FIGURES = re.compile(rf"\d+(?:{_UNIT})")
_LISTED = re.compile(
    rf"(?:\d+(?:{_UNIT})、[\u4e00-\u9fff“”]{{2,10}}?(?P<n>[三四五六七八九])(?P<unit>{_UNIT})(?=[，。、；]))|(?<=[\u4e00-\u9fff])(?<![第每这那])(?P<m>[三四五六七八九])(?P<kind>{_UNIT})(?=、[\u4e00-\u9fff“”]{{2,10}}\d+(?:{_UNIT})(?:[，。、；]))"
)


@rule(
    "R-D1",
    "农历、节日、概数用了阿拉伯数字",
    level="warning",
    source=_SOURCE,
    hits=(
        "⟦正月15⟧当晚，居民猜灯谜。",
        "⟦农历8月15⟧，办起诵诗会。",
        "回应⟦“3农”⟧领域的关切。",
        "⟦3八⟧妇女节前夕，评出“好婆婆”18名。",
        "⟦7、8名⟧青年教师轮流值守。",
        "入户时碰到⟦10几⟧名居民询问。",
    ),
    misses=(
        "正月十五当晚，居民猜灯谜。",
        "七八名青年教师轮流值守。",
        "7、8月开展活动。",
        "一至七、八名队员。",
        "设3、5、7名候选人。",
    ),
)
def words_wanted(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_LUNAR, view="bare"):
        yield span(one, match, "农历月日用汉字")
    for one, match in reading.search(_SET, view="text"):
        digit = match["q"] or match["n"] or match["m"] or match["k"]
        yield span(one, match, "定型词用汉字", suggestion=match[0].replace(digit, han_word(int(digit)), 1))
    for one, match in reading.search(_ABOUT, view="bare"):
        if int(match["b"]) - int(match["a"]) == 1 and not re.match(r"[、和]\d", one.bare[match.end() :]):
            right = han_word(int(match["a"])) + han_word(int(match["b"])) + match["unit"]
            yield span(one, match, "相邻两数表示概数，用汉字，中间不用顿号", suggestion=right)
    for one, match in reading.search(_SEVERAL, view="bare"):
        right = han_word(int(match["n"])) + "几"
        yield span(one, match, f"概数用汉字：“{right}”", suggestion=right)


@rule(
    "R-D7",
    "日期汉字、数字混写",
    level="warning",
    source="GB/T 15835—2011 5.2.2",
    hits=(
        "⟦五月二十日⟧，技术员进山看望护林员3次。",
        "⟦2024年五月6日⟧开幕，展出照片92幅。",
        "学校⟦10.13日⟧举行入队仪式。",
        "⟦今年四月⟧以来，开展活动3次。",
        "⟦五月份⟧召开会议1次，6月份召开会议1次。",
        "开放日定在⟦10月016日⟧。",
        "业委会于⟦3/20日⟧亮相。",
    ),
    misses=("5月20日，技术员进山看望护林员3次。", "农历五月二十日，举办庙会3场。", "五月花开，举办活动3场。"),
)
def dates_in_words(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_SPOKEN_DATE, view="bare"):
        month, day = han_number(match["month"]), han_number(match["day"])
        if (
            month
            and day
            and re.search(r"\d", one.bare)
            and not re.search("农历|旧历|庙会", one.bare[max(match.start() - 8, 0) : match.end() + 6])
        ):
            yield span(one, match, "公历日期用阿拉伯数字", suggestion=f"{month}月{day}日")
    for one, match in reading.search(_SPOKEN_MONTH, view="bare"):
        if re.search(r"\d", one.bare) and not re.search(
            "农历|旧历", one.bare[max(match.start() - 6, 0) : match.start()]
        ):
            yield span(one, match, "公历月份用阿拉伯数字")
    for one, match in reading.search(_HALF_DATE, view="bare", kinds="all"):
        yield span(one, match, "日期写作×年×月×日，用阿拉伯数字")


@rule(
    "R-D4",
    "统计的数用了汉字",
    level="warning",
    source=_SOURCE,
    hits=(
        "发现错别字⟦十七处⟧、画面陈旧9处。",
        "车身公益广告投放⟦一百三十二辆⟧，站台灯箱更换46块。",
        "评出文明班级12个、文明宿舍⟦八间⟧、文明窗口3个。",
        "添置球台4张、健身器材15件、阅报栏⟦六个⟧、石桌2张。",
        "认可的占⟦百分之九十四⟧，比上季度提高2个百分点。",
    ),
    misses=(
        "发现错别字17处、画面陈旧9处。",
        "来了十几名居民，发放资料50份。",
        "坚持“三会一课”、主题党日12次。",
        "落实百分之百全覆盖，检查3次。",
        "评出文明班级12个，做到三个结合。",
    ),
)
def figures_wanted(reading: Reading) -> Iterator[Hit]:
    told = [(one, match) for one, match in reading.search(_COUNTED, view="bare")]
    if len(told) > sum(len(_FIGURES.findall(one.bare)) for one in reading.tree.prose):
        return  # a text that tells its numbers in words
    for one, match in told:
        if len(_FIGURES.findall(one.bare)) >= sum(home is one for home, _ in told):
            yield span(one, match, "统计的数用阿拉伯数字", suggestion=f"{han_number(match['n'])}{match['unit']}")
    for one, match in reading.search(_LISTED, view="bare"):
        place = "n" if match["n"] else "m"
        end = match.end("unit" if match["n"] else "kind")
        yield Hit(one, match.start(place), end, "并列的数写法不一，用阿拉伯数字")
    for one, match in reading.search(_PER_CENT, view="bare"):
        if re.search(r"\d+(?:\.\d+)?(?:[%％]|个百分点)", one.bare):
            yield span(one, match, "百分数用阿拉伯数字", suggestion=f"{han_number(match['n'])}%")
