"""The commands, by what they are about. Each parses nothing but its options, makes one call and reports."""
