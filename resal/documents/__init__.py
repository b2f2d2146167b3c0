"""Files that people keep: each is bytes made from plain values, without database nor HTTP."""
