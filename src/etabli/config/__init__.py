"""Settings, urls, wsgi, the command line and the demo workplace. May use every room; no room uses it."""
