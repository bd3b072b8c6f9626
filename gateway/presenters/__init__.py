"""How what services tell looks to people: words, icons, bars. Decisions that templates would otherwise have to take."""
