"""SVG, kept to a list of elements and attributes that only draw; what else there is, is left out and told.

A file in which nothing has to be left out comes back as it is. One with a document type, entities, processing
instructions or an encoding other than UTF-8 is refused: two readers could see two things in it.
"""

from __future__ import annotations

import re

from lxml import etree

from compendium.media.picture import NotAPicture, Picture

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_LARGEST = 5 * 1024 * 1024
_DEEPEST = 60
# Lists are written as words: as lists of quoted names they would fill two pages.
_ELEMENTS = frozenset(
    """svg g defs title desc symbol use path rect circle ellipse line polyline polygon text tspan textPath
    linearGradient radialGradient stop clipPath mask pattern marker filter feGaussianBlur feOffset feBlend
    feColorMatrix feFlood feComposite feMerge feMergeNode style""".split()  # noqa: SIM905
)
_ATTRIBUTES = frozenset(
    """id class lang role version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry
    fx fy d points transform pathLength dx dy rotate textLength lengthAdjust startOffset method spacing offset
    gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
    clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient
    filterUnits primitiveUnits stdDeviation in in2 mode type values result operator k1 k2 k3 k4 flood-color
    flood-opacity fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity opacity color display visibility
    overflow clip-path clip-rule mask filter marker-start marker-mid marker-end stop-color stop-opacity
    font-family font-size font-style font-weight font-variant font-stretch letter-spacing word-spacing
    text-anchor text-decoration dominant-baseline alignment-baseline baseline-shift writing-mode
    shape-rendering text-rendering image-rendering color-interpolation paint-order vector-effect style
    enable-background type media""".split()  # noqa: SIM905
)
_LOCAL_URL = re.compile(r"url\(\s*(['\"]?)#[\w.:-]+\1\s*\)")
_UNSAFE = re.compile(r"url\s*\(|expression|(java|vb)script:|data:|@|\\|<|&|/\*|binding|behavior", re.I)
_SHOWING = frozenset({"image", "foreignObject", "switch", "video", "audio", "iframe", "canvas", "html"})
"""Elements that show something, so that the picture would be another one without them."""


def clean_svg(data: bytes) -> Picture:
    """Keep of an SVG what is on the list.

    Raises:
        NotAPicture: it is no SVG, or not one that all readers read alike.
    """
    root = _parsed(data)
    left: dict[str, None] = {}
    for element in list(root.iter()):
        _keep_to_the_list(element, left)
    if not left:
        return Picture(".svg", data)
    fresh = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    return Picture(".svg", fresh, tuple(f"SVG 中的 {what} 已去掉" for what in left))


def _parsed(data: bytes) -> etree._Element:
    if len(data) > _LARGEST:
        raise NotAPicture(f"SVG 图超过 {_LARGEST // 1024 // 1024} MB 的上限，请改为 PNG")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAPicture("SVG 图不是 UTF-8 编码，请另存为 UTF-8 编码，或者改为 PNG") from error
    head = re.match(r"\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", text)
    if head and head[1].lower() not in ("utf-8", "utf8"):
        raise NotAPicture(f"SVG 图声明的编码是 {head[1]}，请另存为 UTF-8 编码，或者改为 PNG")
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise NotAPicture("SVG 图中有文档类型声明（DOCTYPE），请在绘图程序中另存为“纯 SVG”，或者改为 PNG")
    if "<?" in re.sub(r"^\s*<\?xml\s[^>]*\?>", "", text, count=1):
        raise NotAPicture("SVG 图中有处理指令（<?…?>），请在绘图程序中另存为“纯 SVG”，或者改为 PNG")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotAPicture("SVG 图已损坏，不是合格的 XML。请在绘图程序中重新保存，或者改为 PNG") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise NotAPicture("不是 SVG 图（最外层不是 svg）。请换成 PNG、JPEG 或 SVG 图片")
    if root.xpath(f"boolean(//*[count(ancestor::*) > {_DEEPEST}])"):
        raise NotAPicture("SVG 图一层套一层，深得不合情理，请改为 PNG")
    return root


def _keep_to_the_list(element: etree._Element, left: dict[str, None]) -> None:
    """Leave out an element, or those of its attributes, that are not on the list."""
    if not isinstance(element.tag, str):
        return  # a comment draws nothing and runs nothing
    name = etree.QName(element)
    if name.localname in _SHOWING:
        raise NotAPicture(f"SVG 图中嵌有 <{name.localname}>，不能收入。请把整幅图改为 PNG")
    if name.namespace == _SVG and name.localname == "a":
        element.tag = f"{{{_SVG}}}g"
        left["<a>"] = None
    elif name.namespace != _SVG or name.localname not in _ELEMENTS or _bad_style(element):
        parent = element.getparent()
        if parent is not None:
            left[f"<{name.localname}>"] = None
            _remove(element, parent)
        return
    for key in list(element.attrib):
        if not _allowed(str(key), str(element.get(key))):
            left[etree.QName(key).localname] = None
            del element.attrib[key]


def _bad_style(element: etree._Element) -> bool:
    """Whether a style sheet does more than say how the drawing looks."""
    if etree.QName(element).localname != "style":
        return False
    text = "".join(str(part) for part in element.itertext())
    return len(element) > 0 or _UNSAFE.search(_LOCAL_URL.sub("", text)) is not None


def _remove(element: etree._Element, parent: etree._Element) -> None:
    """Take an element out, and leave the text after it where it is."""
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _allowed(key: str, value: str) -> bool:
    name = etree.QName(key)
    if name.localname == "href" and name.namespace in (None, _XLINK):
        return re.fullmatch(r"#[\w.:-]+", value) is not None
    if name.namespace == _XML:
        return name.localname in ("space", "lang")
    if name.namespace is not None:
        return False
    known = name.localname in _ATTRIBUTES or name.localname.startswith("aria-")
    return known and not _UNSAFE.search(_LOCAL_URL.sub("", value))
