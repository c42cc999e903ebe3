"""How the house is set up and run: the local stack, containers, seed pictures and the demo."""
