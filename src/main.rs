//! Arguments in, exit status out.

use std::process::ExitCode;

fn main() -> ExitCode {
    let paths = std::env::args_os().skip(1).map(Into::into).collect();
    match dateline::app::run(dateline::app::Start { paths, ..Default::default() }) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("dateline: {error}");
            ExitCode::from(2)
        }
    }
}
