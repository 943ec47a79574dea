"""Create Invoice Batch: Select Invoices and Preview."""
