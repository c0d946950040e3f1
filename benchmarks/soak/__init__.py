"""Weeks of watching in minutes: real rounds over real HTTP on loopback, on a clock that jumps, against sites in trouble.

Every site has one trouble for some days, and one answer in fifty is broken anyway. Its documents are edited, and new
ones appear, before, during and after. What was really done is known, so what was told can be judged.
"""
