"""FastAPI lives here and in main: addresses, parameters, responses, problems."""
