"""The career passport: what a person can do, learnt, worked on and wishes, as a file that is hers.

Source: art. R243-13-2 CASF (carnet de parcours et de compétences). Nothing that staff wrote about her is in it: no plan but
her own words, no assessment comment, no observation, no restriction, no kind of contract.
"""
