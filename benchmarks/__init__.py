"""What is measured, against what, and how to run it: `python -m benchmarks --help`.

Each line compares the product with a bare Flask floor that does the same work, served in the same
way, on the same machine, in the same minute. A family of lines is a module with
`lines(bench) -> Iterator[Line]`: `pages`, `feeds`, `registering`, `footprint`; add yours to
`__main__.FAMILIES`.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))  # the harness of the tests starts servers here too
