//! An address in, whether it may be asked out; a name in, the IP addresses that may be connected to.
//!
//! The check is made where the connection is: the resolver hands out nothing but addresses that
//! were checked, so that a name cannot change its mind in between (DNS rebinding). A literal
//! address never gets to a resolver and is checked on every hop instead.

use crate::{
    address::networks::{may_connect, range_of},
    model::FetchSettings,
};
use hickory_resolver::{TokioResolver, config::LookupIpStrategy, net::NetError};
use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, OnceLock},
};
use url::{Host, Url};

/// What may be reached.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    allowed: Arc<[IpNet]>,
    names: Names,
    /// The proxy's host is a trusted hop (RELIABILITY.md 6).
    trusted: Option<Arc<str>>,
}

/// Who knows the addresses of a name.
#[derive(Clone, Debug)]
enum Names {
    /// hickory, made at the first question.
    Own(Arc<OnceLock<TokioResolver>>),
    /// getaddrinfo.
    System,
    /// A test: one answer after the other.
    #[cfg(test)]
    Told(Arc<std::sync::Mutex<Vec<Vec<IpAddr>>>>),
}

/// Why a name or an address was not let through.
#[derive(Debug, thiserror::Error)]
pub(super) enum Barred {
    /// By us.
    #[error("{0}")]
    Refused(String),
    /// By the name service.
    #[error("{0}")]
    Unknown(String),
}

impl Guard {
    pub(super) fn new(settings: &FetchSettings) -> Self {
        let proxy = settings.proxy.as_deref().and_then(|p| Url::parse(p).ok());
        Self {
            allowed: settings.allow_networks.clone().into(),
            names: if settings.own_resolver {
                Names::Own(Arc::default())
            } else {
                Names::System
            },
            trusted: proxy.and_then(|proxy| proxy.host_str().map(Arc::from)),
        }
    }

    /// Everything about an address that can be told before a name is looked up, and the name too
    /// where a proxy or an odd port leaves the check to us.
    pub(super) async fn check(&self, url: &Url) -> Result<(), Barred> {
        if !matches!(url.scheme(), "http" | "https") {
            let scheme = url.scheme();
            return Err(refused(format!("{scheme}: is neither http nor https")));
        }
        let port = url.port_or_known_default().unwrap_or_default();
        match url.host() {
            None => Err(refused("it names no host".to_owned())),
            Some(Host::Ipv4(ip)) => self.check_ip(ip.into(), port),
            Some(Host::Ipv6(ip)) => self.check_ip(ip.into(), port),
            Some(Host::Domain(name)) => {
                if self.trusted.is_some() {
                    self.addresses(name).await?;
                }
                if usual(port) || self.only_allowed(name).await {
                    return Ok(());
                }
                Err(odd_port(port))
            }
        }
    }

    fn check_ip(&self, ip: IpAddr, port: u16) -> Result<(), Barred> {
        if !may_connect(ip, &self.allowed) {
            return Err(private(ip));
        }
        if usual(port) || self.is_allowed(ip) {
            return Ok(());
        }
        Err(odd_port(port))
    }

    fn is_allowed(&self, ip: IpAddr) -> bool {
        self.allowed
            .iter()
            .any(|net| net.contains(&ip.to_canonical()))
    }

    async fn only_allowed(&self, name: &str) -> bool {
        !self.allowed.is_empty()
            && self
                .addresses(name)
                .await
                .is_ok_and(|found| found.iter().all(|ip| self.is_allowed(*ip)))
    }

    /// The addresses of a name that may be connected to. Private ones are left out; a name that
    /// has no others is refused.
    async fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, Barred> {
        let found = self.look_up(name).await?;
        self.filter(name, found)
    }

    fn filter(&self, name: &str, found: Vec<IpAddr>) -> Result<Vec<IpAddr>, Barred> {
        let (open, barred): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|ip| may_connect(*ip, &self.allowed));
        match barred.first() {
            _ if !open.is_empty() => Ok(open),
            Some(ip) => Err(private(*ip)),
            None => Err(Barred::Unknown(format!("{name} has no address"))),
        }
    }

    async fn look_up(&self, name: &str) -> Result<Vec<IpAddr>, Barred> {
        if is_localhost(name) {
            return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
        }
        let unknown = |error: String| Barred::Unknown(format!("{name} was not found: {error}"));
        match &self.names {
            Names::Own(resolver) => own_look_up(resolver, name).await.map_err(unknown),
            Names::System => {
                let found = tokio::net::lookup_host((name, 0)).await;
                let found = found.map_err(|error| unknown(error.to_string()))?;
                Ok(found.map(|address| address.ip()).collect())
            }
            #[cfg(test)]
            Names::Told(answers) => Ok(answers.lock().expect("no panic").remove(0)),
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let name = name.as_str();
            let found = if guard.trusted.as_deref() == Some(name) {
                guard.look_up(name).await?
            } else {
                guard.addresses(name).await?
            };
            let found = found.into_iter().map(|ip| SocketAddr::new(ip, 0));
            Ok(Box::new(found) as Addrs)
        })
    }
}

/// RFC 6761 6.3: these names are this machine, whatever a name server says.
fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

async fn own_look_up(
    resolver: &OnceLock<TokioResolver>,
    name: &str,
) -> Result<Vec<IpAddr>, String> {
    let resolver = if let Some(ready) = resolver.get() {
        ready
    } else {
        let made = own_resolver().map_err(|error| error.to_string())?;
        resolver.get_or_init(|| made)
    };
    // The dot at the end keeps search domains out: what is asked for is what is configured.
    let full = format!("{}.", name.trim_end_matches('.'));
    let found = resolver.lookup_ip(full).await;
    let found = found.map_err(|error| error.to_string())?;
    Ok(found.iter().collect())
}

fn own_resolver() -> Result<TokioResolver, NetError> {
    let mut builder = TokioResolver::builder_tokio()?;
    builder.options_mut().ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
    builder.build()
}

fn refused(why: String) -> Barred {
    Barred::Refused(why)
}

fn private(ip: IpAddr) -> Barred {
    let range = range_of(ip).unwrap_or("not public");
    refused(format!(
        "{ip} is {range}: name its network in `allow_networks` of [fetch] if it is meant"
    ))
}

fn odd_port(port: u16) -> Barred {
    refused(format!(
        "port {port} belongs to another service: only 80, 443 and those above 1023 are asked \
         outside of `allow_networks`"
    ))
}

fn usual(port: u16) -> bool {
    matches!(port, 80 | 443) || (port > 1023 && !OTHER_SERVICES.contains(&port))
}

/// Ports above 1023 that browsers refuse as well (Fetch standard, "bad port").
const OTHER_SERVICES: &[u16] = &[
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
    6679, 6697, 10080,
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::{str::FromStr as _, sync::Mutex};

    fn guard(answers: &[&[&str]]) -> Guard {
        let ips = |answer: &&[&str]| answer.iter().map(|ip| ip.parse().expect(ip)).collect();
        Guard {
            allowed: Arc::default(),
            names: Names::Told(Arc::new(Mutex::new(answers.iter().map(ips).collect()))),
            trusted: None,
        }
    }

    /// What the client gets to connect to.
    async fn connected_to(guard: &Guard) -> Result<Vec<String>, String> {
        let name = Name::from_str("feeds.example").expect("a name");
        let found = guard.resolve(name).await;
        let found = found.map_err(|error| error.to_string())?;
        Ok(found.map(|address| address.ip().to_string()).collect())
    }

    #[tokio::test]
    async fn a_name_that_changes_its_mind_is_caught_where_the_connection_is() {
        let guard = guard(&[&["93.184.215.14"], &["127.0.0.1"]]);
        assert_eq!(
            connected_to(&guard).await,
            Ok(vec!["93.184.215.14".to_owned()])
        );
        assert!(connected_to(&guard).await.is_err());
    }

    #[tokio::test]
    async fn private_addresses_among_public_ones_are_left_out() {
        let guard = guard(&[&["10.0.0.1", "93.184.215.14", "::1", "2a00:1450::1"]]);
        let expected = ["93.184.215.14", "2a00:1450::1"].map(str::to_owned);
        assert_eq!(connected_to(&guard).await, Ok(expected.to_vec()));
    }

    #[tokio::test]
    async fn a_name_of_private_addresses_only_is_refused_with_the_reason() {
        let why = connected_to(&guard(&[&["::ffff:10.0.0.1", "fd00::1"]])).await;
        let why = why.expect_err("refused");
        assert!(
            why.contains("10.0.0.1") && why.contains("allow_networks"),
            "{why}"
        );
    }

    #[tokio::test]
    async fn a_proxy_is_trusted_as_a_hop_and_not_as_a_target() {
        let answer: &[&str] = &["10.0.0.1"];
        let guard = Guard {
            trusted: Some("feeds.example".into()),
            ..guard(&[answer, answer])
        };
        assert_eq!(connected_to(&guard).await, Ok(vec!["10.0.0.1".to_owned()]));
        let target = Url::parse("http://feeds.example/").expect("an address");
        assert!(guard.check(&target).await.is_err());
    }

    #[tokio::test]
    async fn a_name_without_an_address_is_unknown() {
        assert!(connected_to(&guard(&[&[]])).await.is_err());
    }

    #[tokio::test]
    async fn localhost_is_this_machine_whatever_its_name_server_says() {
        let guard = guard(&[&["93.184.215.14"]]);
        for name in ["localhost", "localhost.", "a.localhost"] {
            assert!(guard.addresses(name).await.is_err(), "{name}");
        }
    }
}
