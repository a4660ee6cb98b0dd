//! Each format by small files of its own.

mod brat;
mod timeml;
mod web;
mod webanno;
