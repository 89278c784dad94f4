"""What is settled about a version after it came in: a mistake in the record, a day of effect told later."""
