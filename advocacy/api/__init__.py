"""What the caucus asks for and what came of it, over REST: one module a subject."""
