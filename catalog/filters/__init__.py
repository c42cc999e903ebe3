"""Which images a question is about: one language for lists, searches, jobs and exports."""
