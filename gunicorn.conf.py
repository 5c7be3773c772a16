"""gunicorn reads this wherever it is started in the checkout: no visitor's header says where a page lies or who asks.

What a proxy that the settings name says is read by indicators/origin.py; gunicorn's own belief in whoever connects from
this machine, as Apache or HAProxy on it do for every visitor, is switched off.
"""

forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
forwarded_allow_ips = ""
proxy_allow_ips = ""
header_map = "drop"
