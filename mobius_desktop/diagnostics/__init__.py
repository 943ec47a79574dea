"""What helps when something goes wrong: paths, log, crash reports, and the redactor that all of it passes."""
