"""Print the path of a Chromium that runs; where there is none, get one or say how."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LINE = "sudo apt-get install -y chromium"
ANSWER_SECONDS_MAX = 60
INSTALL_SECONDS_MAX = 600
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright:\n"
    "    print(playwright.chromium.executable_path)\n"
)


def main() -> int:
    """Take the named one, the machine's, Playwright's, or install one; 1 where none can be had."""
    named = os.environ.get("SOKO_CHROMIUM")
    if named:
        if runs(named):
            return found(named)
        return stop(f"SOKO_CHROMIUM={named} does not run.")
    ways: tuple[Callable[[], str | None], ...] = (
        of_the_machine,
        of_playwright,
        from_playwright,
        from_debian,
    )
    for way in ways:
        path = way()
        if path:
            return found(path)
    return stop(f"The tests in the browser need Chromium. Install it with: {LINE}")


def of_the_machine() -> str | None:
    """The browser that is installed here, if it is more than a pointer to a shop."""
    return next((path for name in NAMES if (path := shutil.which(name)) and runs(path)), None)


def of_playwright() -> str | None:
    """The browser that Playwright has fetched before."""
    said = answer([sys.executable, "-c", ASK_PLAYWRIGHT])
    path = said.strip() if said else ""
    return path if path and Path(path).exists() and runs(path) else None


def from_playwright() -> str | None:
    """Let Playwright fetch its own, which runs only where the libraries it needs are installed."""
    if install([sys.executable, "-m", "playwright", "install", "chromium"]):
        return of_playwright()
    return None


def from_debian() -> str | None:
    """Install the system's package, where we are root and there is apt-get."""
    program = shutil.which("apt-get")
    if program is None or os.geteuid() != 0:
        return None
    package = ["install", "-y", "--no-install-recommends", "chromium"]
    if install([program, *package]) or (
        install([program, "update"]) and install([program, *package])
    ):
        return of_the_machine()
    return None


def runs(path: str) -> bool:
    """Whether it starts and tells its version."""
    return bool(answer([path, "--version"]))


def answer(command: Sequence[str]) -> str | None:
    """What a short command prints, or None when it fails or hangs."""
    try:
        done = subprocess.run(  # noqa: S603 (our own words, no shell)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=ANSWER_SECONDS_MAX,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def install(command: Sequence[str]) -> bool:
    """Run an installation; what it says goes to standard error, as our output is the path alone."""
    sys.stderr.write(f"{' '.join(command)}\n")
    try:
        subprocess.run(  # noqa: S603 (our own words, no shell)
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            timeout=INSTALL_SECONDS_MAX,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def found(path: str) -> int:
    """The one line of output."""
    sys.stdout.write(f"{path}\n")
    return 0


def stop(sentence: str) -> int:
    """The one line of refusal."""
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
