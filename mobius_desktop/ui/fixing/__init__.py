"""*Fix here*: from a finding to the control that cures it, in the preview and on the page of a batch."""
