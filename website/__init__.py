"""The course as a web site: Sphinx over the released notebooks, with their figures alive, and nothing of the solutions.

sources    what Sphinx reads: pages, and each lab's notebook with the outputs of its exploration cells
extension  Sphinx's: TeX as MathML, which browsers draw by themselves
links      whether every link inside the built site leads somewhere, and whether a page loads anything from another site
conf.py, pages/ and static/ are Sphinx's own
"""
