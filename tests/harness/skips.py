"""What could not run on this machine is named at the end, and refused where nothing may be missing."""

import os

import pytest

REFUSED = "RESAL_TEST_REFUSE_SKIPS"


def names(reporter: pytest.TerminalReporter) -> list[str]:
    """The tests that were skipped, each with its reason."""
    return sorted(f"{report.nodeid}: {_reason(report)}" for report in reporter.stats.get("skipped", []))


def summarize(reporter: pytest.TerminalReporter) -> None:
    skipped = names(reporter)
    verdict = f" and {REFUSED} refuses it" if refused(reporter) else ""
    reporter.section(f"not run on this machine: {len(skipped)}{verdict}")
    for name in skipped:
        reporter.line(name)


def refused(reporter: pytest.TerminalReporter) -> bool:
    return os.environ.get(REFUSED) == "1" and bool(reporter.stats.get("skipped"))


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")
