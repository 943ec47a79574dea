"""Set up ConnectWise PSA and Set up QuickBooks Online."""
