"""Monitoring as code: rules, alerts and dashboards; `python -m deploy.monitoring` writes the dashboards' JSON."""
