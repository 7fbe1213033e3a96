"""What the HTTP server calls."""

import os

from django.core.wsgi import get_wsgi_application

from sokoguru.project.processes import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sokoguru.project.settings")
if os.environ.get("SOKO_CHILD"):
    end_with_parent()
application = get_wsgi_application()
