"""Assembly: `Script` and `ClipInfo`s → `Edition` and its blocks of samples."""
