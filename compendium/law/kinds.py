"""The kinds of act and of event, with the words people use for them."""

from __future__ import annotations

from enum import StrEnum


class ActKind(StrEnum):
    """The kinds of act that the corpus keeps, by the folder each stands in."""

    LOCAL_REGULATION = "difangxing-fagui"  # 地方性法规
    PUDONG_REGULATION = "pudong-xinqu-fagui"  # 浦东新区法规
    GOVERNMENT_RULE = "zhengfu-guizhang"  # 政府规章
    NORMATIVE_DOCUMENT = "xingzheng-guifanxing-wenjian"  # 行政规范性文件
    AMENDING_DECISION = "xiugai-jueding"  # 修改决定
    REPEALING_DECISION = "feizhi-jueding"  # 废止决定
    STATUTE = "falv"  # 法律, kept for reference
    STATE_REGULATION = "xingzheng-fagui"  # 行政法规, kept for reference
    JUDICIAL_INTERPRETATION = "sifa-jieshi"  # 司法解释, kept for reference
    OTHER = "qita"  # 其他

    @property
    def chinese(self) -> str:
        """The kind's name as people write it."""
        return _KIND_NAMES[self]


_KIND_NAMES = {
    ActKind.LOCAL_REGULATION: "地方性法规",
    ActKind.PUDONG_REGULATION: "浦东新区法规",
    ActKind.GOVERNMENT_RULE: "政府规章",
    ActKind.NORMATIVE_DOCUMENT: "行政规范性文件",
    ActKind.AMENDING_DECISION: "修改决定",
    ActKind.REPEALING_DECISION: "废止决定",
    ActKind.STATUTE: "法律",
    ActKind.STATE_REGULATION: "行政法规",
    ActKind.JUDICIAL_INTERPRETATION: "司法解释",
    ActKind.OTHER: "其他",
}


class EventKind(StrEnum):
    """What happened to an act (立法法 第六十二条; 立法技术规范 on 题注)."""

    ADOPTION = "adoption"  # 通过
    PROMULGATION = "promulgation"  # 公布
    APPROVAL = "approval"  # 批准
    AMENDMENT = "amendment"  # 修正: amended in parts
    REVISION = "revision"  # 修订: rewritten whole
    COMMENCEMENT = "commencement"  # 施行
    REPEAL = "repeal"  # 废止
    EXPIRY = "expiry"  # 失效

    @property
    def chinese(self) -> str:
        """The word that a 题注 uses."""
        return _EVENT_NAMES[self]


_EVENT_NAMES = {
    EventKind.ADOPTION: "通过",
    EventKind.PROMULGATION: "公布",
    EventKind.APPROVAL: "批准",
    EventKind.AMENDMENT: "修正",
    EventKind.REVISION: "修订",
    EventKind.COMMENCEMENT: "施行",
    EventKind.REPEAL: "废止",
    EventKind.EXPIRY: "失效",
}
