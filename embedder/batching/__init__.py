"""Many small questions, few large ones: lanes of threads in front of one model."""
