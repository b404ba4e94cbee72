"""Keys of the pictures, which are in no menu: words picture-key.<name>, and the keys."""

KEYS = (
    ("next", ("Right", "Left")),
    ("zoom", ("+", "-")),
    ("whole", ("0",)),
    ("full", ("1",)),
    ("move", ()),
    ("turn", ("R", "Shift+R")),
    ("close", ("Esc", "Space")),
)
