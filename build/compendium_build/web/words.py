"""The words of the interface, Chinese and English side by side; a page speaks one of the two.

The words of the law are not here: they are Chinese on every page, and marked so on an English one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from compendium_build.addresses import in_english

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")

_WORDS: dict[str, tuple[str, str]] = {
    # The frame
    "skip": ("跳到正文", "Skip to the text"),
    "site_nav": ("网站", "Site"),
    "search_box": ("检索条文", "Search the texts"),
    "as_of_before": ("状态以", "Status as of "),
    "as_of_after": ("为准。", ". "),
    "edited_before": ("", "Compiled by "),
    "edited_after": ("编。", ". "),
    "other_language": ("English", "中文"),
    "feed_title": ("法规动态", "Changes in the law"),
    "trail": ("位置", "You are here"),
    "home": ("首页", "Home"),
    "classes": ("分类", "Subjects"),
    "all_works": ("全部法规", "All texts"),
    "search": ("检索", "Search"),
    "about": ("说明", "About"),
    "feed": ("订阅", "Feed"),
    "data": ("下载", "Data"),
    "changes": ("更新", "Changes"),
    # Home
    "lead": (
        "收录法规 {works} 部、文本 {texts} 个。可以查看今天施行的条文，也可以查看以往和将要施行的文本。",
        "{works} texts in {texts} versions: the law as it stands today, as it stood before and as it will "
        "be. The law itself is in Chinese; translations are given where there are any.",
    ),
    "search_label": ("检索法规条文", "Search the provisions (in Chinese)"),
    "search_hint": ("例如：", "For example: "),
    "search_go": ("检索", "Search"),
    "by_class": ("按编、章、节", "By subject"),
    "by_kind": ("按类别", "By kind"),
    "by_status": ("按状态", "By status"),
    "more_ways": ("其他查法", "Other ways"),
    "ahead": ("将要施行和失效", "About to take effect or to end"),
    "news": ("近期动态", "Recent changes"),
    "nothing": ("目前没有记载。", "There is nothing to show at present."),
    "all_ahead": ("全部将要施行和失效的", "All that is to come"),
    "all_news": ("全部更新记录", "The whole change log"),
    "subscribe": ("订阅法规动态", "Subscribe (Atom)"),
    "cite": ("怎样引用", "How to cite"),
    "cite_words": (
        "引用法规，写明名称和条、款、项。需要确定是哪一次文本的，再写明文本的施行日期，并使用文本页的网址。"
        "每个文本的页面上有按 GB/T 7714 写好的著录和 RIS、BibTeX、CSL-JSON 文件。",
        "Name the act and the provision. Where it matters which version is meant, give its date of effect "
        "and the address of the version's own page. Every version has a reference by GB/T 7714 and files in "
        "RIS, BibTeX and CSL-JSON.",
    ),
    "cite_more": ("怎样引用、各种状态的含义", "How to cite, and what the statuses mean"),
    "undated": ("日期未定", "Day not fixed"),
    # Lists
    "count": ("{n} 部", "{n}"),
    "texts_count": ("共 {n} 部", "{n} texts"),
    "lists_nav": ("查找方法", "Ways to find a text"),
    "letters_nav": ("按拼音首字母", "By first letter (pinyin)"),
    "pages_nav": ("分页", "Pages"),
    "page_of": ("第 {n} 页，共 {of} 页", "Page {n} of {of}"),
    "previous": ("上一页", "Previous"),
    "next": ("下一页", "Next"),
    "empty_list": ("目前没有。", "There are none at present."),
    "kinds": ("按类别", "By kind"),
    "issuers": ("按制定机关", "By issuing body"),
    "years": ("按制定年份", "By year"),
    "keywords": ("按主题词", "By keyword"),
    "recent": ("新近制定、修改", "Newly made or amended"),
    "upcoming": ("将要施行和失效", "About to take effect or to end"),
    "ended": ("已废止、失效", "Repealed or expired"),
    "catalogues": ("现行有效目录", "Catalogues of what is in force"),
    "standards": ("技术标准目录", "Technical standards"),
    "disclosure": ("政务公开标准目录", "Catalogue of open government"),
    "interpretations": ("解读材料", "Explanatory material"),
    "no_issuer": ("制定机关未载明", "Issuing body not stated"),
    "no_year": ("年份不明", "Year unknown"),
    "year": ("{n} 年", "{n}"),
    "issuers_lead": ("按文本所载的制定机关。", "By the body that the text names."),
    "years_lead": (
        "按最初通过或者公布的年份。",
        "By the year in which an act was first adopted or promulgated.",
    ),
    "keywords_lead": ("按编者标注的主题词。", "By the keywords that the editors gave."),
    "no_keywords": ("库中的文本还没有标注主题词。", "No text has keywords yet."),
    # Classes
    "classes_title": ("分类目录", "Subjects"),
    "classes_lead": (
        "本书按使用者分编：市民、企业、政府；编下分章，章下分节。",
        "The compendium is arranged by those who need it, in parts, chapters and sections.",
    ),
    "unclassed": ("未归类", "Not classed"),
    "unclassed_lead": (
        "以下文本还没有归入编、章、节。",
        "These texts have not been given a place in the scheme yet.",
    ),
    "part": ("编", "Part"),
    "directly": ("本级", "At this level"),
    # Tables
    "catalogue_title": ("现行有效{kind}目录", "Catalogue of {kind} in force"),
    "catalogue_lead": (
        "截至{day}，现行有效的{kind}共 {n} 部。依据是文本写明制定时所根据的法律、法规，没有写明的留空。",
        "As of {day} there are {n} {kind} in force. The basis is what the text itself names; where it names "
        "none the column is empty.",
    ),
    "catalogues_lead": (
        "截至{day}各类法规中现行有效的，可以打印，也可以下载为 CSV 表格（UTF-8，可用 Excel、WPS 打开）。",
        "What is in force on {day}, kind by kind, to print or to take away as CSV.",
    ),
    "csv": ("下载 CSV", "Download CSV"),
    "col_number": ("序号", "No."),
    "col_title": ("名称", "Title"),
    "col_docnumber": ("文号", "Number"),
    "col_issuer": ("制定机关", "Issuing body"),
    "col_made": ("通过或公布", "Adopted"),
    "col_effect": ("施行", "In force since"),
    "col_changed": ("最近修改", "Last amended"),
    "col_basis": ("依据", "Made under"),
    "col_ended": ("终止", "Ended"),
    "col_by": ("由何决定", "By"),
    "col_day": ("日期", "Day"),
    "col_what": ("事项", "What"),
    "col_basis_of_change": ("说明", "Told"),
    "col_entered": ("收录", "Entered"),
    "standards_lead": (
        "法规所依据或者引用的技术标准。点标准号即可查阅标准全文或者它的公布页。",
        "Technical standards that the texts rely on. The number leads to the standard.",
    ),
    "col_standard": ("标准号", "Number"),
    "col_status": ("状态", "Status"),
    "col_relied": ("引用它的法规", "Relied on by"),
    "CURRENT": ("现行", "Current"),
    "TO_COME": ("即将实施", "To come"),
    "WITHDRAWN": ("废止", "Withdrawn"),
    "replaced_by": ("由 {number} 代替", "Replaced by {number}"),
    # Changes
    "changes_title": ("更新记录", "Change log"),
    "changes_lead": (
        "{year}年法律上发生的事：通过、公布、修改、施行、废止、失效，新的在前。“收录”是载入本书的日期。",
        "What happened in {year}: adopted, promulgated, amended, in force, repealed, expired, newest first. "
        "“Entered” is the day on which it entered this compendium.",
    ),
    "changes_years": ("其他年份", "Other years"),
    "changes_count": ("{n} 件", "{n}"),
    "compare": ("与修改前对照", "Compare with the text before"),
    "open_day": ("施行日期另行规定", "Day of effect left to a later decision"),
    "repealed_from": ("废止", "Repealed"),
    "expires": ("失效", "Expires"),
    "starts": ("施行", "Takes effect"),
    "new_text_starts": ("修改后的文本施行", "The amended text takes effect"),
    "part_starts": ("部分条文施行", "Some provisions take effect"),
    # Data
    "data_title": ("数据和下载", "Data and downloads"),
    # A regulation
    "moves_of": ("{title}动态", "{title}: changes"),
    "day_in_title": ("（{day}）", " ({day})"),
    "languages": ("语言", "Languages"),
    "side_by_side": ("中英对照", "Side by side"),
    "facts": ("状态、沿革和文本", "Status, history and versions"),
    "status": ("状态", "Status"),
    "will_change": ("将修改", "To be amended"),
    "compare_to_come": ("修改前后对照", "Before and after"),
    "some_provisions": ("部分条文", "Some provisions"),
    "corrections": ("勘误", "Errata"),
    "issuer": ("制定机关", "Issuing body"),
    "number": ("文号", "Number"),
    "kind": ("类别", "Kind"),
    "subject": ("分类", "Subject"),
    "gazette": ("刊载", "Published in"),
    "source_file": ("来源文件", "Source file"),
    "this_text": ("本文本", "This text"),
    "fixed": ("固定网址", "Permanent address"),
    "digest": ("标识", "Identifier"),
    "download": ("下载", "Download"),
    "moves": ("动态", "Changes"),
    "follow": ("订阅", "Subscribe (Atom)"),
    "versions": ("历次文本", "Versions"),
    "count_of": ("（{n}）", " ({n})"),
    "compare_before": ("与前一文本对照", "Compare with the version before"),
    "text_on_day": ("查某一天的文本", "Find the text of a given day"),
    "history": ("沿革", "History"),
    "to_come": ("未到", "To come"),
    "contents_of_articles": ("条目", "Articles"),
    "contents": ("目录", "Contents"),
    "law_text": ("正文", "Text"),
    "notes": ("注释", "Notes"),
    "back": ("回到正文", "Back to the text"),
    "cited_by": ("被引用", "Referred to by"),
    "between_places": ("、", ", "),
    "colon": ("：", ": "),
    "between_classes": ("；", "; "),
    "cite_this": ("如何引用", "How to cite"),
    "cite_files": ("引文文件", "Reference files"),
    "no_original": (
        "库中没有与此译本对应的中文文本",
        "There is no Chinese text of this day in the compendium",
    ),
    "attachment": ("附件", "Annex"),
    "here": ("此处", "This provision"),
    "of_provision": ("的", ": "),
    "preamble": ("序言", "Preamble"),
    "cited_times": ("被引用{n}处", "Referred to in {n} places"),
    "in_this_text": ("本文：", "This text: "),
    # Search
    "no_script": (
        "检索要用 JavaScript，本浏览器没有启用。不用它，也可以这样查找：",
        "Searching needs JavaScript, which is off in this browser. Without it there are these ways:",
    ),
    "no_script_lists": ("知道名称的，在", "By title, letter by letter in "),
    "no_script_kinds": ("里按拼音首字母查找；各类法规另有列表：", "; kind by kind: "),
    "no_script_pages": (
        "法规页是完整的文本，用浏览器的“在页面中查找”（Ctrl+F，苹果电脑是 ⌘F）可以查其中的词语。",
        "The page of a text holds all of it: the browser finds words in it with Ctrl+F, on a Mac with ⌘F.",
    ),
    "list_comma": ("、", ", "),
    "full_stop": ("。", "."),
    "query": ("检索词", "Words to look for (the law is in Chinese; translations are searched too)"),
    "when": ("时间", "Time"),
    "when_today": ("今天有效的", "in force today"),
    "when_on": ("某一天有效的", "in force on a day"),
    "when_all": ("全部版本", "all versions"),
    "sort": ("排序", "Order"),
    "sort_relevance": ("按相关程度", "by relevance"),
    "sort_date": ("按版本日期", "by date of version"),
    "sort_title": ("按名称拼音", "by title (pinyin)"),
    "filters": ("筛选", "Filters"),
    "every": ("全部", "All"),
    "facet_kind": ("性质", "Kind"),
    "facet_status": ("状态", "Status"),
    "facet_issuer": ("制定机关", "Issuing body"),
    "facet_class": ("分类", "Subject"),
    "facet_year": ("年份", "Year"),
    "facet_language": ("语言", "Language"),
    "how_to_search": ("怎样检索", "How to search"),
    "how_words": (
        "空格隔开的词都要有。词是原样的文字，不拆开，也不改写；标点、全角半角、大小写不计较",
        "Words with spaces between must all be there, just as they are written; punctuation, width and case "
        "do not matter",
    ),
    "how_phrase": ("引号里的作为一个整句", "What stands in quotation marks is one phrase"),
    "how_or": (
        "有一个就可以；“或”的两边留空格",
        "Either will do; also OR, with spaces around it",
    ),
    "how_not": (
        "有前一个，没有后一个；也可以写成“消防 -森林”",
        "The first without the second; also NOT, or a minus before the word",
    ),
    "how_field": (
        "只在名称里找；还可以写“条文:”“发布机关:”“文号:”",
        "In titles only; there are fields for provisions, issuing body and number too",
    ),
    "how_near": ("两个词之间不超过 10 个字", "No more than 10 characters between the two; also NEAR/10"),
    "how_brackets": ("括号里的先算", "Brackets come first"),
    "how_citation": (
        "直接到这一条；也可以写“消防条例12条2款”",
        "Straight to that article, or to a paragraph of it",
    ),
    "how_pinyin": ("名称的拼音或者首字母", "The pinyin of a title, or its initials"),
    # About
    "not_found": ("没有这个页面", "Page not found"),
}

_KINDS = {
    "difangxing-fagui": "Local regulations",
    "pudong-xinqu-fagui": "Pudong New Area regulations",
    "zhengfu-guizhang": "Government rules",
    "xingzheng-guifanxing-wenjian": "Administrative normative documents",
    "xiugai-jueding": "Amending decisions",
    "feizhi-jueding": "Repealing decisions",
    "falv": "National laws",
    "xingzheng-fagui": "State Council regulations",
    "sifa-jieshi": "Judicial interpretations",
    "qita": "Other texts",
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the interface: which of the two words it takes, and where its pages stand."""

    code: str
    lang: str
    index: int

    def __getitem__(self, key: str) -> str:
        return _WORDS[key][self.index]

    def page(self, path: str) -> str:
        """Where a page of the interface stands in this language."""
        return path if self.index == 0 else in_english(path)

    def mark(self, text: str) -> Markup:
        """The attribute that marks an element's text as Chinese, where it is so on a page in English."""
        return Markup(' lang="zh-CN"') if self.is_english and _HAN.search(text) else Markup("")

    @property
    def is_english(self) -> bool:
        """Whether Chinese words on its pages have to be marked as such."""
        return self.index == 1


CHINESE = Tongue("zh", "zh-CN", 0)
ENGLISH = Tongue("en", "en", 1)
TONGUES = (CHINESE, ENGLISH)


def other(tongue: Tongue) -> Tongue:
    """The other language."""
    return TONGUES[1 - tongue.index]


def kind_words(kind: str, chinese: str, tongue: Tongue) -> str:
    """The name of a kind of act."""
    return _KINDS[kind] if tongue.is_english else chinese
