"""The only place with QThread: background jobs, and the hub through which their news reach the window."""
