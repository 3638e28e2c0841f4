"""Speed of telling and converting scripts, on text generated here: ``python -m bench.script``.

Prints megabytes of UTF-8 a second. OpenCC's engine alone converts the same text as the measure beside ours; the least processor
time of five runs counts, since other work on the machine only ever adds.
"""

import sys
import time
from collections.abc import Callable

from pipeline.script import convert, script_of, to_simplified

RUNS = 5
_SIMPLIFIED = "老班长带着徒弟改进了冷却水系统，一年节水三万吨，后来又把办法写进了操作规程，发给各车间参照执行。\n"


def main() -> int:
    """Prints a line for each way a text can go."""
    simplified = _SIMPLIFIED * 4000
    traditional = convert(simplified[: len(_SIMPLIFIED)], "hant") * 4000
    size = len(simplified.encode()) / 1e6
    print(f"script told of Simplified: {size / _seconds(script_of, simplified):.1f} MB/s")
    print(f"to Simplified: {size / _seconds(to_simplified, traditional):.1f} MB/s")
    print(f"to Traditional: {size / _seconds(_to_traditional, simplified):.1f} MB/s")
    print(f"engine alone, to Simplified: {size / _seconds(_engine('t2s'), traditional):.1f} MB/s")
    print(f"engine alone, to Traditional: {size / _seconds(_engine('s2t'), simplified):.1f} MB/s")
    return 0


def _to_traditional(text: str) -> str:
    return convert(text, "hant")


def _engine(way: str) -> Callable[[str], str]:
    import opencc  # noqa: PLC0415

    converted: Callable[[str], str] = opencc.OpenCC(way).convert
    return converted


def _seconds(function: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        function(text)
        best = min(best, time.process_time() - start)
    return max(best, 1e-9)


if __name__ == "__main__":
    sys.exit(main())
