"""What gives a person away in a text, one kind a file.

Each pattern reads plain signs (`plain`), begins where no word goes on, and repeats nothing that can
be split in two ways more than a few times, so that a text is read in time linear in its length.
"""
