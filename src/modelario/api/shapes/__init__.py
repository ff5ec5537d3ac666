"""The catalogue in the shapes of other tools: our prices as we show them, the unknown left out."""
