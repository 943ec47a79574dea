"""Which QuickBooks record each ConnectWise record is, seen before anything is sent.

The same rules as in the plan find records and suggest others; nothing here decides anything for a batch.
"""
