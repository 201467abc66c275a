"""Measuring: gold cases, metrics, runs, reports, and the checks of the promises."""
