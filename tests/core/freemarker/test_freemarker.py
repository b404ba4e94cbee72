import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import freemarker, text


def render(source, **variables):
    return freemarker.parse(source).render(variables)


def page(source, **variables):
    template = freemarker.parse(source)
    assert template.problems == ()
    rendered = template.render(variables)
    assert rendered.missing == ()
    assert rendered.problems == ()
    return rendered.text


def complaints(source):
    return [(p.code, p.params["name"], p.params["line"]) for p in freemarker.parse(source).problems]


PATTYPAN = """'== {{int:filedesc}} ==
{{Information
|description=${description}
|other versions=${other_versions}
}}

<#if categories?has_content><#list categories?split(";") as c>
[[Category:${c?trim}]]
</#list><#else>
{{subst:unc}}
</#if>"""


def test_the_layout_of_a_pattypan_workbook():
    assert page(PATTYPAN, description="{{en|1=x}}", other_versions="", categories="A; B ") == (
        "== {{int:filedesc}} ==\n{{Information\n|description={{en|1=x}}\n|other versions=\n}}\n\n"
        "[[Category:A]]\n[[Category:B]]\n"
    )
    assert page(PATTYPAN, description="", other_versions="", categories="").endswith(
        "}}\n\n{{subst:unc}}\n"
    )


def test_one_leading_apostrophe_is_dropped_after_rendering():
    assert page("'x") == "x"
    assert page("x'") == "x'"
    assert page("''italic''") == "''italic''"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("${x}", " aB c "),
        ("${x?trim}|", "aB c|"),
        ("${x?trim?upper_case}", "AB C"),
        ("${x?lowerCase}", " ab c "),
        ("${x?cap_first}", " AB c "),
        ("${x?capitalize}", " Ab C "),
        ('${x?replace("a", "b")?trim}', "bB c"),
        ('${"aaa"?replace("a", "b", "f")}', "baa"),
        ("${html?html}", "&lt;a href=&quot;x&quot;&gt;&amp;'"),
        ("${x?length}", "6"),
        ("${nine?number}", "9"),
        ("${'9.50'?number}", "9.5"),
        ("${nine?number?string}", "9"),
        ('${(x == "q")?string("yes", "no")}', "no"),
        ("${no!}|", "|"),
        ('${no!"default"}', "default"),
        ("${no!x?trim}", "aB c"),
        ('${empty!"default"}|', "|"),
        ("${(no)!}|", "|"),
        ('${(no.part)!"d"}', "d"),
        ('${(no?trim)!"d"}', "d"),
        ('${no!"a"?upper_case}', "A"),
        ('${(no!"a")?upper_case}', "A"),
        ("${no!?length}", "0"),
        ('${"a${x?trim}b"}', "aaB cb"),
        (r'${"\"q\"\n\x41"}', '"q"\nA'),
        (r'${r"\n"}', r"\n"),
        ("<#if x??>y<#else>n</#if>", "y"),
        ("<#if no??>y<#else>n</#if>", "n"),
        ("<#if empty?has_content>y<#else>n</#if>", "n"),
        ("<#if no?has_content>y<#else>n</#if>", "n"),
        ("<#if (no?trim)?has_content>y<#else>n</#if>", "n"),
        ('<#if nine == "9" && x?has_content>y</#if>', "y"),
        ('<#if nine = "9">y</#if>', "y"),
        ('<#if nine != "9" || !(empty?has_content)>y</#if>', "y"),
        ('<#if nine=="8">a<#elseif nine=="9">b<#else>c</#if>', "b"),
        ("<#if no?? && no?trim == 'a'>y<#else>n</#if>", "n"),
        ("<#if nine?number == 9.0>y</#if>", "y"),
        ('<#list "a;b;c"?split(";") as c>${c}<#if c_has_next>, </#if></#list>', "a, b, c"),
        ('<#list "a;b;c"?split(";") as c>${c}<#sep>, </#list>', "a, b, c"),
        ('<#list "a;b"?split(";") as c>${c}<#sep>, </#sep>!</#list>', "a, !b!"),
        ('<#list "a;b"?split(";") as c>${c?index}${c_index}${c?counter}</#list>', "001112"),
        ('<#list ";a;"?split(";") as c>[${c}]</#list>', "[][a][]"),
        ("<#assign y = x?trim>${y}", "aB c"),
        ('<#assign y="1" z=no! q=y>${y}${z}${q}', "11"),
        ("<#assign y>in ${nine}</#assign>${y}", "in 9"),
        ("a<#-- ${no} <#if> -->b", "ab"),
        ("<nowiki>{{#if:x}}</nowiki> $x {y} <b>", "<nowiki>{{#if:x}}</nowiki> $x {y} <b>"),
        ("<#if x?has_content>a > b</#if>", "a > b"),
        ('${no!">}"}', ">}"),
    ],
)
def test_an_expression(source, expected):
    assert page(source, x=" aB c ", nine="9", empty="", html='<a href="x">&\'') == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a\n<#if x??>\nb\n</#if>\nc\n", "a\nb\nc\n"),
        ("a\n  <#if x??>  \n b\n</#if><#-- c -->\nc", "a\n b\nc"),
        ("a <#if x??>\nb</#if>\nc", "a \nb\nc"),
        ("${x}<#if x??>\nb\n</#if>", "v\nb\n"),
        ("a\n<#-- one\ntwo -->\nb", "a\nb"),
        ("<#if x??>\r\nb\r\n</#if>\r\n", "b\n"),
        ("a\n\n<#assign y='1'>\n\nb", "a\n\n\nb"),
    ],
)
def test_a_line_that_holds_only_a_tag_vanishes(source, expected):
    assert page(source, x="v") == expected


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("${x}", ("x",)),
        ("${x?trim}${y}", ("x", "y")),
        ('<#if x == "a">y</#if>', ("x",)),
        ("<#list x?split(';') as c>${c}</#list>", ("x",)),
        ("${x?trim!}", ("x",)),
        ("<#if x?trim?has_content></#if>", ("x",)),
        ("${x.y!}", ("x",)),
    ],
)
def test_a_variable_without_a_column_is_named(source, names):
    assert render(source).missing == names


def test_what_is_missing_in_one_place_spoils_nothing_else():
    rendered = render("a ${x} b <#if x == '1'>q<#else>r</#if> ${y}", y="c")
    assert rendered.text == "a  b  c"
    assert rendered.missing == ("x",)


@pytest.mark.parametrize(
    ("source", "name", "line"),
    [
        ("a\n<#macro m>\nb\n</#macro>", "#macro", 2),
        ("<#include 'x'>", "#include", 1),
        ("<#list 1..5 as x></#list>", "..", 1),
        ("\n\n<@call x=1/>", "@call", 3),
        ("${x?eval}", "?eval", 1),
        ("${'java.lang.Runtime'?new()}", "?new", 1),
        ("${x + y}", "+", 1),
        ("${x[0]}", "[", 1),
        ("${x?split(',', 'r')}", "?split(…)", 1),
        ("${x?replace('a','b','r')}", "?replace(…, flags)", 1),
        ("${x?string('0.00')}", "?string(…)", 1),
        ("#{x}", "#{…}", 1),
        ("<#if x gt 3>a</#if>", "gt", 1),
        ("<#list x?split(';')>a</#list>", "…", 1),
        ("${}", "…", 1),
        ("${.vars}", ".", 1),
        ("<#sep>", "#sep", 1),
        ("${" + "(" * 90 + "x" + ")" * 90 + "}", "((…))", 1),
    ],
)
def test_what_is_not_known_is_named_with_its_line(source, name, line):
    assert ("template-unsupported", name, line) in complaints(source)
    assert not any(code == "template-unclosed" for code, _, _ in complaints(source))


def test_the_rest_of_a_layout_with_something_unknown_can_be_used():
    template = freemarker.parse("a\n<#macro m>\nb ${x}\n</#macro>\n${x?eval}c")
    assert template.render({"x": "1"}).text == "a\nb 1\nc"
    assert [text.problem(p) for p in template.problems] == [
        (
            'The page layout uses "#macro" in line 2, which Kabocha does not know. '
            "The rest can be used."
        ),
        (
            'The page layout uses "?eval" in line 5, which Kabocha does not know. '
            "The rest can be used."
        ),
    ]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("<#if x??>a", "#if"),
        ("a</#if>", "#if"),
        ("a<#else>b", "#else"),
        ("<#list x?split(';') as c>a", "#list"),
        ("a ${x", "${"),
        ('<#if x == "a>b', "<#if"),
        ("<#-- a", "<#--"),
    ],
)
def test_what_does_not_end_is_named(source, name):
    found = complaints(source)
    assert ("template-unclosed", name, 1) in found
    freemarker.parse(source).render({"x": "1"})


@pytest.mark.parametrize(
    "cell", ["${y}", "<#if x>", "${x}", "<#-- c -->", "</#list>", "#{x}", "\\n"]
)
def test_cell_text_is_never_read_as_layout(cell):
    assert page("a ${x} <#list x?split(';') as c>${c}</#list>", x=cell) == f"a {cell} {cell}"


def test_a_value_of_the_wrong_sort_is_a_problem_of_the_row():
    rendered = render("${x?number}<#list x as y></#list><#if x>a</#if>${(x == 1)?string}", x="abc")
    assert {p.code for p in rendered.problems} == {"template-value"}
    assert [p.params["name"] for p in rendered.problems] == ["?number", "#list", "#if", "=="]
    assert "abc" in text.problem(rendered.problems[0])


@pytest.mark.parametrize(
    "source",
    [
        "<#assign a='${x}${x}'>" * 3 + "<#assign a='${a}${a}'>" * 40 + "${a}",
        (
            "<#list x?split('') as a>x</#list>"
            "<#list x?split('a') as a><#list x?split('a') as b><#list x?split('a') as c>"
            "</#list></#list></#list>"
        ),
        "${x?replace('a', x)?replace('a', x)?replace('a', x)}",
        "<#list x?split('a') as a>${x}</#list>" * 3,
    ],
)
def test_pages_are_bounded(source):
    rendered = render(source, x="a" * 3000)
    assert [p.code for p in rendered.problems] == ["template-too-long"]
    assert len(rendered.text) <= 2_000_000


def test_numbers_that_are_too_big_to_write_are_refused():
    assert render("${x?number}", x="1e999999").problems[0].code == "template-value"
    assert render("${x?number}", x="NaN").problems[0].code == "template-value"


def test_the_variables_of_a_layout():
    template = freemarker.parse(
        "${a}<#list b?split(';') as c>${c}${c_has_next?string('y','n')}</#list>"
        "<#assign d = e!f>${d}<#if g?? && true></#if>"
    )
    assert template.variables == ("a", "b", "e", "f", "g")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('${"Photo by ${who}"}', ("who",)),
        ("<#assign credit=\"by ${who!'${maker}'}\">${credit}", ("who", "maker")),
        ("<#assign title = title?trim>${title}", ("title",)),
        ("<#list tags?split(';') as tag>${tag}</#list>${tag!}", ("tags", "tag")),
        ("<#if a??><#assign x=a></#if>${x}", ("a", "x")),
        ("<#if a??><#assign x=a><#else><#assign x=b></#if>${x}", ("a", "b")),
        ("<#assign x>${a}</#assign>${x}${(b)!c?replace(d, e)}", ("a", "b", "c", "d", "e")),
        ("<#-- ${a} --> title ${!b == (c && d.e)}", ("b", "c", "d")),
    ],
)
def test_what_a_layout_reads_of_the_sheet(source, expected):
    assert freemarker.parse(source).variables == expected


@pytest.mark.parametrize(
    ("source", "header", "expected"),
    [
        ("|title=${name}", "title", False),
        ("|title=${name}", " name ", True),
        ("${camera_coord}", "camera coord", True),
        ("${names}", "name", False),
        ("${name", "name", True),
        ("${names", "name", False),
        ("<#macro a>${b}</#macro>title", "title", True),
        ("<#macro a>${b}</#macro>title", "titles", False),
        ("${name", " ", False),
    ],
)
def test_whether_a_layout_reads_a_column(source, header, expected):
    assert freemarker.calls(source, header) is expected


def test_a_loop_gives_its_variable_back():
    assert page("<#list 'a;b'?split(';') as x>${x}</#list>${x}", x="cell") == "abcell"
    assert page("<#list ''?split(';') as x>[${x}]</#list>") == "[]"


SNIPPETS = [
    "${x}", "${x!}", "${", "}", "<#if x??>", "<#if x>", "</#if>", "<#else>", "<#elseif y??>",
    "<#list x?split(';') as c>", "</#list>", "<#sep>", "</#sep>", "<#assign x=y!>", "<#assign z>",
    "</#assign>", "<#--", "-->", "\n", " ", "'", '"', "{{", "a", "?", "!", "(", ")", "<#foo>",
    "</#foo>", "<@x/>", "==", ">", "&&", "\\", "${c_index}", "${c?index}", "é", "#{",
]  # fmt: skip


@given(st.lists(st.sampled_from(SNIPPETS), max_size=25), st.text(max_size=10))
def test_any_layout_is_read_without_an_exception(parts, cell):
    template = freemarker.parse("".join(parts))
    rendered = template.render({"x": cell, "y": ";"})
    assert isinstance(rendered.text, str)


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_exception(source):
    template = freemarker.parse(source)
    rendered = template.render({"x": "1"})
    if not any(mark in source for mark in ("${", "#{", "<#", "<@", "</#", "</@", "'", "\r")):
        assert rendered.text == source
