//! A file is replaced as a whole or not at all.

use std::fs;
use std::io;

use dateline::store::atomic;

use super::names;

#[test]
fn a_writer_that_fails_half_way_leaves_the_old_file_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.yaml");
    fs::write(&path, "old").expect("written");
    let full = atomic::write_with(&path, |out| {
        out.write_all(b"half of the ne")?;
        Err(io::ErrorKind::StorageFull.into())
    });
    assert_eq!(full.expect_err("refused").kind(), io::ErrorKind::StorageFull);
    assert_eq!(fs::read(&path).expect("readable"), b"old");
    assert_eq!(names(folder.path()), ["a.yaml"]);
}

#[test]
fn a_panic_half_way_leaves_the_old_file_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.yaml");
    fs::write(&path, "old").expect("written");
    let thread = std::thread::spawn({
        let path = path.clone();
        move || atomic::write_with(&path, |_| std::panic::resume_unwind(Box::new(())))
    });
    assert!(thread.join().is_err());
    assert_eq!(fs::read(&path).expect("readable"), b"old");
    assert_eq!(names(folder.path()), ["a.yaml"]);
}

#[test]
fn folders_and_devices_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("a.yaml")).expect("made");
    assert!(atomic::write(&folder.path().join("a.yaml"), b"new").is_err());
    assert!(atomic::write(std::path::Path::new(".."), b"new").is_err());
    #[cfg(unix)]
    assert!(atomic::write(std::path::Path::new("/dev/null"), b"new").is_err());
    assert_eq!(names(folder.path()), ["a.yaml"]);
}

#[cfg(unix)]
#[test]
fn mode_and_symbolic_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let real = folder.path().join("real");
    fs::create_dir(&real).expect("made");
    fs::write(real.join("a.yaml"), "old").expect("written");
    fs::set_permissions(real.join("a.yaml"), fs::Permissions::from_mode(0o640)).expect("set");
    let link = folder.path().join("link.yaml");
    symlink("real/a.yaml", &link).expect("linked");
    atomic::write(&link, b"new").expect("written");
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(fs::read(real.join("a.yaml")).expect("readable"), b"new");
    let mode = fs::metadata(real.join("a.yaml")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);

    let dangling = folder.path().join("dangling.yaml");
    symlink("real/b.yaml", &dangling).expect("linked");
    atomic::write(&dangling, b"new").expect("written");
    assert_eq!(names(&real), ["a.yaml", "b.yaml"]);
    let ring = folder.path().join("ring.yaml");
    symlink("ring.yaml", &ring).expect("linked");
    assert!(atomic::write(&ring, b"new").is_err());
}

#[test]
fn the_longest_name_can_be_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("x".repeat(255));
    atomic::write(&path, b"new").expect("written");
    atomic::write(&path, b"newer").expect("written");
    assert_eq!(fs::read(&path).expect("readable"), b"newer");
}
