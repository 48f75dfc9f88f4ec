"""The discipline of the line. Pure: the live queue and the simulator call the very same functions."""
