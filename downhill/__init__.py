"""The machinery of the site: plain functions that the build, the tests and the commands share."""
