"""What concerns whom, told on the screen and by mail (docs/decisions/0047): made of the log and of the day, by the keeper.

A notice holds no words. They are made of the log's line when it is read or mailed, under the rights of that moment, so
that nobody is told what they may not read, and nothing that was redacted meanwhile.
"""

from indicators.notices.looking import look_through
from indicators.notices.mails import write_at_once, write_digests
from indicators.notices.telling import Told, told, with_subjects
