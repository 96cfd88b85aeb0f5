"""Why a private server cannot run, said to the person at the terminal."""


class ServersUnavailable(Exception):
    """One sentence (or two) that names the cause and the way out; shown instead of a stack trace."""
