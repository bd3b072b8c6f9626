"""Green threads for the test process, as in a process of services: `pytest -p tests.eventlet_plugin`.

Loaded as a plugin, because patching has to come before anything else is imported.
"""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message=r"\nEventlet is deprecated\. ")
    import eventlet

eventlet.monkey_patch()
