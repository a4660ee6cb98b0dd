//! Marks and ties into elements in the text.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use serde_json::Value;

use super::super::embedded::kept;
use super::super::gather::attr;
use super::super::marks::{Carries, EVENT, QUOTE, Sheet};
use super::super::spread::spread;
use super::super::xml::{escape, is_name};
use super::super::{Document, Exported, ExportedFile, Losses};
use super::{ELEMENT, EMPTY, Element, FORMAT, INSTANCES, LINKS, LOOSE};
use crate::model::{Head, Span, Text};

/// Writes the elements that are kept with the story.
fn loose_elements(out: &mut String, head: &Head, key: &str, losses: &mut Losses) {
    let all = kept(head, FORMAT.name).and_then(|kept| kept.get(key)).and_then(Value::as_array);
    for element in all.into_iter().flatten().filter_map(Value::as_object) {
        let name = element.get(ELEMENT).and_then(Value::as_str).filter(|name| is_name(name));
        let Some(name) = name else {
            losses.add("elements of no words", key);
            continue;
        };
        let mut written = format!("<{name}");
        for (attribute, value) in element.iter().filter(|(attribute, _)| *attribute != ELEMENT) {
            match (is_name(attribute), value.as_str()) {
                (true, Some(words)) => {
                    let words = escape(words).replace('\n', "&#10;");
                    let _ = write!(written, " {attribute}=\"{words}\"");
                }
                _ => losses.add("attributes whose names XML cannot have", attribute),
            }
        }
        let _ = writeln!(out, "{written}/>");
    }
}

pub(super) fn export(document: &Document) -> Exported {
    let carries = FORMAT.carries.unwrap_or(Carries::SPANS);
    let (mut sheet, mut losses) = spread(document, &carries);
    let keep = keepable(&sheet, &mut losses);
    sheet.retain(&keep, &mut losses);
    let story = &document.story;
    losses.add_pictures(&story.text);
    let elements: Vec<Element> = sheet.marks.iter().map(Element::of).collect();
    let ids = ids_of(&sheet, &elements);
    let dct = creation_time(&sheet, &story.text);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeML>\n\n");
    // Writing to a string does not fail.
    let said = |key: &str| kept(&story.head, FORMAT.name)?.get(key)?.as_str();
    let _ = writeln!(out, "<DOCID>{}</DOCID>", escape(said("docid").unwrap_or(&document.name)));
    if let Some(words) = said("extrainfo") {
        let _ = writeln!(out, "<EXTRAINFO>{}</EXTRAINFO>", escape(words));
    }
    let mut from = 0;
    if let Some(number) = dct {
        let mark = &sheet.marks[number];
        let words = escape(&story.text.original_of(mark.spans[0]));
        let open = elements[number].open(mark, &ids[number], &mut losses);
        let _ = writeln!(out, "<DCT>{open}{words}</TIMEX3></DCT>");
        from = (mark.spans[0].end + 1).min(story.text.len());
    } else if let Some(published) = &story.head.published {
        let value = escape(published.notation());
        let _ = writeln!(
            out,
            "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{value}\" \
             functionInDocument=\"CREATION_TIME\">{value}</TIMEX3></DCT>"
        );
    }
    if let Some(title) = &story.head.title {
        let _ = writeln!(out, "<TITLE>{}</TITLE>", escape(title));
    }
    out.push_str("<TEXT>");
    let mut order: Vec<usize> = (0..sheet.marks.len()).filter(|&n| Some(n) != dct).collect();
    order.sort_by_key(|&n| {
        let span = sheet.marks[n].spans[0];
        (span.start, std::cmp::Reverse(span.end), n)
    });
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut at = from;
    let write = |out: &mut String, at: &mut usize, to: usize| {
        out.push_str(&escape(&story.text.original_of(Span::new(*at, to.max(*at)))));
        *at = to.max(*at);
    };
    for number in order {
        let mark = &sheet.marks[number];
        let span = mark.spans[0];
        while let Some((end, name)) = open.pop_if(|(end, _)| *end <= span.start) {
            write(&mut out, &mut at, end);
            let _ = write!(out, "</{name}>");
        }
        write(&mut out, &mut at, span.start);
        out.push_str(&elements[number].open(mark, &ids[number], &mut losses));
        open.push((span.end, elements[number].name));
    }
    while let Some((end, name)) = open.pop() {
        write(&mut out, &mut at, end);
        let _ = write!(out, "</{name}>");
    }
    write(&mut out, &mut at, story.text.len());
    out.push_str("</TEXT>\n\n");
    loose_elements(&mut out, &story.head, EMPTY, &mut losses);
    tail(&mut out, &sheet, &elements, &ids, &mut losses);
    loose_elements(&mut out, &story.head, LOOSE, &mut losses);
    out.push_str("\n</TimeML>\n");
    let files = vec![ExportedFile { ending: "tml", bytes: out.into_bytes() }];
    Exported { files, losses }
}

/// Which marks can be elements: those that do not cross another's end.
fn keepable(sheet: &Sheet, losses: &mut Losses) -> Vec<bool> {
    let mut order: Vec<usize> = (0..sheet.marks.len()).collect();
    order.sort_by_key(|&n| {
        let span = sheet.marks[n].spans[0];
        (span.start, std::cmp::Reverse(span.end), n)
    });
    let mut keep = vec![true; sheet.marks.len()];
    let mut open: Vec<usize> = Vec::new();
    for number in order {
        let mark = &sheet.marks[number];
        let span = mark.spans[0];
        let plain = attr(&mark.attrs, ELEMENT).is_none();
        let own = match &*mark.label {
            QUOTE if plain => Some("quotes"),
            EVENT if plain => Some("events"),
            _ => None,
        };
        while open.pop_if(|end| *end <= span.start).is_some() {}
        let crosses = open.last().is_some_and(|&end| end < span.end);
        if let Some(what) = own.or(crosses.then_some("mentions that cross others")) {
            losses.add(what, &mark.label);
            keep[number] = false;
        } else {
            open.push(span.end);
        }
    }
    keep
}

/// The ids of the elements; those a file had stay.
fn ids_of(sheet: &Sheet, elements: &[Element]) -> Vec<String> {
    let mut taken: HashSet<String> =
        sheet.marks.iter().filter_map(|mark| mark.id.clone()).collect();
    // The creation time has this one.
    taken.insert("t0".into());
    let mut next: HashMap<char, usize> = HashMap::new();
    let fresh = |element: &Element| {
        let letter = element.id.chars().next().filter(|_| element.id != "id").unwrap_or('n');
        let number = next.entry(letter).or_insert(0);
        loop {
            *number += 1;
            let id = format!("{letter}{number}");
            if taken.insert(id.clone()) {
                return id;
            }
        }
    };
    let mut fresh = fresh;
    let own = sheet.marks.iter().zip(elements);
    own.map(|(mark, element)| mark.id.clone().unwrap_or_else(|| fresh(element))).collect()
}

/// The mark of the creation time, where it is the first line of the text.
fn creation_time(sheet: &Sheet, text: &Text) -> Option<usize> {
    sheet.marks.iter().position(|mark| {
        let span = mark.spans[0];
        span.start == 0
            && attr(&mark.attrs, "functionInDocument") == Some("CREATION_TIME")
            && attr(&mark.attrs, "value").is_some()
            && (span.end == text.len() || text.as_str()[span.end..].starts_with('\n'))
    })
}

/// The instances and the links.
fn tail(
    out: &mut String,
    sheet: &Sheet,
    elements: &[Element],
    ids: &[String],
    losses: &mut Losses,
) {
    // What a link calls an event: an instance.
    let mut instance_of: Vec<Option<String>> = vec![None; ids.len()];
    for (number, mark) in sheet.marks.iter().enumerate() {
        let instances = mark.attrs.iter().find(|(name, _)| name == INSTANCES);
        for instance in instances.and_then(|(_, all)| all.as_array()).into_iter().flatten() {
            let Some(instance) = instance.as_object() else { continue };
            let _ = write!(out, "<MAKEINSTANCE eventID=\"{}\"", escape(&ids[number]));
            for (name, value) in instance.iter().filter(|(name, _)| is_name(name)) {
                let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let _ = write!(out, " {name}=\"{}\"", escape(&words));
            }
            out.push_str("/>\n");
            let own = instance.get("eiid").and_then(Value::as_str).map(str::to_owned);
            instance_of[number] = instance_of[number].take().or(own);
        }
    }
    let mut written = 0;
    let taken: HashSet<&str> = sheet.ties.iter().filter_map(|tie| tie.id.as_deref()).collect();
    for tie in &sheet.ties {
        let mut attrs = String::new();
        let stated = attr(&tie.attrs, ELEMENT);
        let mut put = |name: &str, value: &str| {
            let _ = write!(attrs, " {name}=\"{}\"", escape(value));
        };
        if stated.is_none() {
            let timed = |number: usize| elements[number].name == "TIMEX3";
            let event = |number: usize| elements[number].name == "EVENT";
            if ![tie.from, tie.to].into_iter().all(|n| timed(n) || event(n)) {
                losses.add("relations other than of times and events", &tie.label);
                continue;
            }
            let called = |n: usize| instance_of[n].as_deref().unwrap_or(&ids[n]).to_owned();
            put(if timed(tie.from) { "timeID" } else { "eventInstanceID" }, &called(tie.from));
            let to = if timed(tie.to) { "relatedToTime" } else { "relatedToEventInstance" };
            put(to, &called(tie.to));
        }
        for (name, value) in tie.attrs.iter().filter(|(name, _)| name != ELEMENT) {
            match is_name(name) {
                true => put(name, &value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
                false => losses.add("attributes whose names XML cannot have", name),
            }
        }
        let id = tie.id.clone().unwrap_or_else(|| {
            loop {
                written += 1;
                let id = format!("l{written}");
                if !taken.contains(&*id) {
                    break id;
                }
            }
        });
        let link = stated.filter(|name| LINKS.contains(name)).unwrap_or("TLINK");
        let (id, label) = (escape(&id), escape(&tie.label));
        let _ = writeln!(out, "<{link} lid=\"{id}\" relType=\"{label}\"{attrs}/>");
    }
}
