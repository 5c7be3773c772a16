"""Why an export was not made. Messages are for the person at the terminal and say what to do next."""


class ExportRefused(Exception):
    """Nothing was written. `code` is the exit code of the command."""

    code = 1


class InvalidOption(ExportRefused):
    """An option that cannot be: a base path, an address, a day."""

    code = 2


class ForeignFolder(ExportRefused):
    """The folder holds something that no export of ours has written; it is not touched."""

    code = 3


class AlreadyRunning(ExportRefused):
    """Another export writes into the folder right now."""

    code = 4


class KeepsChanging(ExportRefused):
    """Something was published each time while the pages were being made."""

    code = 5
