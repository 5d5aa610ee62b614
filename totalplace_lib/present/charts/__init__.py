"""Charts: each function gives an Exhibit (figure, table, words) and refuses more than can be read.

All take the table, how its columns are shown, the caption, and which columns play which part. docs/charts.md
shows each with how to read it and when not to use it.
"""

from totalplace_lib.present.charts.alluvial import alluvial
from totalplace_lib.present.charts.bars import bars
from totalplace_lib.present.charts.limits import ChartError, group_small
from totalplace_lib.present.charts.lines import lines
from totalplace_lib.present.charts.stacked_share_bar import stacked_share_bar
from totalplace_lib.present.charts.waterfall import waterfall

__all__ = ["ChartError", "alluvial", "bars", "group_small", "lines", "stacked_share_bar", "waterfall"]
