"""Which of the copies of an article leads, among all pages of a workspace."""

from math import log

from pipeline.editing import copies
from pipeline.editing.store_pages import Pages


def tell_copies(pages: Pages) -> None:
    """Find the copies among all pages of the workspace and put down who leads."""
    ids: list[str] = []
    dates: list[str] = []
    prints: list[copies.Fingerprint] = []
    for name, published, data in pages.fingerprints():
        found = copies.unpacked(data)
        if found.letters:
            ids.append(name)
            dates.append(published)
            prints.append(found)

    def better(index: int) -> tuple[object, ...]:
        """The longest text leads (a tenth more or less is as long), then the earliest that says when, then the id."""
        return -round(log(prints[index].letters, 1.1)), dates[index] or "9999", ids[index]

    pages.put_leads([(ids[index], ids[lead]) for index, lead in enumerate(copies.leads(prints, better))])
