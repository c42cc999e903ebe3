"""The benchmarks: ratios measured side by side in one run and printed; nothing here fails on a time."""
