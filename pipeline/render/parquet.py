"""Records as Parquet: one column a key, numbers and truth values as such, whatever is a list or an object as JSON text.

pyarrow is the `[parquet]` extra.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import MissingTool
from pipeline.packet_record import Claim, PacketRecord
from pipeline.record import DocumentRecord

KINDS: dict[str, type[msgspec.Struct]] = {"documents": DocumentRecord, "claims": Claim, "packets": PacketRecord}
AT_ONCE = 500
INTEGERS = frozenset({"schema", "bytes"})
REALS = frozenset({"quantity", "quantity_max", "from", "to", "confidence"})
TRUTHS = frozenset({"unquantified"})


def write(path: Path, lines: Iterable[bytes], *, rows: str) -> None:
    """Write records, given as JSON lines, to `path`; `rows` names their kind: documents, claims or packets.

    Raises MissingTool where pyarrow is not installed, OSError when it cannot be written.
    """
    try:
        import pyarrow as arrow  # noqa: PLC0415  an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise MissingTool("--format parquet needs pyarrow: pip install 'xingping[parquet]'") from error
    heads = ("record", "schema", "packet") if rows == "claims" else ("record",)
    keys = (*heads, *(field.encode_name for field in msgspec.structs.fields(KINDS[rows])))
    groups = ((INTEGERS, arrow.int64()), (REALS, arrow.float64()), (TRUTHS, arrow.bool_()))
    kinds = {key: kind for names, kind in groups for key in names}
    schema = arrow.schema([(key, kinds.get(key, arrow.string())) for key in keys])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        decoded = (msgspec.json.decode(line) for line in lines)
        for batch in _batches(decoded):
            columns = [[_value(row[key], key) for row in batch] for key in keys]
            writer.write_table(arrow.table(columns, schema=schema))


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, AT_ONCE)):
        yield batch


def _value(value: Any, key: str) -> Any:
    if value is None or key in INTEGERS | TRUTHS:
        return value
    if key in REALS:
        return float(value)
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
