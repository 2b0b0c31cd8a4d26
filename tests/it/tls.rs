//! HTTPS with a certificate authority of our own: what is trusted, and what an operator is told of
//! what is not.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use edwire::fetch::{Client, ErrorClass, FetchError, Settings};
use edwire::model::WebUrl;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::server::{noon, ok, page, settings};

struct Authority {
    certificate: Certificate,
    key: KeyPair,
}

impl Authority {
    fn new(name: &str, above: Option<&Self>) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().unwrap();
        let certificate = match above {
            Some(above) => params.signed_by(&key, &above.certificate, &above.key),
            None => params.self_signed(&key),
        };
        Self { certificate: certificate.unwrap(), key }
    }

    /// A server's certificate for a name, good from one year to another.
    fn server(&self, name: &str, years: (i32, i32)) -> (Certificate, KeyPair) {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(years.0, 1, 1);
        params.not_after = date_time_ymd(years.1, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.certificate, &self.key).unwrap();
        (certificate, key)
    }
}

const GOOD: (i32, i32) = (2020, 2090);

/// Serves "news" over TLS with this chain; its address.
fn serve(chain: &[&Certificate], key: &KeyPair) -> WebUrl {
    drop(rustls::crypto::ring::default_provider().install_default());
    let chain = chain.iter().map(|certificate| certificate.der().clone()).collect();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key);
    let config = Arc::new(config.unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let talk = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(talk, stream);
            let mut head = [0; 4096];
            if stream.read(&mut head).is_ok_and(|read| read > 0) {
                let _gone = stream.write_all(ok("news").as_bytes());
                stream.conn.send_close_notify();
                let _gone = stream.flush();
            }
        }
    });
    WebUrl::parse(&format!("https://localhost:{port}/")).unwrap()
}

fn trusting(extra: &[&Certificate]) -> Settings {
    let pem: String = extra.iter().map(|certificate| certificate.pem()).collect();
    Settings { extra_ca: Some(pem.into_bytes()), ..settings() }
}

async fn read(url: &WebUrl, settings: &Settings) -> Result<Vec<u8>, FetchError> {
    let read = page(&Client::new(settings, noon).unwrap(), url).await?;
    Ok(read.body.to_vec())
}

#[tokio::test]
async fn an_extra_authority_is_trusted_and_a_strange_one_is_not() {
    let ours = Authority::new("A ministry's own authority", None);
    let (certificate, key) = ours.server("localhost", GOOD);
    let url = serve(&[&certificate], &key);
    assert_eq!(read(&url, &trusting(&[&ours.certificate])).await.unwrap(), b"news");
    let strange = read(&url, &settings()).await.unwrap_err();
    assert_eq!(strange.class, ErrorClass::Permanent);
    assert!(strange.text.contains("no authority we know"), "{strange}");
}

#[tokio::test]
async fn a_missing_intermediate_certificate_is_named_and_can_be_added() {
    let root = Authority::new("Root", None);
    let between = Authority::new("Between", Some(&root));
    let (certificate, key) = between.server("localhost", GOOD);
    let whole = serve(&[&certificate, &between.certificate], &key);
    let trust = trusting(&[&root.certificate]);
    assert_eq!(read(&whole, &trust).await.unwrap(), b"news");
    let broken = serve(&[&certificate], &key);
    let refused = read(&broken, &trust).await.unwrap_err();
    assert_eq!(refused.class, ErrorClass::Permanent);
    for word in ["intermediate certificate", "extra_ca"] {
        assert!(refused.text.contains(word), "{refused}");
    }
    let mended = trusting(&[&root.certificate, &between.certificate]);
    assert_eq!(read(&broken, &mended).await.unwrap(), b"news");
}

#[tokio::test]
async fn expired_premature_and_wrongly_named_certificates_are_called_so() {
    let ours = Authority::new("Ours", None);
    for (name, years, said) in [
        ("localhost", (2010, 2011), "expired"),
        ("localhost", (2080, 2090), "not valid yet"),
        ("other.example", GOOD, "for another name"),
    ] {
        let (certificate, key) = ours.server(name, years);
        let url = serve(&[&certificate], &key);
        let refused = read(&url, &trusting(&[&ours.certificate])).await.unwrap_err();
        assert_eq!(refused.class, ErrorClass::Permanent);
        assert!(refused.text.contains(said), "{refused}");
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_or_one_of_long_ago_is_told_apart() {
    let old = crate::server::Server::start(|_, _| {});
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut hello = [0; 1024];
            let _read = stream.read(&mut hello);
            // the alert "protocol version" of TLS 1.0
            let _gone = stream.write_all(&[21, 3, 1, 0, 2, 2, 70]);
        }
    });
    let url = WebUrl::parse(&format!("https://localhost:{port}/")).unwrap();
    let refused = read(&url, &settings()).await.unwrap_err();
    assert!(refused.text.contains("TLS 1.1 or older"), "{refused}");
    assert_eq!(refused.class, ErrorClass::Permanent);
    let plain = old.url("/").to_string().replace("http://", "https://");
    let refused = read(&WebUrl::parse(&plain).unwrap(), &settings()).await.unwrap_err();
    assert!(matches!(refused.class, ErrorClass::Permanent | ErrorClass::Transient), "{refused}");
}

#[test]
fn what_is_no_certificate_is_refused_at_the_start() {
    let broken = Settings { extra_ca: Some(b"not PEM".to_vec()), ..settings() };
    let refused = Client::new(&broken, noon).unwrap_err();
    assert!(refused.to_string().contains("extra_ca"), "{refused}");
}
