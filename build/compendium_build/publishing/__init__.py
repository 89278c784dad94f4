"""Publishing: an edition is built, verified, signed, put where readers find it, and told of."""
