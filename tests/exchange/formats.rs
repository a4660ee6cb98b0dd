//! Each format by small files of its own.

mod brat;
mod conll;
mod conllu;
mod doccano;
mod label_studio;
mod spacy;
mod timeml;
mod web;
mod webanno;
