"""Second sources: what each of them says of prices and of the ends of models, as records.

One module a source: its wire types, its table of names, and one function from bytes to what was
read. Nothing here goes over the network; nothing that a source writes ends in an exception.
"""
