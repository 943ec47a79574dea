"""What leaves the window on paper: values that say what stands there, one layout, PDF files and printers."""
