from __future__ import annotations

import threading
import time

import pytest

from ingest.sources.limits import TooSlow, time_limit


def spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_the_main_thread_is_stopped() -> None:
    started = time.monotonic()
    with pytest.raises(TooSlow), time_limit(0.05):
        time.sleep(5)
    assert time.monotonic() - started < 1


def test_another_thread_is_stopped_and_goes_on() -> None:
    found: list[str] = []

    def work() -> None:
        try:
            with time_limit(0.05):
                spin(5)
        except TooSlow:
            found.append("slow")
        with time_limit(5):
            found.append("quick")
        spin(0.1)
        found.append("alive")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(3)

    assert found == ["slow", "quick", "alive"]


def test_what_is_quick_enough_is_left_alone() -> None:
    with time_limit(0.05):
        pass
    time.sleep(0.1)
    with time_limit(None):
        pass


def test_limits_nest() -> None:
    with pytest.raises(TooSlow), time_limit(0.2):
        with pytest.raises(TooSlow), time_limit(0.05):
            time.sleep(5)
        time.sleep(5)
