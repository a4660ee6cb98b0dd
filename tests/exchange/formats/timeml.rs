//! TimeML: times, events, links, the creation time.

use dateline::exchange;

use super::super::{again, format, gist, import, named, one};

const TML: &str = r#"<?xml version="1.0" ?>
<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<DOCID>ferry</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2019-05-04" temporalFunction="false" functionInDocument="CREATION_TIME">May 4, 2019</TIMEX3></DCT>
<TITLE>Ferry &amp; storm</TITLE>
<TEXT>
<ENAMEX TYPE="PERSON">Ida Brook</ENAMEX> <EVENT eid="e1" class="REPORTING">said</EVENT> 🌊 the ferry
<EVENT eid="e2" class="OCCURRENCE">sails</EVENT> <SIGNAL sid="s1">on</SIGNAL> <TIMEX3 tid="t1" type="DATE" value="2019-05-10" anchorTimeID="t0">Friday</TIMEX3>.
</TEXT>
<MAKEINSTANCE eventID="e1" eiid="ei1" tense="PAST" aspect="NONE" polarity="POS" pos="VERB"/>
<MAKEINSTANCE eventID="e2" eiid="ei2" tense="PRESENT" aspect="NONE" polarity="POS" pos="VERB"/>
<TLINK lid="l1" relType="IS_INCLUDED" eventInstanceID="ei2" relatedToTime="t1" signalID="s1"/>
<TLINK lid="l2" relType="BEFORE" timeID="t0" relatedToTime="t1"/>
<SLINK lid="l3" relType="EVIDENTIAL" eventInstanceID="ei1" subordinatedEventInstance="ei2"/>
</TimeML>
"#;

#[test]
fn times_events_and_links_are_read_and_written_again() {
    let document = one(import("timeml", &[("a.tml", TML.as_bytes())]));
    assert_eq!(document.story.head.title.as_deref(), Some("Ferry & storm"));
    let published = document.story.head.published.as_ref().map(|moment| moment.notation());
    assert_eq!(published, Some("2019-05-04"));
    let text = &document.story.text;
    assert!(text.as_str().starts_with("May 4, 2019\n\nIda Brook said 🌊"), "{}", text.as_str());
    let annotations = &document.annotations;
    let times: Vec<_> = annotations
        .times
        .iter()
        .map(|time| {
            (time.id.as_deref().unwrap_or(""), text.slice(time.span), time.value.notation())
        })
        .collect();
    assert_eq!(times, [("t0", "May 4, 2019", "2019-05-04"), ("t1", "Friday", "2019-05-10")]);
    let words: Vec<String> = named(&document).into_iter().map(|(words, _)| words).collect();
    assert_eq!(words, ["Ida Brook", "said", "sails", "on"]);
    let ends: Vec<_> = annotations.relations.iter().map(|r| (&*r.from, &*r.kind, &*r.to)).collect();
    assert_eq!(
        ends,
        [("e2", "IS_INCLUDED", "t1"), ("t0", "BEFORE", "t1"), ("e1", "EVIDENTIAL", "e2")]
    );
    let exported = exchange::export(format("timeml"), &document);
    let written = String::from_utf8_lossy(&exported.files[0].bytes).into_owned();
    for element in
        ["<EVENT ", "<SIGNAL ", "<TIMEX3 ", "<MAKEINSTANCE ", "<TLINK ", "<SLINK ", "<ENAMEX "]
    {
        let count = |words: &str| words.matches(element).count();
        assert_eq!(count(&written), count(TML), "{element}\n{written}");
    }
    let back = one(again(format("timeml"), &document, &exported));
    assert_eq!(gist(&document), gist(&back));
}

#[test]
fn line_ends_and_a_mark_change_nothing() {
    let plain = named(&one(import("timeml", &[("a.tml", TML.as_bytes())])));
    for text in [TML.replace('\n', "\r\n"), format!("\u{feff}{TML}")] {
        assert_eq!(named(&one(import("timeml", &[("a.tml", text.as_bytes())]))), plain);
    }
}

#[test]
fn a_broken_element_is_told_with_its_place_and_costs_no_other() {
    let broken = TML
        .replace("relatedToTime=\"t1\" signalID", "relatedToTime=\"t9\" signalID")
        .replace("</SIGNAL>", "</SIGNA>");
    let imported = import("timeml", &[("a.tml", broken.as_bytes())]);
    let lines: Vec<usize> =
        imported.problems.iter().map(|problem| problem.place.expect("a place").0).collect();
    assert_eq!(lines[0], 8, "{:?}", imported.problems);
    assert!(lines.contains(&12), "{lines:?}");
    assert_eq!(imported.documents[0].annotations.relations.len(), 2);
}

#[test]
fn times_without_words_and_what_stands_beside_the_text_stay_with_the_story() {
    let file = TML
        .replace("<DOCID>ferry</DOCID>", "<DOCID>POST.1998 &amp; more</DOCID>\n<EXTRAINFO>\nwire; wstm\n</EXTRAINFO>")
        .replace("\n</TEXT>", "<TIMEX3 tid=\"t9\" type=\"DURATION\" value=\"P2D\" beginPoint=\"t0\" endPoint=\"t1\"/>\n</TEXT>")
        .replace(
            "<TLINK lid=\"l1\"",
            "<TLINK lid=\"l9\" relType=\"DURING\" eventInstanceID=\"ei1\" relatedToTime=\"t9\"/>\n<TLINK lid=\"l1\"",
        );
    let imported = import("timeml", &[("a.tml", file.as_bytes())]);
    assert!(imported.losses.is_empty(), "{:?}", imported.losses);
    let document = one(imported);
    assert_eq!(document.annotations.relations.len(), 3);
    let exported = exchange::export(format("timeml"), &document);
    assert!(exported.losses.is_empty(), "{:?}", exported.losses);
    let written = String::from_utf8_lossy(&exported.files[0].bytes).into_owned();
    for words in [
        "<DOCID>POST.1998 &amp; more</DOCID>",
        "<EXTRAINFO>wire; wstm</EXTRAINFO>",
        "<TIMEX3 tid=\"t9\" type=\"DURATION\" value=\"P2D\" beginPoint=\"t0\" endPoint=\"t1\"/>",
        "<TLINK lid=\"l9\" relType=\"DURING\" eventInstanceID=\"ei1\" relatedToTime=\"t9\"/>",
    ] {
        assert_eq!(written.matches(words).count(), 1, "{words}\n{written}");
    }
    let back = one(again(format("timeml"), &document, &exported));
    assert_eq!(gist(&document), gist(&back));
    assert_eq!(document.story.head, back.story.head);
}
