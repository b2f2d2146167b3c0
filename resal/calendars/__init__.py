"""iCalendar: records in, bytes out. No database, no web framework, no clock.

entry.py     Entry: all that one VEVENT shows, in one language
wording.py   the sentences of an entry: title, place, details; plain text and HTML
values.py    TEXT, URI and address values that no character can break out of
event.py     Entry → VEVENT
zones.py     time zone → VTIMEZONE, and since when it tells the truth
envelope.py  the VCALENDAR around them
feed.py      calendars people subscribe to
itip.py      calendars sent by e-mail: invitation, cancellation, publication
links.py     addresses that add an entry, or subscribe to a feed, elsewhere
"""
