"""One module a command: ``run(call)`` does what it says, when Django is ready."""
