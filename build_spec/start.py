"""What the frozen programs run."""

from mobius_desktop.__main__ import main

main()
