//! Words that say something about the names beside them.
//!
//! Each list is in lower case, without points, and written for this program.

/// What a word is known for, as a set of bits.
pub(super) type Classes = u16;

/// Stands before a person: a title, an office, a profession.
pub(super) const TITLE: Classes = 1;
/// Ends the name of an organisation.
pub(super) const ORGANIZATION: Classes = 1 << 1;
/// Begins or ends the name of a place.
pub(super) const PLACE: Classes = 1 << 2;
/// A month or a day of the week.
pub(super) const CALENDAR: Classes = 1 << 3;
/// Reports speech.
pub(super) const SPEECH: Classes = 1 << 4;
/// Ends the name of an event.
pub(super) const EVENT: Classes = 1 << 5;
/// Ends the name of a law, a prize, a paper.
pub(super) const WORK: Classes = 1 << 6;
/// Stands before or in the name of a vehicle, a device, a drug.
pub(super) const PRODUCT: Classes = 1 << 7;
/// A first name.
pub(super) const FIRST_NAME: Classes = 1 << 8;
/// A last name.
pub(super) const LAST_NAME: Classes = 1 << 9;
/// A word for a people or those of a country.
pub(super) const DEMONYM: Classes = 1 << 10;
/// Too common to be a name, whatever its capital.
pub(super) const COMMON: Classes = 1 << 11;
/// Joins the parts of a name: `of`, `de`, `bin`.
pub(super) const PARTICLE: Classes = 1 << 12;
/// Plays a part in sports results.
pub(super) const SPORT: Classes = 1 << 13;

/// Every word with the class it is listed under.
pub(super) fn listed() -> impl Iterator<Item = (&'static str, Classes)> {
    [
        (TITLE, TITLES),
        (ORGANIZATION, ORGANIZATIONS),
        (PLACE, PLACES),
        (CALENDAR, CALENDARS),
        (SPEECH, VERBS),
        (EVENT, EVENTS),
        (WORK, WORKS),
        (PRODUCT, PRODUCTS),
        (COMMON, COMMONS),
        (PARTICLE, PARTICLES),
        (SPORT, SPORTS),
    ]
    .into_iter()
    .flat_map(|(class, words)| words.split_whitespace().map(move |word| (word, class)))
}

/// Whether a word is a form of address or an abbreviated office, which is no
/// part of a person's name.
pub fn is_title(word: &str) -> bool {
    const ADDRESSES: &[&str] = &[
        "Mr",
        "Mrs",
        "Ms",
        "Miss",
        "Mx",
        "Dr",
        "Prof",
        "Professor",
        "Sir",
        "Dame",
        "Lady",
        "President",
        "Senator",
        "Sen",
        "Rep",
        "Gov",
        "Governor",
        "Gen",
        "General",
        "Col",
        "Colonel",
        "Capt",
        "Captain",
        "Lt",
        "Sgt",
        "Sergeant",
        "Maj",
        "Major",
        "Adm",
        "Admiral",
        "Cmdr",
        "Rev",
        "Reverend",
        "Judge",
        "Justice",
        "Minister",
        "Secretary",
        "Chancellor",
        "Ambassador",
        "Mayor",
        "Sheikh",
        "Ayatollah",
        "Imam",
        "Cardinal",
        "Archbishop",
        "Bishop",
        "Taoiseach",
        "Hon",
        "Premier",
        "Congressman",
        "Congresswoman",
        "Representative",
        "Detective",
        "Inspector",
    ];
    ADDRESSES.contains(&word.trim_end_matches('.'))
}

const TITLES: &str = "mr mrs ms miss mx dr prof professor sir dame lord lady baron baroness count \
    president vice-president premier chancellor minister secretary senator sen rep representative \
    congressman congresswoman congressmember governor gov mayor councillor councilman \
    councilwoman alderman mp mep deputy ambassador envoy spokesman spokeswoman spokesperson \
    general gen colonel col major maj captain capt lieutenant lt sergeant sgt corporal private \
    admiral adm commander cmdr marshal commodore brigadier constable officer detective inspector \
    sheriff chief superintendent judge justice magistrate prosecutor attorney lawyer solicitor \
    barrister pope cardinal archbishop bishop reverend rev father sister brother imam ayatollah \
    sheikh rabbi pastor priest king queen prince princess emperor empress sultan emir duke duchess \
    coach manager striker midfielder defender goalkeeper captain skipper quarterback driver pilot \
    actor actress singer songwriter musician composer author writer novelist poet artist painter \
    director producer filmmaker comedian journalist reporter correspondent editor photographer \
    broadcaster host presenter anchor scientist researcher physicist chemist biologist economist \
    historian analyst expert founder co-founder ceo chairman chairwoman chairperson chair \
    executive entrepreneur businessman businesswoman leader activist candidate nominee lawmaker \
    legislator politician diplomat teacher student doctor nurse surgeon farmer veteran astronaut \
    cosmonaut player teammate champion swimmer runner boxer wrestler cyclist golfer sprinter \
    husband wife son daughter mother uncle aunt cousin grandson widow former late \
    vice acting interim ex-president comrade monsieur madame herr frau senor signor mullah haji \
    hon honourable justice premier speaker whip treasurer commissioner headteacher principal dean administrator";

const ORGANIZATIONS: &str = "inc corp corporation co company companies ltd limited plc llc llp lp \
    ag gmbh sa spa nv bv ab asa oy kg se holdings holding group bank bancorp trust fund capital \
    partners ventures securities industries systems technologies technology software \
    pharmaceuticals laboratories labs motors airlines airways air railways railway energy oil gas \
    petroleum steel foods media communications telecom entertainment pictures studios records \
    press news times post herald tribune gazette journal chronicle telegraph guardian observer \
    magazine radio television tv network broadcasting agency authority administration bureau \
    board commission committee council court department dept directorate division office \
    ministry secretariat service services union federation confederation association assn \
    society institute institution foundation organization organisation league alliance coalition \
    front movement party congress parliament senate assembly house chamber cabinet government \
    army navy force forces guard corps brigade regiment battalion command police constabulary \
    university college school academy faculty hospital clinic church diocese museum theatre \
    orchestra philharmonic choir band club fc afc cf united city rovers wanderers athletic \
    rangers celtic county dynamo spartak sporting real inter team nato eu un who nasa fbi cia \
    unicef unesco opec imf fifa uefa nba nfl nhl mlb bbc cnn nbc abc cbs pbs npr afp reuters";

const PLACES: &str = "city town village county province state district region republic kingdom \
    islands island isle isles peninsula cape bay gulf sea ocean lake river creek strait straits \
    channel canal falls mountain mountains mount mt hill hills valley desert forest park beach \
    coast harbour harbor port airport airfield base station bridge tunnel road street st avenue \
    ave boulevard blvd lane highway motorway route square plaza stadium arena hall tower towers \
    building palace castle cathedral mosque temple abbey prison jail camp cemetery north south \
    east west northern southern eastern western central upper lower new san santa saint los las \
    el al fort ft glacier reef volcano crater territory oblast prefecture parish borough suburb \
    canyon ridge plateau plains basin delta ranch garden gardens zoo centre center";

const CALENDARS: &str = "january february march april may june july august september october \
    november december jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday \
    thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun";

const VERBS: &str = "said says say saying told tells asked added adds announced announces \
    according stated states explained explains insisted warned warns argued argues claimed claims \
    denied confirmed noted declared replied responded tweeted wrote writes reported reports \
    commented remarked acknowledged admitted suggested believes believed thinks urged called \
    criticized criticised praised thanked";

const EVENTS: &str = "war wars battle crisis games olympics cup championship championships open \
    tournament festival fair convention conference summit marathon race grand prix derby final \
    finals playoffs series season election elections primary primaries referendum hurricane storm \
    typhoon cyclone tropical earthquake tsunami pandemic epidemic outbreak massacre attack attacks \
    revolution uprising intifada operation day week awards ceremony parade rally protests riot \
    riots scandal affair holocaust genocide famine brexit ramadan christmas easter eclipse";

const WORKS: &str = "act bill treaty agreement accord accords pact convention constitution \
    amendment resolution protocol declaration charter code law directive report prize award medal \
    oscar oscars emmy grammy book novel film movie song album single show magazine opera symphony \
    article section bible quran koran order plan deal manifesto championship title";

const PRODUCTS: &str = "boeing airbus iphone ipad android windows linux playstation xbox toyota \
    ford galaxy model series class missile missiles rocket satellite spacecraft telescope rover \
    ship vessel mv hms uss ss submarine aircraft jet helicopter drone tank rifle pistol vaccine \
    drug tablet software app browser console engine locomotive train bus tram car truck suv";

const PARTICLES: &str = "of the and for in on at de da do dos das du des del della di la le les el \
    al van von der den ter ten zu bin ibn ben abu bint y e & - ’ ' upon sur";

const SPORTS: &str = "v vs beat defeated won lost drew draw innings wickets overs goals points \
    minutes seconds round quarter-final semi-final halftime standings results scores scored seeded \
    league division nil try tries rebounds assists touchdown";

const COMMONS: &str = "the a an and or but nor so yet if then than that this these those it its he \
    she they we you i his her their our your my him them us me who whom whose which what when where \
    why how is are was were be been being am do does did done have has had having will would can \
    could shall should may might must not no yes of in on at by to from with without for as into \
    onto over under after before between among during through about against within across up down \
    out off all any some each every both either neither many much more most few less least other \
    another such only own same too very just also even still again once here there now today \
    yesterday tomorrow one two three four five six seven eight nine ten first second third last \
    next however meanwhile although though because since while until unless despite according \
    earlier later later, early late soon never always often sometimes perhaps maybe well";
