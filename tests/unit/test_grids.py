from extractors.grids import Group, grids
from pipeline.document import Box


def lattice(xs: list[float], ys: list[float]) -> list[Box]:
    level = [Box(xs[0], y, xs[-1], y + 0.5) for y in ys]
    return level + [Box(x, ys[0], x + 0.5, ys[-1]) for x in xs]


def test_a_plain_lattice_has_a_cell_for_each_field() -> None:
    (grid,) = grids(lattice([0, 50, 120], [0, 20, 40, 60]))
    assert len(grid.cells) == 6
    assert grid.cell_at(60, 30) == 3
    assert grid.cell_at(130, 30) is None


def test_a_missing_ruling_merges_the_fields_on_its_sides() -> None:
    rulings = [
        *(Box(0, y, 120, y) for y in (0, 40, 60)),
        Box(50, 20, 120, 20),
        Box(0, 0, 0, 60),
        Box(50, 0, 50, 40),
        Box(120, 0, 120, 60),
    ]
    (grid,) = grids(rulings)
    assert set(grid.cells) == {Group(0, 0, 2, 1), Group(0, 1, 1, 1), Group(1, 1, 1, 1), Group(2, 0, 1, 2)}


def test_borders_drawn_cell_by_cell_or_dashed_are_one_ruling() -> None:
    dashes = [Box(x, 20, x + 3, 20) for x in range(0, 100, 6)]
    border = [Box(0, y, 100, y) for y in (0, 40)] + [Box(x, y, x, y + 20) for x in (0, 50, 100) for y in (0, 20)]
    (grid,) = grids([*dashes, *border])
    assert len(grid.cells) == 4


def test_a_table_open_at_its_sides_keeps_its_outer_columns() -> None:
    (grid,) = grids([*(Box(0, y, 200, y) for y in (0, 20, 40)), Box(100, 0, 100, 40)])
    assert grid.xs == (0, 100, 200)


def test_a_frame_and_an_underline_are_no_tables() -> None:
    assert grids(lattice([0, 100], [0, 100])) == []
    assert grids([Box(0, 10, 300, 10), Box(0, 500, 300, 500)]) == []


def test_a_nested_table_is_asked_before_the_one_around_it() -> None:
    outer, inner = lattice([0, 100, 300], [0, 200, 400]), lattice([120, 200, 280], [20, 60, 100])
    found = grids(outer + inner)
    assert [grid.box for grid in found] == [Box(120.25, 20.25, 280.25, 100.25), Box(0.25, 0.25, 300.25, 400.25)]
