//! Moments: every notation of FORMATS.md is kept, ordered and said in English.

use std::cmp::Ordering;

use dateline::model::Moment;
use dateline::model::moment::{Precision, Reference};
use proptest::prelude::*;

fn moment(notation: &str) -> Moment {
    Moment::parse(notation).unwrap_or_else(|error| panic!("{notation}: {error}"))
}

#[test]
fn every_notation_is_kept_with_its_precision_and_said_in_english() {
    for (notation, precision, label) in [
        ("2016", Precision::Year, "2016"),
        ("2016-08", Precision::Month, "August 2016"),
        ("2016-W34", Precision::Week, "week 34, 2016"),
        ("2016-W34-3", Precision::Day, "Wednesday 24 August 2016"),
        ("2016-W34-WE", Precision::Week, "weekend of week 34, 2016"),
        ("2016-08-24", Precision::Day, "Wednesday 24 August 2016"),
        ("20160824", Precision::Day, "Wednesday 24 August 2016"),
        ("2016-08-26T14:30Z", Precision::Time, "26 August 2016, 14:30 UTC"),
        ("2016-08-26T14:30", Precision::Time, "26 August 2016, 14:30"),
        ("2016-08-26T14:30:05+02:00", Precision::Time, "26 August 2016, 14:30:05 UTC+02:00"),
        ("2016-08-26 14:30:05.25-0330", Precision::Time, "26 August 2016, 14:30:05 UTC-03:30"),
        ("2016-08-26T14", Precision::Time, "26 August 2016, 14:00"),
        ("2016-08-26TMO", Precision::PartOfDay, "26 August 2016, morning"),
        ("2016-08-26TAF", Precision::PartOfDay, "26 August 2016, afternoon"),
        ("2016-08-26TEV", Precision::PartOfDay, "26 August 2016, evening"),
        ("2016-08-26TNI", Precision::PartOfDay, "26 August 2016, night"),
        ("2016-Q3", Precision::Quarter, "Q3 2016"),
        ("2016-H1", Precision::Half, "first half of 2016"),
        ("2016-SP", Precision::Season, "spring 2016"),
        ("2016-SU", Precision::Season, "summer 2016"),
        ("2016-FA", Precision::Season, "autumn 2016"),
        ("2016-WI", Precision::Season, "winter 2016"),
        ("2016-21", Precision::Season, "spring 2016"),
        ("2016-24", Precision::Season, "winter 2016"),
        ("201", Precision::Decade, "the 2010s"),
        ("201X", Precision::Decade, "the 2010s"),
        ("20", Precision::Century, "the 21st century"),
        ("18XX", Precision::Century, "the 19th century"),
        ("XXXX-08-26", Precision::Unknown, "26 August (year unknown)"),
        ("XXXX-02-29", Precision::Unknown, "29 February (year unknown)"),
        ("XXXX-WXX-3", Precision::Unknown, "Wednesday (week unknown)"),
        ("XXXX-SU", Precision::Unknown, "summer (year unknown)"),
        ("XXXX-XX-XXT14:30", Precision::Unknown, "14:30 (day unknown)"),
        ("T15:00", Precision::Unknown, "15:00 (day unknown)"),
        ("TMO", Precision::Unknown, "morning (day unknown)"),
        ("XXXX", Precision::Unknown, "unknown date"),
        ("XXXX-WXX", Precision::Unknown, "week unknown"),
        ("XXXX-XX", Precision::Unknown, "month unknown"),
        ("XXXX-XX-XX", Precision::Unknown, "day unknown"),
        ("2016-WXX", Precision::Year, "2016"),
        ("2016-XX", Precision::Year, "2016"),
        ("2016-XX-XX", Precision::Year, "2016"),
        ("2016-08-XX", Precision::Month, "August 2016"),
        ("2016-08-2X", Precision::Days, "between 20 and 29 August 2016"),
        ("2016-02-2X", Precision::Days, "between 20 and 29 February 2016"),
        ("2016-08-3X", Precision::Days, "between 30 and 31 August 2016"),
        ("2016-0X", Precision::Months, "between January and September 2016"),
        ("2016-1X-XX", Precision::Months, "between October and December 2016"),
        ("2016-W3X", Precision::Months, "between weeks 30 and 39, 2016"),
        ("XXXX-08-2X", Precision::Unknown, "between 20 and 29 August (year unknown)"),
        ("2016-XX-2X", Precision::Year, "2016"),
        ("PRESENT_REF", Precision::Reference(Reference::Present), "the present"),
        ("PAST_REF", Precision::Reference(Reference::Past), "the past"),
        ("FUTURE_REF", Precision::Reference(Reference::Future), "the future"),
        ("P5Y", Precision::Duration, "5 years"),
        ("PT48H", Precision::Duration, "48 hours"),
        ("P1DT12H", Precision::Duration, "1 day and 12 hours"),
        ("PXM", Precision::Duration, "some months"),
        ("P2DE", Precision::Duration, "2 decades"),
        ("P0.5Y", Precision::Duration, "0.5 years"),
        ("2016-08-22/2016-08-26", Precision::Interval, "22 to 26 August 2016"),
        ("2016-08-29/2016-09-02", Precision::Interval, "29 August to 2 September 2016"),
        ("2015-12-29/2016-01-02", Precision::Interval, "29 December 2015 to 2 January 2016"),
        ("2016-08/2016-09", Precision::Interval, "August to September 2016"),
        ("2014/2016", Precision::Interval, "2014 to 2016"),
        ("2016-08-22/..", Precision::Interval, "from 22 August 2016"),
        ("../2016-08-22", Precision::Interval, "until 22 August 2016"),
        ("2016-08-22/", Precision::Interval, "from 22 August 2016"),
        ("2016?", Precision::Year, "perhaps 2016"),
        ("2016~", Precision::Year, "about 2016"),
        ("2016-08%", Precision::Month, "perhaps about August 2016"),
        ("Y-10000", Precision::Year, "10001 BC"),
        ("Y12000", Precision::Year, "12000"),
        ("-0043-03-15", Precision::Day, "Friday 15 March 44 BC"),
        ("0000", Precision::Year, "1 BC"),
    ] {
        let moment = moment(notation);
        assert_eq!(moment.to_string(), notation);
        assert_eq!(moment.precision(), precision, "{notation}");
        assert_eq!(moment.label(), label, "{notation}");
    }
}

#[test]
fn what_is_no_moment_is_refused_with_the_part_and_what_was_expected() {
    for (notation, part, start, expected) in [
        ("2016-13", "13", 5, "a month"),
        ("2016-08-32", "32", 8, "a day in two digits, 01 to 31"),
        ("2015-02-29", "29", 8, "01 to 28"),
        ("2016-8", "8", 5, "a month"),
        ("2016-02-3X", "3X", 8, "a day in two digits, 01 to 29"),
        ("2016-2X", "2X", 5, "a month"),
        ("2016-1X-XX-X---XX", "-X---XX", 10, "nothing more"),
        ("2016-1X-XX-XX", "-XX", 10, "nothing more"),
        ("2016-1X-XXX", "X", 10, "nothing more"),
        ("2016-1XXX", "1XXX", 5, "a month"),
        ("2016-1X--XX", "1X", 5, "a month"),
        ("2016-1X-X", "1X", 5, "a month"),
        ("2016-1X-", "1X", 5, "a month"),
        ("2016-08-2XT14:00", "T14", 10, "a day before the time"),
        ("24 Aug 2016", "24 Aug 2016", 0, "a date as 2016-08-26"),
        ("2016 Aug", "2016 Aug", 0, "a date as 2016-08-26"),
        ("4 March 2016", "4 March 2016", 0, "a date as 2016-08-26"),
        ("24 2016", "24 2016", 0, "a date as 2016-08-26"),
        ("2016-W54", "54", 6, "a week in two digits, 01 to 52"),
        ("2016-Q5", "Q5", 5, "a quarter"),
        ("2016-08-26T25:00", "25", 11, "an hour"),
        ("2016-08-26T14:60", "60", 14, "a minute"),
        ("2016-08-26TXY", "XY", 11, "a time"),
        ("2016-08-26TBO", "BO", 11, "a part of the day"),
        ("2016T14:30", "T14", 4, "a day before the time"),
        ("next week", "next", 0, "a year"),
        ("12016", "12016", 0, "after Y"),
        ("2016-08-26x", "x", 10, "nothing more"),
        ("2016-08-26/2016-08-22", "2016-08-22", 11, "not before the start"),
        ("P5", "", 2, "a unit"),
        ("PT5D", "D", 3, "a unit: H, M or S"),
        ("P", "", 1, "a number and a unit"),
        ("201-08", "08", 4, "nothing after a decade"),
        ("", "", 0, "a date"),
        ("/", "", 0, "a date on one side"),
        ("Y99999999999", "99999999999", 1, "at most ten digits"),
    ] {
        let error = Moment::parse(notation).expect_err(notation);
        assert_eq!((error.part(), error.start()), (part, start), "{notation}: {error}");
        assert!(error.to_string().contains(expected), "{notation}: {error}");
    }
}

#[test]
fn bounds_are_the_first_second_and_one_past_the_last() {
    let day = 86_400;
    for (notation, start, length) in [
        ("1970-01-01", 0, day),
        ("1970", 0, 365 * day),
        ("2000-02", 951_350_400 - 1_987_200, 29 * day),
        ("2016-08-26T14:30Z", 1_472_221_800, 60),
        ("2016-08-26T16:30+02:00", 1_472_221_800, 60),
        ("2016-08-26T14:30:00", 1_472_221_800, 1),
        ("2016-W01", 1_451_865_600, 7 * day),
        ("2020-W53", 1_609_113_600, 7 * day),
        ("1970-Q1", 0, 90 * day),
        ("1970-H2", 181 * day, 184 * day),
        ("1970-WI", 334 * day, 90 * day),
        ("1970-01-01T24:00", day, 60),
        ("197", 0, 3652 * day),
        ("1970-01-0X", 0, 9 * day),
        ("1970-0X", 0, 273 * day),
    ] {
        let (first, end) = moment(notation).bounds().expect(notation);
        assert_eq!((first, end - first), (start, length), "{notation}");
    }
    assert_eq!(moment("2016/..").bounds().map(|(_, end)| end), Some(i64::MAX));
    assert_eq!(moment("../2016").bounds().map(|(start, _)| start), Some(i64::MIN));
    for notation in ["P5Y", "PRESENT_REF", "XXXX-08-26", "XXXX-WXX-3"] {
        assert!(!moment(notation).on_axis(), "{notation}");
    }
    // Leap years before Christ, counted astronomically.
    let leap = |year: &str| {
        let (start, end) = moment(year).bounds().expect(year);
        end - start == 366 * day
    };
    assert!(leap("0000") && leap("-0004") && !leap("-0001") && !leap("Y-10001"));
}

#[test]
fn the_axis_orders_by_start_and_puts_the_wider_first() {
    let mut moments: Vec<Moment> = [
        "P5Y",
        "2016-08-26",
        "2016-08-26T14:30",
        "2016-08-2X",
        "2016-08",
        "2016",
        "201",
        "Y-10000",
        "2016-08-26TMO",
        "2016-01-01",
        "../2016",
        "2015-12-31",
        "XXXX-08-26",
    ]
    .map(moment)
    .into();
    moments.sort_by(Moment::cmp_on_axis);
    let order: Vec<String> = moments.iter().map(Moment::to_string).collect();
    assert_eq!(
        order,
        [
            "../2016",
            "Y-10000",
            "201",
            "2015-12-31",
            "2016",
            "2016-01-01",
            "2016-08",
            "2016-08-2X",
            "2016-08-26",
            "2016-08-26TMO",
            "2016-08-26T14:30",
            "P5Y",
            "XXXX-08-26"
        ]
    );
    assert_eq!(moment("2016").cmp_on_axis(&moment("2016")), Ordering::Equal);
}

#[test]
fn marks_of_doubt_are_kept_apart() {
    let flags = |notation| (moment(notation).is_uncertain(), moment(notation).is_approximate());
    assert_eq!(flags("2016"), (false, false));
    assert_eq!(flags("2016?"), (true, false));
    assert_eq!(flags("2016-08~"), (false, true));
    assert_eq!(flags("2016-08-26%"), (true, true));
    assert_eq!(flags("2014~/2016"), (false, true));
}

#[test]
fn days_and_weekdays_are_known_for_days_and_finer_only() {
    assert_eq!(moment("2016-08-24").date(), Some((2016, 8, 24)));
    assert_eq!(moment("2016-08-24").weekday(), Some(3));
    assert_eq!(moment("2016-W34-3").date(), Some((2016, 8, 24)));
    assert_eq!(moment("2009-W53-7").date(), Some((2010, 1, 3)));
    assert_eq!(moment("2016-08-24T23:30-05:00").date(), Some((2016, 8, 24)));
    assert_eq!(moment("2016-08").date(), None);
    assert_eq!(moment("XXXX-08-24").weekday(), None);
}

#[test]
fn under_a_heading_only_what_it_does_not_say_is_said() {
    for (notation, month, year, decade) in [
        ("2016-08-24", "Wed 24", "24 Aug", "24 Aug 2016"),
        ("2016-W34", "week 34", "week 34", "week 34 2016"),
        ("2016-08-26T14:30Z", "Fri 26 14:30", "26 Aug 14:30", "26 Aug 2016 14:30"),
        ("2016-08-26TMO", "Fri 26 morning", "26 Aug morning", "26 Aug 2016 morning"),
        ("2016-08", "August", "August", "Aug 2016"),
        ("2016-Q3", "Q3", "Q3", "Q3 2016"),
        ("2016-SU", "summer", "summer", "summer 2016"),
        ("2016", "2016", "2016", "2016"),
        ("201", "2010s", "2010s", "2010s"),
        ("2016~", "~2016", "~2016", "~2016"),
        ("2016-08-24?", "Wed 24?", "24 Aug?", "24 Aug 2016?"),
        ("2016-08-22/2016-08-26", "22–26", "22–26 Aug", "22–26 Aug 2016"),
        ("2016-08-29/2016-09-02", "29 Aug–2 Sep", "29 Aug–2 Sep", "29 Aug 2016–2 Sep 2016"),
        ("2016-08-2X", "2X", "2X Aug", "2X Aug 2016"),
        ("2016-1X", "Oct … Dec", "Oct … Dec", "Oct … Dec 2016"),
        ("XXXX-08-26", "26 August", "26 August", "26 August"),
        ("XXXX-WXX-3", "Wednesday", "Wednesday", "Wednesday"),
        ("2016-08-22/..", "from 22 Aug", "from 22 Aug", "from 22 Aug 2016"),
        ("PT48H", "48 hours", "48 hours", "48 hours"),
    ] {
        let moment = moment(notation);
        assert_eq!(moment.short(Precision::Month), month, "{notation} in a month");
        assert_eq!(moment.short(Precision::Year), year, "{notation} in a year");
        assert_eq!(moment.short(Precision::Decade), decade, "{notation} in a decade");
    }
}

#[test]
fn groups_have_headings_and_sort_as_the_axis_does() {
    let heading = |notation, by| moment(notation).group(by).map(|group| group.label);
    let some = |label: &str| Some(label.to_owned());
    assert_eq!(heading("2016-08-24", Precision::Day), some("Wednesday 24 August 2016"));
    assert_eq!(heading("2016-08-24", Precision::Month), some("August 2016"));
    assert_eq!(heading("2016-08-24", Precision::Year), some("2016"));
    assert_eq!(heading("2016-08-24", Precision::Decade), some("the 2010s"));
    assert_eq!(heading("2016-W34", Precision::Month), some("August 2016"));
    assert_eq!(heading("2015-W01", Precision::Year), some("2015"));
    assert_eq!(heading("2015-W01-1", Precision::Year), some("2014"));
    assert_eq!(heading("2016-SU", Precision::Month), some("summer 2016"));
    assert_eq!(heading("2016", Precision::Month), some("2016"));
    assert_eq!(heading("201", Precision::Year), some("the 2010s"));
    assert_eq!(heading("2016-08-22/2016-09-26", Precision::Month), some("August 2016"));
    assert_eq!(heading("../2016-09-26", Precision::Month), some("September 2016"));
    assert_eq!(heading("2016-08-2X", Precision::Day), some("2X Aug 2016"));
    assert_eq!(heading("2016-08-2X", Precision::Month), some("August 2016"));
    assert_eq!(heading("2016-1X", Precision::Month), some("Oct … Dec 2016"));
    assert_eq!(heading("P5Y", Precision::Month), None);

    let key = |notation, by| moment(notation).group(by).map(|group| group.key);
    assert_eq!(key("2016-08-24", Precision::Month), key("2016-08-30T12:00", Precision::Month));
    assert!(key("2016", Precision::Month) < key("2016-01-05", Precision::Month));
    assert!(key("2016-07-31", Precision::Month) < key("2016-08-01", Precision::Month));
}

proptest! {
    #[test]
    fn no_notation_ever_panics(notation in "\\PC*|[0-9XYPTWQHZREF_/.:?~%+ -]{0,30}|.{0,200}") {
        if let Ok(moment) = Moment::parse(&notation) {
            prop_assert_eq!(moment.notation(), notation.trim());
            let _ = (moment.label(), moment.date(), moment.weekday());
            for by in [Precision::Day, Precision::Month, Precision::Year, Precision::Decade] {
                let _ = (moment.short(by), moment.group(by));
            }
            if let Some((start, end)) = moment.bounds() {
                prop_assert!(start < end);
            }
        }
    }

    #[test]
    fn every_day_comes_back_as_it_was_written(
        year in -9_999_i64..99_999, month in 1_u8..=12, day in 1_u8..=28,
    ) {
        let year_words = match year {
            0..=9_999 => format!("{year:04}"),
            -9_999..0 => format!("-{:04}", -year),
            _ => format!("Y{year}"),
        };
        let moment = moment(&format!("{year_words}-{month:02}-{day:02}"));
        prop_assert_eq!(moment.date(), Some((year, month, day)));
        let (start, _) = moment.bounds().expect("a day is on the axis");
        prop_assert_eq!(start.rem_euclid(86_400), 0);
    }
}
