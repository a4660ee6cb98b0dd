//! Names as they are compared: without points, accents and capitals, known
//! short forms written out.

use super::persons::Sex;

/// The words of a name, folded: lower case, Latin letters without marks,
/// signs left out. "U.S." is `us`, "al-Qa’ida" is `al qaida`.
pub(super) fn folded<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out = Vec::new();
    for word in words {
        let word: String = word.chars().flat_map(char::to_lowercase).flat_map(plain).collect();
        if !word.is_empty() {
            out.push(word);
        }
    }
    if out.len() > 1 && out[0] == "the" {
        out.remove(0);
    }
    out
}

/// A lower-case letter without its marks; nothing for a sign.
fn plain(c: char) -> impl Iterator<Item = char> {
    let letters = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ə' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ħ' | 'ĥ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ļ' | 'ľ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'ŝ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    };
    let own = (letters.is_empty() && c.is_alphanumeric()).then_some(c);
    letters.chars().chain(own)
}

/// Short forms and what they stand for, both folded. No form stands for two
/// things that news would not tell apart.
const WRITTEN_OUT: &[(&str, &str)] = &[
    ("us", "united states"),
    ("usa", "united states"),
    ("america", "united states"),
    ("united states of america", "united states"),
    ("uk", "united kingdom"),
    ("britain", "united kingdom"),
    ("great britain", "united kingdom"),
    ("uae", "united arab emirates"),
    ("drc", "democratic republic of the congo"),
    ("ussr", "soviet union"),
    ("islamic republic of iran", "iran"),
    ("republic of ireland", "ireland"),
    ("russian federation", "russia"),
    ("peoples republic of china", "china"),
    ("republic of korea", "south korea"),
    ("dc", "washington dc"),
    ("la", "los angeles"),
    ("nyc", "new york city"),
    ("un", "united nations"),
    ("eu", "european union"),
    ("au", "african union"),
    ("gop", "republican party"),
    ("tories", "conservative party"),
    ("who", "world health organization"),
    ("world health organisation", "world health organization"),
    ("imf", "international monetary fund"),
    ("wto", "world trade organization"),
    ("iaea", "international atomic energy agency"),
    ("ioc", "international olympic committee"),
    ("fbi", "federal bureau of investigation"),
    ("cia", "central intelligence agency"),
    ("nsa", "national security agency"),
    ("fda", "food and drug administration"),
    ("epa", "environmental protection agency"),
    ("cdc", "centers for disease control and prevention"),
    ("faa", "federal aviation administration"),
    ("ntsb", "national transportation safety board"),
    ("fema", "federal emergency management agency"),
    ("nhs", "national health service"),
    ("ap", "associated press"),
    ("afp", "agence france presse"),
    ("pla", "peoples liberation army"),
    ("idf", "israel defense forces"),
    ("isis", "islamic state"),
    ("islamic state of iraq and syria", "islamic state"),
    ("islamic state of iraq and the levant", "islamic state"),
    ("al qaida", "al qaeda"),
    ("al shabaab", "al shabab"),
    ("isil", "islamic state"),
    ("daesh", "islamic state"),
    ("hrw", "human rights watch"),
    ("nyt", "new york times"),
    ("pkk", "kurdistan workers party"),
    ("nba", "national basketball association"),
    ("nfl", "national football league"),
    ("nhl", "national hockey league"),
    ("mlb", "major league baseball"),
];

/// What a folded name stands for, if it is a short form known everywhere.
pub(super) fn written_out(folded: &str) -> Option<&'static str> {
    WRITTEN_OUT.iter().find(|(short, _)| *short == folded).map(|(_, long)| *long)
}

/// First names and the short ones in use for them; each line one name.
const NICKNAMES: &[&str] = &[
    "joseph joe",
    "michael mike mick",
    "william bill will billy",
    "robert bob rob bobby bert",
    "james jim jimmy jamie",
    "thomas tom tommy",
    "daniel dan danny",
    "david dave",
    "christopher chris",
    "steven stephen steve",
    "anthony tony",
    "benjamin ben",
    "alexander alex alec sasha",
    "matthew matt",
    "nicholas nick nicolas",
    "richard rick dick rich",
    "edward ed ted eddie",
    "andrew andy drew",
    "kenneth ken kenny",
    "ronald ron",
    "donald don",
    "samuel sam",
    "gregory greg",
    "jeffrey jeff geoffrey geoff",
    "peter pete",
    "timothy tim",
    "charles charlie chuck",
    "lawrence larry",
    "patrick pat",
    "raymond ray",
    "vincent vince",
    "katherine catherine kate kathy cathy katie",
    "elizabeth liz beth betty",
    "margaret maggie meg",
    "jennifer jen jenny",
    "susan sue",
    "deborah debbie deb",
    "rebecca becky",
    "victoria vicky",
    "alexandra alex",
    "muhammad mohammed mohamed mohammad muhammed",
    "alexei alexey aleksei",
    "sergei sergey",
    "yuri yury",
    "usama osama",
];

/// First names of men and of women that hardly any of the others bear; only
/// to tell "Mr" from "Mrs" where both are in a story.
const MEN: &str = "donald john james robert michael william david richard joseph thomas charles \
    christopher daniel matthew anthony mark paul steven andrew kenneth george kevin brian edward \
    ronald timothy jason jeffrey gary nicholas eric jonathan stephen larry scott frank benjamin \
    gregory patrick jack bill barack boris vladimir emmanuel nicolas francois bob joe jim tom \
    mike peter harry philip henry carlos juan jose luis pedro ahmed mohammed ali hassan ivan igor \
    sergei dmitry hans klaus karl";
const WOMEN: &str = "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy \
    lisa margaret betty sandra ashley emily donna michelle carol amanda melissa deborah stephanie \
    rebecca laura helen sharon cynthia kathleen amy anna angela ruth brenda pamela nicole \
    katherine catherine virginia hillary melania ivanka chelsea theresa marine brigitte kate \
    diana camilla maria carmen fatima aisha natalia olga svetlana ingrid ursula julia jane emma \
    alice anne ann";

/// Whom a folded first name is for, where that is plain.
pub(super) fn sex(first: &str) -> Option<Sex> {
    let has = |names: &str| names.split_whitespace().any(|name| name == first);
    match (has(MEN), has(WOMEN)) {
        (true, false) => Some(Sex::Man),
        (false, true) => Some(Sex::Woman),
        _ => None,
    }
}

/// Whether two folded first names may be the same one: equal, one the
/// other's initial, or one short for the other.
pub(super) fn same_first(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if short.chars().count() == 1 {
        return long.starts_with(short);
    }
    NICKNAMES.iter().any(|line| {
        let has = |name: &str| line.split(' ').any(|known| known == name);
        has(one) && has(other)
    })
}

/// Whether two words of five letters and more differ in one letter at most:
/// "Laden" and "Ladin", as names from other scripts are spelt.
pub(super) fn nearly(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().min(other.len()) < 5 || one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let head = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let tail = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    head > 0 && head + tail + 1 >= one.len().max(other.len())
}
