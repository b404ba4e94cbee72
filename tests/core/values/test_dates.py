"""Dates as people write them, by form and by language."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import resources, text, values
from app.core.values.dates import point, words

TODAY = dt.date(2026, 11, 21)
CIRCA = " [P1480=Q5727902]"
DAY, MONTH, YEAR = "+1890-05-12/11", "+1890-05-00/10", "+1890-00-00/9"
DECADE, CENTURY = "+1920-00-00/8", "+1900-00-00/7"


def short_time(value):
    letter = "J" if value.calendar.endswith("Q1985786") else ""
    return f"{value.time.removesuffix('T00:00:00Z')}/{value.precision}{letter}"


def short_snak(snak):
    value = snak.value
    shown = (
        short_time(value)
        if hasattr(value, "time")
        else getattr(value, "id", None) or getattr(value, "text", None) or value.amount
    )
    return f"{snak.property}={shown}"


def short(reading):
    """+1890-00-00/9 [P1480=Q5727902], or somevalue [...]."""
    head = short_time(reading.value) if hasattr(reading.value, "time") else reading.snaktype
    tail = " ".join(short_snak(q) for q in reading.qualifiers)
    return f"{head} [{tail}]" if tail else head


def codes(result):
    return [p.code for p in result.problems]


def read(cell):
    return values.read_date(cell, today=TODAY)


def shorts(cell):
    return [short(r) for r in read(cell)]


def same(expected, *cells):
    return [pytest.param(cell, expected, id=cell) for cell in cells]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *same(DAY, "1890-05-12", "1890/05/12", "1890.05.12", "18900512", "1890-05-12 10:21"),
        *same(DAY, "1890:05:12 10:20:30", "1890-05-12T10:20:30Z", "1890-05-12T10:20:30+02:00"),
        *same(DAY, "12.5.1890", "12. 5. 1890", "12.05.1890", "12.05.1890 10:21", "12.V.1890"),
        *same(DAY, "12 V 1890", "12 May 1890", "May 12, 1890", "May 12 1890", "12-May-1890"),
        *same(DAY, "12th May 1890", "the 12th of May, 1890", "1890 May 12", "12/may/1890"),
        *same(DAY, "12. Mai 1890", "12. Mai. 1890", "am 12. Mai 1890", "12 mai 1890"),
        *same(DAY, "le 12 mai 1890", "12 de mayo de 1890", "12 mayo 1890", "12 maggio 1890"),
        *same(DAY, "12 mei 1890", "12 maja 1890", "12 maja 1890 r.", "dnia 12 maja 1890 roku"),
        *same(DAY, "12 de maio de 1890", "12 maj 1890", "den 12 maj 1890", "den 12. mai 1890"),
        *same(DAY, "12. května 1890", "12 мая 1890", "12 мая 1890 г.", "12 травня 1890 року"),
        *same("+1890-05-01/11", "1er mai 1890", "1º de mayo de 1890", "1st May 1890"),
        *same("+1890-06-25/11", "25/06/1890", "25-6-1890", "06/25/1890", "25. Juni 1890"),
        *same("+1890-05-05/11", "05/05/1890", "5-5-1890"),
        *same(MONTH, "1890-05", "5/1890", "05.1890", "V.1890", "May 1890", "mai 1890"),
        *same(MONTH, "Mai 1890", "mayo de 1890", "maggio 1890", "mei 1890", "maj 1890"),
        *same(MONTH, "w maju 1890", "maio de 1890", "květen 1890", "май 1890", "травень 1890"),
        *same(MONTH, "1890-05-XX", "1890, May", "May, 1890"),
        *same("+1890-03-00/10", "März 1890", "Mar. 1890", "mars 1890", "marzec 1890", "marts 1890"),
        *same(YEAR, "1890", " 1890 ", "1890.", "in 1890", "im Jahr 1890", "im Jahre 1890"),
        *same(YEAR, "en 1890", "w 1890 r.", "w roku 1890", "1890 r.", "år 1890", "i 1890"),
        *same(YEAR, "v roce 1890", "в 1890 году", "1890 г.", "1890 рік", "у 1890 році"),
        *same(YEAR, "anno 1890", "1890 AD", "AD 1890", "1890 n. Chr.", "[1890]", "''1890''"),
        *same("+0850-00-00/9J", "850", "850 AD"),
        *same("+0079-00-00/9J", "AD 79", "79 n. Chr."),
        *same("-0044-03-15/11J", "15 March 44 BC", "15. März 44 v. Chr."),
        *same("-0044-00-00/9J", "44 BC", "44 B.C.", "44 BCE", "44 v. Chr.", "44 av. J.-C."),
        *same("-0044-00-00/9J", "44 a.C.", "44 p.n.e.", "44 př. n. l.", "44 до н. э.", "44 f.Kr."),
        *same("-0500-00-00/7J", "5th century BC", "5. Jh. v. Chr.", "V w. p.n.e."),
        *same("+1500-02-29/11J", "1500-02-29"),
        *same("+1582-12-31/11J", "31.12.1582"),
        *same("+1583-01-01/11", "1.1.1583"),
    ],
)
def test_points(cell, expected):
    assert shorts(cell) == [expected]
    assert codes(read(cell)) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *same(DECADE, "1920s", "the 1920s", "1920's", "1920er", "1920er Jahre", "1920er-Jahre"),
        *same(DECADE, "années 1920", "les années 1920", "años 1920", "los años 1920"),
        *same(DECADE, "década de 1920", "anni 1920", "anos 1920", "jaren 1920", "de jaren 1920"),
        *same(DECADE, "lata 1920.", "lata 1920", "lata 20. XX w.", "lata 20. XX wieku"),
        *same(DECADE, "1920-talet", "1920-tallet", "1920-årene", "1920'erne", "1920-erne"),
        *same(DECADE, "20. léta 20. století", "1920-е", "1920-е годы", "1920-х годов"),
        *same(DECADE, "1920-ті", "1920-ті роки", "192X", "20-е годы XX века"),
        *same(CENTURY, "19th century", "the 19th century", "19th c.", "19th cent.", "XIX century"),
        *same(CENTURY, "19. Jahrhundert", "19. Jh.", "19. Jhd.", "XIXe siècle", "19e siècle"),
        *same(CENTURY, "XIXème siècle", "siglo XIX", "s. XIX", "XIX secolo", "sec. XIX"),
        *same(CENTURY, "século XIX", "séc. XIX", "19e eeuw", "19de eeuw", "XIX wiek", "XIX w."),
        *same(CENTURY, "1800-talet", "1800-tallet", "19:e århundradet", "19. århundre"),
        *same(CENTURY, "19. århundrede", "19. století", "19. stol.", "XIX век", "XIX в."),
        *same(CENTURY, "XIX століття", "19 ст.", "18XX", "C19"),
        *same("+2000-00-00/7", "1900-talet", "XX w."),
        *same("+2000-00-00/6", "1XXX"),
    ],
)
def test_decades_and_centuries(cell, expected):
    assert shorts(cell) == [expected]
    assert codes(read(cell)) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *same(YEAR + CIRCA, "c. 1890", "c1890", "ca. 1890", "ca 1890", "circa 1890", "~1890"),
        *same(YEAR + CIRCA, "about 1890", "approx. 1890", "probably 1890", "1890?", "1890 ?"),
        *same(YEAR + CIRCA, "1890~", "1890%", "1890 (?)", "1890 ca.", "1890 (circa)", "[ca. 1890]"),
        *same(YEAR + CIRCA, "um 1890", "etwa 1890", "gegen 1890", "vers 1890", "env. 1890"),
        *same(YEAR + CIRCA, "hacia 1890", "h. 1890", "verso il 1890", "omstreeks 1890"),
        *same(YEAR + CIRCA, "około 1890", "ok. 1890", "około 1890 r.", "por volta de 1890"),
        *same(YEAR + CIRCA, "omkring 1890", "cirka 1890", "kolem roku 1890", "cca 1890"),
        *same(YEAR + CIRCA, "около 1890", "ок. 1890 г.", "близько 1890", "бл. 1890"),
        *same("+1985-04-00/10" + CIRCA, "1985-04~", "ca. April 1985"),
        *same(CENTURY + CIRCA, "ca. 19. Jh."),
        *same(
            "somevalue [P1326=+1900-00-00/9]",
            *("before 1900", "by 1900", "until 1900", "vor 1900", "bis 1900", "avant 1900"),
            *("antes de 1900", "prima del 1900", "voor 1900", "vóór 1900", "przed 1900"),
            *("do 1900", "före 1900", "før 1900", "před rokem 1900", "до 1900", "до 1900 г."),
            *("<1900", "../1900", "1900 or earlier", "1900 oder früher", "ante 1900"),
        ),
        *same(
            "somevalue [P1319=+1900-00-00/9]",
            *("after 1900", "since 1900", "nach 1900", "seit 1900", "après 1900"),
            *("después de 1900", "dopo il 1900", "na 1900", "po 1900", "após 1900"),
            *("efter 1900", "etter 1900", "po roce 1900", "после 1900", "після 1900"),
            *(">1900", "1900/..", "1900–", "1900 or later", "post 1900"),
        ),
        *same("somevalue [P1326=+1900-00-00/9 P1480=Q5727902]", "before c. 1900", "vor ca. 1900"),
        *same(
            "+1940-00-00/8 [P1319=+1940-00-00/9 P1326=+1945-00-00/9]",
            *("between 1940 and 1945", "zwischen 1940 und 1945", "entre 1940 et 1945"),
            *("entre 1940 y 1945", "tra il 1940 e il 1945", "tussen 1940 en 1945"),
            *("między 1940 a 1945", "entre 1940 e 1945", "mellan 1940 och 1945"),
            *("mellom 1940 og 1945", "mellem 1940 og 1945", "mezi 1940 a 1945"),
            *("между 1940 и 1945", "між 1940 і 1945", "1940-1945", "1940–1945", "1940 – 1945"),
            *("1940—45", "1940/45", "[1940..1945]", "1940-1945 r."),
        ),
        *same("+2000-00-00/7 [P1319=+1908-00-00/9 P1326=+1912-00-00/9]", "1908-1912", "1908–12"),
        *same("somevalue [P1319=+1890-00-00/9 P1326=+1910-00-00/9]", "1890-1910"),
        *same(
            "somevalue [P580=+1940-00-00/9 P582=+1945-00-00/9]",
            *("from 1940 to 1945", "1940 to 1945", "von 1940 bis 1945", "de 1940 à 1945"),
            *("de 1940 a 1945", "dal 1940 al 1945", "van 1940 tot 1945", "od 1940 do 1945"),
            *("från 1940 till 1945", "fra 1940 til 1945", "с 1940 по 1945", "з 1940 до 1945"),
            *("1940/1945",),
        ),
        *same("+1890-05-00/10 [P1319=+1890-05-12/11 P1326=+1890-05-15/11]", "12–15 May 1890"),
        *same("+1890-00-00/9 [P1319=+1890-05-12/11 P1326=+1890-06-03/11]", "12 May - 3 June 1890"),
        *same(
            "somevalue [P1319=+1900-00-00/7 P1326=+2000-00-00/7]", "19th-20th century", "XIX-XX w."
        ),
        *same(
            "+1900-00-00/7 [P1319=+1890-00-00/9 P1326=+1900-00-00/9 P1480=Q5727902]",
            "ca. 1890-1900",
        ),
        *same(
            "somevalue",
            *("unknown", "undated", "n.d.", "?", "unbekannt", "o. J.", "inconnu", "s.d."),
            *("sin fecha", "senza data", "onbekend", "nieznana", "desconhecido", "okänt"),
            *("ukjent", "ukendt", "neznámé", "неизвестно", "без даты", "невідомо", "XXXX"),
        ),
    ],
)
def test_phrases(cell, expected):
    assert shorts(cell) == [expected]
    assert codes(read(cell)) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1961 or 1968", ["+1961-00-00/9", "+1968-00-00/9"]),
        ("1961 oder 1968", ["+1961-00-00/9", "+1968-00-00/9"]),
        ("1961 lub 1968", ["+1961-00-00/9", "+1968-00-00/9"]),
        ("[1961,1968]", ["+1961-00-00/9", "+1968-00-00/9"]),
        ("1961; c. 1968", ["+1961-00-00/9", "+1968-00-00/9" + CIRCA]),
        ("1961;1961", ["+1961-00-00/9"]),
        ("", []),
        (" ; ", []),
    ],
)
def test_several(cell, expected):
    assert shorts(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("{{other date|~|1710}}", ["+1710-00-00/9" + CIRCA]),
        ("{{other date|circa|1850}}", ["+1850-00-00/9" + CIRCA]),
        ("{{Other_date|ca|1850}}", ["+1850-00-00/9" + CIRCA]),
        ("{{circa|1850}}", ["+1850-00-00/9" + CIRCA]),
        ("{{ISOdate|1911-05-03}}", ["+1911-05-03/11"]),
        ("{{between|1940|1945}}", ["+1940-00-00/8 [P1319=+1940-00-00/9 P1326=+1945-00-00/9]"]),
        (
            "{{other date|between|1940|1945}}",
            ["+1940-00-00/8 [P1319=+1940-00-00/9 P1326=+1945-00-00/9]"],
        ),
        ("{{other date|-|1940|1945}}", ["somevalue [P580=+1940-00-00/9 P582=+1945-00-00/9]"]),
        ("{{other date|from|1940|1945}}", ["somevalue [P580=+1940-00-00/9 P582=+1945-00-00/9]"]),
        ("{{other date|before|1900}}", ["somevalue [P1326=+1900-00-00/9]"]),
        ("{{other date|after|1900}}", ["somevalue [P1319=+1900-00-00/9]"]),
        ("{{other date|decade|1920}}", [DECADE]),
        ("{{other date|s|1920}}", [DECADE]),
        ("{{other date|decade|1900}}", ["+1900-00-00/8"]),
        ("{{other date|century|19}}", [CENTURY]),
        ("{{other date|or|1961|1968}}", ["+1961-00-00/9", "+1968-00-00/9"]),
        ("{{other date|?}}", ["somevalue"]),
        ("{{unknown|date}}", ["somevalue"]),
        ("{{unknown}}", ["somevalue"]),
        ("{{other date|1850|certainty=probably}}", ["+1850-00-00/9" + CIRCA]),
        ("{{other date|1850}}", ["+1850-00-00/9"]),
        ("{{taken on|2024-05-03|location=Poland}}", ["+2024-05-03/11"]),
        ("{{taken on|2024-05-03 14:20:00}}", ["+2024-05-03/11"]),
        ("{{according to Exif data|2024-05-03}}", ["+2024-05-03/11"]),
        (
            "{{complex date|conj=between|date1=1820|adj1=circa|date2=1830}}",
            ["+1900-00-00/7 [P1319=+1820-00-00/9 P1326=+1830-00-00/9 P1480=Q5727902]"],
        ),
        ("{{complex date|date1=19|units1=century}}", [CENTURY]),
        ("{{date|1890|5|12}}", [DAY]),
        ("{{date|1890|5}}", [MONTH]),
        ("{{en|1=12 May 1890}}", [DAY]),
        ("{{en|12 May 1890}}{{de|1=12. Mai 1890}}", [DAY]),
        (
            "{{other date|before|{{other date|century|19}}}}",
            ["somevalue [P1326=+1900-00-00/7]"],
        ),
        ("{{other date|or|1;2|1961}}", []),
    ],
)
def test_templates(cell, expected):
    assert shorts(cell) == expected


@pytest.mark.parametrize(
    "cell", ["{{foo|1890}}", "{{foo}} 1890", "1890 {{foo|a;b}}", "{{own}}", "<!-- 1890 -->"]
)
def test_a_template_we_do_not_know_gives_nothing_and_no_problem(cell):
    assert read(cell) == values.Result()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("05/06/1890", "date-ambiguous"),
        ("5-6-1890", "date-ambiguous"),
        ("5 / 6 / 1890", "date-ambiguous"),
        ("c. 05/06/1890", "date-ambiguous"),
        ("1800s", "date-ambiguous"),
        ("1900er Jahre", "date-ambiguous"),
        ("31.2.1890", "date-impossible"),
        ("30 February 1890", "date-impossible"),
        ("1900-02-29", "date-impossible"),
        ("1890-00-12", "date-impossible"),
        ("32 May 1890", "date-impossible"),
        ("0000", "date-impossible"),
        ("13/13/1890", "date-impossible"),
        ("1912-1908", "date-reversed"),
        ("from 1945 to 1940", "date-reversed"),
        ("foo", "date-unreadable"),
        ("12.5.90", "date-unreadable"),
        ("02/03/04", "date-unreadable"),
        ("99", "date-unreadable"),
        ("1890-13", "date-unreadable"),
        ("25th century", "date-unreadable"),
        ("May", "date-unreadable"),
        ("© 1890", "date-unreadable"),
        ("{{circa|x}}", "date-unreadable"),
        ("{{other date|foo|1890}}", "date-unreadable"),
        ("{{ISOdate}}", "date-unreadable"),
    ],
)
def test_what_cannot_be_read(cell, code):
    assert shorts(cell) == []
    assert codes(read(cell)) == [code]


def test_the_two_readings_are_named():
    params = read("05/06/1890").problems[0].params
    assert (params["first"], params["second"]) == ("5 June 1890", "6 May 1890")
    assert text.problem(read("05/06/1890").problems[0]).startswith("05/06/1890 can be read in two")


@pytest.mark.parametrize(
    ("cell", "expected", "code"),
    [
        ("2050", "+2050-00-00/9", "date-future"),
        ("2026-11-22", "+2026-11-22/11", "date-future"),
        ("early 19th century", CENTURY, "date-coarse"),
        ("2. Hälfte 19. Jh.", CENTURY, "date-coarse"),
        ("19. Jh., Anfang", CENTURY, "date-coarse"),
        ("fin du XIXe siècle", CENTURY, "date-coarse"),
        ("finales del siglo XIX", CENTURY, "date-coarse"),
        ("seconda metà del XIX secolo", CENTURY, "date-coarse"),
        ("eind 19e eeuw", CENTURY, "date-coarse"),
        ("koniec XIX w.", CENTURY, "date-coarse"),
        ("final do século XIX", CENTURY, "date-coarse"),
        ("slutet av 1800-talet", CENTURY, "date-coarse"),
        ("slutten av 1800-tallet", CENTURY, "date-coarse"),
        ("první polovina 19. století", CENTURY, "date-coarse"),
        ("конец XIX века", CENTURY, "date-coarse"),
        ("початок XIX століття", CENTURY, "date-coarse"),
        ("summer 1890", YEAR, "date-coarse"),
        ("late 1920s", DECADE, "date-coarse"),
        ("1906-07", "+1906-07-00/10", "date-month"),
        ("1906-07?", "+1906-07-00/10" + CIRCA, "date-month"),
    ],
)
def test_remarks(cell, expected, code):
    assert shorts(cell) == [expected]
    assert codes(read(cell)) == [code]


def test_today_is_not_the_future_and_the_running_century_neither():
    for cell in ("2026-11-21", "2026-11", "2026", "2020s", "21st century", "1911-05"):
        assert codes(read(cell)) == [], cell


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1890", (1890, 1890)),
        ("1920s", (1920, 1929)),
        ("19th century", (1801, 1900)),
        ("before 1900", (None, 1900)),
        ("after 1900", (1900, None)),
        ("1908-1912", (1908, 1912)),
        ("from 1908 to 1912", (1908, 1912)),
        ("1961 or 1968", (1961, 1968)),
        ("before 1900; 1910", (None, 1910)),
        ("unknown", (None, None)),
        ("5th century BC", (-500, -401)),
        ("", (None, None)),
    ],
)
def test_year_span(cell, expected):
    assert values.year_span(read(cell)) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("{{other date|~|1730}}", "about 1730"),
        ("12.5.1890", "12 May 1890"),
        ("19. Jh.", "19th century"),
        ("1920-tallet", "1920s"),
        ("vor 1900", "before 1900"),
        ("1908-1912", "between 1908 and 1912"),
        ("44 v. Chr.", "44 BCE"),
    ],
)
def test_words(cell, expected):
    assert [r.text for r in read(cell)] == [expected]


# the words


def test_every_month_word_means_one_month_in_every_language():
    seen = {}
    for language, twelve in resources.catalogue("date-words")["months"].items():
        assert len(twelve) == 12, language
        for number, forms in enumerate(twelve, 1):
            for word in forms:
                assert seen.setdefault(word, number) == number, word
                assert shorts(f"12 {word} 1890") == [f"+1890-{number:02d}-12/11"], word
                assert shorts(f"{word}. 1890") == [f"+1890-{number:02d}-00/10"], word


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("before", "somevalue [P1326"),
        ("until", "somevalue [P1326"),
        ("after", "somevalue [P1319"),
        ("since", "somevalue [P1319"),
        ("circa", "+1890-00-00/9 [P1480"),
    ],
)
def test_every_word_in_front_of_a_year_works(kind, start):
    for word in words.listed(kind):
        found = shorts(f"{word} 1890")
        assert len(found) == 1, word
        assert found[0].startswith(start), word


@pytest.mark.parametrize("kind", ["or_earlier", "or_later"])
def test_every_word_behind_a_year_works(kind):
    for word in words.listed(kind):
        assert shorts(f"1890 {word}")[0].startswith("somevalue [P13"), word


def test_every_pair_of_between_works():
    for pairs in resources.catalogue("date-words")["between"].values():
        for first, second in pairs:
            assert shorts(f"{first} 1940 {second} 1945")[0].startswith("+1940-00-00/8 [P1319")


def test_every_word_for_unknown_works():
    for word in words.listed("unknown"):
        assert shorts(word) == ["somevalue"], word


@pytest.mark.parametrize("kind", ["bce", "ce"])
def test_every_era_works(kind):
    for word in words.listed(kind):
        (found,) = shorts(f"100 {word}")
        assert found == ("-0100-00-00/9J" if kind == "bce" else "+0100-00-00/9J"), word


def test_words_for_parts_of_a_century():
    for word in words.listed("parts"):
        for century in ("19th century", "xix w."):
            assert shorts(f"{word} {century}") == [CENTURY], word


LANGUAGES = {"en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "nb", "da", "cs", "ru", "uk"}


@pytest.mark.parametrize(
    "kind", ["months", "circa", "before", "after", "between", "century", "unknown"]
)
def test_every_language_has_words(kind):
    assert set(resources.catalogue("date-words")[kind]) >= LANGUAGES


# properties

_TIME = re.compile(r"[+-](\d{4,})-(\d\d)-(\d\d)T00:00:00Z")


def acceptable(value):
    """What Wikibase takes, and what the catalogue says of unused parts and calendars."""
    year, month, day = (int(part) for part in _TIME.fullmatch(value.time).groups())
    assert year != 0
    assert 6 <= value.precision <= 11
    assert (month == 0) == (value.precision < 10)
    assert (day == 0) == (value.precision < 11)
    signed = -year if value.time[0] == "-" else year
    assert value.calendar.endswith("Q1985786" if signed < 1583 else "Q1985727")
    if signed >= 1583 and year < 10000:
        dt.date(year, month or 1, day or 1)
    assert month <= 12
    assert day <= 31
    if value.precision == 8:
        assert year % 10 == 0
    if value.precision == 7:
        assert year % 100 == 0


def check(result):
    for reading in result:
        assert (reading.value is None) == (reading.snaktype == "somevalue")
        for value in (reading.value, *(q.value for q in reading.qualifiers)):
            if hasattr(value, "time"):
                acceptable(value)
        assert reading.text
    for problem in result.problems:
        sentence = text.problem(problem)
        assert not sentence.startswith("problem.")
        assert not re.search(
            r"\{[a-z_]+\}", text.t(f"problem.{problem.code}", **dict.fromkeys(problem.params, ""))
        )


@given(st.text())
def test_any_text_is_survived(cell):
    check(read(cell))


PIECES = [
    *("1890", "1912", "12", "5", "31", "2", "19", "XIX", "1920s", "189X", "18XX", "0000", "30"),
    *("c.", "ca.", "~", "?", "before", "after", "between", "and", "from", "to", "or", "or later"),
    *("-", "–", "/", ".", ",", ";", " ", "May", "mai", "février", "century", "w.", "Jh.", "-talet"),
    *(
        "BC",
        "AD",
        "early",
        "r.",
        "до",
        "po",
        "{{circa|",
        "{{other date|",
        "|",
        "}}",
        "[",
        "]",
        "..",
        "(",
        ")",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from(["", " "]))
def test_pieces_of_dates_in_any_order(pieces, glue):
    check(read(glue.join(pieces)))


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2026, 1, 1)))
def test_every_day_is_read_back_from_its_own_words(day):
    iso = day.isoformat()
    (reading,) = read(iso).readings
    acceptable(reading.value)
    assert reading.value.time == f"+{iso}T00:00:00Z"
    assert read(reading.text).readings == (reading,)
    assert read(f"{day.day}.{day.month}.{day.year}").readings == (reading,)


@given(st.integers(-3000, 2020), st.integers(1, 12), st.integers(1, 31))
def test_only_real_days(year, month, day):
    try:
        found = point.day(year, month, day)
    except point.ImpossibleError:
        assert year == 0 or day > 28
        return
    acceptable(found.value())
    if year >= 1583:
        assert dt.date(year, month, day)
