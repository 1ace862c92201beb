"""Papers of pathways as tagged PDF. Their words are French whatever the language of the reader: they bind under French law."""
