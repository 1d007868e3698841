"""The player page: one HTML file that shows the text while its sound plays."""
