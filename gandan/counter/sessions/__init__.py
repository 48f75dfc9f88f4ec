"""Service sessions ("Ngày thứ bảy với dân"): planned, rostered, announced, held, summed up, carried further."""
