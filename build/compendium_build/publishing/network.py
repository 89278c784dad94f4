"""What went wrong with a connection, in words that people can act on."""

from __future__ import annotations

import urllib3
from urllib3.exceptions import HTTPError


def connection_words(error: HTTPError) -> str:
    """Why there is no answer, as far as it is known."""
    reason = error.reason if isinstance(error, urllib3.exceptions.MaxRetryError) else error
    match reason:
        case urllib3.exceptions.NameResolutionError():
            return "连接不上，找不到这个主机"
        case urllib3.exceptions.SSLError():
            return "对方的证书不能核实"
        case urllib3.exceptions.ProxyError():
            return "连接不上，代理服务器不通"
        case urllib3.exceptions.NewConnectionError():
            return "连接不上，对方没有接受连接"
        case urllib3.exceptions.TimeoutError():
            return "对方没有及时回答"
        case urllib3.exceptions.LocationParseError() | urllib3.exceptions.LocationValueError():
            return "地址不合格式"
        case _:
            return "连接多次中断"
