"""Copies of pictures without position or camera owner; pixels and all else stay byte for byte.

For JPEG, PNG, TIFF (BigTIFF) and WebP. Each module says which tags count and where they are defined.
"""

from app.core.media.private.copying import can_leave_out, copy_without, holds, sha1_without

__all__ = ["can_leave_out", "copy_without", "holds", "sha1_without"]
