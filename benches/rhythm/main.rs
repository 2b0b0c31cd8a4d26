//! How late news is seen, over a made-up year of 500 sources: `cargo bench --bench rhythm`.

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
    let sites = field::sites(SOURCES, SEED);
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
        year::play(&sites, &mut Fixed { interval: 1_800, random: field::Random::new(SEED) });
    row("every 30 minutes", &fixed);
    // The setting is what all sources together are asked for; bursts come on top of it.
    for (name, interval) in [("learned", 30), ("learned, a third", 90)] {
        let learned =
            year::play(&sites, &mut Learned::new(&sites, SignedDuration::from_mins(interval)));
        row(name, &learned);
    }
}
