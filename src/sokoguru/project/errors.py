"""Why an installation cannot start or serve: codes and facts."""

from sokoguru.kernel.refusals import Refused


class EmbeddedRefused(Refused):
    """The embedded database cannot serve. Nothing outside the data folder was changed."""

    code = "project.embedded"
    status = 503


class ServerMissing(EmbeddedRefused):
    """The wheel is not installed, or has no build for this machine."""

    code = "project.server_missing"


class ServerFailed(EmbeddedRefused):
    """A program of PostgreSQL failed; ``reason`` is the end of what it said."""

    code = "project.server_failed"


class OtherVersion(EmbeddedRefused):
    """The tables were written by another major version of PostgreSQL."""

    code = "project.other_version"


class PasswordsLost(EmbeddedRefused):
    """There are tables, but no readable file with their passwords."""

    code = "project.passwords_lost"


class FolderUnusable(EmbeddedRefused):
    """The data folder cannot be made or written."""

    code = "project.folder_unusable"


class FolderOfAnother(EmbeddedRefused):
    """The data folder belongs to another user of this machine."""

    code = "project.folder_of_another"


class FolderClosed(EmbeddedRefused):
    """The server's own user cannot pass ``closed``, the data folder or one above it."""

    code = "project.folder_closed"


class FolderNameUnfit(EmbeddedRefused):
    """The path is too long for a socket, or has a comma, which separates hosts in PostgreSQL."""

    code = "project.folder_name_unfit"


class SystemUserMissing(EmbeddedRefused):
    """PostgreSQL never runs as root, and the user it should run as cannot be made."""

    code = "project.system_user_missing"


class SettingInvalid(Refused):
    """A setting of the environment cannot be read. Facts: ``name``, ``value``, ``expected``."""

    code = "project.setting_invalid"
