"""Prints which tests to run for the changed files, one path per line: `python -m tests.changed`.

A file counts as changed when it differs from HEAD, is untracked, or was part of the last commit. The tests of a source
file are in the directory below `tests` that mirrors its area: the modules `test_<name of the file>.py`, else
`test_<name of its directory>.py`, else the whole mirrored directory. A changed test module is run itself; for another
file in a directory below `tests`, the whole directory is run.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
DEFAULT_TESTS = "tests/architecture"
"""Run when a change has no tests of its own; these tests check all source files."""
AREAS = ("services/chassis/bus", "services/*", "gateway/api", "gateway", "deploy")
"""Directories of source files that are mirrored below `tests`, the most specific first."""
WITHOUT_FAST_TESTS = ("tests/journeys", "tests/resilience", "tests/benchmarks")
"""Changes below these directories select no tests, because the tests there take too long."""


def changed_files() -> list[str]:
    """Paths relative to the root of the repository, without deleted files."""
    commands = (
        ["diff", "--name-only", "HEAD"],
        ["ls-files", "--others", "--exclude-standard"],
        ["diff", "--name-only", "HEAD~1", "HEAD"],
    )
    results = [subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True) for command in commands]
    return sorted({line for result in results for line in result.stdout.splitlines() if (ROOT / line).exists()})


def tests_of(files: Iterable[str]) -> list[str]:
    """Test files and directories, each once and none within another; DEFAULT_TESTS if there are none."""
    tests = {test for file in files for test in _tests_of(PurePosixPath(file))} or {DEFAULT_TESTS}
    return sorted(test for test in tests if not any(test != other and test.startswith(f"{other}/") for other in tests))


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
