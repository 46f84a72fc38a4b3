"""The long forms of the fault tests, each of which has its quick form among the tests."""
