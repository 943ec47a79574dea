"""What helps when something went wrong: the crash report and the support bundle, read before it is saved."""
