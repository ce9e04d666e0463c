// C arrays of physics data; see README.md
