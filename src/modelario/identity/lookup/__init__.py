"""Any spelling of a model's id → the model."""
