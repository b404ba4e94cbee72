"""Cells to the clipboard and back, and what other programs put there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cells import html_table, tabbed

CELL = st.one_of(
    st.text(max_size=10),
    st.text(" \t\r\n\"'<>&;x\xa0\0\x1c\u2028\ufeff", max_size=8),
)


@st.composite
def blocks(draw):
    width = draw(st.integers(1, 3))
    row = st.lists(CELL, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=1, max_size=4))


@given(blocks())
def test_what_is_written_with_tabs_is_read_back(rows):
    assert tabbed.parse(tabbed.write(rows)) == rows


@given(blocks())
def test_copy_then_paste_gives_every_text_back(rows):
    table = html_table.parse(html_table.write(rows))
    assert table is not None
    assert html_table.merged(table, tabbed.parse(tabbed.write(rows))) == rows


@given(st.lists(st.lists(CELL, max_size=3), max_size=3))
def test_any_rows_can_be_written(rows):
    tabbed.parse(tabbed.write(rows))
    html_table.parse(html_table.write(rows))


@given(st.text(max_size=60), st.text('"\t\r\n a', max_size=40))
def test_any_text_is_read(first, second):
    for text in (first, second):
        assert all(isinstance(cell, str) for row in tabbed.parse(text) for cell in row)
        html_table.parse(f"<table><tr><td>{text}")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\n", [[""]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\rb", [["a"], ["b"]]),
        ('"two\nlines"\tx', [["two\nlines", "x"]]),
        ('"two\r\nlines"\tx\r\n', [["two\r\nlines", "x"]]),
        ('12" disc\ty', [['12" disc', "y"]]),
        ('"open\ty', [['"open', "y"]]),
        ('"Harbour" by night\ty', [['"Harbour" by night', "y"]]),
        ('"say ""hi"""\ty', [['say "hi"', "y"]]),
        ("a\t\n", [["a", ""]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
    ],
)
def test_texts_of_spreadsheets(text, rows):
    assert tabbed.parse(text) == rows


def test_a_single_cell_is_just_its_text():
    assert tabbed.write([["Harbour"]]) == "Harbour"


EXCEL = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<style><!--table {mso-displayed-decimal-separator:"\\,";} td {color:black;} --></style>
<!--[if gte mso 9]><xml><x:foo>not this</x:foo></xml><![endif]--></head>
<body link="#0563C1"><table border=0 cellpadding=0 width=128><!--StartFragment-->
 <col width=64 span=2 style='width:48pt'>
 <tr height=20 style='height:15.0pt'>
  <td height=20 class=xl65 width=64 style='white-space:normal'>two<br>
    lines &amp; &quot;more&quot;</td>
  <td>a<span style='mso-spacerun:yes'>&nbsp;&nbsp; </span>b</td>
 </tr>
 <tr><td colspan=2 rowspan=2>wide</td></tr>
 <tr></tr>
 <tr><td>&nbsp;</td><td>3</td></tr>
<![if supportMisalignedColumns]>
 <tr height=0 style='display:none'><td width=64></td><td width=64></td></tr>
<![endif]><!--EndFragment--></table></body></html>"""

GOOGLE = """<google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid}--></style>
<table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" data-sheets-root="1"><colgroup>
<col width="100"/></colgroup><tbody><tr style="height:21px;">
<td data-sheets-value="{&quot;1&quot;:2,&quot;2&quot;:&quot;not this&quot;}">Ships<br/>1901</td>
<td style="text-align:right;"><a href="https://example.org/">a link</a></td></tr>
<tr><td rowspan="2">x</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>"""

LIBRE = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html"/><title></title>
<style type="text/css">body,div,table { font-family:"Liberation Sans" }</style></head><body>
<table cellspacing="0" border="0"><colgroup span="2" width="85"></colgroup><tr>
<td height="17" align="left">Town&nbsp;hall</td>
<td align="right" sdval="12" sdnum="1033;">12</td></tr></table><!-- *** -->
</body></html>"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (EXCEL, [['two\nlines & "more"', "a   b"], ["wide", ""], ["", ""], ["", "3"]]),
        (GOOGLE, [["Ships\n1901", "a link"], ["x", "1"], ["", "2"]]),
        (LIBRE, [["Town\xa0hall", "12"]]),
        ("<table><tr><td>a<td>b<tr><td>c</table>", [["a", "b"], ["c", ""]]),
        ("<table><tr><td><p>one</p><p>two</p></td></tr></table>", [["one\ntwo"]]),
        ("<table><tr><td><b> a </b> <i>b</i>\n c</td></tr></table>", [["a b c"]]),
        ("<table><tr><td>a<br><br>b<br></td></tr></table>", [["a\n\nb"]]),
        ("<table><tr><td>a</td><td><br></td><td>\n<br/> </td></tr></table>", [["a", "", ""]]),
        ("<table><tr><td><pre> a\n  b</pre></td></tr></table>", [[" a\n  b"]]),
        ("<table><tr><td>a<table><tr><td>b<td>c</table>d</td><td>e</td></tr></table>",
         [["a b cd", "e"]]),
        ("<table><tr><td colspan='1000000000000' rowspan=x>a</td></tr></table>", [["a"]]),
        ("<p>A page with <table><tr><td>a</td></tr></table></p>", None),
        ("<b>words</b>", None),
        ("<table></table>", None),
        ("", None),
    ],
)  # fmt: skip
def test_tables_of_other_programs(text, rows):
    assert html_table.parse(text) == rows


def test_the_table_tells_the_cells_and_the_plain_text_its_white_space():
    table = [["a b", '"Harbour"'], ["x\ny", "z"]]
    assert html_table.merged(table, [["a  b ", "Harbour"], ["x\ny", "z"]]) == [
        ["a  b ", '"Harbour"'],
        ["x\ny", "z"],
    ]
    assert html_table.merged(table, [["a b"]]) == table


def test_what_merged_cells_claim_is_bounded():
    text = "<table>" + "<tr>" + "<td colspan=1000>x</td>" * 4000
    rows = html_table.parse(text)
    assert len(rows[0]) < 2_100_000


def test_a_table_is_read_only_where_the_plain_text_does_not_tell_all():
    def told(text, html):
        return html_table.is_told_by(tabbed.parse(text), text, html)

    table = "<table><tr><td>a</td><td>b</td></tr></table>"
    assert told("a\tb", table)
    assert told("a\tb\n", f"<html><thead></thead>{table}</html>")
    assert told('12" disc\tb', table)
    assert told('"x\ny"\tb', html_table.write([["x\ny", "b"]]))
    assert told("a\t\tb", table.replace("</td>", "</td><td><br></td>", 1))
    assert not told("a", table)
    assert not told("a\nb", table)
    assert not told('"a"\tb', table)
    assert not told("a\tb", table.replace("<td>", "<td colspan=2>", 1))
    assert not told("a\tb", table.replace(">a<", ">a<br>c<"))
    assert not told("a\tb", f"{table}{table}")


CALC = """<table cellspacing="0" border="0"><colgroup span="3" width="89"></colgroup><tr>
<td height="34" align="left" sdnum="1033;0;@"><font face="DejaVu Serif">0012</font></td>
<td align="left" sdnum="1033;0;@"><font face="DejaVu Serif">two<br>lines</font></td>
<td align="left" sdnum="1033;0;@"><font face="DejaVu Serif">&quot;quoted&quot;</font></td></tr>
<tr><td height="18" align="left">trail </td>
<td align="left" sdnum="1033;0;@"><font face="DejaVu Serif"><br></font></td>
<td align="left">12&quot; disc</td></tr></table>"""


def test_what_calc_puts_on_the_clipboard():
    plain = '0012\ttwo lines\t"quoted"\ntrail \t\t12" disc\n'
    assert not html_table.is_told_by(tabbed.parse(plain), plain, CALC)
    found = html_table.merged(html_table.parse(CALC), tabbed.parse(plain))
    assert found == [["0012", "two\nlines", '"quoted"'], ["trail ", "", '12" disc']]
