"""Rules on negations: two where one is meant, so that the sentence says the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

_BANNED = r"得|准|许|能|要|可|允许"
_TWICE = (
    (rf"(?:严禁|禁止|严厉禁止|杜绝|谢绝)(?:任何人|各类|一切)?不(?:{_BANNED})(?!不)", "“禁止”已是否定"),
    (rf"不(?:{_BANNED})(?:再)?(?:严禁|禁止|杜绝|不得|不准|不许|不可|不要|拒绝)", "两个否定只留一个"),
    (r"(?:一律|严格|坚决|绝对|绝|均|都|概|也|任何人|任何单位|任何个人|决)不得不", "“不得不”是“必须”的意思"),
    (r"(?:未经|不经|没有)[^，。；]{1,14}的?[^，。；]{0,8}，?(?:一律|均|都|坚决|绝)?不得不", "“不得不”是“必须”的意思"),
    (r"(?:禁止|严禁)(?:严禁|禁止|杜绝)|不不(?!良|实|当)", "否定词重复"),
    (
        r"(?:以防|谨防|防范|防止|避免|以免|免得|杜绝|严防)(?:再)?不(?:再)?(?:发生|出现|反弹|扩散|蔓延|炒作|回潮)",
        "双重否定，意思反了",
    ),
    (r"(?:未|没有?|尚未)(?:能)?未(?:发生|出现|发现|完成|落实|达到)|未(?:没有|不)(?:发生|出现|发现|完成)", "否定词重复"),
    (r"无不(?:未|没有|不)|(?:并非|并不是)(?:没有|不)不|不无(?:没有|不)", "否定太多，意思反了"),
    (r"(?:从来|从|始终)(?:没有|未)不(?:发生|出现|发现)", "两个否定只留一个"),
    (r"(?<!不得)(?:不可|不能)缺少不了|缺少不了", "“缺少不得”或“少不了”"),
    (r"(?:不够|不足|不高|不强|薄弱|欠缺|缺乏)(?:不够|不足|不高|不强|不到位|薄弱)(?=[，。；])", "两个说明只留一个"),
    (r"(?:缺乏|缺少|欠缺)[^，。；、的\d]{1,8}(?:不足|不够|缺失|欠缺)(?=[，。；])", "“缺乏”与“不足”只留一个"),
)
_PATTERNS = tuple((re.compile(pattern), reason) for pattern, reason in _TWICE)
_ANY = re.compile("|".join(pattern for pattern, _ in _TWICE))


@rule(
    "R-G2",
    "否定叠用",
    level="warning",
    source="字面",
    hits=(
        "未经审核的信息⟦一律不得不⟧发布。",
        "⟦严禁不得⟧在工作群转发不实信息。",
        "党员⟦不得不得⟧参与。",
        "⟦不得禁止⟧传播不实信息。",
        "⟦未经审批不得不⟧举办讲座。",
        "⟦避免不发生⟧舆情。",
        "全年⟦未没有发生⟧舆情事件。",
        "干部⟦能力不足不强⟧。",
        "⟦缺乏创新意识不够⟧。",
        "⟦禁止严禁⟧吸烟。",
        "任何个人⟦任何单位不得不⟧截留。",
    ),
    misses=(
        "未经审核的信息一律不得发布。",
        "因疫情不得不推迟。",
        "严禁不实信息传播，严禁不经审核发布信息。",
        "严禁不按程序审批。",
        "防止不良信息扩散。",
        "不得不承认差距。",
        "不得未经审核发布。",
        "创新意识不够，能力不足。",
        "群众无不称赞。",
        "缺乏经验，力量不足。",
        "不准不请示、不报告。",
    ),
)
def negations(reading: Reading) -> Iterator[Hit]:
    if not any(True for _ in reading.search(_ANY, view="bare")):
        return
    for pattern, reason in _PATTERNS:
        for one, match in reading.search(pattern, view="bare"):
            yield span(one, match, f"“{match[0]}”：{reason}")
