"""Where older installations look for the papermill engine."""

from totalplace_lib.publish.engine import ReportEngine as ReportEngine
