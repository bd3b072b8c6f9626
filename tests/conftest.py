"""What all tests share."""

import logging
import sys
from pathlib import Path

import structlog

sys.path.insert(0, str(Path(__file__).parent))
structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
)
