//! Raw text → comparable keys. Pure functions; reads no files.
