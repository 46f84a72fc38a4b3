"""What someone writes against the generated Python client: one request, the ids on stdout."""

import sys
from importlib import import_module

from pourparlers_client import Client

address, module = sys.argv[1:]
page = import_module(module).sync(client=Client(base_url=address), date="2022-01")
for event in page.items:
    print(event.id)
