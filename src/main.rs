//! Arguments in, exit status out.

fn main() -> std::process::ExitCode {
    dateline::cli::main()
}
