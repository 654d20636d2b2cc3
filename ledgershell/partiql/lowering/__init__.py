"""From the syntax tree to the logical plan: names to slots, conditions to sources, sugar to what it stands for."""
