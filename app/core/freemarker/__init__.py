"""Page layouts of Pattypan workbooks: the part of FreeMarker 2.3 that they use, and no more."""

from app.core.freemarker.calls import calls, names
from app.core.freemarker.template import Rendered, Template, parse

__all__ = ["Rendered", "Template", "calls", "names", "parse"]
