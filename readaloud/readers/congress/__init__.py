"""The Congressional Record."""
