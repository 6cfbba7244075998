"""Changes of many records at once, chosen from a list; over a hundred as a job."""
