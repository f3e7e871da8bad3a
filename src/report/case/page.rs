//! case.html: the dossier to print. It asks nothing of any network and runs no script.
//!
//! Every text of the data passes the template's escaping, on for the whole page; the content security policy lets
//! the one style of the page through, by its SHA-256, and nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::{AutoEscape, Environment, context};
use sha2::{Digest as _, Sha256};

use super::account::Case;
use crate::error::{Error, Result};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// Writes the page.
///
/// # Errors
/// None in practice: everything is written to memory.
pub(super) fn file(case: &Case) -> Result<Vec<u8>> {
    let failed = |error: minijinja::Error| Error::internal(format!("case.html: {error:#}"));
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    templates.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    // The guardrail stands in the margin of every printed page.
    let style = STYLE.replace("NOTICE", case.notice[0]);
    let digest = format!("sha256-{}", STANDARD.encode(Sha256::digest(&style)));
    let policy = format!("default-src 'none'; style-src '{digest}'; base-uri 'none'; form-action 'none'");
    let style = minijinja::Value::from_safe_string(style);
    let page = templates
        .render_str(
            PAGE,
            context! { case => minijinja::Value::from(minijinja::value::Serde(case)), policy, style },
        )
        .map_err(failed)?;
    Ok(page.into_bytes())
}
