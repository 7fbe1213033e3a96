"""What the HTTP server calls."""

import os

from django.core.wsgi import get_wsgi_application

from sokoguru.project.processes import PARENT, end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sokoguru.project.settings")
if os.environ.get(PARENT):
    end_with_parent()
application = get_wsgi_application()
