"""The outbox: mails are written down in the transaction of what they tell, and sent later (docs/decisions/0014)."""

from indicators.outbox.delivery import Delivery, deliver, forget_old, try_again
from indicators.outbox.letters import can_send, password_link, post
from indicators.outbox.password_requests import answer_requests, ask
