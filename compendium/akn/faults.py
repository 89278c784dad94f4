"""libxml2's messages on files outside the profile, in Chinese."""

from __future__ import annotations

import re

_MESSAGES = (
    (r"Did not expect element (\S+) there", r"此处不应有 \1 元素"),
    (r"Expecting element (\S+), got (\S+)", r"此处应为 \1 元素，而不是 \2"),
    (r"Expecting an element (\S+), got nothing", r"缺少 \1 元素"),
    (r"Expecting an element\s*, got nothing", "缺少下级元素"),
    (r"Invalid attribute (\S+) for element (\S+)", r"\2 元素的 \1 属性不正确"),
    (r"Expecting element (\S+) to have attribute (\S+)", r"\1 元素缺少 \2 属性"),
    (r"Element (\S+) failed to validate attributes", r"\1 元素的属性不正确"),
    (r"Element (\S+) failed to validate content", r"\1 元素的内容不正确"),
    (r"Element (\S+) has extra content: (\S+)", r"\1 元素多出了 \2"),
    (r"Extra element (\S+) in interleave", r"多出了 \1 元素"),
    (r"Did not expect text in element (\S+) content", r"\1 元素内不应直接写文字"),
    (r"Error validating datatype (\S+)", r"值不符合 \1 类型"),
    (r"Type (\S+) doesn't allow value '(.*)'", r"值“\2”不符合 \1 类型"),
    (r"Datatype element (\S+) has child elements", r"\1 元素内不应有下级元素"),
)


def in_chinese(message: str) -> str:
    """What libxml2 says of a fault, for people who read Chinese; unknown words are passed on as they are."""
    for pattern, words in _MESSAGES:
        if re.fullmatch(pattern, message.strip()):
            return re.sub(pattern, words, message.strip())
    return message
