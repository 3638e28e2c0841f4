"""What the command line shows of a search."""

import msgspec

from pipeline.editing.search import Found
from pipeline.report import console, json_lines, safe, table


def found(result: Found, *, as_json: bool) -> None:
    """The hits, then how many there are of each category, level, region and year."""
    if as_json:
        json_lines([*(msgspec.to_builtins(hit) for hit in result.hits), {"total": result.total, "facets": result.facets}])
        return
    screen = console()
    for hit in result.hits:
        head = "  ".join(part for part in (hit.id, hit.published[:10], hit.publisher, hit.region) if part)
        screen.print(safe(head))
        screen.print(safe(f"  {hit.title or hit.path}"))
        screen.print(safe(f"  {hit.snippet}"))
    screen.print(f"{len(result.hits)} of {result.total} shown")
    rows = [
        (name, "、".join(f"{value} {count}" for value, count in counts.most_common(12)))
        for name, counts in result.facets.items()
        if counts
    ]
    table(screen, ("facet", "documents"), rows)
