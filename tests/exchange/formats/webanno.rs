//! WebAnno TSV: layers, stacked and several tokens, chains, relations.

use dateline::exchange;

use super::super::{again, format, gist, import, mentions, named, one};

const TSV: &str = "\
#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_SP=webanno.custom.Role|kind|level
#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation
#T_RL=webanno.custom.Relation|value|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity


#Text=🌊 Ida Brook met the council .
1-1\t0-2\t🌊\tSYM\t_\t_\t_\t_\t_\t_\t_\t_\t
1-2\t3-6\tIda\tNNP\thttp://www.wikidata.org/entity/Q76[1]|*[2]\tPER[1]|PERpart[2]\t_\t_\tnam[1]\tcoref->1-1\t_\t_\t
1-3\t7-12\tBrook\tNNP\thttp://www.wikidata.org/entity/Q76[1]\tPER[1]\t_\t_\tnam[1]\tcoref->1-1\t_\t_\t
1-4\t13-16\tmet\tVBD\t_\t_\t_\t_\t_\t_\t_\t_\t
1-5\t17-20\tthe\tDT\t_\t_\t_\t_\t_\t_\t_\t_\t
1-6\t21-28\tcouncil\tNN\t*\tORG\tbody\\_of\\_men\t2\t_\t_\tmeets\t1-2[1_0]\t
1-7\t29-30\t.\t.\t_\t_\t_\t_\t_\t_\t_\t_\t

#Text=She left .
2-1\t31-34\tShe\tPRP\t_\t_\t_\t_\tpr[1]\t*->1-2\t_\t_\t
2-2\t35-39\tleft\tVBD\t_\t_\t_\t_\t_\t_\t_\t_\t
2-3\t40-41\t.\t.\t_\t_\t_\t_\t_\t_\t_\t_\t
";

#[test]
fn layers_are_read_and_written_again() {
    let imported = import("webanno", &[("a.tsv", TSV.as_bytes())]);
    assert_eq!(imported.losses.count("annotations of grammar"), 10, "parts of speech");
    let document = one(imported);
    assert_eq!(document.story.text.as_str(), "🌊 Ida Brook met the council .\nShe left .");
    let found = named(&document);
    let has = |words: &str, kind: &str| found.contains(&(words.to_owned(), kind.to_owned()));
    assert!(has("Ida Brook", "person") && has("Ida", "PERpart") && has("council", "organization"));
    assert!(has("council", "Role"), "{found:?}");
    let chain: Vec<_> =
        mentions(&document).into_iter().filter(|(words, ..)| words == "She").collect();
    assert_eq!(chain[0].2, "Ida Brook", "a chain is one name");
    assert_eq!(document.annotations.relations[0].kind, "meets");
    let exported = exchange::export(format("webanno"), &document);
    let back = one(again(format("webanno"), &document, &exported));
    assert_eq!(gist(&document), gist(&back));
}

#[test]
fn line_ends_and_a_mark_change_nothing() {
    let plain = named(&one(import("webanno", &[("a.tsv", TSV.as_bytes())])));
    let crlf = TSV.replace('\n', "\r\n");
    let marked = format!("\u{feff}{TSV}");
    let scalars = TSV.replace("3-6\tIda", "2-5\tIda").replace("7-12\tBrook", "6-11\tBrook");
    for text in [crlf, marked, scalars] {
        assert_eq!(named(&one(import("webanno", &[("a.tsv", text.as_bytes())]))), plain);
    }
}

#[test]
fn a_broken_line_is_told_with_its_place_and_costs_no_other() {
    let broken = TSV.replace("1-4\t13-16\tmet", "1-4\t13\tmet");
    let imported = import("webanno", &[("a.tsv", broken.as_bytes())]);
    assert_eq!(imported.problems.len(), 1, "{:?}", imported.problems);
    assert_eq!(imported.problems[0].place, Some((13, 1)));
    assert_eq!(imported.documents[0].annotations.mentions.len(), 6);
}

#[test]
fn a_row_that_its_header_or_text_contradicts_is_told_and_changes_no_word() {
    let file = |row: &str| {
        format!(
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Mark|value\n\n\n\
             #Text=Ms. Haag plays .\n1-1\t0-3\tMs.\tPER[1]\t\n{row}\n\
             1-3\t9-14\tplays\tACT\t\n1-4\t15-16\t.\t_\t\n"
        )
    };
    for (row, expected) in [
        ("1-2\t4-8\tHoog\tPER[1]\t", "expected `Haag`"),
        ("1-2\t4-80\tHoog\tPER[1]\t", "expected a token of `#Text=`"),
        ("1-2\t4-8\tHaag\tPER[1]\tmore\t", "2 columns of annotations, expected 1"),
        ("1-2\t4-8\tHaag\t", "0 columns of annotations, expected 1"),
    ] {
        let imported = import("webanno", &[("a.tsv", file(row).as_bytes())]);
        let told: Vec<String> = imported.problems.iter().map(|one| one.headline()).collect();
        assert_eq!(told.len(), 1, "{row}: {told:?}");
        assert!(told[0].starts_with("a.tsv:7:1: error: "), "{row}: {told:?}");
        assert!(told[0].contains(expected), "{row}: {told:?}");
        let document = &imported.documents[0];
        assert_eq!(document.story.text.as_str(), "Ms. Haag plays .", "{row}");
        assert!(named(document).contains(&("plays".to_owned(), "ACT".to_owned())), "{row}");
    }
}

#[test]
fn the_number_of_a_chain_makes_one_name_and_what_is_no_link_is_told() {
    let file = |cells: &str| {
        format!(
            "#FORMAT=WebAnno TSV 3.3\n\
             #T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceRelation|referenceType\n\n\n\
             #Text=Ida saw her .\n1-1\t0-3\tIda\tcoref[1]\tnam[1]\t\n\
             1-2\t4-7\tsaw\t_\t_\t\n1-3\t8-11\ther\t{cells}\t\n1-4\t12-13\t.\t_\t_\t\n"
        )
    };
    for cells in ["coref[1]\tpr[1]", "coref[1]\tpr", "*\tpr[1]", "coref->1-2\tpr[1]"] {
        let found = mentions(&one(import("webanno", &[("a.tsv", file(cells).as_bytes())])));
        assert_eq!(found.len(), 2, "{cells}");
        assert_eq!(found[0].2, found[1].2, "{cells}: one name");
    }
    for cells in ["zzz\tzzz", "zzz\tpr[1]", "coref[2]\tpr[1]", "coref->x\tpr", "_\tpr"] {
        let imported = import("webanno", &[("a.tsv", file(cells).as_bytes())]);
        let told: Vec<String> = imported.problems.iter().map(|one| one.headline()).collect();
        assert_eq!(told.len(), 1, "{cells}: {told:?}");
        assert!(told[0].starts_with("a.tsv:8:1: error: "), "{cells}: {told:?}");
        assert!(told[0].contains("expected the link of a chain"), "{cells}: {told:?}");
        assert_eq!(mentions(&imported.documents[0]).len(), 1, "{cells}");
    }
}

#[test]
fn what_stands_before_the_first_token_shifts_no_name() {
    let layer = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
    let file = |lead: &str, by: usize| {
        let at = |start: usize, end: usize| format!("{}-{}", start + by, end + by);
        format!(
            "#FORMAT=WebAnno TSV 3.3\n#T_SP={layer}|value\n\n\n#Text={lead}Ida rows Gull Gull\n\
             1-1\t{}\tIda\tPER\t\n1-2\t{}\trows\t_\t\n1-3\t{}\tGull\tLOC\t\n\
             1-3.1\t{}\tull\tX\t\n1-4\t{}\tGull\t_\t\n",
            at(0, 3),
            at(4, 8),
            at(9, 13),
            at(10, 13),
            at(14, 18),
        )
    };
    let plain = one(import("webanno", &[("a.tsv", file("", 0).as_bytes())]));
    for (lead, by) in [("🌊 ", 3), ("🌊 ", 2), ("– ", 2)] {
        let moved = one(import("webanno", &[("a.tsv", file(lead, by).as_bytes())]));
        assert_eq!(named(&moved), named(&plain), "{lead}{by}");
        assert_eq!(moved.story.text.as_str(), format!("{lead}Ida rows Gull Gull"));
    }
}

#[test]
fn places_without_words_are_counted_and_cost_no_other() {
    let file = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Mark|value\n\
        #T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:links_webanno.custom.Link|webanno.custom.Mark\n\n\n\
        #Text=Ida rows .\n\
        1-1\t0-3\tIda\tname[1]\t_\t_\t\n\
        1-1.1\t0-0\t\tgap[2]\trole\t1-1[1]\t\n\
        1-2\t4-8\trows\tname[1]\t_\t_\t\n\
        1-2.1\t8-8\t\tgap[3]\t_\t_\t\n\
        1-3\t9-10\t.\t_\t_\t_\t\n";
    let imported = import("webanno", &[("a.tsv", file.as_bytes())]);
    assert_eq!(imported.losses.count("annotations of no words (zero width)"), 3);
    assert_eq!(imported.losses.count("relations of mentions left out"), 1);
    let document = one(imported);
    assert_eq!(document.story.text.as_str(), "Ida rows .");
    assert_eq!(named(&document), [("Ida rows".to_owned(), "name".to_owned())]);
    assert!(document.annotations.mentions.iter().all(|mention| !mention.span.is_empty()));
}

#[test]
fn relations_of_words_in_a_layer_of_ones_own_are_no_grammar() {
    const API: &str = "de.tudarmstadt.ukp.dkpro.core.api";
    let file = format!(
        "#FORMAT=WebAnno TSV 3.3\n\
         #T_SP={API}.lexmorph.type.pos.POS|PosValue\n\
         #T_RL=webanno.custom.Syntax.syntax.Tie|kind|level|BT_{API}.segmentation.type.Token\n\
         #T_RL=webanno.custom.Other|BT_{API}.lexmorph.type.pos.POS\n\
         #T_RL={API}.syntax.type.dependency.Dependency|type|BT_{API}.lexmorph.type.pos.POS\n\n\n\
         #Text=Ida rows .\n\
         1-1\t0-3\tIda\tNNP\tsubj|obj\t1|2\t1-2|1-3\t_\t_\tnsubj\t1-2\t\n\
         1-2\t4-8\trows\tVB\t_\t_\t_\t*\t1-1\t_\t_\t\n\
         1-3\t9-10\t.\t.\t_\t_\t_\t_\t_\t_\t_\t\n"
    );
    let imported = import("webanno", &[("a.tsv", file.as_bytes())]);
    assert_eq!(imported.losses.count("annotations of grammar"), 4, "{:?}", imported.losses);
    let document = one(imported);
    assert_eq!(document.annotations.relations.len(), 3);
    let exported = exchange::export(format("webanno"), &document);
    assert!(
        exported.losses.iter().all(|(what, _)| !what.contains("left out")),
        "{:?}",
        exported.losses
    );
    let back = one(again(format("webanno"), &document, &exported));
    assert_eq!(gist(&document), gist(&back));
}

#[test]
fn offsets_that_contradict_the_text_are_told_and_cost_nothing() {
    let tsv = "#FORMAT=WebAnno TSV 3.3\n\
        #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value\n\n\n\
        #Text=😀 Kerry met Obama .\n\
        1-1\t0-2\t😀\t_\t\n1-2\t3-8\tKerry\tPER\t\n1-3\t9-12\tmet\t_\t\n\
        1-4\t88-93\tObama\tPER\t\n1-5\t99-100\t.\t_\t\n";
    let imported = super::super::import("webanno", &[("a.tsv", tsv.as_bytes())]);
    let lines: Vec<usize> =
        imported.problems.iter().map(|problem| problem.place.expect("a place").0).collect();
    assert_eq!(lines, [9, 10], "{:?}", imported.problems);
    assert!(imported.problems[1].message.contains("99-100"), "{:?}", imported.problems);
    let words: Vec<String> =
        super::super::mentions(&imported.documents[0]).into_iter().map(|m| m.0).collect();
    assert_eq!(words, ["Kerry", "Obama"]);
}
