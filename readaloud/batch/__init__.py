"""Whole collections: many documents planned, cast together and rendered, on one machine or many.

`collection.run` is the whole; `sources` and `units` say what there is, `survey` what planning finds in each, `people` and
`casting` who is one person and in which voice, `work` is what a worker does, `executor` and `cluster` run it, `records`
are what earlier runs left, `reports` what is told.
"""
