//! Which addresses are talked to. A news source lives on the public internet; whoever can make us
//! fetch something (a redirect, a DNS answer, a link) must not reach our own network with it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::Host;

use super::error::{ErrorClass, FetchError};
use crate::model::WebUrl;

/// Whether an address belongs to the public internet, judged by the IANA special-purpose registries
/// and, for IPv6 forms that carry an IPv4 address, by that one too.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// IPv4 networks that are not the public internet, with the length of their prefix.
const SPECIAL_V4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast, then reserved with broadcast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
    (Ipv4Addr::BROADCAST, 32),
];

/// Networks within `2000::/3`, the part of IPv6 that is given out, that are not public either:
/// protocol assignments (Teredo is looked into before) and documentation.
const SPECIAL_V6: [(Ipv6Addr, u32); 3] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xDB8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3FFF, 0, 0, 0, 0, 0, 0, 0), 20),
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    !SPECIAL_V4
        .iter()
        .any(|(net, prefix)| (address.to_bits() ^ net.to_bits()) >> (32 - prefix) == 0)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // IPv4-compatible and -mapped (with unspecified and loopback), IPv4-translated, NAT64.
        [0, 0, 0, 0, 0, 0 | 0xFFFF, high, low]
        | [0, 0, 0, 0, 0xFFFF, 0, high, low]
        | [0x64, 0xFF9B, 0, 0, 0, 0, high, low]
        // 6to4.
        | [0x2002, high, low, ..] => is_public_v4(embedded(high, low)),
        // Teredo carries the server and, inverted, the client.
        [0x2001, 0, server_high, server_low, _, _, high, low] => {
            is_public_v4(embedded(server_high, server_low)) && is_public_v4(embedded(!high, !low))
        }
        // Unique local, link-local, multicast, local NAT64 prefixes, discard: all outside 2000::/3.
        [first, ..] => {
            let special = |(net, prefix): &(Ipv6Addr, u32)| {
                (address.to_bits() ^ net.to_bits()) >> (128 - prefix) == 0
            };
            first >> 13 == 1 && !SPECIAL_V6.iter().any(special)
        }
    }
}

fn embedded(high: u16, low: u16) -> Ipv4Addr {
    let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
    Ipv4Addr::new(a, b, c, d)
}

/// Refuses addresses that are written as numbers, which no resolver sees; the `url` crate has
/// already turned every odd spelling (`0x7f.1`, `2130706433`) into the plain one.
pub(super) fn check_literal(url: &WebUrl) -> Result<(), FetchError> {
    let address = match url.as_url().host() {
        Some(Host::Ipv4(v4)) => IpAddr::V4(v4),
        Some(Host::Ipv6(v6)) => IpAddr::V6(v6),
        Some(Host::Domain(name)) if is_local_name(name) => {
            return Err(refused(url, name));
        }
        _ => return Ok(()),
    };
    if is_public(address) { Ok(()) } else { Err(refused(url, &address.to_string())) }
}

fn refused(url: &WebUrl, what: &str) -> FetchError {
    let text = format!(
        "{what} is not on the public internet; `[fetch] allow_private_networks = true` in config.toml \
         reads from there"
    );
    FetchError::new(url, ErrorClass::Refused, text)
}

/// Names that never leave the machine or the link; refused also where a proxy would look them up.
fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or_default();
    matches!(last, "localhost" | "local" | "localdomain" | "internal")
}

/// A name that leads only to addresses that are not public.
#[derive(Debug)]
pub(super) struct Blocked {
    name: String,
    address: Option<IpAddr>,
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.address {
            Some(address) => write!(
                f,
                "{} leads to {address}, which is not on the public internet; \
                 `[fetch] allow_private_networks = true` in config.toml reads from there",
                self.name
            ),
            None => write!(f, "{} has no address", self.name),
        }
    }
}

impl std::error::Error for Blocked {}

/// Looks names up and keeps the public addresses only. They are the ones dialled, so an answer that
/// changes between check and use gains nothing.
#[derive(Debug)]
pub(super) struct GuardedResolver;

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> =
                found.iter().copied().filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                let address = found.first().map(SocketAddr::ip);
                return Err(Box::new(Blocked { name, address }).into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_pass() {
        for text in [
            "1.1.1.1",
            "202.120.2.119",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
            "2001:da8::1",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn special_addresses_and_what_embeds_them_do_not() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:0:127.0.0.1",
            "64:ff9b::192.168.0.1",
            "64:ff9b:1::1",
            "100::1",
            "2001:db8::1",
            "2001:2::1",
            "2001:10::1",
            "2001:20::1",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "5f00::1",
            "2002:7f00:1::1",
            "2002:c0a8:101::",
            "2001:0:7f00:1::",
            // Teredo of client 192.168.1.1, written inverted.
            "2001:0:808:808:0:0:3f57:fefe",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn odd_spellings_of_an_address_are_that_address() {
        for host in [
            "127.0.0.1",
            "2130706433",
            "0x7f.1",
            "127.1",
            "0177.0.0.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "localhost",
            "LOCALHOST.",
            "printer.local",
            "１２７.0.0.1",
            "127。0。0。1",
            "metadata.google.internal",
        ] {
            let url = WebUrl::parse(&format!("http://{host}:8080/")).unwrap();
            let refused = check_literal(&url).unwrap_err();
            assert_eq!(refused.class, ErrorClass::Refused, "{host}");
        }
        assert!(check_literal(&WebUrl::parse("https://www.example.edu/").unwrap()).is_ok());
    }

    #[tokio::test]
    async fn a_name_that_leads_to_a_private_address_is_not_dialled() {
        let Err(refused) = GuardedResolver.resolve("localhost".parse().unwrap()).await else {
            panic!("localhost is not public");
        };
        assert!(refused.to_string().starts_with("localhost leads to "), "{refused}");
    }
}
