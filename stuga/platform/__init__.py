"""What every request stands on."""
