//! Each format by small files of its own.

mod brat;
mod web;
mod webanno;
