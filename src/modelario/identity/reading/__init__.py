"""An id taken apart: its tokens, and what they say of lab, version, pin and variant."""
