//! How late news is seen, over a made-up year of 500 sources: `cargo bench --bench rhythm`, with
//! another seed `cargo bench --bench rhythm -- SEED`.

mod field;
mod learned;
mod year;

use jiff::SignedDuration;
use learned::Learned;
use year::{Fixed, Year};

const SOURCES: usize = 500;
const SEED: u64 = 2026;

#[expect(clippy::print_stdout, reason = "a bench reports")]
fn row(name: &str, year: &Year) {
    println!(
        "{name:<34} {:>9} requests; delay in minutes: median {:5.1}, 95 % {:6.1}, mean {:6.1}, \
         the usual source's median {:5.1}; busiest minute {}, closest at a host {} s",
        year.requests,
        year.quantile(0.5),
        year.quantile(0.95),
        year.mean(),
        year.usual_source(),
        year.busiest,
        year.closest,
    );
}

#[expect(clippy::print_stdout, reason = "a bench reports")]
fn main() {
    let asked = std::env::args().find_map(|word| word.parse().ok());
    let seed = asked.unwrap_or(SEED);
    let sites = field::sites(SOURCES, seed);
    let mut counts: Vec<usize> = sites.iter().map(|site| site.times.len()).collect();
    counts.sort_unstable();
    println!(
        "{SOURCES} sources, {} items; items of a source: {} (5 %), {} (50 %), {} (95 %)",
        counts.iter().sum::<usize>(),
        counts[SOURCES / 20],
        counts[SOURCES / 2],
        counts[SOURCES * 19 / 20],
    );
    let fixed =
        year::play(&sites, &mut Fixed { interval: 1_800, random: field::Random::new(seed) });
    row("every 30 minutes", &fixed);
    for (name, share) in [("learned, as many requests", 1), ("learned, a third", 3)] {
        let (learned, interval) = within(&sites, fixed.requests / share, 30 * share as i64);
        row(&format!("{name} ({interval:#})"), &learned);
        println!(
            "{:<34} median {:.0} %, 95 % {:.0} % of the fixed poll's",
            "",
            100.0 * learned.quantile(0.5) / fixed.quantile(0.5),
            100.0 * learned.quantile(0.95) / fixed.quantile(0.95),
        );
    }
}

/// A year with at most so many requests. Bursts come on top of what the setting names, so the
/// setting is stretched until they fit.
fn within(sites: &[field::Site], requests: u64, minutes: i64) -> (Year, SignedDuration) {
    let mut interval = SignedDuration::from_mins(minutes);
    loop {
        let year = year::play(sites, &mut Learned::new(sites, interval));
        if year.requests <= requests {
            return (year, interval);
        }
        let stretch = year.requests as f64 / requests as f64 * 1.005;
        interval = SignedDuration::from_secs((interval.as_secs() as f64 * stretch) as i64);
    }
}
