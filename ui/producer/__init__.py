"""What a producer does with the record: reports, privacy, merging, backups."""
