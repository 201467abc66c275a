"""Documents that may be quoted: loading them, taking them apart, checking them."""
