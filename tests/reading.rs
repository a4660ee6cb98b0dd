//! A story, keys, the screen that results: the reader without a terminal.

mod desk;

mod finding;
mod following;
mod lasting;
mod looks;
mod moving;
mod noting;
mod panes;
mod pointing;
mod renewing;
mod reviewing;
mod scripts;
mod selecting;
mod settling;
mod sizes;
mod unfolding;
mod wandering;
