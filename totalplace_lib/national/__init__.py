"""All the money of England in one year: its tables opened, classified, and ready to share."""
