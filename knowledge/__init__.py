"""What the team knows: the policy and the library of past escalations. Imports nothing heavy and nothing of `agent`."""
