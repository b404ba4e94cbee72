"""What the picker offers."""

from app.core import licences


def test_refused_outdated_and_volunteers_are_never_offered():
    ids = {e.id for e in licences.offered()}
    assert not ids & {"gfdl-1.2", "none", "pd-old", "cc-pd", "vrt-ticket", "vrt-received"}
    assert {"cc-by-4.0", "cc-zero", "pd-art"} <= ids


def test_recalled_entries_come_last_in_their_group():
    for group in licences.groups():
        recalled = [e.recalled for e in licences.offered(group.id)]
        assert recalled == sorted(recalled)


def test_first_offers():
    first = {
        g.id: licences.offered(g.id)[0].id for g in licences.groups() if licences.offered(g.id)
    }
    assert first["own_copyright"] == "cc-by-4.0"
    assert first["cc0"] == "cc-zero"
    assert first["pd_reproduction"] in ("pd-art", "licensed-pd-art")
    assert first["pd_us"] == "pd-us-expired"


def test_groups_in_order_and_all_entries_in_one():
    groups = licences.groups()
    assert [g.order for g in groups] == sorted(g.order for g in groups)
    assert {e.group for e in licences.entries()} <= {g.id for g in groups}
    assert licences.entry("pd-art").parameters[0].required
