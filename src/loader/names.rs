//! The names that datelines are told by: agencies, cities that often stand in
//! them, states and countries that follow a city, and words that look like a
//! city but are none.
//!
//! Small on purpose: a dateline is known by its form first, and these lists
//! only settle what the form leaves open.

/// Whether the words are a news agency's or broadcaster's name.
pub(super) fn is_agency(words: &str) -> bool {
    let folded = fold(words);
    AGENCIES.contains(&folded.as_str())
        // "Reuters/AFP", "Reuters Staff".
        || folded.split('/').all(|part| AGENCIES.contains(&part.trim()))
}

/// Whether the words are one of the cities in the list, or several parted by a slash.
pub(super) fn is_place(words: &str) -> bool {
    let folded = fold(words);
    folded.split('/').all(|part| CITIES.contains(&part.trim()))
        || OTHER_SCRIPTS.contains(&folded.as_str())
}

/// Whether the words are a country, or a state or province that follows a city.
pub(super) fn is_region(words: &str) -> bool {
    let folded = fold(words);
    REGIONS.contains(&folded.as_str())
        || REGIONS.contains(&folded.replace('.', "").as_str())
        || OTHER_SCRIPTS.contains(&folded.as_str())
}

/// Whether words in capitals are something else than a place: an organisation,
/// a label of the newsroom, the opening of a letter.
pub(super) fn is_no_place(words: &str) -> bool {
    let folded = fold(words);
    let first = folded.split([' ', '-']).next().unwrap_or("");
    NO_PLACES.contains(&folded.as_str()) || LABELS.contains(&first)
}

/// What a person does who is named in a byline.
pub(super) fn is_occupation(words: &str) -> bool {
    let folded = fold(words);
    let last = folded.rsplit(' ').next().unwrap_or("");
    OCCUPATIONS.contains(&last) || OCCUPATIONS.contains(&folded.as_str())
}

/// Lower case, no accents on Latin letters, single spaces.
fn fold(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.trim().chars().flat_map(char::to_lowercase) {
        match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ě' => out.push('e'),
            'í' | 'î' | 'ï' | 'ı' | '\u{307}' => out.extend((c != '\u{307}').then_some('i')),
            'ó' | 'ô' | 'õ' | 'ö' | 'ø' => out.push('o'),
            'ú' | 'û' | 'ü' => out.push('u'),
            'ç' | 'č' => out.push('c'),
            'ñ' | 'ń' => out.push('n'),
            'š' | 'ş' => out.push('s'),
            '’' => out.push('\''),
            c if c.is_whitespace() => out.extend((!out.ends_with(' ')).then_some(' ')),
            c => out.push(c),
        }
    }
    out
}

#[rustfmt::skip]
const AGENCIES: &[&str] = &[
    "reuters", "thomson reuters", "thomson reuters foundation", "reuters staff", "ap",
    "associated press", "the associated press", "afp", "agence france-presse",
    "agence france presse", "upi", "united press international", "dpa",
    "deutsche presse-agentur", "epd", "kna", "sid", "ansa", "adnkronos", "agi", "efe",
    "europa press", "xinhua", "xinhua news agency", "cns", "kyodo", "kyodo news", "jiji",
    "jiji press", "yonhap", "newsis", "kcna", "tass", "itar-tass", "interfax", "ria",
    "ria novosti", "sputnik", "ukrinform", "unian", "belta", "pti", "ani", "ians", "uni", "unb",
    "bss", "bdnews24", "app", "inp", "bernama", "antara", "vna", "tna", "anadolu",
    "anadolu agency", "aa", "dha", "iha", "irna", "isna", "mehr", "cnn", "bbc", "bbc news", "nbc",
    "abc news", "cbs news", "bloomberg", "bloomberg news", "dow jones", "ips",
    "inter press service", "voa", "voice of america", "rfe/rl", "rfa", "cp", "canadian press",
    "the canadian press", "pa", "pa media", "press association", "aap", "nzn", "mena", "wam", "spa",
    "nna", "kuna", "qna", "bna", "petra", "sana", "wafa", "maan", "ntb", "tt", "ritzau", "stt",
    "bns", "leta", "apa", "sda", "ats", "keystone-sda", "belga", "anp", "lusa", "pap", "ctk", "mti",
    "agerpres", "mediafax", "bta", "tanjug", "hina", "beta", "sta", "ana-mpa", "sapa", "nan", "gna",
    "map", "aps", "tap", "agencia brasil", "telam", "notimex", "prensa latina", "andina", "tns",
    "mct", "nyt", "wikinews", "global voices", "dw",
    // Other scripts.
    "рейтер", "тасс", "риа новости", "риа", "интерфакс", "унн", "укринформ", "униан", "белта",
    "казинформ", "رويترز", "أ ف ب", "ا ف ب", "فرانس برس", "د ب أ", "وكالات", "الأناضول",
    "سي إن إن", "سبوتنيك", "واس", "وام", "سانا", "وفا", "बीबीसी", "भाषा", "वार्ता", "एएनआई", "रॉयटर्स",
    "রয়টার্স", "এএফপি", "বাসস", "ইউএনবি", "এপি", "बीबीसी हिंदी",
    "新华社", "新華社", "中新社", "中新网", "路透社", "路透", "法新社", "美联社", "美聯社", "中央社", "人民网",
    "共同", "共同社", "共同通信", "時事", "時事通信", "ロイター", "朝鮮通信", "연합뉴스", "뉴시스", "뉴스1",
    "로이터",
];

/// Cities that stand in datelines without a country, capitals, and others often seen there.
#[rustfmt::skip]
const CITIES: &[&str] = &[
    "atlanta", "baltimore", "boston", "chicago", "cincinnati", "cleveland", "dallas", "denver",
    "detroit", "honolulu", "houston", "indianapolis", "las vegas", "los angeles", "miami",
    "milwaukee", "minneapolis", "new orleans", "new york", "oklahoma city", "philadelphia",
    "phoenix", "pittsburgh", "st. louis", "salt lake city", "san antonio", "san diego",
    "san francisco", "seattle", "washington", "washington d.c.", "washington, d.c.", "sacramento",
    "united nations", "at the united nations", "vatican city", "amsterdam", "the hague", "rotterdam",
    "athens", "baghdad", "bangkok", "beijing", "beirut", "berlin", "brussels", "cairo", "djibouti",
    "dublin", "geneva", "gibraltar", "guatemala city", "havana", "helsinki", "hong kong",
    "islamabad", "istanbul", "jerusalem", "johannesburg", "kuwait city", "london", "luxembourg",
    "macau", "madrid", "manila", "mexico city", "milan", "monaco", "montreal", "moscow", "munich",
    "new delhi", "delhi", "panama city", "paris", "prague", "quebec city", "quebec", "rio de janeiro",
    "rome", "san marino", "sao paulo", "seoul", "shanghai", "singapore", "stockholm", "sydney",
    "tel aviv", "tokyo", "toronto", "vienna", "warsaw", "zurich", "aleppo", "damascus", "homs",
    "amman", "ankara", "izmir", "diyarbakir", "tehran", "mosul", "erbil", "basra", "riyadh",
    "jeddah", "mecca", "doha", "abu dhabi", "dubai", "muscat", "manama", "sanaa", "aden", "gaza",
    "gaza city", "rafah", "ramallah", "hebron", "kabul", "kandahar", "peshawar", "karachi",
    "lahore", "quetta", "rawalpindi", "mumbai", "kolkata", "chennai", "bengaluru", "bangalore",
    "hyderabad", "srinagar", "ahmedabad", "lucknow", "dhaka", "chittagong", "chattogram", "sylhet",
    "khulna", "rajshahi", "colombo", "kathmandu", "thimphu", "male", "yangon", "naypyitaw",
    "mandalay", "hanoi", "ho chi minh city", "phnom penh", "vientiane", "kuala lumpur", "jakarta",
    "denpasar", "dili", "taipei", "pyongyang", "panmunjom", "osaka", "kobe", "kyoto", "hiroshima",
    "nagasaki", "fukushima", "sapporo", "nagoya", "fukuoka", "yokohama", "busan", "guangzhou",
    "shenzhen", "wuhan", "chengdu", "chongqing", "tianjin", "nanjing", "urumqi", "lhasa",
    "ulan bator", "ulaanbaatar", "almaty", "astana", "nur-sultan", "bishkek", "tashkent",
    "dushanbe", "ashgabat", "baku", "tbilisi", "yerevan", "stepanakert", "kiev", "kyiv", "kharkiv",
    "odesa", "odessa", "lviv", "donetsk", "mariupol", "simferopol", "minsk", "chisinau",
    "vilnius", "riga", "tallinn", "st. petersburg", "kaliningrad", "grozny", "vladivostok",
    "reykjavik", "oslo", "copenhagen", "hamburg", "frankfurt", "cologne", "bonn", "karlsruhe",
    "wiesbaden", "stuttgart", "leipzig", "dresden", "bern", "lausanne", "davos", "basel",
    "budapest", "bratislava", "bucharest", "sofia", "belgrade", "zagreb", "sarajevo", "ljubljana",
    "skopje", "tirana", "pristina", "podgorica", "nicosia", "valletta", "lisbon", "barcelona",
    "seville", "valencia", "lyon", "marseille", "strasbourg", "nice", "calais", "turin", "naples",
    "venice", "florence", "palermo", "bologna", "genoa", "thessaloniki", "lesbos", "edinburgh",
    "glasgow", "belfast", "cardiff", "manchester", "liverpool", "birmingham", "tunis", "algiers",
    "rabat", "casablanca", "tripoli", "benghazi", "khartoum", "juba", "addis ababa", "asmara",
    "mogadishu", "nairobi", "kampala", "kigali", "bujumbura", "goma", "dar es salaam", "dodoma",
    "lusaka", "harare", "lilongwe", "maputo", "antananarivo", "pretoria", "cape town", "durban",
    "windhoek", "gaborone", "luanda", "kinshasa", "brazzaville", "libreville", "yaounde",
    "n'djamena", "bangui", "niamey", "abuja", "lagos", "maiduguri", "kano", "accra", "lome",
    "cotonou", "abidjan", "ouagadougou", "bamako", "conakry", "freetown", "monrovia", "dakar",
    "banjul", "bissau", "nouakchott", "ottawa", "vancouver", "calgary", "edmonton", "winnipeg",
    "halifax", "tijuana", "ciudad juarez", "tegucigalpa", "san salvador", "managua", "san jose",
    "port-au-prince", "santo domingo", "san juan", "kingston", "nassau", "bridgetown",
    "port of spain", "bogota", "medellin", "cali", "caracas", "maracaibo", "quito", "guayaquil",
    "lima", "la paz", "sucre", "brasilia", "asuncion", "montevideo", "buenos aires", "santiago",
    "georgetown", "paramaribo", "canberra", "melbourne", "brisbane", "perth", "adelaide", "hobart",
    "darwin", "wellington", "auckland", "christchurch", "suva", "port moresby", "apia", "honiara",
    "guantanamo bay", "the vatican", "baltimore", "wien", "münchen", "munchen", "köln", "koln", "genf",
    "zürich", "brüssel", "brussel", "moskau", "warschau", "prag", "rom", "roma", "milano", "parigi",
    "bruxelles", "genève", "geneve", "londres", "lisboa", "bruselas", "ginebra", "pekin", "peking",
    "le caire", "alger", "beyrouth", "damas", "jérusalem", "moscou", "varsovie", "la haye",
    "kopenhagen", "københavn", "kobenhavn", "la habana", "ciudad de mexico", "nueva york",
    "naciones unidas", "москва", "киев", "київ", "минск", "санкт-петербург", "вашингтон", "лондон",
    "нью-йорк", "берлин", "париж", "астана", "ташкент",
];

/// Countries, and the states and provinces of North America and Australia, as
/// written in full and as the AP abbreviates them (without dots).
#[rustfmt::skip]
const REGIONS: &[&str] = &[
    "ala", "alabama", "alaska", "ariz", "arizona", "ark", "arkansas", "calif", "california",
    "colo", "colorado", "conn", "connecticut", "del", "delaware", "fla", "florida", "ga", "georgia",
    "hawaii", "idaho", "ill", "illinois", "ind", "indiana", "iowa", "kan", "kansas", "ky",
    "kentucky", "la", "louisiana", "maine", "md", "maryland", "mass", "massachusetts", "mich",
    "michigan", "minn", "minnesota", "miss", "mississippi", "mo", "missouri", "mont", "montana",
    "neb", "nebraska", "nev", "nevada", "nh", "new hampshire", "nj", "new jersey", "nm",
    "new mexico", "ny", "new york", "nc", "north carolina", "nd", "north dakota", "ohio", "okla",
    "oklahoma", "ore", "oregon", "pa", "pennsylvania", "ri", "rhode island", "sc",
    "south carolina", "sd", "south dakota", "tenn", "tennessee", "texas", "utah", "vt", "vermont",
    "va", "virginia", "wash", "washington", "wva", "w va", "west virginia", "wis", "wisconsin",
    "wyo", "wyoming", "dc", "puerto rico", "guam", "ontario", "ont", "quebec", "que", "alberta",
    "manitoba", "saskatchewan", "nova scotia", "new brunswick", "newfoundland",
    "prince edward island", "british columbia", "bc", "yukon", "nunavut", "new south wales",
    "nsw", "victoria", "queensland", "tasmania", "south australia", "western australia",
    "afghanistan", "albania", "algeria", "andorra", "angola", "argentina", "armenia", "australia",
    "austria", "azerbaijan", "bahamas", "bahrain", "bangladesh", "barbados", "belarus", "belgium",
    "belize", "benin", "bhutan", "bolivia", "bosnia", "bosnia-herzegovina", "botswana", "brazil",
    "brunei", "bulgaria", "burkina faso", "burma", "burundi", "cambodia", "cameroon", "canada",
    "cape verde", "central african republic", "chad", "chile", "china", "colombia", "congo",
    "costa rica", "croatia", "cuba", "cyprus", "czech republic", "czechia", "denmark",
    "dominican republic", "east timor", "ecuador", "egypt", "el salvador", "england", "eritrea",
    "estonia", "eswatini", "ethiopia", "fiji", "finland", "france", "gabon", "gambia", "germany",
    "ghana", "greece", "greenland", "grenada", "guatemala", "guinea", "guyana", "haiti",
    "honduras", "hungary", "iceland", "india", "indonesia", "iran", "iraq", "ireland", "israel",
    "italy", "ivory coast", "jamaica", "japan", "jordan", "kazakhstan", "kenya", "kosovo", "kuwait",
    "kyrgyzstan", "laos", "latvia", "lebanon", "lesotho", "liberia", "libya", "liechtenstein",
    "lithuania", "macedonia", "north macedonia", "madagascar", "malawi", "malaysia", "maldives",
    "mali", "malta", "mauritania", "mauritius", "mexico", "moldova", "mongolia", "montenegro",
    "morocco", "mozambique", "myanmar", "namibia", "nepal", "netherlands", "the netherlands",
    "new zealand", "nicaragua", "niger", "nigeria", "north korea", "northern ireland", "norway",
    "oman", "pakistan", "palau", "panama", "papua new guinea", "paraguay", "peru", "philippines",
    "poland", "portugal", "qatar", "romania", "russia", "rwanda", "samoa", "saudi arabia",
    "scotland", "senegal", "serbia", "sierra leone", "slovakia", "slovenia", "solomon islands",
    "somalia", "south africa", "south korea", "south sudan", "spain", "sri lanka", "sudan",
    "suriname", "sweden", "switzerland", "syria", "taiwan", "tajikistan", "tanzania", "thailand",
    "togo", "tonga", "tunisia", "turkey", "turkiye", "turkmenistan", "uganda", "ukraine",
    "united arab emirates", "uae", "united kingdom", "uk", "united states", "usa", "us", "uruguay",
    "uzbekistan", "vanuatu", "venezuela", "vietnam", "wales", "west bank", "gaza strip", "yemen",
    "zambia", "zimbabwe", "kashmir", "crimea", "deutschland", "österreich", "osterreich", "schweiz",
    "france métropolitaine", "españa", "espana", "italia", "brasil", "méxico",
];

/// Capitals and countries in scripts without case, where form alone says little.
#[rustfmt::skip]
const OTHER_SCRIPTS: &[&str] = &[
    "القاهرة", "بيروت", "دمشق", "بغداد", "الرياض", "عمان", "عمّان", "القدس", "القدس المحتلة", "غزة",
    "رام الله", "صنعاء", "عدن", "طرابلس", "تونس", "الجزائر", "الرباط", "الخرطوم", "الدوحة",
    "أبوظبي", "دبي", "الكويت", "المنامة", "مسقط", "أنقرة", "اسطنبول", "إسطنبول", "طهران", "موسكو",
    "واشنطن", "لندن", "باريس", "نيويورك", "جنيف", "بروكسل", "سوريا", "لبنان", "العراق", "مصر",
    "دكا", "תל אביב", "ירושלים", "تهران", "کابل", "اسلام آباد", "کراچی", "لاہور", "नई दिल्ली", "मुंबई",
    "लखनऊ", "काठमांडू", "ঢাকা", "কলকাতা", "নয়াদিল্লি", "চট্টগ্রাম", "ওয়াশিংটন", "北京", "上海", "香港",
    "台北", "東京", "大阪", "华盛顿", "華盛頓", "ワシントン", "ロンドン", "서울", "도쿄", "워싱턴", "베이징",
];

/// Organisations and subjects that stand in capitals before a dash.
#[rustfmt::skip]
const NO_PLACES: &[&str] = &[
    "nato", "fifa", "uefa", "nasa", "opec", "unesco", "unicef", "unhcr", "who", "wto", "imf", "iaea",
    "interpol", "isis", "isil", "hamas", "asean", "brics", "osce", "esa", "cern", "fbi", "cia", "nsa",
    "fda", "cdc", "epa", "sec", "irs", "doj", "dhs", "nba", "nfl", "nhl", "mlb", "mls", "ncaa", "ufc",
    "nascar", "pga", "atp", "wta", "ioc", "ibm", "bmw", "usa", "u.s.", "u.k.", "uk", "uae", "eu",
    "un", "u.n.", "gop", "aids", "hiv", "dna", "ceo", "brexit", "ebola", "google", "apple", "tesla",
    "covid", "covid-19", "sars", "spacex", "netflix", "amazon", "facebook", "microsoft", "boeing",
    "airbus", "volkswagen", "the white house", "congress", "senate", "god", "trump", "obama",
    "biden", "putin", "dear abby",
];

/// First words that make what follows no place.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "a", "an", "and", "as", "but", "if", "in", "it", "its", "on", "or", "that", "this", "these",
    "there", "we", "you", "he", "she", "they", "not", "no", "yes", "add", "analysis", "ask", "best",
    "breaking", "commentary", "corrected", "correction", "dear", "editorial", "exclusive",
    "explainer", "factbox", "feature", "how", "insight", "interview", "just", "live", "more", "new:",
    "news", "note", "obituary", "only", "opinion", "photos", "poll", "profile", "question",
    "quiz", "read", "refile", "review", "rpt", "see", "special", "spoiler", "sports", "summary",
    "timeline", "top", "update", "updated", "urgent", "video", "warning", "watch", "what", "when",
    "where", "which", "who", "why", "will", "wrapup", "your",
];

#[rustfmt::skip]
const OCCUPATIONS: &[&str] = &[
    "reporter", "correspondent", "writer", "editor", "staff", "journalist", "columnist",
    "contributor", "bureau", "desk", "report", "photographer", "analyst", "producer", "agency",
    "agencies", "intern", "newsroom", "korrespondent", "korrespondentin", "redakteur", "redaktion",
    "correspondant", "correspondante", "journaliste", "rédaction", "redaction", "corresponsal",
    "redactor", "redactora", "redacción", "redaccion", "corrispondente", "redazione",
    "корреспондент",
];
