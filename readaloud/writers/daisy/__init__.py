"""DAISY 2.02 full text and audio: what the players that blind readers own have read since 2001."""
