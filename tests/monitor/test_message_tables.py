"""Rows and columns of tables that came or went, in a letter."""

from __future__ import annotations

from monitor.message.tables import gathered, is_number
from tests.monitor.test_message_sentences import change

OLD = "指标\t单位\t2025年\t2030年\n入园率\t%\t95\t97"
ROW = f"{OLD}\n巩固率\t%\t98\t99"
COLUMN = "指标\t单位\t2025年\t2030年\t2035年\n入园率\t%\t95\t97\t99\n巩固率\t%\t98\t99\t100"


def cell(row, column, old, new, texts):
    """A cell's change in the whole table's texts."""
    return change("table_cell_changed", texts=texts, row=row, column=column, old=old, new=new)


def test_a_row_that_came_is_one_line():
    """Its numbers with their unit; the unit itself is none of its values."""
    cells = [
        cell("巩固率", *one, (OLD, ROW))
        for one in (("单位", None, "%"), ("2025年", None, "98"), ("2030年", None, "99"))
    ]
    ((told, some),) = gathered(cells)
    assert (told.zh, told.en) == ("新增一行“巩固率”:2025年 98%、2030年 99%", "new row “巩固率”: 2025年 98%, 2030年 99%")
    assert list(some) == cells
    assert [is_number(one) for one in cells] == [False, True, True]


def test_a_column_that_went_is_one_line():
    """One value for each row."""
    cells = [cell(row, "2035年", old, None, (COLUMN, ROW)) for row, old in (("入园率", "99"), ("巩固率", "100"))]
    ((told, _),) = gathered(cells)
    assert told.zh == "删去一列“2035年”:入园率 99%、巩固率 100%"


def test_a_cell_that_was_filled_stands_for_itself():
    """Its row and its column were there before."""
    cells = [cell("入园率", "2030年", None, "97", (OLD, OLD)), cell("入园率", "2025年", "94", "95", (OLD, OLD))]
    assert [told for told, _ in gathered(cells)] == [None, None]
