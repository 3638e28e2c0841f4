"""The JSON Schema of the three records, made from their types: ``python -m pipeline.record_schema`` rewrites the file.

The committed `record.schema.json` is what other programs read; a test keeps it equal to the types.
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from pipeline.packet_record import Claim, PacketRecord
from pipeline.record import SCHEMA, DocumentRecord, PlaceRecord

PATH = Path(__file__).with_name("record.schema.json")


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of an export: a document, a packet or a claim."""
    (document, packet, _), definitions = msgspec.json.schema_components(
        (DocumentRecord, PacketRecord, Claim), ref_template="#/$defs/{name}"
    )
    row = json.loads(json.dumps(definitions["Claim"]))
    row["properties"] = {
        "schema": {"const": SCHEMA},
        "record": {"const": "claim"},
        "packet": {"type": "string"},
        **row["properties"],
    }
    row["required"] = ["schema", "record", "packet", *row["required"]]
    definitions["ClaimRow"] = row
    for name in ("DocumentRecord", "PacketRecord"):
        definitions[name]["properties"]["schema"] = {"const": SCHEMA}
    for name, definition in definitions.items():
        if definition.get("type") == "object":
            definition["additionalProperties"] = False
            if name != PlaceRecord.__name__:
                definition["required"] = list(definition["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Xingping records, schema {SCHEMA}",
        "oneOf": [document, packet, {"$ref": "#/$defs/ClaimRow"}],
        "$defs": definitions,
    }


def written() -> str:
    """The schema as the committed file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    PATH.write_text(written(), "utf-8")
