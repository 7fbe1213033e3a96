"""Why outreach says no."""

from sokoguru.kernel.refusals import Refused


class NotALink(Refused):
    """There is no such link: another length or other letters than ours."""

    code = "outreach.not_a_link"
    status = 404
