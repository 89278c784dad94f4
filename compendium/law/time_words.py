"""The words in which texts tell from when and until when they hold, as regular expressions.

They match the masked words of a sentence (`compendium.law.sentences`); what they mean is for
`compendium.law.validity`.
"""

from __future__ import annotations

import re

from compendium.law.citations import OWN_WORDS
from compendium.law.counted import DATE, LAST, SPAN
from compendium.law.numerals import NUMERAL
from compendium.law.sentences import NAME

_MIDNIGHT = "(?:零时|0时|０时)?"
_HOUR = rf"(?P<hour>{NUMERAL}时)?"
VERB = "(?:施行|实施|生效|执行|试行|实行|暂行)"
_PUBLISHED = "(?:公布|发布|颁布|批准公布|印发|下发|发文|下达|签发|公告)"
_BY = f"(?:文件|正式|向社会|市(?:人民)?政府|人民政府|在?{NAME}+)?"
OWN = (
    rf"本(?:实施|若干|工作|管理|专项|行动|补充|指导|试行|暂行|政策)*(?:{OWN_WORDS}|修正案|方案|指南|指引|标准|准则|公告|通告"
    "|决议|批复|制度|预案|规划|计划|措施|政策|要点|清单|目录|纲要|规范|程序|守则|须知|函|文件|文)"
)
WHOLE = re.compile(OWN)
SPEAKS_OF_ITSELF = re.compile(OWN)
"""Found where words may speak of the text that they stand in."""
SPEAKS_OF_DECISION = re.compile("本(?:决定|决议|通知|公告|令|修正案|意见|议案|文件|文)")
"""Found where the words of a decision may speak of itself and not of the text that it changes."""
ASIDE = re.compile("解释权?|负责实施|组织实施")
"""What may stand between the day of effect and the end: 由市某局负责解释."""
CARRIED = re.compile("(?:其|暂定|并|且|暂|期限)+")
PART = re.compile(rf"第{NUMERAL}(?:编|分编|章|节|条|款|项)|其中|关于|的规定$|部分$")
TERM = (
    "(?:(?:政策|文件)?有效(?:期限|期间|期|时间)|时效"
    "|(?:试行|施行|实施|执行|暂行|适用|实行|试点|试用|试运行)(?:期限|时间|期间|期))"
)
SET = "(?:暂定|暂)?(?:为|是|：|:)?"
_TO = "(?:截至|截止到|截止至|截止于|截止|止于|延长至|延长到|延续至|延续到|延至|至|到)"
_BEGUN = "(?:自?(?:施行|实施|生效|执行|试行)之?日起(?:计算|算)?[，,]?)?"
ENDS = "(?:废止|失效|停止(?:执行|施行|实施|适用)|终止(?:执行|施行|实施)?|不再(?:执行|施行|实施|适用|有效))"
_OF_ITSELF = "(?:自动|自行|即行|即|随即|随之)?"

FIXED = re.compile(
    rf"(?:(?:自|于|从)(?P<day>{DATE}){_MIDNIGHT}(?:起|之日起|开始|始)?|(?P<bare>{DATE}){_MIDNIGHT}(?:起|之日起)|(?<=[\u4e00-\u9fff])(?P<plain>{DATE})(?={VERB}(?:[，,]|$)))[，,]?"
    rf"(?:正式)?(?:在全市(?:范围内)?|在全国(?:范围内)?)?(?:{VERB}(?!的)|有效(?=[，,]|$))"
)
FIXED_AS = re.compile(
    rf"(?:施行|实施|执行|生效)(?:日期|时间)(?:为|是|：|:)(?P<day>{DATE})(?!起?(?:至|到|—|-|－))"
)
ON_DAY = re.compile(
    rf"(?:(?:自|从|于){_BY}(?P<what>{_PUBLISHED}|(?:审议)?通过)之?日起|(?:自|从)?(?P<now>即日)起)[，,]?(?:正式)?"
    rf"(?:在全市(?:范围内)?)?{VERB}(?!的)"
)
ON_DAY_UNTIL = re.compile(
    rf"(?P<term>{TERM}{SET})?(?:自{_BY}(?P<what>{_PUBLISHED}|(?:审议)?通过)之?日起|(?:自|从)?(?P<now>即日)起)[，,]?(?:{VERB})?"
    rf"(?:(?:至|到)(?P<last>{LAST}){_HOUR}止?(?:有效|{VERB})?|(?P<many>{SPAN})内?有效"
    rf"|(?(term)|有效期)(?P<time>{SPAN}))(?!期|的)"
)
ISSUED = re.compile(r"(?:由|报?经)[^，。；]{1,30}(?:公布|发布|颁布)(?:后)?(?:施行|实施)(?=[，,]|$)")
"""本办法经国务院批准，由某部发布施行."""
LATER = re.compile(
    rf"自?{_BY}(?P<what>{_PUBLISHED}|(?:审议)?通过)(?:之日)?(?:(?:的|之)?(?P<next>次日)起?|(?:起|后)[，,]?(?P<full>满)?(?P<nth>第)?"
    rf"(?P<count>{NUMERAL})(?P<unit>日|天|个月)(?P<then>后|以后|之后|之日)?(?:起)?)(?:正式)?{VERB}(?!的)"
)
LEFT_OPEN = re.compile(
    r"(?:施行|实施|生效|执行)(?:的)?(?:具体)?(?:日期|时间)(?:[^。；]{0,60}?(?:另行(?:规定|确定|公布|通知|明确|发布)|另定)"
    r"|，?由[^。；]{0,60}?(?:规定|确定|公布))"
)
ONES = re.compile(
    rf"((?:第{NUMERAL}条(?:之{NUMERAL})*(?:第{NUMERAL}款)?(?:第[（(]?{NUMERAL}[)）]?项)?(?:、|和|至|以及|，)?)+)"
    r"(?:的?规定)?的?$"
)
HELD_FOR = re.compile(
    rf"{_BEGUN}(?:{TERM}(?:自(?P<from>{DATE})(?:起|之日起)(?:计算)?[，,]?)?{SET}{_BEGUN}|(?:暂定|暂|先行)(?:{VERB}|有效)|有效|试行|暂行|(?:^|(?<=[，,])){VERB})"
    rf"(?:暂定)?为?(?P<many>{SPAN})(?:内有效)?"
)
UNTIL = re.compile(
    rf"(?:{TERM}{SET}(?:自{VERB}之?日起)?{_TO}|截止(?:日期|时间)(?:为|是|：|:)|时限(?:为)?至|继续(?:{VERB}|有效)(?:至|到)|(?<=[\u4e00-\u9fff]){VERB}(?:至|到))"
    rf"(?P<last>{LAST}){_HOUR}(?P<before>[之以]?前)?止?"
)
EXPIRES = re.compile(rf"于?(?P<last>{LAST}){_HOUR}(?:到期|届满|期满|截止|止)(?!的)")
EXPIRES_ON = re.compile(
    rf"(?:(?:有效期(?:限)?)?(?:到期|届满|期满|终止|截止)日期?)(?:为|是|：|:)?(?P<last>{LAST})"
)
BEFORE = re.compile(rf"(?:在|于)?(?P<last>{DATE})(?P<before>[之以]?前)有效(?!的)")
WITHIN = re.compile(
    rf"{_BEGUN}(?:(?P<many>{SPAN})内?有效(?!期|的)|(?:为期|期限为?)(?P<time>{SPAN})"
    rf"|(?:{VERB})?满?(?P<past>{SPAN})(?:后|之后|以后|时)?[，,]?{_OF_ITSELF}{ENDS}(?!的))"
)
RANGE = re.compile(
    rf"(?:自|从)?(?P<first>{DATE}){_MIDNIGHT}(?:起|开始)?(?:{VERB})?[，,]?(?:至|到|—+|-+|－|―|~|～)(?P<last>{LAST})"
    rf"{_HOUR}(?:(?P<before>[之以]?前)(?=有效|{VERB})|止|结束|期间)?"
)
RANGE_AFTER = re.compile(rf"(?:{TERM}|(?:施行|实施|执行)日期|{OWN}){SET}(?:{SPAN}[，,])?$")
RANGE_BEFORE = re.compile(rf"(?:正式)?{VERB}|有效")
AND_UNTIL = re.compile(rf"(?:^|[，,])(?:有效|效力|保留|适用|{VERB})?{_TO}(?P<last>{LAST}){_HOUR}(?:止|结束)?")
STRAIGHT = re.compile(rf"(?:{_TO}(?P<last>{LAST}){_HOUR}(?:止|结束)?|(?P<many>{SPAN}))")
"""What may follow 自…起施行 at once: 至2025年5月31日, 两年."""
ENDS_ON = re.compile(
    rf"(?P<to>至|到)?(?:于|自)?(?P<last>{DATE})(?P<past>后|以后|之后)?{_HOUR}(?P<since>起|之日起)?{_OF_ITSELF}{ENDS}(?!的)"
    rf"|(?:失效|废止)(?:日期|时间)(?:为|是|：|:)(?P<on>{DATE})"
)
OPEN_END = re.compile(
    rf"{TERM}(?:与|同|视|由|依据|根据|按照?)[^，。；]{{2,40}}|{TERM}{SET}{_TO}(?!{NUMERAL}[年月])[^，。；]{{2,40}}|(?:有效|{VERB})?(?:至|到)(?!{NUMERAL}[年月])[^，。；]{{2,40}}(?:时|之日|为)止"
    rf"|[^，。；]{{2,20}}(?:结束|期满|届满|到期|出台|公布|发布|印发|施行|实施|生效|解除|终止)(?:之?后|之?日起|之日|以后|时|即)?[，,]?{_OF_ITSELF}{ENDS}(?=[，,]|$)"
    rf"|(?:在)?[^，。；]{{2,20}}(?:出台|公布|发布|印发|施行|实施|生效)(?:之|以)?前(?:继续)?有效"
)
OWN_EFFECT = re.compile(rf"{OWN}(?:{VERB}|{_PUBLISHED})")
"""From 本解释施行后 what another act says holds no more."""
ENDLESS = re.compile(rf"长期有效|{TERM}{SET}长期")
FULFILLED = re.compile("(?:期满|届满|到期|逾期)[^，。；]{0,20}(?:失效|废止|停止执行|终止)|(?:自动|自行)失效")
SPEAKS = re.compile(
    rf"有效期|(?:试行|暂行|施行|执行)(?:期|时间|日期)|实施(?:期限|时间|日期)|{DATE}起?[^，。；]{{0,4}}{VERB}"
    rf"|(?:自|至)[^，。；]{{1,30}}(?:止|起){VERB}?|(?:自动|自行)失效|(?:试行|暂行|有效){SPAN}"
    rf"|{_PUBLISHED}(?:之日|后)[^，。；]{{0,12}}(?:施行|实施|生效)|{DATE}[^，。；]{{0,4}}(?:废止|失效)"
    rf"|批准(?:之日起|后)(?:正式)?{VERB}|(?:暂停|停止|中止|恢复){VERB}|(?:同时|同步|同日){VERB}|何时{VERB}"
    rf"|(?:期限?|期间|时间)(?:为|是|：)?{NUMERAL}(?:年|[-—－～])"
)
"""Words that speak of the effect or the end of a text where it is their subject."""
TELLS = re.compile(
    rf"有效(?:期|时间|[至到])|时效(?:为|是|：|{SPAN})|(?:{SPAN}|前|内|后)有效|(?:失效|废止)(?:日期|时间)"
    rf"|(?:自动|自行|即行|即|后|时|起)(?:{ENDS})"
    rf"|(?:试行|暂行|施行|执行|实施|实行|试点|试用|试运行)(?:期限?|时间|日期|期间)(?:为|是|：|至|到|自|从|{NUMERAL}|另|由|视|与|和|不)"
    rf"|(?:起|即日|次日|同日)[^，。；]{{0,6}}(?:{VERB}|启用|运行)(?=[，,]|$)|{DATE}[^，。；]{{0,6}}{VERB}(?=[，,]|$)"
    rf"|{VERB}(?:至|到){LAST}|(?:届满|期满|到期|终止|截止)(?:日期|日)?(?:为|是|：|{NUMERAL})|追溯"
)
"""Words that speak of it wherever a text tells its time."""
NOT_OF_EFFECT = re.compile(
    r"(?:施行|实施|执行|试行)(?:的|前|后|以前|以后|之前|之后|之日|期间|过程|情况|中)|之日起[^，。；]{0,8}(?:日|月|年)内"
    r"|有效期(?:限)?(?:届满|期满|内|满)"
)


OF_OLD = re.compile("过去|以前|此前|以往|抵触|不一致|原有")
LEADS = re.compile(
    "(?:[自从在于至到其并且暂将应可最长原则上]|试行|施行|实施|执行|政策|不超过)*|[^，]{0,12}(?:后|前|时|起|满)"
)
"""What may stand before them in a clause that goes on about the text."""

TIMED = re.compile(rf"{DATE}|{NUMERAL}(?:个)?(?:年|月)(?:底|末)?")
"""A clause of a closing that tells a time, where nothing else was read of it."""
SPEAKS_OF_OTHERS = re.compile(
    "的|许可|证|执照|合同|申请|登记|备案|名单|规定期限|以下|以上|不超过|每|届|号|人|元|日内|年内(?!执行|适用|有效|施行|实施)|个月内|年度|学年|前已|已经|期间|批准|发布|公布|通过|修[订正]"
)
"""What makes a time in a closing one of something else."""
