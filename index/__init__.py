"""Finding: encoder, dense and lexical search, their fusion, and the versioned store on disk."""
