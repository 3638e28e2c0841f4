"""The worker, with the mock reader among its formats and no stages: what is tested is the supervision alone."""

from pathlib import Path

import extractors
from pipeline import process
from pipeline.engines import worker

if __name__ == "__main__":
    extractors.__path__.append(str(Path(__file__).parent / "readers"))
    process.MODULES.clear()
    worker.main()
