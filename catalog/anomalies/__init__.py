"""Odd images: how far each is from its neighbours, put in front of people, who say what is normal here."""
