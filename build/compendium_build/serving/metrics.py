"""Figures for Prometheus, of this process or, where there are several workers, of all."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from compendium_build.serving.library import Library

_STEPS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Where workers put their figures together."""


class Metrics:
    """Everything that is counted."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "compendium_requests_total",
            "Answers by route and status",
            ["route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "compendium_request_seconds", "Time to answer", ["route"], buckets=_STEPS, registry=self.registry
        )
        self.running = self._gauge("compendium_requests_running", "Requests being answered", "livesum")
        self.renewals = Counter(
            "compendium_renewals_total", "New states put in place", registry=self.registry
        )
        self.failures = Counter(
            "compendium_renewal_failures_total", "New states that could not be read", registry=self.registry
        )
        self._age = self._gauge(
            "compendium_revision_age_seconds", "Seconds since the commit served", "livemax"
        )
        self._files = self._gauge("compendium_files", "Files of today's edition", "livemax")
        self._memory = self._gauge(
            "compendium_cache_bytes", "Bytes of rendered files kept in memory", "livesum"
        )
        self._disk = self._gauge("compendium_cache_disk_bytes", "Bytes of rendered files on disk", "livesum")
        self._hits = self._gauge("compendium_cache_hits", "Files found rendered", "livesum")
        self._misses = self._gauge("compendium_cache_misses", "Files that had to be rendered", "livesum")
        self._turned = self._gauge("compendium_turned_away", "Requests told to come again", "livesum")

    def _gauge(self, name: str, about: str, mode: str) -> Gauge:
        return Gauge(name, about, registry=self.registry, multiprocess_mode=mode)  # type: ignore[arg-type]

    def observe(self, library: Library) -> None:
        """Take down how things stand."""
        shown, cache = library.current, library.cache
        self._age.set((datetime.now(UTC) - shown.state.when).total_seconds())
        self._files.set(len(shown.files))
        self._memory.set(cache.used)
        self._disk.set(cache.stored)
        self._hits.set(cache.hits)
        self._misses.set(cache.misses)
        self._turned.set(sum(gate.turned_away for gate in (library.pages, library.helpers, library.forms)))

    def text(self) -> bytes:
        """All figures in the text format."""
        if SHARED not in os.environ:
            return generate_latest(self.registry)
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        return generate_latest(shared)
