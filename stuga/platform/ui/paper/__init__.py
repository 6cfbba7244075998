"""What is printed, as PDF: the HTML of a screen is read into blocks, and these are set in type."""

from stuga.platform.ui.paper.reading import FILE_PICTURE, blocks_of
from stuga.platform.ui.paper.setting import Paper, pdf_of

__all__ = ["FILE_PICTURE", "Paper", "blocks_of", "pdf_of"]
