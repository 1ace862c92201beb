"""Import pages: upload, preview, confirm; templates to fill in. (Being written: see the commits of this file.)"""
