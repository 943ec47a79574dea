"""Values and rules of the transfer. Pure: no input or output, no clock, no network, no Qt."""
