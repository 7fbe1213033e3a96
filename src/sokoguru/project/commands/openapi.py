"""``soko openapi``: the description of the API, on standard output."""

from sokoguru.project.command import Command, Needs

API = "sokoguru.project.api"

COMMAND = Command(
    name="openapi",
    help=("Menulis uraian API (OpenAPI) ke layar.", "Print the description of the API (OpenAPI)."),
    needs=Needs.DJANGO,
    part=API,
)
