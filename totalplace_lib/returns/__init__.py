"""Local returns: partners' own figures, read from their files, kept outside git, matched with the bodies of a count.

form       what is asked: sheets, headings, words, the code of a line       filled     a file -> what stands in it
judging    what stands in it -> figures, or every fault with its cell       answers    the typed figures
matching   names of bodies and services, as suggestions                     deliveries every version that was accepted
What a return does to a count is count.returned; what is asked of whom is analysis.returns.
"""
