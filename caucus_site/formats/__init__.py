"""How days and moments are written, language by language (FORMAT_MODULE_PATH)."""
