"""Lines made to be slow: each stage of text takes time in proportion to its length."""

import time

import pytest

from pipeline.document import Block, Document, Source
from pipeline.process import build, stage
from pipeline.view import Span, View

SLOW = {
    "blanks": " " * 50_000 + "x",
    "spaced letters": "技 " * 20_000,
    "open brackets": "(（" * 20_000,
    "a crumb trail without end": "首页 > " * 10_000,
    "bars": "|" * 50_000,
    "fields without a value": "来源：" * 15_000,
    "reporters without a bracket": "（记者 " + "张三 李四、" * 8_000,
    "entities": "&amp;" * 10_000,
    "the head of a letter of UTF-8": "å" * 50_000,
    "letters like Latin ones": "аb" * 20_000,
    "words of adverts": "澳门娱乐 " * 10_000,
    "glosses": "发(fā" * 10_000,
    "one figure": "一" * 50_000,
    "years": "一九九" * 10_000,
    "a page number's strokes": "1 " * 29 + "x",
    "letters of another charset": "锛銆鐨涓" * 10_000,
    "half a changed pair": "荣获撑" * 15_000,
    "commas without an end": "注册送彩金，" * 4_000,
    "words of sharing": "分享 微信 " * 11 + "的",
}


@pytest.mark.parametrize("name", SLOW)
def test_no_line_takes_long(name: str) -> None:
    text = SLOW[name]
    blocks = (Block(Span(0, len(text)), "line"),)
    document = Document(source=Source(path=""), text=text, blocks=blocks, mended=View(text), matched=View(text))
    steps = [build(stage(stage_name)) for stage_name in ("mend", "script", "lines", "sentences")]
    start = time.process_time()
    for step in steps:
        document = step(document)
    assert time.process_time() - start < 2.0
