"""What `train` and `evaluate` do, and the tasks that `tag` gives to the tools in which people set right."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from corpus import corrections
from corpus.evaluate import LABELLED, Scores, evaluate, report
from corpus.evaluation import page, whole
from pipeline.errors import ConfigError, MissingTool

TOOLS = ("label-studio", "doccano")
MOST_LINES = 40
"""Lines gained or lost that are shown of each file; the others are counted."""


def trained(files: Sequence[Path], output: Path | None) -> Iterator[str]:
    """Makes the models and tells, file by file, what is read better and worse with them.

    Raises MissingTool without scikit-learn, ConfigError for a file of corrections that cannot be read, or where the labelled
    sentences are not at hand (they are not installed with the program).
    """
    training = _training()
    if not training.learning_files():
        raise ConfigError(f"no labelled sentences in {LABELLED}; training needs the program's source folder")
    for part in training.retrain(files, output or training.MODELS):
        was, now = part.before, part.after
        yield (
            f"{part.name}: tags {was.tags.f1:.3f} -> {now.tags.f1:.3f}, facts {was.facts.f1:.3f} -> {now.facts.f1:.3f}, "
            f"quiet tagged {was.quiet_tagged} -> {now.quiet_tagged} of {now.quiet}, {len(part.lines)} lines changed"
        )
        yield from (f"  {line}" for line in part.lines[:MOST_LINES])


def evaluated(files: Sequence[Path], *, as_json: bool, html: Path | None, errors: bool, curve: bool) -> Iterator[str]:
    """The scores of each file as text or JSON; the same as a page into `html`.

    Without files, every labelled file the program comes with. Raises as `trained`.
    """
    paths = list(files) or sorted(LABELLED.glob("*.jsonl"))
    if not paths:
        raise ConfigError(f"no labelled sentences in {LABELLED}; name files")
    sentences = {path.name: corrections.read(path) for path in paths}
    parts = {name: evaluate(told) for name, told in sentences.items()}
    found: dict[str, Any] = whole(parts) | {"curve": _training().curve(sentences) if curve else []}
    if html is not None:
        html.write_text(page(found), "utf-8")
    if as_json:
        yield json.dumps(found, ensure_ascii=False)
        return
    models = found["models"]
    yield f"models: figures {models['figures']}, sentences {models['sentences']}"
    for name, scores in parts.items():
        yield from _text(name, scores, found["files"][name], errors=errors)
    yield from (
        f"{step['share']:.0%} of the documents, {step['sentences']} sentences: {step['files']}" for step in found["curve"]
    )


def tasks(tagged: Iterable[dict[str, Any]], tool: str) -> Iterator[bytes]:
    """Answers of the tagger as tasks for a tool. Raises ConfigError for a tool that is not known."""
    if tool not in TOOLS:
        raise ConfigError(f"--format {tool}: there are jsonl, {', '.join(TOOLS)}")
    return corrections.tasks(tagged, tool)


def _text(name: str, scores: Scores, found: dict[str, Any], *, errors: bool) -> Iterator[str]:
    yield name
    yield report(scores)
    yield f"calibration error    {found['calibration']['error']:.3f}"
    yield from (f"  sure {sure:.2f}: right {right:.2f} of {count}" for sure, right, count in found["calibration"]["points"])
    yield from (f"  {gold} read as {other}: {count}" for gold, other, count in found["confusions"])
    if errors:
        yield from scores.errors


def _training() -> ModuleType:
    try:
        from corpus import train  # noqa: PLC0415 - scikit-learn takes a second to start and is an extra
    except ModuleNotFoundError as error:
        raise MissingTool("scikit-learn is not there: pip install 'xingping[train]'") from error
    return train
