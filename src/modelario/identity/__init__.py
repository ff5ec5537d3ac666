"""Who is who: offering ids → canonical models."""
