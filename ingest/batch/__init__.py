"""The parts of the batch: journal, readers and their pools, languages, near-duplicates."""
