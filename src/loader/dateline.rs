//! Datelines: place, agency and date at the head of a story.
//!
//! Six forms are told apart, on a line of their own or before the first
//! sentence. In the forms, a dash is an em, en or double dash or a hyphen
//! between spaces.
//!
//! | form | example |
//! |---|---|
//! | reverse | `Reuters, Washington :` |
//! | agency | `SEOUL, Aug. 20 (Yonhap) -- North Korea's …`, `(CNN) President …` |
//! | bare | `BUFFALO, N.Y. — Hours before …` |
//! | colon | `NEW DELHI: Their American dream …` |
//! | run in | `Thursday, May 7, 2015 On Tuesday, the …` |
//! | East Asian | `新华社北京8月24日电 …`, `【東京=共同】…`, `(서울=연합뉴스) …` |

use super::names::{is_agency, is_no_place, is_place};
use super::place::{Shape, assess, place_and_date, shape};
use super::written_date;

/// How far into a paragraph a dateline may reach, in bytes.
const REACH: usize = 240;

/// How far its brackets, dash or colon may stand from the start, in characters.
const NEAR: usize = 90;

/// What a dateline says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dateline {
    /// City and region as written.
    pub place: Option<String>,
    /// The agency as written.
    pub agency: Option<String>,
    /// The date as written.
    pub date: Option<String>,
    /// Bytes of the line up to the first sentence.
    pub end: usize,
}

/// Reads the dateline at the start of a line or paragraph. `opening` says that
/// it stands right after the title and byline, where a place in capitals and a
/// dash are enough; elsewhere the place or the agency must be a known one.
pub fn read(line: &str, opening: bool) -> Option<Dateline> {
    let lead = beginning(line);
    // What stands in quotation marks is somebody's words.
    if lead.starts_with(['"', '“', '”', '«', '»', '„', '「', '『', '‘', '\'']) {
        return None;
    }
    east_asian(lead)
        .or_else(|| reverse(lead, opening))
        .or_else(|| bracketed(lead))
        .or_else(|| dashed(lead, line, opening))
        .or_else(|| colon(lead, line, opening))
        .or_else(|| bare_line(lead, line, opening))
        .or_else(|| run_in(lead, line, opening))
        .map(|mut found| {
            found.end += lead[found.end..].len() - lead[found.end..].trim_start().len();
            found
        })
}

impl Dateline {
    /// Whether nothing follows it on its line.
    pub fn stands_alone(&self, line: &str) -> bool {
        line.get(self.end..).is_some_and(|rest| rest.trim().is_empty())
    }
}

/// `AGENCY, PLACE :`
fn reverse(lead: &str, opening: bool) -> Option<Dateline> {
    let comma = lead.find([',', '،', '，', '、'])?;
    let agency = lead[..comma].trim();
    if !(is_agency(agency) || opening && is_correspondent(agency)) {
        return None;
    }
    let after = comma + lead[comma..].chars().next().map_or(1, char::len_utf8);
    let rest = &lead[after..];
    let (words, end) = match rest.find([':', '：']) {
        Some(at) if at <= 60 => {
            (&rest[..at], after + at + rest[at..].chars().next().map_or(1, char::len_utf8))
        }
        _ if rest.trim().len() <= 60 => (rest, lead.len()),
        _ => return None,
    };
    let (place, date) = place_and_date(words)?;
    let first = place.split([',', '،']).next().unwrap_or(place).trim();
    let colon = end < lead.len() || lead.ends_with([':', '：']);
    let fits = shape(first) != Shape::Other && (colon || is_place(first));
    fits.then(|| Dateline {
        place: some(place),
        agency: is_agency(agency).then(|| tidy(agency)),
        date: date.map(tidy),
        end,
    })
}

/// "Staff Correspondent": a Bangladeshi and Indian form of the byline that
/// stands where an agency would.
fn is_correspondent(words: &str) -> bool {
    words.len() <= 40
        && (shape(words) == Shape::Title || shape(words) == Shape::Capitals)
        && words.to_lowercase().ends_with("correspondent")
}

/// `PLACE, REGION, DATE (AGENCY) —`, every part but the agency optional.
fn bracketed(lead: &str) -> Option<Dateline> {
    let open = lead.find(['(', '（', '[', '/', '【'])?;
    let (opener, close) = match lead[open..].chars().next()? {
        '(' => (1, ')'),
        '（' => (3, '）'),
        '[' => (1, ']'),
        '【' => (3, '】'),
        // TASS sets its name between slashes; elsewhere a slash parts two cities.
        _ => {
            if lead[..open].ends_with(char::is_whitespace) {
                (1, '/')
            } else {
                let open = lead.find('(')?;
                return bracketed_at(lead, open, 1, ')');
            }
        }
    };
    bracketed_at(lead, open, opener, close)
}

fn bracketed_at(lead: &str, open: usize, opener: usize, close: char) -> Option<Dateline> {
    if lead[..open].chars().count() > NEAR {
        return None;
    }
    let inside = &lead[open + opener..];
    let inside = &inside[..inside.find(close)?];
    let mut end = open + opener + inside.len() + close.len_utf8();
    let mut rest = &lead[end..];
    let mut dashed = false;
    if let Some(length) = dash_or_colon(rest) {
        (dashed, end, rest) = (true, end + length, &rest[length..]);
    }
    let next = rest.trim_start().chars().next();
    let (agency, inner_date) = agency_and_date(inside)?;
    let (place, date) = place_and_date(&lead[..open])?;
    let known_agency = agency.is_some_and(is_agency);
    // "MOSCOW, Monday (Reuters) lawmakers said": no sentence reads like that.
    let sure = known_agency && date.is_some() && shape(assess(place).0) == Shape::Capitals;
    if !dashed && !sure && next.is_some_and(|c| !opens_sentence(c)) {
        return None;
    }
    let fits = if place.is_empty() {
        known_agency || agency.is_none() && dashed
    } else {
        let (first, known) = assess(place);
        let shape = shape(first);
        match shape {
            Shape::Other => false,
            _ if is_no_place(first) => false,
            _ if !known_agency => dashed && (known || shape == Shape::Capitals),
            Shape::Capitals => true,
            Shape::Title => known || dashed && !names_the_agency(place),
            Shape::Caseless => known || dashed,
        }
    };
    if !fits || (agency.is_none() && place.is_empty()) {
        return None;
    }
    Some(Dateline {
        place: some(place),
        agency: agency.map(tidy),
        date: date.or(inner_date).map(tidy),
        end,
    })
}

/// "The Associated Press (AP) — ": a name and its letters, not a place.
fn names_the_agency(place: &str) -> bool {
    is_agency(place) || place.starts_with("The ") || place.split_whitespace().count() > 3
}

/// What stands in the brackets: an agency, a date, or both.
fn agency_and_date(inside: &str) -> Option<(Option<&str>, Option<&str>)> {
    let inside = inside.trim();
    if is_agency(inside) {
        return Some((Some(inside), None));
    }
    if written_date::read(inside).is_some() {
        return Some((None, Some(inside)));
    }
    if let Some((first, second)) = inside.split_once([',', '،', ';', '-', '–']) {
        let (first, second) = (first.trim(), second.trim());
        if is_agency(first) && written_date::read(second).is_some() {
            return Some((Some(first), Some(second)));
        }
        if is_agency(second) && written_date::read(first).is_some() {
            return Some((Some(second), Some(first)));
        }
    }
    // An agency nobody told us of: two to six capitals, or a name.
    let letters = inside.len() <= 6
        && inside.len() >= 2
        && inside.chars().all(|c| c.is_ascii_uppercase() || c == '-');
    let name = inside.len() <= 40 && shape(inside) == Shape::Title && inside.contains(' ');
    (letters || name).then_some((Some(inside), None))
}

/// `PLACE, REGION, DATE — Sentence`
fn dashed(lead: &str, line: &str, opening: bool) -> Option<Dateline> {
    let (at, length) = find_dash(lead)?;
    if lead[..at].chars().count() > NEAR || at == 0 {
        return None;
    }
    let rest = &lead[at + length..];
    let next = rest.trim_start().chars().next();
    if next.is_some_and(|c| !opens_sentence(c)) {
        return None;
    }
    let (place, date) = place_and_date(&lead[..at])?;
    let (first, known) = assess(place);
    if is_no_place(first) {
        return None;
    }
    let fits = match shape(first) {
        // "29 mai 2012. - Un postier"
        _ if place.is_empty() => opening && date.is_some_and(is_full_date),
        Shape::Capitals if known => true,
        Shape::Capitals => {
            opening && place.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !aside(rest)
        }
        // "Berlin – Der Bundestag": only where a story opens, and not in a headline.
        Shape::Title => known && opening && !aside(rest) && (runs_on(line) || date.is_some()),
        Shape::Caseless => known && opening,
        Shape::Other => false,
    };
    if !fits {
        return None;
    }
    let mut found =
        Dateline { place: some(place), agency: None, date: date.map(tidy), end: at + length };
    // "МОСКВА, 24 авг — РИА Новости. Text"
    if let Some(stop) = rest.find(". ").filter(|&stop| is_agency(&rest[..stop])) {
        found.agency = Some(tidy(&rest[..stop]));
        found.end += stop + 1;
    }
    Some(found)
}

fn is_full_date(words: &str) -> bool {
    written_date::read(words).is_some_and(|date| date.notation().is_some())
}

/// A second dash that closes what the first opened: "NATO — the alliance — said".
fn aside(rest: &str) -> bool {
    find_dash(rest).is_some_and(|(at, length)| {
        rest[..at].chars().count() <= 60
            && rest[at + length..].trim_start().starts_with(char::is_lowercase)
    })
}

/// `PLACE: Sentence`
fn colon(lead: &str, line: &str, opening: bool) -> Option<Dateline> {
    let at = lead.find([':', '：'])?;
    let length = lead[at..].chars().next().map_or(1, char::len_utf8);
    let rest = &lead[at + length..];
    if lead[..at].chars().count() > NEAR
        || rest.trim_start().chars().next().is_some_and(|c| !opens_sentence(c))
    {
        return None;
    }
    let (place, date) = place_and_date(&lead[..at])?;
    let (first, known) = assess(place);
    let fits = known
        && match shape(first) {
            Shape::Capitals => opening || runs_on(line),
            Shape::Title | Shape::Caseless => opening && runs_on(line) && line.len() >= 80,
            Shape::Other => false,
        };
    fits.then(|| Dateline {
        place: some(place),
        agency: None,
        date: date.map(tidy),
        end: at + length,
    })
}

/// `DHAKA, Aug 24` with nothing else on the line, between title and text.
fn bare_line(lead: &str, line: &str, opening: bool) -> Option<Dateline> {
    if !opening || lead.len() != line.len() || line.len() > NEAR {
        return None;
    }
    let words = line.trim_end_matches([':', '：', '-', '–', '—', ' ']);
    if is_agency(words) {
        return Some(Dateline { agency: some(words), end: line.len(), ..Dateline::default() });
    }
    let (place, date) = place_and_date(words)?;
    if place.is_empty() {
        let date = date.filter(|date| {
            written_date::read(date).is_some_and(|read| read.month.is_some() || read.clock)
        })?;
        return Some(Dateline { date: some(date), end: line.len(), ..Dateline::default() });
    }
    let (first, known) = assess(place);
    let capitals = shape(first) == Shape::Capitals && date.is_some();
    (known && shape(first) != Shape::Other || capitals).then(|| Dateline {
        place: some(place),
        agency: None,
        date: date.map(tidy),
        end: line.len(),
    })
}

/// `Thursday, May 7, 2015 On Tuesday, the …`: the line of the date, and no
/// line break after it.
fn run_in(lead: &str, line: &str, opening: bool) -> Option<Dateline> {
    if !opening || !runs_on(line) {
        return None;
    }
    // "On January 6, 2021 Congress met" has no day of the week.
    let whole = |date: written_date::WrittenDate| date.weekday && date.notation().is_some();
    let mut ends = lead.match_indices(char::is_whitespace).map(|(at, _)| at);
    let end = ends.find(|&at| at > NEAR || written_date::read(&lead[..at]).is_some_and(whole))?;
    let words = lead[..end].trim_end_matches(',');
    let next = lead[end..].trim_start().chars().next()?;
    (end <= NEAR && words.len() == end && opens_sentence(next)).then(|| Dateline {
        date: some(words),
        end,
        ..Dateline::default()
    })
}

/// The forms of Chinese, Japanese and Korean agencies.
fn east_asian(lead: &str) -> Option<Dateline> {
    const WIRES: &[&str] = &[
        "新华社",
        "新華社",
        "中新社",
        "中新网",
        "中央社",
        "路透社",
        "法新社",
        "美联社",
        "美聯社",
        "共同社",
        "人民网",
    ];
    if let Some(wire) = WIRES.iter().find(|wire| lead.starts_with(**wire)) {
        let rest = &lead[wire.len()..];
        let mark = rest.find(['电', '電', '讯', '訊'])?;
        let words = &rest[..mark];
        if words.chars().count() > 24 || words.contains(['。', '，']) {
            return None;
        }
        let digit = words.find(|c: char| c.is_ascii_digit()).unwrap_or(words.len());
        let end = wire.len() + mark + rest[mark..].chars().next().map_or(0, char::len_utf8);
        return Some(Dateline {
            place: some(&words[..digit]),
            agency: some(wire),
            date: some(&words[digit..]),
            end,
        });
    }
    let opener = lead.chars().next().filter(|c| "【[（(".contains(*c))?;
    let inside = &lead[opener.len_utf8()..];
    let close = inside.find(['】', ']', '）', ')'])?;
    let words = &inside[..close];
    let end = opener.len_utf8() + close + inside[close..].chars().next().map_or(0, char::len_utf8);
    if let Some((place, agency)) = words.split_once(['=', '＝']) {
        return is_agency(agency).then(|| Dateline {
            place: some(place),
            agency: some(agency),
            date: None,
            end,
        });
    }
    // 【ロンドン共同】
    let agency = ["共同", "時事", "ロイター"].iter().find(|name| words.ends_with(**name))?;
    Some(Dateline {
        place: some(words.trim_end_matches(*agency)),
        agency: some(agency),
        date: None,
        end,
    })
}

/// Whether a line is running text: it is long, or ends as a sentence does.
fn runs_on(line: &str) -> bool {
    line.len() > 160 || super::wrapping::ends_sentence(line)
}

/// Where the first dash stands and its length in bytes, spaces around it included.
fn find_dash(words: &str) -> Option<(usize, usize)> {
    let is_space = |c: char| c.is_whitespace();
    words.char_indices().find_map(|(at, c)| {
        let rest = &words[at..];
        let length = match c {
            '\u{2014}' | '\u{2015}' | '\u{2e3a}' => c.len_utf8(),
            '-' if rest.starts_with("--") => 2,
            '\u{2012}' | '\u{2013}' | '-' | '\u{2212}' => {
                let parted = words[..at].ends_with(is_space)
                    && (rest.len() == c.len_utf8() || rest[c.len_utf8()..].starts_with(is_space));
                if !parted {
                    return None;
                }
                c.len_utf8()
            }
            _ => return None,
        };
        Some((at, length))
    })
}

/// The length of the dash or colon that `rest` opens with, space before it included.
fn dash_or_colon(rest: &str) -> Option<usize> {
    let trimmed = rest.trim_start();
    let space = rest.len() - trimmed.len();
    if trimmed.starts_with([':', '：', '.']) {
        return Some(space + trimmed.chars().next().map_or(0, char::len_utf8));
    }
    if trimmed.starts_with("- ") || trimmed.starts_with("– ") || trimmed == "-" || trimmed == "–"
    {
        return Some(space + trimmed.chars().next().map_or(0, char::len_utf8));
    }
    find_dash(trimmed).filter(|&(at, _)| at == 0).map(|(_, length)| space + length)
}

/// Whether a sentence may open with the character: not a lower-case letter.
fn opens_sentence(c: char) -> bool {
    !c.is_lowercase() && (c.is_alphanumeric() || "\"“”«„‘'’¿¡「『([$€£".contains(c))
}

/// As much of a line as a dateline may take.
fn beginning(line: &str) -> &str {
    let mut end = line.len().min(REACH);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}

/// As written, with single spaces.
fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn some(words: &str) -> Option<String> {
    let words = tidy(words);
    (!words.is_empty()).then_some(words)
}
