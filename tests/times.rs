//! Times: which words are found, and what they mean seen from the day of
//! writing.

use dateline::finder::times::{Evidence, Written, infer, times};
use dateline::finder::{Finder, Segmented};
use dateline::loader::{Options, Source, read_story};
use dateline::model::{Moment, Paragraph, Role, Span, Story, Text, TimeType};
use proptest::prelude::*;

fn text(words: &str) -> Text {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for line in words.split('\n') {
        let span = Span::new(start, start + line.len());
        paragraphs.push(Paragraph { span, role: Role::Body, level: 0 });
        start += line.len() + 1;
    }
    Text::new(words.to_owned()).with_paragraphs(paragraphs)
}

fn moment(notation: &str) -> Moment {
    Moment::parse(notation).expect("a moment")
}

/// The times of a text, as (words, value); published on a Wednesday.
fn found(words: &str) -> Vec<(String, String)> {
    found_on(words, Some("2016-08-24"))
}

fn found_on(words: &str, published: Option<&str>) -> Vec<(String, String)> {
    let text = text(words);
    let published = published.map(moment);
    let found = times(&Segmented::of(&text), Written::of(published.as_ref()));
    found
        .iter()
        .map(|time| (text.slice(time.span).to_owned(), time.value.notation().to_owned()))
        .collect()
}

#[track_caller]
fn check(words: &str, expected: &[(&str, &str)]) {
    let found = found(words);
    let found: Vec<_> =
        found.iter().map(|(words, value)| (words.as_str(), value.as_str())).collect();
    assert_eq!(found, expected, "in {words:?}");
}

#[test]
fn a_bare_weekday_is_the_last_one_unless_the_verb_speaks_of_the_future() {
    check("The envoy said so on Tuesday.", &[("Tuesday", "2016-08-23")]);
    check("The two will meet in Geneva on Friday.", &[("Friday", "2016-08-26")]);
    check("A vote is scheduled for Monday.", &[("Monday", "2016-08-29")]);
    check("The mine closed on Thursday.", &[("Thursday", "2016-08-18")]);
}

#[test]
fn what_will_be_done_is_told_of_the_day_to_come() {
    for words in [
        "The talks will be held on Friday.",
        "The bill will be voted on Friday, aides said.",
        "The suspect will be charged on Friday, police said.",
        "Talks that broke down in May will be resumed on Friday.",
        "The report is due to be published on Friday.",
        "The verdict is expected to be read on Friday.",
        "The judge will read the verdict on Friday.",
        "The talks are to be held on Friday.",
        "The envoy is to speak on Friday.",
        "The envoys are to travel on Friday.",
        "She is going to speak on Friday.",
        "The clerk said he would be released on Friday.",
        "The firm announced it would meet lenders on Friday.",
        "The envoy arrives on Friday.",
        "Talks resume on Friday.",
        "The shop closes on Friday.",
        "The ban takes effect on Friday.",
        "Voters go to the polls on Friday.",
        "The deadline is Friday.",
        "Snow is forecast for Friday.",
        "The fair will be visited by ten mayors and opened on Friday.",
        "The hearing was put off until Friday.",
        "The hearing was moved to Friday.",
        "He was ordered to appear in court on Friday.",
        "Starting Friday, drivers pay more.",
        "On Friday, the council will decide.",
        "Snow is likely Friday.",
        "The fair runs through Friday.",
        "The crew, which left port in May, will return Friday.",
    ] {
        let found = found(words);
        let last = found.iter().find(|(words, _)| words == "Friday");
        assert_eq!(last.map(|(_, value)| value.as_str()), Some("2016-08-26"), "in {words:?}");
    }
}

#[test]
fn what_was_done_is_told_of_the_day_past() {
    for words in [
        "The play was seen by a million people by Friday night.",
        "By Friday night, the water had fallen.",
        "The firm said Friday that it will close the mine.",
        "The mayor could not be reached for comment Friday.",
        "Aides would not say Friday whether the plan was dead.",
        "The plan announced Friday would cut costs.",
        "They would have met on Friday.",
        "She was forced to resign on Friday.",
        "The man is accused of shooting a guard on Friday.",
        "Prices rose after Friday's report.",
        "The miners have been on strike since Friday.",
        "The firm set a record on Friday.",
        "The club will recover from Friday's defeat.",
        "She is accused of selling the plans on Friday.",
    ] {
        let found = found(words);
        assert_eq!(found[0].1.get(..10), Some("2016-08-19"), "in {words:?}: {found:?}");
    }
}

#[test]
fn a_plain_tense_moves_a_date_to_its_side_of_now() {
    check("The vote will be held on March 15.", &[("March 15", "2017-03-15")]);
    check("The fair will take place on April 2.", &[("April 2", "2017-04-02")]);
    check("She came on Dec. 1.", &[("Dec. 1", "2015-12-01")]);
    check("He was elected on Nov. 8.", &[("Nov. 8", "2015-11-08")]);
    check("The lease expires March 5.", &[("March 5", "2017-03-05")]);
    check("It will run from May 3 to 5.", &[("May 3", "2017-05-03"), ("5", "2017-05-05")]);
    // Of a date beside a noun, and of one that is reported, the verb says nothing.
    check("Aides said the Nov. 8 vote was in doubt.", &[("Nov. 8", "2016-11-08")]);
    check("Aides said a vote on Nov. 8 was likely.", &[("Nov. 8", "2016-11-08")]);
    // What is near is near, whatever the verb.
    check("The hall was opened on Aug. 26.", &[("Aug. 26", "2016-08-26")]);
    check("The road will be closed until June.", &[("June", "2017-06")]);
}

#[test]
fn a_quarter_follows_its_verb_too() {
    let quarter = |words: &str, published: &str| found_on(words, Some(published))[0].1.clone();
    assert_eq!(quarter("The deal will close in the second quarter.", "2017-01-26"), "2017-Q2");
    assert_eq!(quarter("Profit fell in the second quarter.", "2017-01-26"), "2016-Q2");
    // A quarter that has just ended is still to be reported.
    assert_eq!(quarter("It expects a loss in the third quarter.", "1995-10-20"), "1995-Q3");
    assert_eq!(quarter("The sale will close in the fourth quarter.", "1995-10-20"), "1995-Q4");
}

#[test]
fn a_report_on_a_quarter_compares_with_the_year_before() {
    let values = |words: &str| -> Vec<(String, String)> { found_on(words, Some("1995-10-26")) };
    let found = values("Profit for the three months ended Sept. 30 fell from a year earlier.");
    assert_eq!(found[2], ("a year earlier".into(), "1994-Q3".into()));
    let found = values("In the year-ago quarter it had a loss.");
    assert_eq!(found[0], ("the year-ago quarter".into(), "1994-Q3".into()));
    let found = values("The latest period had a charge, the 1994 period a gain.");
    assert_eq!(found[0], ("The latest period".into(), "1995-Q3".into()));
    assert_eq!(found[1], ("the 1994 period".into(), "1994-Q3".into()));
    let found = values("It earned $5 million for the full year.");
    assert_eq!(found[0], ("the full year".into(), "1995".into()));
    // The month of a contract is not one that the verb tells of.
    let found = values("The December contract rose.");
    assert_eq!(found[0], ("December".into(), "1995-12".into()));
    let found = values("In December, it sold the mill.");
    assert_eq!(found[0], ("December".into(), "1994-12".into()));
    let found = values("Trading has been thin since Friday the 13th.");
    assert_eq!(found[0], ("Friday the 13th".into(), "1995-10-13".into()));
}

#[test]
fn the_weekday_of_publication_is_that_day() {
    check("The bridge fell on Wednesday.", &[("Wednesday", "2016-08-24")]);
    check("They will vote on Wednesday.", &[("Wednesday", "2016-08-24")]);
}

#[test]
fn last_this_and_next_shift_weekdays_and_units() {
    check("It rained last Friday.", &[("last Friday", "2016-08-19")]);
    check("She returns next Monday.", &[("next Monday", "2016-08-29")]);
    check("Sales fell last year.", &[("last year", "2015")]);
    check("Sales fell last month.", &[("last month", "2016-07")]);
    check("It opens next month.", &[("next month", "2016-09")]);
    check("They met earlier this week.", &[("earlier this week", "2016-W34")]);
    check("They met on Friday last week.", &[("Friday last week", "2016-08-19")]);
    check("It ended last December.", &[("last December", "2015-12")]);
    check("It burnt last summer.", &[("last summer", "2015-SU")]);
}

#[test]
fn days_told_from_today() {
    check("It snowed yesterday.", &[("yesterday", "2016-08-23")]);
    check("The court sits tomorrow.", &[("tomorrow", "2016-08-25")]);
    check("He left the day before yesterday.", &[("the day before yesterday", "2016-08-22")]);
    check("They landed three days ago.", &[("three days ago", "2016-08-21")]);
    check("It began two years ago.", &[("two years ago", "2014")]);
    check("It began five months ago.", &[("five months ago", "2016-03")]);
}

#[test]
fn a_day_without_a_year_takes_the_nearest() {
    check("They meet on Aug. 26 in Oslo.", &[("Aug. 26", "2016-08-26")]);
    check("It opened on March 5.", &[("March 5", "2016-03-05")]);
    check("It opened on 5 March.", &[("5 March", "2016-03-05")]);
    check("It opened on May 7, 1998.", &[("May 7, 1998", "1998-05-07")]);
    check("It opened on the 3rd of March 2011.", &[("the 3rd of March 2011", "2011-03-03")]);
    check("Tuesday, May 7, 2013, was warm.", &[("Tuesday, May 7, 2013", "2013-05-07")]);
    check("On March 3 last year he won.", &[("March 3 last year", "2015-03-03")]);
    let late = found_on("It opens on January 5.", Some("2016-12-20"));
    assert_eq!(late[0].1, "2017-01-05");
}

#[test]
fn two_days_of_one_month_are_both_found() {
    check(
        "It ran from March 15 to 17 of last year.",
        &[("March 15", "2015-03-15"), ("17 of last year", "2015-03-17")],
    );
    check("On May 5 and 6 it rained.", &[("May 5", "2016-05-05"), ("6", "2016-05-06")]);
    check("On May 5 and 6 people came.", &[("May 5", "2016-05-05")]);
}

#[test]
fn both_ends_of_a_range_are_found() {
    check("The fair was held 3-5 May.", &[("3", "2016-05-03"), ("5 May", "2016-05-05")]);
    check("The fair ran from 3 to 5 May.", &[("3", "2016-05-03"), ("5 May", "2016-05-05")]);
    check("The fair was on July 27-28.", &[("July 27", "2016-07-27"), ("28", "2016-07-28")]);
    check("It was grown in 1990-91.", &[("1990", "1990"), ("91", "1991")]);
    check("It was sung in 2015/16.", &[("2015", "2015"), ("16", "2016")]);
    check("They reigned 1998-2004.", &[("1998", "1998"), ("2004", "2004")]);
}

#[test]
fn ends_of_units_and_neighbours_of_units_are_times() {
    for (words, expected, value) in [
        ("It will be built by the end of the year.", "the end of the year", "2016"),
        ("It ends at the end of the week.", "the end of the week", "2016-W34"),
        ("They were fired at the beginning of the year.", "the beginning of the year", "2016"),
        ("It will reopen in the spring.", "the spring", "2017-SP"),
        ("It reopened in the spring.", "the spring", "2016-SP"),
        ("He left the year before last.", "the year before last", "2014"),
        ("He left the week before last.", "the week before last", "2016-W32"),
        ("She comes the week after next.", "the week after next", "2016-W36"),
        ("He came a fortnight ago.", "a fortnight ago", "2016-W32"),
        ("It was sold earlier in the month.", "earlier in the month", "2016-08"),
        ("He moved a year and a half ago.", "a year and a half ago", "2015-02"),
        ("He moved a year-and-a-half ago.", "a year-and-a-half ago", "2015-02"),
        ("She left a week ago Friday.", "a week ago Friday", "2016-08-12"),
        ("He speaks on Monday week.", "Monday week", "2016-09-05"),
        ("He speaks Tuesday fortnight.", "Tuesday fortnight", "2016-09-13"),
        ("Prices fell in Q3 2015.", "Q3 2015", "2015-Q3"),
        ("Prices fell in H1 2016.", "H1 2016", "2016-H1"),
        ("FY2017 comes next.", "FY2017", "2017"),
        ("It rained in the first week of April.", "the first week of April", "2016-W13"),
        ("It rang at 09:50:45 UTC.", "09:50:45 UTC", "2016-08-24T09:50:45Z"),
        ("The shop is shut on Mondays.", "Mondays", "XXXX-WXX-1"),
    ] {
        check(words, &[(expected, value)]);
    }
    check(
        "She came on Monday. The day before, she had called.",
        &[("Monday", "2016-08-22"), ("The day before", "2016-08-21")],
    );
    check(
        "He will be there next week and the week after that.",
        &[("next week", "2016-W35"), ("the week after that", "2016-W36")],
    );
    // What is before or after something is told by that.
    check("The day before the fair was calm.", &[]);
}

#[test]
fn a_month_in_short_may_be_written_in_any_case() {
    check("THE FAIR OPENS AUG. 26 IN OSLO", &[("AUG. 26", "2016-08-26")]);
    check("the fair opens aug. 26 in oslo", &[("aug. 26", "2016-08-26")]);
}

#[test]
fn what_did_not_happen_stands_on_no_axis() {
    check("Had it come an hour later, they would have died.", &[("an hour later", "PT1H")]);
    check("If he had come two days later, it could have burnt.", &[("two days later", "P2D")]);
}

#[test]
fn a_story_goes_on_with_the_day_it_narrates() {
    check(
        "The quake struck on Monday. The hearing is on Sept. 30. At 8:15 p.m. help came.",
        &[("Monday", "2016-08-22"), ("Sept. 30", "2016-09-30"), ("8:15 p.m.", "2016-08-22T20:15")],
    );
    check(
        "She died on Monday. She had won on March 3. The next day he wept.",
        &[("Monday", "2016-08-22"), ("March 3", "2016-03-03"), ("The next day", "2016-08-23")],
    );
}

#[test]
fn months_quarters_seasons_decades_and_centuries_keep_their_precision() {
    check("Sales rose in July.", &[("July", "2016-07")]);
    check("Sales rose in July 2014.", &[("July 2014", "2014-07")]);
    check("It opened in mid-August.", &[("mid-August", "2016-08")]);
    check("Profit fell in the third quarter of 2015.", &[("the third quarter of 2015", "2015-Q3")]);
    check("Profit fell in the second quarter.", &[("the second quarter", "2016-Q2")]);
    check("Profit fell in the fourth quarter.", &[("the fourth quarter", "2015-Q4")]);
    check("It was built in the 1990s.", &[("1990s", "199")]);
    check("It was built in the late 1960s.", &[("the late 1960s", "196")]);
    check("It dates from the 19th century.", &[("19th century", "18")]);
    check("They met in the summer of 2012.", &[("the summer of 2012", "2012-SU")]);
    check("The end of 2017 is near.", &[("The end of 2017", "2017")]);
}

#[test]
fn times_of_day_take_the_day_they_belong_to() {
    check(
        "The train left at 8:30 p.m. on Tuesday.",
        &[("8:30 p.m. on Tuesday", "2016-08-23T20:30")],
    );
    check(
        "It struck at 7:37 p.m. local time (1137 UTC) on Monday.",
        &[
            ("7:37 p.m. local time", "2016-08-22T19:37"),
            ("1137 UTC", "2016-08-22T11:37Z"),
            ("Monday", "2016-08-22"),
        ],
    );
    check("It burnt on Tuesday night.", &[("Tuesday night", "2016-08-23TNI")]);
    check("It burnt last night.", &[("last night", "2016-08-23TNI")]);
    check("It burnt this morning.", &[("this morning", "2016-08-24TMO")]);
    check(
        "He fell on Monday. He died that night.",
        &[("Monday", "2016-08-22"), ("that night", "2016-08-22TNI")],
    );
    check("They left on the night of 25 May.", &[("the night of 25 May", "2016-05-25TNI")]);
}

#[test]
fn what_is_told_from_another_time_follows_it() {
    check(
        "He fell on Monday and left the next day.",
        &[("Monday", "2016-08-22"), ("the next day", "2016-08-23")],
    );
    check(
        "The club was founded in 1998. Two years later it won.",
        &[("1998", "1998"), ("Two years later", "2000")],
    );
    check(
        "It opened on 3 May. A week later it closed.",
        &[("3 May", "2016-05-03"), ("A week later", "2016-W19")],
    );
}

#[test]
fn today_in_a_quotation_is_the_day_it_was_said() {
    check(
        "She spoke on Monday. \"We open the bridge today,\" she said.",
        &[("Monday", "2016-08-22"), ("today", "2016-08-22")],
    );
    // The writer's own is the day of publication.
    check(
        "She spoke on Monday. The bridge opens today.",
        &[("Monday", "2016-08-22"), ("today", "2016-08-24")],
    );
    // What was said long ago tells nothing of it.
    check(
        "She spoke on May 3. \"We open the bridge today,\" she said.",
        &[("May 3", "2016-05-03"), ("today", "2016-08-24")],
    );
}

#[test]
fn durations_sets_and_now_stay_off_the_axis() {
    for (words, expected, kind) in [
        ("They waited for three days.", "P3D", TimeType::Duration),
        ("They asked for a 48-hour truce.", "PT48H", TimeType::Duration),
        ("It took 2.5 years.", "P2.5Y", TimeType::Duration),
        ("They ran for 1 hour 59 minutes 40.2 seconds.", "PT1H59M40.2S", TimeType::Duration),
        ("It has gone on for several months.", "PXM", TimeType::Duration),
        ("It takes ten to fifteen years.", "PXY", TimeType::Duration),
        ("Nearly a month passed.", "P1M", TimeType::Duration),
        ("It rained in recent weeks.", "PXW", TimeType::Duration),
        ("They ran it in 2:14:04.", "PT2H14M4S", TimeType::Duration),
        ("They meet every week.", "P1W", TimeType::Set),
        ("It appears daily.", "P1D", TimeType::Set),
        ("They are now free.", "PRESENT_REF", TimeType::Date),
        ("It was recently sold.", "PAST_REF", TimeType::Date),
    ] {
        let text = text(words);
        let written = Written::of(Some(&moment("2016-08-24")));
        let found = times(&Segmented::of(&text), written);
        assert_eq!(found.len(), 1, "in {words:?}: {found:?}");
        assert_eq!(found[0].value.notation(), expected, "in {words:?}");
        assert_eq!(found[0].kind, kind, "in {words:?}");
        assert!(!found[0].value.on_axis(), "in {words:?}");
    }
}

#[test]
fn named_days_are_dated() {
    check("It was quiet on Christmas Eve.", &[("Christmas Eve", "2016-12-24")]);
    check("They met on Good Friday 2015.", &[("Good Friday 2015", "2015-04-03")]);
    check("Shops opened on Black Friday.", &[("Black Friday", "2015-11-27")]);
    check("Shops will open on Black Friday.", &[("Black Friday", "2016-11-25")]);
    check("The towers fell on 9/11.", &[("9/11", "2001-09-11")]);
    check("They met on Easter Monday.", &[("Easter Monday", "2016-03-28")]);
    check("On Independence Day they march.", &[("Independence Day", "2016-07-04")]);
    check("They will vote on Election Day.", &[("Election Day", "2016-11-08")]);
}

#[test]
fn words_that_only_look_like_times_are_left_alone() {
    for words in [
        "Mrs May spoke.",
        "They may march in the sun for a second try.",
        "About 2000 people came.",
        "He paid $1999 for it.",
        "The 51-year-old driver lived.",
        "She was 40 years old.",
        "They won 3-2.",
        "The wind blew at 75 miles per hour.",
        "He reads the Sunday Times.",
        "He writes for USA Today.",
        "Come as soon as you can.",
        "Theresa May and April Jones spoke.",
        "It fell short of the second half.",
        "The 2020 Summer Games were late.",
        "About 1709 schoolchildren came.",
        "Room 2001 is free.",
        "Of these, 1846 persons stayed and 1720 had been sent home.",
        "On World Cup 2018 day five, Peru lost.",
        "They drew Johnnie Christmas again.",
        "They watched Friday Night Lights again.",
        "They signed the Good Friday Agreement there.",
        "The election was close.",
    ] {
        check(words, &[]);
    }
}

#[test]
fn without_a_publication_date_nothing_is_guessed() {
    let found = found_on(
        "On Wednesday, and yesterday, and last year, and on Aug. 26, and in 1998, they met last week.",
        None,
    );
    let values: Vec<&str> = found.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, ["XXXX-WXX-3", "XXXX-XX-XX", "XXXX", "XXXX-08-26", "1998", "XXXX-WXX"]);
}

#[test]
fn a_publication_known_to_the_year_resolves_what_a_year_can() {
    let found = found_on("On Wednesday and last year.", Some("2016"));
    assert_eq!(found[0].1, "XXXX-WXX-3");
    assert_eq!(found[1].1, "2015");
    let month = found_on("It fell last month.", Some("2016-01"));
    assert_eq!(month[0].1, "2015-12");
}

#[test]
fn dates_in_figures_and_in_other_languages_are_read() {
    check("Il est mort le 24 août 2013 à Paris.", &[("24 août 2013", "2013-08-24")]);
    check("Murió el 24 de agosto de 2013.", &[("24 de agosto de 2013", "2013-08-24")]);
    check("Er starb am 24. August 2013.", &[("24. August 2013", "2013-08-24")]);
    check("Er starb am 24.08.2013 in Bonn.", &[("24.08.2013", "2013-08-24")]);
    check("Published 2013-08-24 in Oslo.", &[("2013-08-24", "2013-08-24")]);
    check("Published 24/08/2013 in Oslo.", &[("24/08/2013", "2013-08-24")]);
    // Which is the month, nobody can know.
    check("Published 04/08/2013 in Oslo.", &[]);
}

#[test]
fn a_dateline_a_day_earlier_is_the_day_the_story_speaks_from() {
    let words = "BAGHDAD, Aug. 23 (Newswire) - The bridge fell today.";
    let story = Story { text: text(words), ..Story::default() };
    let published = moment("2016-08-24");
    let found = Finder::load().find(&story, Some(&published));
    let values: Vec<_> = found.times.iter().map(|time| time.value.notation()).collect();
    assert_eq!(values, ["2016-08-23", "2016-08-23"]);
    // One of another month is no dateline of this story.
    let words = words.replace("Aug. 23", "May 3");
    let story = Story { text: text(&words), ..Story::default() };
    let found = Finder::load().find(&story, Some(&published));
    assert_eq!(found.times[1].value.notation(), "2016-08-24");
}

#[test]
fn the_times_of_a_wire_story_are_all_found() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/seed/us-russia-syria-talks.txt");
    let Ok(bytes) = std::fs::read(path) else {
        println!("skipped: no shared data");
        return;
    };
    let source = Source::Bytes { name: "talks.txt".into(), bytes };
    let (story, _) = read_story(&source, &Options::default()).expect("a story");
    let found = Finder::load().find(&story, Some(&moment("2016-08-24")));
    let values: Vec<_> = found.times.iter().map(|time| time.value.notation()).collect();
    let expected = [
        "2016-08-23",
        "2016-08-26",
        "2016-08-24",
        "P5Y",
        "2016-W34",
        "2016-08-26",
        "2016-08-24",
        "PT48H",
        "2016-08-24",
        "2016-08-24",
    ];
    assert_eq!(values, expected);
}

#[test]
fn a_missing_publication_date_is_inferred_by_the_best_evidence() {
    let story = |url: Option<&str>, path: Option<&str>, words: &str| {
        let mut story = Story { text: text(words), ..Story::default() };
        story.head.url = url.map(str::to_owned);
        story.path = path.map(Into::into);
        infer(&story).map(|found| (found.moment.notation().to_owned(), found.evidence))
    };
    let both =
        story(Some("https://news.example/2013/08/24/talks"), Some("talks-2013-08-25.txt"), "");
    assert_eq!(both, Some(("2013-08-24".into(), Evidence::Address)));
    let named = story(None, Some("talks-20130825.txt"), "");
    assert_eq!(named, Some(("2013-08-25".into(), Evidence::FileName)));
    let line =
        story(None, None, "OSLO, Aug. 23 (Newswire) - It fell. It was opened on 1 May 2016.");
    assert_eq!(line, Some(("2016-08-23".into(), Evidence::Dateline)));
    let agreed =
        story(None, None, "It fell on Tuesday.\nThe crane stood there since 23 August 2016.");
    assert_eq!(agreed, Some(("2016-08-23".into(), Evidence::Text)));
    let torn = story(None, None, "It fell on Monday.\nThe crane stood there since 23 August 2016.");
    assert_eq!(torn, None);
    assert_eq!(story(Some("https://news.example/12345/99/99"), Some("a.txt"), "It fell."), None);
}

#[test]
fn a_stated_date_is_never_inferred() {
    let mut story = Story { text: text("x"), ..Story::default() };
    story.path = Some("talks-2013-08-25.txt".into());
    story.head.published = Some(moment("2016-08-24"));
    assert_eq!(infer(&story), None);
}

#[test]
fn hostile_texts_give_nothing_or_little_and_end() {
    for words in [
        "two ".repeat(50_000),
        "Monday ".repeat(20_000),
        "99999999999999999999 years ago ".repeat(2_000),
        "4294967295 days ago. 9999 years ago. 9999 decades later. December 31, 9999 tomorrow"
            .into(),
        "0 0 0:0 00:00 0000 UTC 31 February 2015 February 30 30/02/2015 2015-02-30".into(),
        "\u{202e}Monday\u{200b} يوم الاثنين 星期一 🗓️ 2016年8月24日".into(),
        "THE BRIDGE FELL ON TUESDAY ".repeat(1000),
        "A DAY LATER AUG. 26 ".repeat(2_000),
        "if a day later it would have come a day later ".repeat(1_000),
    ] {
        for published in
            [None, Some("2016-08-24"), Some("9999-12-31"), Some("-0400"), Some("Y-10000")]
        {
            let _ = found_on(&words, published);
        }
    }
}

proptest! {
    #[test]
    fn spans_lie_inside_on_scalar_bounds_in_order_and_apart(
        words in proptest::collection::vec(
            prop_oneof![
                "\\PC{0,6}",
                Just("Monday".to_owned()), Just("May".to_owned()), Just("24".to_owned()),
                Just("last".to_owned()), Just("the".to_owned()), Just("years".to_owned()),
                Just("ago".to_owned()), Just("2016".to_owned()), Just("-".to_owned()),
                Just("8:30".to_owned()), Just("p.m.".to_owned()), Just("quarter".to_owned()),
                Just("of".to_owned()), Just("second".to_owned()), Just("night".to_owned()),
                Just(".".to_owned()), Just("août".to_owned()), Just("a".to_owned()),
            ], 0..60),
        dated in any::<bool>(),
    ) {
        let text = Text::new(words.join(" "));
        let published = dated.then(|| moment("2016-08-24"));
        let found = times(&Segmented::of(&text), Written::of(published.as_ref()));
        let mut last = 0;
        for time in found {
            prop_assert!(time.span.start >= last && time.span.end > time.span.start);
            prop_assert!(text.as_str().get(time.span.range()).is_some());
            last = time.span.end;
        }
    }
}
