"""The project's settings as the suite uses them: two cells."""

import os

os.environ.setdefault("SOKO_CELLS", "cell_001,cell_002")
os.environ.setdefault("SOKO_SECRET_KEY", "suite")

from sokoguru.project.settings import *  # noqa: F403
