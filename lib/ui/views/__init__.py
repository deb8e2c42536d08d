"""The pages, one module and one function each; pages never import pages."""
