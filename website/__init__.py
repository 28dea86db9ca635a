"""The course as a web site: Sphinx over the released notebooks, with their animations and without the solutions.

`sources` writes what Sphinx reads: pages, and each lab's notebook with the outputs of its exploration cells.
`extension` is Sphinx's: it turns TeX into MathML. `links` checks that every link inside the built site leads somewhere
and that no page loads anything from another site. conf.py, pages/ and static/ are Sphinx's own.
"""
