"""The public side of the site: the programme, what was learned, the network, how the site works."""
