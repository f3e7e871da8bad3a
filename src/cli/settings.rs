//! Settings: each a flag and a configuration key of the same name, with its default, unit and help in one place.

use std::path::PathBuf;

use clap::Args;

use super::partner::PartnerSettings;
use crate::error::{Error, ErrorKind, Result};
use crate::normalise::records::PhoneSlips;
use crate::record::{Channel, TableKind, ValueKind};
use crate::{detect, ingest, link, normalise, pipeline, privacy, report};

/// What the subcommands that read input have in common.
#[derive(Args, Clone, Debug)]
pub(super) struct Settings {
    /// Configuration file (TOML); its keys are these options without the hyphens in front
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(super) config: Option<PathBuf>,
    /// Complaints (投诉): file, glob or folder; CSV, XLSX or Parquet; may be given again
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    complaints: Vec<PathBuf>,
    /// Surrenders (退保)
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    surrenders: Vec<PathBuf>,
    /// Agents (业务员)
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    agents: Vec<PathBuf>,
    /// Policies (保单)
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    policies: Vec<PathBuf>,
    /// Settlements (协议)
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    settlements: Vec<PathBuf>,
    /// Values to watch
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    watchlist: Vec<PathBuf>,
    /// Premium, policies and insured persons by month and branch
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    exposure: Vec<PathBuf>,
    /// Decisions of people
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    pub(super) labels: Vec<PathBuf>,
    /// A header that means a column: TABLE.HEADER=COLUMN, as `complaints.来件日=received_at`
    #[arg(long, value_name = "MAPPING", help_heading = "Input")]
    header: Vec<String>,
    /// A column of pre-hashed values, matched exactly: TABLE.COLUMN, as surrenders.phone
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    token: Vec<String>,
    /// Encoding of all CSV files (utf-8, gb18030, big5, utf-16le); guessed and judged if not given
    #[arg(long, value_name = "LABEL", help_heading = "Input")]
    encoding: Option<String>,
    /// Largest share of rejected rows, 0 to 1; above it nothing is published (exit code 3)
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, help_heading = "Input")]
    pub(super) max_reject_share: f64,
    /// The day the run speaks for (2026-10-31); the latest record's day if not given
    #[arg(long, value_name = "DAY", help_heading = "Input")]
    as_of: Option<String>,

    /// A channel text and what it means: TEXT=CHANNEL, as 总裁信箱=letter
    #[arg(long, value_name = "ALIAS", help_heading = "The insurer's own values")]
    channel_alias: Vec<String>,
    /// A phone, account, e-mail or device of the insurer or of a public place (parcel station, bank outlet)
    #[arg(long, value_name = "VALUE", help_heading = "The insurer's own values")]
    own_contact: Vec<String>,
    /// An address of the insurer or of a public place
    #[arg(long, value_name = "ADDRESS", help_heading = "The insurer's own values")]
    own_address: Vec<String>,
    /// Name or phone of a proxy whose licence was found in the register
    #[arg(long, value_name = "VALUE", help_heading = "The insurer's own values")]
    licensed_proxy: Vec<String>,

    /// Read a phone that one person gives as the shared one a single digit beside it, where the records agree otherwise
    #[arg(long, num_args = 0..=1, default_value_t = false, default_missing_value = "true", action = clap::ArgAction::Set, value_name = "BOOL", require_equals = true, hide_possible_values = true, help_heading = "Detection")]
    phone_slips: bool,
    /// Lowest score of a likely ring, 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = detect::Config::default().cut_off, help_heading = "Detection")]
    cut_off: f64,
    /// Fewest unrelated households of a finding
    #[arg(long, value_name = "COUNT", default_value_t = detect::Config::default().min_households, help_heading = "Detection")]
    min_households: u32,
    /// Length of the window in which cases count as a burst, in days
    #[arg(long, value_name = "DAYS", default_value_t = detect::Config::default().burst_days, help_heading = "Detection")]
    burst_days: u32,
    /// A value with more households than this is set aside as a hub
    #[arg(long, value_name = "COUNT", default_value_t = link::Config::default().degree_limit, help_heading = "Detection")]
    degree_limit: u32,
    /// Most people of a household
    #[arg(long, value_name = "COUNT", default_value_t = link::Config::default().household_limit, help_heading = "Detection")]
    household_limit: u32,
    /// Branches with fewer households than this share one base rate
    #[arg(long, value_name = "COUNT", default_value_t = link::Config::default().stratum_households, help_heading = "Detection")]
    stratum_households: u32,
    /// Share of validated pairs of values that may be chance, 0 to 1
    #[arg(long, value_name = "RATE", default_value_t = link::Config::default().false_discovery_rate, help_heading = "Detection")]
    false_discovery_rate: f64,
    /// Permuted networks against which rings are held, for q-values; 0 leaves them out
    #[arg(long, value_name = "COUNT", default_value_t = detect::Config::default().permutations, help_heading = "Detection")]
    permutations: u32,
    /// Seed of the permutations
    #[arg(long, value_name = "NUMBER", default_value_t = detect::Config::default().seed, help_heading = "Detection")]
    seed: u64,
    /// A kind of value that ties nobody in this run, as letter: to see what it adds
    #[arg(long, value_name = "KIND", help_heading = "Detection")]
    ignore_link: Vec<String>,
    /// A reason that does not count in this run, as burst: to see what it adds
    #[arg(long, value_name = "CODE", help_heading = "Detection")]
    ignore_reason: Vec<String>,

    #[command(flatten)]
    pub(super) partner: PartnerSettings,

    /// Language of headers, sentences and the summary
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(super) lang: report::Lang,
    /// What is printed on standard output
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(super) format: Format,
    /// Threads to use, 256 at most; 0 means one a processor
    #[arg(long, short = 'j', value_name = "COUNT", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=256), help_heading = "Output")]
    threads: u16,
    /// Memory budget in megabytes (exit code 4 when passed)
    #[arg(long, value_name = "MB", help_heading = "Output")]
    pub(super) max_memory: Option<u64>,
    /// Say each stage and file on standard error
    #[arg(long, short, action = clap::ArgAction::Count, help_heading = "Output")]
    pub(super) verbose: u8,
    /// Form of what is said on standard error: json gives one line a stage and one for the run
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(super) log_format: Format,
    /// Print nothing but errors
    #[arg(long, short, num_args = 0..=1, default_value_t = false, default_missing_value = "true", action = clap::ArgAction::Set, value_name = "BOOL", require_equals = true, hide_possible_values = true, help_heading = "Output")]
    pub(super) quiet: bool,
}

/// What is printed on standard output.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub(super) enum Format {
    /// For people, 80 columns.
    #[default]
    Text,
    /// One JSON document.
    Json,
}

impl Settings {
    /// Ready settings of all stages.
    ///
    /// # Errors
    /// Every problem found, together.
    pub(super) fn ready(&self) -> Result<pipeline::Config> {
        let mut problems = Vec::new();
        let config = pipeline::Config {
            ingest: self.ready_ingest(&mut problems),
            normalise: normalise::records::Settings {
                channel_aliases: self.channel_aliases(&mut problems),
                own_contacts: self.own_contact.clone(),
                own_addresses: self.own_address.clone(),
                licensed_proxies: self.licensed_proxy.clone(),
                phone_slips: if self.phone_slips { PhoneSlips::Read } else { PhoneSlips::Kept },
            },
            link: link::Config {
                degree_limit: self.degree_limit,
                household_limit: self.household_limit,
                stratum_households: self.stratum_households,
                false_discovery_rate: self.false_discovery_rate,
                ignored: self.ignored_kinds(&mut problems),
            },
            detect: detect::Config {
                cut_off: self.cut_off,
                min_households: self.min_households,
                burst_days: self.burst_days,
                permutations: self.permutations,
                seed: self.seed,
                ignored: self.ignored_reasons(&mut problems),
            },
            as_of: self.as_of.as_deref().and_then(|text| {
                let day = ingest::values::day(text);
                if day.is_none() {
                    problems.push(format!("as-of: `{text}` is no date; write it as 2026-10-31"));
                }
                day
            }),
            partners: None,
        };
        let shares = [
            ("max-reject-share", self.max_reject_share, 0.0..=1.0),
            ("cut-off", self.cut_off, 0.001..=0.999),
            ("false-discovery-rate", self.false_discovery_rate, 0.0..=1.0),
        ];
        for (name, value, range) in shares {
            if !range.contains(&value) {
                problems.push(format!(
                    "{name}: `{value}` is not between {} and {}",
                    range.start(),
                    range.end()
                ));
            }
        }
        let counts = [
            ("min-households", self.min_households, 2),
            ("burst-days", self.burst_days, 1),
            ("degree-limit", self.degree_limit, 2),
            ("household-limit", self.household_limit, 1),
        ];
        for (name, value, least) in counts {
            if value < least {
                problems.push(format!("{name}: `{value}` is less than {least}"));
            }
        }
        if problems.is_empty() {
            Ok(pipeline::Config { partners: self.partner.ready()?, ..config })
        } else {
            Err(ErrorKind::Usage(problems).into())
        }
    }

    fn inputs(&self) -> Vec<(TableKind, PathBuf)> {
        let tables = [
            (TableKind::Complaints, &self.complaints),
            (TableKind::Surrenders, &self.surrenders),
            (TableKind::Agents, &self.agents),
            (TableKind::Policies, &self.policies),
            (TableKind::Settlements, &self.settlements),
            (TableKind::Watchlist, &self.watchlist),
            (TableKind::Exposure, &self.exposure),
            (TableKind::Labels, &self.labels),
        ];
        tables
            .into_iter()
            .flat_map(|(kind, paths)| paths.iter().map(move |path| (kind, path.clone())))
            .collect()
    }

    /// What reads the labels and nothing else.
    ///
    /// # Errors
    /// Every problem of the settings, together.
    pub(super) fn labels_alone(&self) -> Result<ingest::Config> {
        let mut problems = Vec::new();
        let config = self.ingest(&mut problems);
        if !problems.is_empty() {
            return Err(ErrorKind::Usage(problems).into());
        }
        let inputs = self.labels.iter().map(|path| (TableKind::Labels, path.clone())).collect();
        Ok(ingest::Config { inputs, ..config })
    }

    fn ready_ingest(&self, problems: &mut Vec<String>) -> ingest::Config {
        if self.complaints.is_empty() && self.surrenders.is_empty() {
            problems.push(
                "no input: name at least one file with --complaints or --surrenders, or a configuration with --config"
                    .into(),
            );
        }
        self.ingest(problems)
    }

    /// What is read and how; a file is not asked for.
    fn ingest(&self, problems: &mut Vec<String>) -> ingest::Config {
        if let Some(label) = &self.encoding
            && encoding_rs::Encoding::for_label(label.as_bytes()).is_none()
        {
            problems.push(format!("encoding: `{label}` is not known; use utf-8, gb18030, big5 or utf-16le"));
        }
        let mut headers = Vec::new();
        for text in &self.header {
            match text
                .rsplit_once('=')
                .and_then(|(place, column)| Some((table_column(place)?, column.trim())))
            {
                Some(((kind, header), column)) => match ingest::column(kind, column) {
                    Some(column) => headers.push((kind, header.to_owned(), column)),
                    None => problems.push(format!("header: table {} has no column `{column}`", kind.name())),
                },
                None => problems.push(format!("header: `{text}` is not of the form TABLE.HEADER=COLUMN")),
            }
        }
        let mut tokens = Vec::new();
        for text in &self.token {
            match table_column(text).and_then(|(kind, column)| Some((kind, ingest::column(kind, column)?))) {
                Some(token) => tokens.push(token),
                None => problems
                    .push(format!("token: `{text}` is not of the form TABLE.COLUMN, as surrenders.phone")),
            }
        }
        ingest::Config { inputs: self.inputs(), headers, tokens, encoding: self.encoding.clone() }
    }

    fn channel_aliases(&self, problems: &mut Vec<String>) -> Vec<(String, Channel)> {
        let mut out = Vec::new();
        for text in &self.channel_alias {
            let parts = text.rsplit_once('=');
            let known = parts.and_then(|(text, name)| {
                let channel = Channel::NAMES.iter().find(|(_, known)| *known == name.trim())?.0;
                Some((text.trim().to_owned(), channel))
            });
            match known {
                Some(alias) => out.push(alias),
                None => problems.push(format!(
                    "channel-alias: `{text}` is not of the form TEXT=CHANNEL with one of {}",
                    Channel::NAMES.map(|(_, name)| name).join(", ")
                )),
            }
        }
        out
    }

    fn ignored_kinds(&self, problems: &mut Vec<String>) -> Vec<ValueKind> {
        let mut out = Vec::new();
        for text in &self.ignore_link {
            match ValueKind::ALL.into_iter().find(|kind| kind.name() == text.trim()) {
                Some(kind) => out.push(kind),
                None => problems.push(format!(
                    "ignore-link: `{text}` is none of {}",
                    ValueKind::ALL.map(ValueKind::name).join(", ")
                )),
            }
        }
        out
    }

    fn ignored_reasons(&self, problems: &mut Vec<String>) -> Vec<String> {
        for text in self.ignore_reason.iter().filter(|text| !detect::reason_codes().any(|code| code == *text))
        {
            let codes: Vec<&str> = detect::reason_codes().collect();
            problems.push(format!("ignore-reason: `{text}` is none of {}", codes.join(", ")));
        }
        self.ignore_reason.clone()
    }

    /// Settings of the reports, without look-alikes.
    pub(super) fn report(&self, key_file: Option<&PathBuf>, new_days: u32) -> Result<report::Config> {
        let key = key_file.map(|path| privacy::token::Key::read(path)).transpose()?;
        Ok(report::Config {
            lang: self.lang,
            all_kinds: false,
            new_days,
            key,
            show: privacy::mask::Show::Masked,
        })
    }

    /// Settings as they took effect, by name. Values that may be personal (own contacts) are counted only.
    pub(super) fn effective(&self) -> Vec<(String, String)> {
        let count = |values: &[String]| format!("{} values", values.len());
        let given = |value: &Option<String>| value.clone().unwrap_or_default();
        let pairs = [
            ("header", self.header.join(", ")),
            ("token", self.token.join(", ")),
            ("encoding", given(&self.encoding)),
            ("max-reject-share", self.max_reject_share.to_string()),
            ("as-of", given(&self.as_of)),
            ("channel-alias", self.channel_alias.join(", ")),
            ("own-contact", count(&self.own_contact)),
            ("own-address", count(&self.own_address)),
            ("licensed-proxy", count(&self.licensed_proxy)),
            ("phone-slips", self.phone_slips.to_string()),
            ("cut-off", self.cut_off.to_string()),
            ("min-households", self.min_households.to_string()),
            ("burst-days", self.burst_days.to_string()),
            ("degree-limit", self.degree_limit.to_string()),
            ("household-limit", self.household_limit.to_string()),
            ("stratum-households", self.stratum_households.to_string()),
            ("false-discovery-rate", self.false_discovery_rate.to_string()),
            ("permutations", self.permutations.to_string()),
            ("seed", self.seed.to_string()),
            ("partner", self.partner.digests()),
            ("ignore-link", self.ignore_link.join(", ")),
            ("ignore-reason", self.ignore_reason.join(", ")),
            ("lang", format!("{:?}", self.lang).to_lowercase()),
        ];
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Sets the number of threads for the whole process.
    pub(super) fn use_threads(&self) -> Result<()> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(self.threads))
            .build_global()
            .map_err(|error| Error::internal(format!("threads: {error}")))
    }

    /// The input files are too large for the memory budget: said before anything is read.
    pub(super) fn check_memory(&self) -> Result<()> {
        let Some(allowed) = self.max_memory else { return Ok(()) };
        let bytes: u64 =
            self.inputs().iter().filter_map(|(_, path)| path.metadata().ok()).map(|about| about.len()).sum();
        let needed = 100 + bytes / 1_000_000 * MEMORY_PER_INPUT;
        if needed > allowed { Err(ErrorKind::Memory { needed, allowed }.into()) } else { Ok(()) }
    }
}

/// Megabytes of memory for a megabyte of plain CSV, rounded up from benches/million.sh.
const MEMORY_PER_INPUT: u64 = 4;

/// `surrenders.phone` → table and what stands behind the dot.
fn table_column(text: &str) -> Option<(TableKind, &str)> {
    let (table, rest) = text.split_once('.')?;
    let kind = TableKind::ALL.into_iter().find(|kind| kind.name() == table.trim())?;
    Some((kind, rest.trim())).filter(|(_, rest)| !rest.is_empty())
}
