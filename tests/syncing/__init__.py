"""Another installation kept up to date here: real servers, real databases."""
