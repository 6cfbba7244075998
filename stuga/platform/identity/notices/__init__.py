"""What people are told of: in the app, and by mail as they choose."""
