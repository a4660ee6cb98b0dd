//! x
use super::desk::Reader;
#[test]
fn show() {
    for (w, h) in [(80, 24), (120, 40), (160, 45), (40, 10)] {
        let mut r = Reader::in_port().sized(w, h);
        println!("{}", r.screen());
        r.keys("w w n");
        println!("{}", r.screen());
        r.keys("Enter");
        println!("{}", r.screen());
    }
    let mut r = Reader::in_port().sized(120, 40);
    for k in [
        "a",
        "Esc",
        "f",
        "Esc",
        "C-p",
        "Esc",
        "/ V e n n Enter",
        "Esc ?",
        "Esc : ",
        "Esc Esc v w w",
        "Esc m",
        "t j",
        "s",
    ] {
        r.keys(k);
        println!("=== {k}\n{}", r.screen());
    }
}
