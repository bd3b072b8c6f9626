"""Green threads in the test process, as in a process of services: `pytest -p tests.eventlet_plugin`.

It is a plugin, because eventlet must patch before anything else is imported.
"""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message=r"\nEventlet is deprecated\. ")
    import eventlet

eventlet.monkey_patch()
