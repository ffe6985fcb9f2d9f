"""What should happen to a call: how private and how hard it is, and what a policy says then."""
