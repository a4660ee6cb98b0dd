//! The one clock.

use crate::model::Moment;

/// Now, RFC 3339 in UTC, to the second.
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    format!("{:.0}", now)
}

/// Today's date where the reader is.
pub fn today() -> Option<Moment> {
    let date = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::system()).date();
    Moment::parse(&date.to_string()).ok()
}
