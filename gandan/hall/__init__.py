"""What stands in the hall: the kiosk, the board on the wall, the page of a ticket on a telephone."""
