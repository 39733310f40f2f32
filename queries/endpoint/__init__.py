"""The SPARQL endpoint and its pages: a guarded door in front of a supervised Oxigraph server.

`settings` what may be set, `engine` the child process, `wire` HTTP to it, `guard` what no query
may say, `protocol` SPARQL over HTTP, `pages` what people see, `app` all of it together.
"""
