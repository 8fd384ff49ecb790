//! An address in, whether it may be asked out; a name in, the IP addresses that may be connected to.
//!
//! The check is made where the connection is: the resolver hands out nothing but addresses that
//! were checked, so that a name cannot change its mind in between (DNS rebinding). A literal
//! address never gets to a resolver and is checked on every hop instead.

use crate::{
    address::networks::{may_connect, range_of},
    model::FetchSettings,
};
use hickory_resolver::{TokioResolver, config::LookupIpStrategy};
use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
};
use url::{Host, Url};

/// What may be reached.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    allowed: Arc<[IpNet]>,
    resolver: Option<Arc<OnceLock<TokioResolver>>>,
    /// The proxy's host is a trusted hop (RELIABILITY.md 6).
    trusted: Option<Arc<str>>,
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
            resolver: settings.own_resolver.then(Arc::default),
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
        if self.trusted.as_deref() == Some(name) {
            return Ok(found);
        }
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
        let unknown = |error: String| Barred::Unknown(format!("{name} was not found: {error}"));
        let Some(resolver) = &self.resolver else {
            let found = tokio::net::lookup_host((name, 0)).await;
            let found = found.map_err(|error| unknown(error.to_string()))?;
            return Ok(found.map(|address| address.ip()).collect());
        };
        let resolver = match resolver.get() {
            Some(ready) => ready,
            None => {
                let made = own_resolver().map_err(unknown)?;
                resolver.get_or_init(|| made)
            }
        };
        // The dot at the end keeps search domains out: what is asked for is what is configured.
        let full = format!("{}.", name.trim_end_matches('.'));
        let found = resolver.lookup_ip(full).await;
        let found = found.map_err(|error| unknown(error.to_string()))?;
        Ok(found.iter().collect())
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let found = guard.addresses(name.as_str()).await?;
            let found = found.into_iter().map(|ip| SocketAddr::new(ip, 0));
            Ok(Box::new(found) as Addrs)
        })
    }
}

fn own_resolver() -> Result<TokioResolver, String> {
    let mut builder = TokioResolver::builder_tokio().map_err(|error| error.to_string())?;
    builder.options_mut().ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
    builder.build().map_err(|error| error.to_string())
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
