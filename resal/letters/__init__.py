"""Letters: composed from the records when they are owed, rendered just before they leave.

owing.py        what the actions call: one `Letter` for each person
facts.py        what a letter says, in words of its language, without any secret
occasions.py    when and where, in words; the same before a change
invitations.py  the calendar that comes along
stationery.py   what the operator decides: sender, base address, keys
wording.py      a letter's facts as rows and links
rendering.py    `Letter` → e-mail message
overtaken.py    letters that make no sense any more
"""
