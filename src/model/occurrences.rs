//! Every whole-word occurrence of names in a text, longest match first.
