//! A story, keys, the screen that results: the reader without a terminal.

mod desk;

mod finding;
mod following;
mod found;
mod lasting;
mod looks;
mod moving;
mod name_notes;
mod noting;
mod panes;
mod pointing;
mod renewing;
mod reviewing;
mod scripts;
mod selecting;
mod settling;
mod sizes;
mod taking_along;
mod unfolding;
mod wandering;
