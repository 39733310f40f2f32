"""TIMEX3 values of date expressions, by surface grammar and publication day."""

from __future__ import annotations

import pytest

from ingest.language.dates import timexes

THURSDAY = "1989-11-02"
SUNDAY = "1998-03-08"


def values(text: str, published: str | None = THURSDAY) -> list[tuple[str, str]]:
    return [(d.span.text, d.value) for d in timexes(text, published)]


# Each line: a text published on Thursday, 2 November 1989, and what shall be read from it.
CASES = """
Envoys met on Thursday. | Thursday 1989-11-02
Envoys met on Friday. | Friday 1989-10-27
Envoys will meet on Friday. | Friday 1989-11-03
Envoys are to meet Friday. | Friday 1989-11-03
He said Monday that envoys will meet Friday. | Monday 1989-10-30; Friday 1989-11-03
The minister, scheduled to leave Saturday, is ill. | Saturday 1989-11-04
On Monday, the envoys will meet. | Monday 1989-11-06
They postponed the vote until Tuesday. | Tuesday 1989-11-07
The port closed last Friday. | last Friday 1989-10-27
The port opens next Monday. | next Monday 1989-11-06
The port opens next Friday. | next Friday 1989-11-10
He left Tuesday of last week. | Tuesday of last week 1989-10-24
He arrives Tuesday next week. | Tuesday next week 1989-11-07
Earlier this week on Wednesday he spoke. | Earlier this week on Wednesday 1989-11-01
Today he is ill; yesterday he was not; tomorrow he flies. | Today 1989-11-02; yesterday 1989-11-01; tomorrow 1989-11-03
He came the day before yesterday. | the day before yesterday 1989-10-31
The treaty was signed May 9. | May 9 1989-05-09
It was signed on 9 May 2025. | 9 May 2025 2025-05-09
It was signed on the 9th of May, 1985. | the 9th of May, 1985 1985-05-09
It was signed in May 2025. | May 2025 2025-05
It was signed in May of last year. | May of last year 1988-05
It fell in August last year. | August last year 1988-08
On Friday, Oct. 13, 1989, shares fell. | Friday, Oct. 13, 1989 1989-10-13
Shares fell on Nov. 6, 1988. | Nov. 6, 1988 1988-11-06
The sale closes Nov. 30. | Nov. 30 1989-11-30
Holders of record Dec. 1 were paid. | Dec. 1 1989-12-01
The year ended Sept. 30 was good. | Sept. 30 1989-09-30
It runs from Oct. 29 to Nov. 2. | Oct. 29 1989-10-29; Nov. 2 1989-11-02
It ran October 5-7. | October 5 1989-10-05; 7 1989-10-07
It runs from Dec. 28, 1989 to Jan. 3, 1990. | Dec. 28, 1989 1989-12-28; Jan. 3, 1990 1990-01-03
11/02/89 | 11/02/89 1989-11-02
Filed 1989-10-31 in court. | 1989-10-31 1989-10-31
Filed 19891031 in court. | 19891031 1989-10-31
In 2002 he resigned. | 2002 2002
Between 1985 and 1987 it rose. | 1985 1985; 1987 1987
In 1986-87 it fell. | 1986 1986; 87 1987
The 1988 election was close. | 1988 1988
Some 2000 troops left. |
He paid $1990 for it. |
By late 2003 all was over. | late 2003 2003
By the end of 1990 all will be over. | the end of 1990 1990
In mid-1990 it closes. | mid-1990 1990
In the 1990s trade grew. | the 1990s 199
In the early 1980s trade fell. | early 1980s 198
In the late '70s it fell. | late '70s 197
In the eighties it fell. | the eighties 198
A house of the 19th century burnt. | the 19th century 18
In nineteen eighty-four he wrote. | nineteen eighty-four 1984
Sales rose in October. | October 1989-10
Sales will rise in December. | December 1989-12
Sales fell last December. | last December 1988-12
Work starts next March. | next March 1990-03
Work started in March. | March 1989-03
It has risen since mid-October. | mid-October 1989-10
Early in September they spoke. | Early in September 1989-09
The March on the capital failed. |
He may go and they march on. |
Before its May election the party split. | May 1989-05
Mrs. May's plan failed. |
April Wren sang. |
Profit fell in the third quarter. | the third quarter 1989-Q3
Third-quarter net rose. | Third-quarter 1989-Q3
Net fell in the fourth quarter of 1988. | the fourth quarter of 1988 1988-Q4
Net will rise in next year's first quarter. | next year's first quarter 1990-Q1
Net rose in the third quarter from a year earlier. | the third quarter 1989-Q3; a year earlier 1988-Q3
Net rose in the third quarter. It was less in the year-ago quarter. | the third quarter 1989-Q3; the year-ago quarter 1988-Q3
Net rose in the third quarter from a year ago. Sales rose from the year-earlier quarter. | the third quarter 1989-Q3; a year ago 1988-Q3; the year-earlier quarter 1988-Q3
Net rose in the third quarter. Last year it lost money. | the third quarter 1989-Q3; Last year 1988
It was sold this year. A month earlier it was not. | this year 1989; A month earlier 1989-10
Stocks fell on Friday the 13th. | Friday the 13th 1989-10-13
Saturday is the deadline. | Saturday 1989-11-04
Net rose in the third quarter; in the quarter, sales fell. | the third quarter 1989-Q3; the quarter 1989-Q3
In the second half of 1990 it opens. | the second half of 1990 1990-H2
First-half sales rose. | First-half 1989-H1
In fiscal 1990 it will grow. | fiscal 1990 1990
It lost money this year. | this year 1989
It lost money last year. | last year 1988
It will earn money next year. | next year 1990
It opened earlier this year. | earlier this year 1989
It opened late last year. | late last year 1988
By year-end it closes. | year-end 1989
Talks are due early next month. | early next month 1989-12
Talks began earlier this month. | earlier this month 1989-11
Last month they met. | Last month 1989-10
They spoke last week. | last week 1989-W43
They speak next week. | next week 1989-W45
This week they speak. | This week 1989-W44
They speak later in the week. | later in the week 1989-W44
They spoke over the weekend. | the weekend 1989-W43-WE
They will speak this weekend. | this weekend 1989-W44-WE
Last summer it rained. | Last summer 1989-SU
In the spring of 1987 it rained. | the spring of 1987 1987-SP
Next spring they vote. | Next spring 1990-SP
It rained last winter. | last winter 1988-WI
He resigned five years ago. | five years ago 1984
He resigned twenty-five years ago. | twenty-five years ago 1964
They met three months ago. | three months ago 1989-08
They met two weeks ago. | two weeks ago 1989-W42
They met ten days ago. | ten days ago 1989-10-23
They met a decade ago. | a decade ago 197
They met years ago. | years ago PAST_REF
They met several years ago. | several years ago PAST_REF
It begins two weeks from now. | two weeks from now 1989-W46
He came Monday and left two days later. | Monday 1989-10-30; two days later 1989-11-01
He came Monday. The next day he left. | Monday 1989-10-30; The next day 1989-10-31
He came on June 5. That same day he left. | June 5 1989-06-05; That same day 1989-06-05
He came on June 5. He left the following Friday. | June 5 1989-06-05; the following Friday 1989-06-09
He was born in 1950 and left the previous year. | 1950 1950; the previous year 1949
Net rose in the third quarter from the 1988 quarter. | the third quarter 1989-Q3; the 1988 quarter 1988-Q3
Net rose in the third quarter from the like period of 1988. | the third quarter 1989-Q3; the like period of 1988 1988-Q3
Net rose in the third quarter from the comparable period last year. | the third quarter 1989-Q3; the comparable period last year 1988-Q3
Net rose in the third quarter from the prior-year quarter. | the third quarter 1989-Q3; the prior-year quarter 1988-Q3
Net rose in the third quarter from the quarter a year earlier. | the third quarter 1989-Q3; the quarter a year earlier 1988-Q3
Net rose in the third quarter from the previous quarter. | the third quarter 1989-Q3; the previous quarter 1989-Q2
Net rose in the third quarter. In the first nine months it fell from the 1988 period. | the third quarter 1989-Q3; the 1988 period 1988
Net rose in the 1988 period. | the 1988 period 1988
In the quarter it lost money. | the quarter 1989-Q3
The maker set aside $3 million in the first quarter. | the first quarter 1989-Q1
It expects a loss for the third quarter. | the third quarter 1989-Q3
In the quarter ended Sept. 30 it lost money. | the quarter 1989-Q3; Sept. 30 1989-09-30
In the latest quarter it lost money. | the latest quarter 1989-Q3
In the most recent month it lost money. | recent month 1989-10
In the September quarter it lost money. | the September quarter 1989-Q3
In the July-September period it lost money. | the July-September period 1989-Q3
For the year it lost money. | the year 1989
It is the year's worst drop. | the year 1989
For the full year it lost money. | the full year 1989
The year after the war was worse. |
Sales fell in August. For the month, trucks did worse. | August 1989-08; the month 1989-08
It rose in the first nine months of the year. |
It closes for a week beginning Nov. 6. | Nov. 6 1989-11-06
It ran from April through June 1988. | April 1988-04; June 1988 1988-06
It rose in July and August 1988. | July 1988-07; August 1988 1988-08
It fell in the first half of October. | the first half of October 1989-10
It fell in the second week of October. | the second week of October 1989-W41
It fell in the latter half of 1988. | the latter half of 1988 1988-H2
The port has been shut since November. | November 1989-11
Prices have been rising since Dec. 20. | Dec. 20 1988-12-20
He was its chief until January. | January 1989-01
The contracts are renewed on Jan. 5. | Jan. 5 1990-01-05
Copper for December delivery fell. | December 1989-12
March futures rose. | March 1990-03
The dividend is payable Dec. 29. | Dec. 29 1989-12-29
Banks may pay for the damage of Saturday's storm. | Saturday 1989-10-28
He was well a week ago Monday. | a week ago Monday 1989-10-23
He was well a week ago today. | a week ago today 1989-10-26
It was built half a century ago. | half a century ago 1939
It was built two and a half years ago. | two and a half years ago 1987-05
It came a year later than planned. |
It fell on Oct. 3. The day before, it rose. | Oct. 3 1989-10-03; The day before 1989-10-02
It fell two days earlier. | two days earlier 1989-10-31
In the early 1800s it stood. | early 1800s 18
Long ago it stood. | Long ago PAST_REF
The current chairman will stay. | current PRESENT_REF
The current-account deficit grew. |
A recent survey says so. | recent PAST_REF
They trade in future earnings. | future FUTURE_REF
It will fall in coming weeks. | coming weeks FUTURE_REF
It will fall in the months ahead. | the months ahead FUTURE_REF
Nobody knows at this time. | this time PRESENT_REF
They met Tuesday at 3 p.m. |
They met on Sunday afternoons. |
On a Sunday they rest. |
AP-11-02-89 1405EST | 11-02-89 1989-11-02
The number is 11-09-89. |
It was $9 million in 1988 and $5 million a year before that. | 1988 1988; a year before that 1987
It expires at midnight EST Nov. 10. |
It stood at 382 on Oct. 30 a year ago. | Oct. 30 a year ago 1988-10-30
They will hold out until spring. | spring 1990-SP
They were lost on Memorial Day. | Memorial Day 1989-05-29
They vote on Election Day. | Election Day 1989-11-07
He was lost four years ago next month. | four years ago next month 1985-12
At this time last year he was lost. | this time last year 1988
He pleaded guilty in April 1987 and went to prison that December. | April 1987 1987-04; that December 1987-12
He left in 1985. That winter he died. | 1985 1985; That winter 1985-WI
The contract changed on Oct. 3, 1986; it ended on Nov. 4 of that year. | Oct. 3, 1986 1986-10-03; Nov. 4 of that year 1986-11-04
He left in October 1985. The following May he died. | October 1985 1985-10; The following May 1986-05
It is the worst loss of the decade. | the decade 198
He is the man of the year. |
It will last into the next century. | the next century 20
The final quarter was poor. | The final quarter 1989-Q4
It was poor in the second and third quarters. | the second 1989-Q2; third quarters 1989-Q3
They came the week before last. | the week before last 1989-W42
It will be ready this year or next. | this year 1989; next 1990
It was open between May and September. | May 1989-05; September 1989-09
They met in a Wednesday-night session. |
By Wednesday all were home. | Wednesday 1989-11-01
Ten years later he returned. |
The second half of the game was poor. |
He lives on March Street. |
They failed to meet Friday. | Friday 1989-10-27
Markets reopen Monday. | Monday 1989-11-06
He was lost in the chaos following Saturday's quake. | following Saturday 1989-10-28
It began at dawn (2053 Wednesday night). |
The man set himself on fire on Wednesday. | Wednesday 1989-11-01
A hearing was set for Wednesday. | Wednesday 1989-11-08
They rule this coming Saturday. | this coming Saturday 1989-11-04
They signed on Tuesday; it takes effect on Dec. 1. Later the same day he left. | Tuesday 1989-10-31; Dec. 1 1989-12-01; Later the same day 1989-10-31
Net fell in the third quarter, the first drop since the second quarter of 1987. A year earlier it rose. | the third quarter 1989-Q3; the second quarter of 1987 1987-Q2; A year earlier 1988-Q3
Net fell in the third quarter. For 1988, it was less than the year before. | the third quarter 1989-Q3; 1988 1988; the year before 1987
It rose in all months except May. | May 1989-05
Rain is forecast through Friday. | Friday 1989-11-03
The sale is planned for the fall. | the fall 1989-FA
They had forecast in January that it would rain. | January 1989-01
The rise in October could slow the economy. | October 1989-10
It will report October sales. | October 1989-10
The drop Friday could hurt brokers. | Friday 1989-10-27
A victory Friday could help them. | Friday 1989-11-03
A strike begun Monday will cost millions. | Monday 1989-10-30
The election Sunday is the first. | Sunday 1989-11-05
He could not be reached Wednesday. | Wednesday 1989-11-01
The rules, which take effect Monday, are strict. | Monday 1989-11-06
The light set out 13 billion years ago. |
The hatch was patched as long ago as 1971. | 1971 1971
Growth was slow in the spring quarter. | the spring quarter 1989-Q2
Come spring they will be gone. | spring 1990-SP
He won on Saturday, Oct. 14; the Wednesday before, he lost. | Saturday, Oct. 14 1989-10-14; the Wednesday before 1989-10-11
The ship sank in December 1986. She had left on Dec. 5 and was due on the 28th. | December 1986 1986-12; Dec. 5 1986-12-05; the 28th 1986-12-28
Traders waited for Friday's report. | Friday 1989-11-03
Markets braced for Monday's opening. | Monday 1989-11-06
The figures come out Wednesday. | Wednesday 1989-11-08
On Christmas Day they rest. | Christmas Day 1989-12-25
They rested on Thanksgiving last year. | Thanksgiving 1989-11-23; last year 1988
They marched on Victory Day. | Victory Day 1989-05-09
They sailed to Easter Island. |
Currently nothing is planned. | Currently PRESENT_REF
It is now closed. | now PRESENT_REF
Now that it is closed, they rest. |
They recently met. | recently PAST_REF
It fell in recent weeks. | recent weeks PAST_REF
In the past it failed. | the past PAST_REF
It may work in the near future. | the near future FUTURE_REF
It will close soon. | soon FUTURE_REF
It will close as soon as possible. |
At the moment it is closed. | the moment PRESENT_REF
He stayed for three days. |
A three-day visit ended. |
It fell during the past two weeks. |
It lasted the past year. |
A 59-year-old man fell. |
They met Monday night. |
They met at 5 p.m. EST Friday. |
They spoke last night. |
They meet every Friday. |
They meet on Fridays twice a week. |
It is 80 years since the war ended. |
It was the 50th anniversary. |
The Sunday Telegraph says so. |
He told the Sun. |
USA Today says so. |
"""


def _cases() -> list[tuple[str, list[tuple[str, str]]]]:
    cases = []
    for line in CASES.strip().splitlines():
        text, _, wanted = (part.strip() for part in line.partition(" |"))
        pairs = [w.strip().rsplit(" ", 1) for w in wanted.split(";") if w.strip()]
        cases.append((text, [(p[0], p[1]) for p in pairs]))
    return cases


@pytest.mark.parametrize(("text", "expected"), _cases(), ids=lambda v: v if type(v) is str else "")
def test_value(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met last week.", "1998-W10"),  # on a Sunday the week that ends that day
        ("They will meet this week.", "1998-W11"),  # the one that begins the day after
        ("They will meet next week.", "1998-W11"),
        ("They met on Sunday.", "1998-03-08"),
        ("They met on Saturday.", "1998-03-07"),
        ("They met over the weekend.", "1998-W10-WE"),
    ],
)
def test_weeks_seen_from_a_sunday(text: str, value: str) -> None:
    assert [v for _, v in values(text, SUNDAY)] == [value]


def test_month_and_day_near_by_beat_the_tense() -> None:
    assert values("He spoke on Nov. 30.") == [("Nov. 30", "1989-11-30")]
    assert values("He will speak on March 5.") == [("March 5", "1990-03-05")]


def test_without_a_publication_day_only_absolute_dates_resolve() -> None:
    text = "On 9 May 2025 and on Friday, last week and in June, they met; in 2001 too."
    assert [v for _, v in values(text, None)] == ["2025-05-09", "2001"]


def test_impossible_days_give_nothing() -> None:
    assert values("They met on February 30 and on 1989-13-45.") == []


def test_spans_are_of_the_text() -> None:
    text = "Line one.\n\nThey met on Friday, Oct. 13, 1989, in Paris."
    for found in timexes(text, THURSDAY):
        assert text[found.span.start : found.span.end] == found.span.text


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "9" * 4000, "May " * 500, "' " * 300])
def test_odd_texts_do_not_fail(text: str) -> None:
    assert isinstance(timexes(text, "0001-01-01"), tuple)
    assert isinstance(timexes(text + " last year, 900 years ago", "9999-12-31"), tuple)


def test_a_month_alone_repeated_reads_as_nothing() -> None:
    assert values("may march may march") == []


@pytest.mark.parametrize(
    ("published", "value"), [("1998-09-18", "1997-SU"), ("1998-11-18", "1998-SU")]
)
def test_last_summer(published: str, value: str) -> None:
    assert values("It rained last summer.", published) == [("last summer", value)]


def test_year_end_told_in_january_is_of_the_year_before() -> None:
    text = "It had $3 at year-end and hopes for $4 at this year-end."
    assert values(text, "1992-01-29")[0] == ("year-end", "1991")
