"""Charts: each function gives an Exhibit (figure, table, words) and refuses more than can be read.

All take the table, how its columns are shown (Column), its words (Caption), and which columns play which part.
docs/charts.md shows each with how to read it and when not to use it.
"""

from totalplace_lib.present.charts.alluvial import alluvial
from totalplace_lib.present.charts.bars import bars
from totalplace_lib.present.charts.bubble_map import bubble_map
from totalplace_lib.present.charts.dot_comparison import dot_comparison
from totalplace_lib.present.charts.grouped_bars import grouped_bars
from totalplace_lib.present.charts.heat_map import heat_map
from totalplace_lib.present.charts.limits import ChartError, group_small
from totalplace_lib.present.charts.lines import lines
from totalplace_lib.present.charts.range_plot import range_plot
from totalplace_lib.present.charts.small_multiples import small_multiples
from totalplace_lib.present.charts.stacked_share_bar import stacked_share_bar
from totalplace_lib.present.charts.table import table
from totalplace_lib.present.charts.waterfall import waterfall
from totalplace_lib.present.columns import Column, columns_of
from totalplace_lib.present.exhibit import Caption

__all__ = [
    "Caption",
    "ChartError",
    "Column",
    "alluvial",
    "bars",
    "bubble_map",
    "columns_of",
    "dot_comparison",
    "group_small",
    "grouped_bars",
    "heat_map",
    "lines",
    "range_plot",
    "small_multiples",
    "stacked_share_bar",
    "table",
    "waterfall",
]
