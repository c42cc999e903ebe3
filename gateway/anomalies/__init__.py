"""Anomalies: scored, shown with their evidence, judged by people, exported."""
