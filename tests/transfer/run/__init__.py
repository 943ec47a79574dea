"""Running a batch: steps that a whole run cannot show."""
