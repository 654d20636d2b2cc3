"""How hard Hypothesis tries: no deadlines (machines are busy), many more examples when everything is tested."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.locations import TEST_ALL

settings.register_profile(
    "ion", deadline=None, max_examples=400 if TEST_ALL else 50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ion")
