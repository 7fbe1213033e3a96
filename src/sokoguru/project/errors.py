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


class SecretLost(Refused):
    """The file of the secret key is damaged or closed to us. Facts: ``file``."""

    code = "project.secret_lost"
    status = 503


class DatabaseUnreachable(Refused):
    """The database does not answer, or went away. Facts: ``reason``."""

    code = "project.database_unreachable"
    status = 503


class NotPrepared(Refused):
    """The tables are missing or older than this version. Facts: ``pending``, how many
    migrations.
    """

    code = "project.not_prepared"
    status = 503


class AlreadyUp(Refused):
    """Another ``soko up`` serves this data folder. Facts: ``folder``, ``address``."""

    code = "project.already_up"
    status = 409


class PortTaken(Refused):
    """The port that was asked for is not free. Facts: ``host``, ``port``, ``reason``."""

    code = "project.port_taken"
    status = 409


class ServingFailed(Refused):
    """The HTTP server ended before it answered. Its own words stand above on standard error."""

    code = "project.serving_failed"
    status = 503


class CellUnknown(Refused):
    """No such cell in ``SOKO_CELLS``. Facts: ``cell``, ``known``."""

    code = "project.cell_unknown"
    status = 404


class CellThere(Refused):
    """The cell is in ``SOKO_CELLS`` already. Facts: ``cell``."""

    code = "project.cell_there"
    status = 409
