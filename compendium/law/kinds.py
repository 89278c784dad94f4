"""Kinds of acts and of events, levels of a text, and the groups that the law itself makes of them."""

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
    DEPARTMENTAL_RULE = "bumen-guizhang"  # 部门规章, kept for reference
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
    ActKind.DEPARTMENTAL_RULE: "部门规章",
    ActKind.JUDICIAL_INTERPRETATION: "司法解释",
    ActKind.OTHER: "其他",
}


DECISIONS = frozenset({ActKind.AMENDING_DECISION, ActKind.REPEALING_DECISION})
"""Acts that change other acts and have no life of their own once carried out."""

NATIONAL = frozenset({ActKind.STATUTE, ActKind.STATE_REGULATION})
"""What the state makes, above all that a city makes (立法法 第九十九条)."""


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
    EXTENSION = "extension"  # 延长有效期
    SUSPENSION = "suspension"  # 暂停施行
    RESUMPTION = "resumption"  # 恢复施行

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
    EventKind.EXTENSION: "延长有效期",
    EventKind.SUSPENSION: "暂停施行",
    EventKind.RESUMPTION: "恢复施行",
}

AMENDING = frozenset({EventKind.AMENDMENT, EventKind.REVISION})
"""修正 and 修订: each makes a new version of an act that is there."""

MAKING = AMENDING | {EventKind.ADOPTION}
"""What makes a text: the first adoption, and each change."""

DECIDING = MAKING | {EventKind.PROMULGATION, EventKind.APPROVAL}
"""What makes a text, and what makes it valid and known."""

ENDING = frozenset({EventKind.REPEAL, EventKind.EXPIRY})
"""废止 and 失效: after it the act holds no more."""


LASTING = ENDING - {EventKind.REPEAL} | {EventKind.EXTENSION, EventKind.SUSPENSION, EventKind.RESUMPTION}
"""How long an act holds; a 题注 does not tell it."""


class Level(StrEnum):
    """The levels of a text (立法法 第六十五条: 编、章、节、条、款、项、目), by their Akoma Ntoso names."""

    PART = "part"  # 编
    SUBPART = "subpart"  # 分编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    LEVEL = "level"  # 一、 in texts that have no 条
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # 款
    POINT = "point"  # 项
    INDENT = "indent"  # 目
    SUBINDENT = "subindent"  # （1） below 目; an indent within an indent
    RECITAL = "recital"  # a paragraph of the 序言


HEADED = frozenset({Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION})
"""编、分编、章、节: levels with a heading, which only hold others."""

UNITS = frozenset({Level.ARTICLE, Level.LEVEL})
"""条, and 一、 in texts that have no 条: what a text is cited by."""

ITEMS = frozenset({Level.POINT, Level.INDENT, Level.SUBINDENT})
"""项 and 目: numbered within a 款."""

PARAGRAPHS = frozenset({Level.PARAGRAPH, Level.RECITAL})
"""款, and the paragraphs of a 序言: told apart by their order alone."""
