"""What a picture of a timeline is made of, before it is drawn."""
