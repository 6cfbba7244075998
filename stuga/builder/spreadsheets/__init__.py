"""From a spreadsheet to an app: what its columns seem to be, corrected, made and filled."""
