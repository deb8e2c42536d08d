"""Rules on 《》 left out around papers quoted by name, newspapers, books, films and songs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule

_SOURCE = "GB/T 15834—2011 4.15"
_VERB = r"(?:学习|根据|按照|依据|对照|制定|制订|印发|落实|出台|执行|遵守|重温|修订|贯彻|下发)(?:了|好)?"
_PAPERS = (
    re.compile(
        rf"{_VERB}(?P<paper>关于(?!开展|做好|召开|举办|组织)[一-龥\d—]{{6,40}}?的(?:实施意见|指导意见|若干意见|意见|办法|实施方案|工作方案|通知|决定))(?=[，。；、（]|要求|精神|$)"
    ),
    re.compile(
        r"(?P<paper>(?:(?<=[把将])|(?<=学习)|(?<=执行)|(?<=落实)|(?<=按照)|(?<=根据)|(?<=印发)|(?<=制定)|(?<=修订)|(?<=出台))[一-龥\d]{5,24}(?:办法|细则|规定|规则|条例|方案|规程|标准|指引)（(?:试行|暂行|试用|修订|征求意见稿)）)"
    ),
    re.compile(
        rf"{_VERB}(?P<paper>(?![县市区镇乡]委)[一-龥\d]{{9,30}}?(?:管理办法|实施细则|行动方案|行动计划|管理细则))(?=[，。；（]|$)"
    ),
    re.compile(
        r"(?:[县市区镇乡省]委(?:办公室|宣传部)?|[县市区省]政府|[一-龥]局|上级|党组)(?:印发|下发|出台|制定)的(?P<paper>[一-龥\d]{6,30}?(?:方案|办法|实施意见|实施细则|行动计划))(?=[，。；]|要求|精神)"
    ),
)
_LOOSE = re.compile("的(?!意见|办法|实施|指导|若干|工作方案|通知|决定)|[各本我该]|相关|有关|一系列|配套")


@rule(
    "R-B2",
    "文件全名漏书名号",
    level="warning",
    source=_SOURCE,
    hits=(
        "街道出台⟦关于加强社区宣传文化阵地管理的实施意见⟧，细化8个环节。",
        "把⟦互联网诊疗监管细则（试行）⟧纳入学习计划。",
        "公司落实⟦企业微信公众账号信息发布审核管理办法⟧，审核推文38篇。",
        "对照县委印发的⟦新时代文明实践站建设三年行动方案⟧，补建阅览角。",
    ),
    misses=(
        "街道出台《关于加强社区宣传文化阵地管理的实施意见》，细化8个环节。",
        "制定班级微信群管理办法，健全各项规章制度。",
        "制定关于意识形态工作的3项措施，落实有关部门的管理办法。",
        "根据群众提出的意见完善积分办法。",
    ),
)
def papers(reading: Reading) -> Iterator[Hit]:
    """A paper's whole name: 关于……的意见, with （试行）, issued by somebody, or too long for anything but a name."""
    for pattern in _PAPERS:
        for one, match in reading.search(pattern, view="bare", kinds="body"):
            inner = re.sub("^关于|党的", "", match["paper"])
            if not _LOOSE.search(inner) and not re.search("和[一-龥]+(?:方案|办法|意见)$", inner[:-4]):
                yield Hit(
                    one, match.start("paper"), match.end("paper"), "文件名用书名号", suggestion=f"《{match['paper']}》"
                )


_NEWSPAPERS = re.compile(
    r"(?:订阅|订|阅读|传阅|摆放|选读|赠阅|研读)(?:了)?(?P<name>(?:人民|光明|经济|农民|工人|法治|解放军|中国教育|中国青年|健康|科技|学习)(?:日报|时报|报)|半月谈|求是)(?!社|[”》])"
)
_FILMS = re.compile(
    r"(?:观看|收看|放映|组织看|观影)(?:了)?(?P<kind>(?:红色|爱国|主旋律|警示教育|优秀|廉政|教育|励志)*(?:电影|影片|纪录片|专题片|话剧|教育片|故事片|动画片|电视剧))(?P<name>[一-龥]{2,10})(?=[，。；])"
)
_BOOKS = re.compile(r"(?:通读|阅读|研读|学习|精读|共读|读|品读)(?:了|完)?(?P<name>[一-龥]{2,10})一书")
_SONGS = re.compile(
    r"(?:排练|演唱|教唱|传唱|学唱|高唱|唱响|(?<!合)唱(?![队团]))(?:了)?(?P<name>[一-龥]{4,14})等(?:\d+首|[一二三四五六七八九十]首|多首)?(?:红色|经典|爱国|革命)?歌曲"
)
_NO_NAME = re.compile(
    "(?:^[供让给并进和与及对向为在]|[一二三四五六七八九十几]|等|下乡|进村|放映|活动|晚会|欣赏|展播|展映|片单|展演|开幕|首映|专场|党课|讲座|这|那|该|每|同|一|本|红色|革命|经典)"
)


@rule(
    "R-P13",
    "报刊、图书、影片、歌曲漏书名号",
    level="warning",
    source=_SOURCE,
    hits=(
        "为每个村订阅⟦人民日报⟧，设专架陈列。",
        "组织青年职工观看电影⟦长津湖⟧，观影后座谈。",
        "党员通读⟦乡土中国⟧一书，写下心得16篇。",
        "合唱队排练了⟦没有共产党就没有新中国⟧等歌曲。",
    ),
    misses=(
        "为每个村订阅《人民日报》，设专架陈列。",
        "组织观看电影12场，观看警示教育片，放映电影进村。",
        "党员通读《乡土中国》一书，学习这一书。",
        "合唱队排练了红色经典等歌曲。",
        "关注人民日报客户端。",
    ),
)
def works(reading: Reading) -> Iterator[Hit]:
    for pattern in (_NEWSPAPERS, _FILMS, _BOOKS, _SONGS):
        for one, match in reading.search(pattern, view="bare", kinds="prose"):
            name = match["name"]
            if pattern is _NEWSPAPERS or not _NO_NAME.search(name) or len(name) > 7:
                yield Hit(one, match.start("name"), match.end("name"), "作品名用书名号", suggestion=f"《{name}》")
