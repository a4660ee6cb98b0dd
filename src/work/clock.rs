//! The one clock.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::Moment;

/// Now, RFC 3339 in UTC, to the second.
pub fn now() -> String {
    format!("{:.0}", Timestamp::now())
}

/// Today's date where the reader is.
pub fn today() -> Option<Moment> {
    let date = Timestamp::now().to_zoned(zone()).date();
    Moment::parse(&date.to_string()).ok()
}

/// The reader's time zone.
fn zone() -> TimeZone {
    // The file holds the rules themselves. To find them by the zone's name, all
    // folders of the time zone database would be walked through at every start.
    let rules = match std::env::var_os("TZ") {
        None => std::fs::read("/etc/localtime").ok(),
        Some(_) => None,
    };
    rules.and_then(|rules| TimeZone::tzif("Local", &rules).ok()).unwrap_or_else(TimeZone::system)
}
