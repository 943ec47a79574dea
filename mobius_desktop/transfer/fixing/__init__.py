"""What cures a finding from within the program: a link or an option. Pure, like the plan itself."""
