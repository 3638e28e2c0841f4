"""Whether this machine can recognise text on pictures, and which version of the engine it would do it with."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

VERSION = "4"
"""Of our own part: preparing, detecting, decoding. It changes whenever the same page would be read differently."""
NEEDS = ("rapidocr", "onnxruntime", "opencv-python-headless", "pillow", "pi-heif")
DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
CLASSIFIER = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
MODELS = (DETECTOR, RECOGNISER, CLASSIFIER)
ADVICE = "pip install 'xingping[ocr]'"


@cache
def missing() -> str:
    """What text recognition lacks here, in a few words; empty when it is all there.

    The models come with rapidocr's wheel. Nothing is ever fetched: a wheel without them is a lack.
    """
    absent = [name for name in NEEDS if _version(name) is None]
    if absent:
        return f"text recognition is not installed ({', '.join(absent)}): {ADVICE}"
    lost = [name for name in MODELS if not (models() / name).is_file()]
    return f"rapidocr came without its models ({', '.join(lost)}): install rapidocr 3.10 or a later 3" if lost else ""


@cache
def engine() -> str:
    """Name and version of the engine: ours, the models' and the runtime's. A page read by one is not read by it again."""
    return f"rapidocr {_version('rapidocr')} {RECOGNISER.partition('_rec')[0]} xingping {VERSION}"


def models() -> Path:
    """The folder that holds the models."""
    found = find_spec("rapidocr")
    if found is None or found.origin is None:
        return Path("models")
    return Path(found.origin).parent / "models"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
