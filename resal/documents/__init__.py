"""Files that people keep, made from plain values, without database nor HTTP; pure, as calendars are."""
