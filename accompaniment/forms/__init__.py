"""One form per act of this room, a file per subject. Labels and help; the rules are in the verbs."""
