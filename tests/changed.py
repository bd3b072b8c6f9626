"""Which tests to run for the files that were changed: `python -m tests.changed`, one path per line.

A file counts as changed when it differs from HEAD, is untracked, or was part of the last commit. Its tests are those
that bear its name, or the name of its directory, below the mirrored directory; otherwise the whole mirrored directory.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
DEFAULT_TESTS = "tests/architecture"
"""Run when a change has no tests of its own; these tests check all source files."""
AREAS = ("services/chassis/bus", "services/*", "gateway/api", "gateway", "deploy")
"""Directories that are mirrored below `tests`, the most specific first."""
WITHOUT_FAST_TESTS = ("tests/journeys", "tests/resilience", "tests/benchmarks")


def changed_files() -> list[str]:
    """Paths relative to the repository; without files that were deleted."""
    commands = (
        ["diff", "--name-only", "HEAD"],
        ["ls-files", "--others", "--exclude-standard"],
        ["diff", "--name-only", "HEAD~1", "HEAD"],
    )
    results = [subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True) for command in commands]
    return sorted({line for one in results for line in one.stdout.splitlines() if (ROOT / line).exists()})


def tests_of(files: Iterable[str]) -> list[str]:
    """Test files and directories, each once; nothing that another one contains."""
    tests = {test for file in files for test in _tests_of(PurePosixPath(file))} or {DEFAULT_TESTS}
    return sorted(one for one in tests if not any(one != other and one.startswith(f"{other}/") for other in tests))


def _tests_of(file: PurePosixPath) -> list[str]:
    if file.parts[0] == "tests":
        if str(file).startswith(WITHOUT_FAST_TESTS):
            return []
        if file.name.startswith("test_") and file.suffix == ".py":
            return [str(file)]
        return [str(file.parent)] if len(file.parts) > 2 else []
    area = next((area for area in AREAS if PurePosixPath(*file.parts[: area.count("/") + 1]).match(area)), None)
    if area is None:
        return []
    mirrored = PurePosixPath("tests", *file.parts[: area.count("/") + 1])
    for name in (file.stem, file.parent.name):
        if tests := sorted((ROOT / mirrored).rglob(f"test_{name}.py")):
            return [str(test.relative_to(ROOT)) for test in tests]
    return [str(mirrored)] if (ROOT / mirrored).is_dir() else []


if __name__ == "__main__":
    print("\n".join(tests_of(changed_files())))
