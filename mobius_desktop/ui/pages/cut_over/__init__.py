"""Cut-over of old unposted invoices."""
