"""The size and weight of the type of each line, measured on its ink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.intake.scan.ink.sheet import Grey, Sheet, cut, sheet_of
from pipeline.intake.scan.model import OcrLine, TypeMeasure
from pipeline.language.text import is_cjk
from pipeline.model import Box
