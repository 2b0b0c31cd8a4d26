//! Which parameters of an address name the article, and which only say how one came there.

/// Who sent the reader: never part of what is shown.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "gclsrc",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "oly_anon_id",
    "oly_enc_id",
    "vero_id",
    "vero_conv",
    "_hsenc",
    "_hsmi",
    "__hstc",
    "__hssc",
    "__hsfp",
    "hsctatracking",
    "_ga",
    "_gl",
    "_ke",
    "s_cid",
    "icid",
    "ncid",
    "cmpid",
    "wickedid",
    "rb_clickid",
    "spm",
    "scm",
    "from_source",
    "share_token",
    "share_from",
    "share_source",
    "share_medium",
    "sharer_shareinfo",
    "sharer_shareinfo_first",
    "isappinstalled",
    "nsukey",
    "bd_vid",
    "bdlink",
    "qhclickid",
    "ref_src",
    "ref_url",
    "referrer",
    "rss",
    "ito",
    "at_medium",
    "at_campaign",
    "replytocom",
    "xtor",
    "trk",
    "trkcampaign",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "srsltid",
    "epik",
    "zanpid",
    "sc_cid",
    "elqtrackid",
    "elqtrack",
    "assetid_tracking",
    "hmsr",
    "hmpl",
    "hmcu",
    "hmkw",
    "hmci",
    "weibo_id",
    "wxshare_count",
    "hss_channel",
    "__twitter_impression",
    "feature_share",
];

const TRACKING_STARTS: &[&str] =
    &["utm_", "mtm_", "pk_", "piwik_", "matomo_", "stm_", "hsa_", "__cf_chl"];

/// Words in `from=`, `source=` and `ref=` that name a way of sharing, not a part of the site.
const SHARED_BY: &[&str] = &[
    "timeline",
    "singlemessage",
    "groupmessage",
    "appmessage",
    "favorites",
    "message",
    "weixin",
    "wechat",
    "weibo",
    "qq",
    "qzone",
    "twitter",
    "facebook",
    "linkedin",
    "rss",
    "feed",
    "newsletter",
    "email",
    "share",
    "app",
    "search",
    "home",
    "homepage",
];

const SESSION: &[&str] = &[
    "jsessionid",
    "phpsessid",
    "aspsessionid",
    "asp.net_sessionid",
    "sessionid",
    "session_id",
    "sessid",
    "cfid",
    "cftoken",
    "zenid",
    "oscsid",
];

/// Where the reader stood in a list before opening the article, as board systems pass it on.
const LIST_STATE: &[&str] = &[
    "article.offset",
    "articlelimit",
    "article_limit",
    "pageindex",
    "pageunit",
    "pagesize",
    "searchcnd",
    "searchwrd",
    "searchkeyword",
    "searchcondition",
    "searchoperation",
    "searchtype",
    "searchtext",
    "searchvalue",
    "srsearchkey",
    "srsearchval",
    "startpage",
    "paging",
    "currentpageno",
    "orderby",
    "sortorder",
];

/// The same query without who sent the reader; everything else stays as it was.
pub(super) fn untracked(query: &str) -> Option<String> {
    let kept: Vec<&str> = query
        .split('&')
        .filter(|part| {
            let name = part.split('=').next().unwrap_or_default().to_ascii_lowercase();
            let tracks = TRACKING.contains(&name.as_str())
                || TRACKING_STARTS.iter().any(|start| name.starts_with(start));
            !part.is_empty() && !tracks
        })
        .collect();
    (!kept.is_empty()).then(|| kept.join("&"))
}

/// A query in its one order, without what does not name the article.
pub(super) fn cleaned(query: &str) -> Option<String> {
    let pairs: Vec<(&str, &str)> = query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .collect();
    if let Some(only) = wechat_article(&pairs) {
        return Some(only);
    }
    let kept: Vec<(&str, &str)> =
        pairs.into_iter().filter(|(name, value)| !is_noise(name, value)).collect();
    let named = kept.iter().any(|(name, value)| names_article(name, value));
    let full = kept.iter().any(|(_, value)| !value.is_empty());
    let mut kept: Vec<(&str, &str)> = kept
        .into_iter()
        .filter(|(_, value)| !(full && value.is_empty()))
        .filter(|(name, value)| !(named && is_state(name, value)))
        .collect();
    // a stable sort by name makes equal sets equal and keeps repeated names in their order
    kept.sort_by_key(|(name, _)| *name);
    let parts: Vec<String> = kept
        .into_iter()
        .map(
            |(name, value)| {
                if value.is_empty() { name.to_owned() } else { format!("{name}={value}") }
            },
        )
        .collect();
    (!parts.is_empty()).then(|| parts.join("&"))
}

fn is_noise(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let value = value.to_ascii_lowercase();
    let name = name.as_str();
    TRACKING.contains(&name)
        || TRACKING_STARTS.iter().any(|start| name.starts_with(start))
        || SESSION.iter().any(|session| name.starts_with(session))
        || (matches!(name, "from" | "source" | "src" | "ref" | "via" | "share" | "channel")
            && SHARED_BY.contains(&value.as_str()))
        || (matches!(name, "sid" | "s" | "session") && looks_like_session(&value))
        || is_variant(name, &value)
}

/// Print, mobile and AMP faces of one page.
fn is_variant(name: &str, value: &str) -> bool {
    let yes = matches!(value, "" | "1" | "true" | "yes" | "y" | "on");
    match name {
        "print" | "printable" | "printview" | "printmode" | "print_view" | "amp" | "mobile"
        | "ismobile" | "nomobile" | "mobile_view" | "wap" | "noamp" => {
            yes || value == "0" || value == "print"
        }
        "view" | "format" | "mode" | "output" | "outputtype" | "layout" | "style" | "display"
        | "type" => {
            matches!(value, "print" | "printable" | "printer" | "amp" | "mobile")
        }
        "tmpl" => matches!(value, "component" | "print"),
        _ => false,
    }
}

fn looks_like_session(value: &str) -> bool {
    value.len() >= 16
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b.is_ascii_alphabetic())
}

/// A parameter that by itself picks one article: a name that speaks of a number, and a number.
fn names_article(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let number = value.bytes().any(|b| b.is_ascii_digit());
    number
        && [
            "id", "no", "seq", "sn", "idx", "num", "aid", "nid", "key", "dataSid", "sid", "wr_id",
            "p",
        ]
        .iter()
        .any(|end| name == *end || (end.len() > 1 && name.ends_with(&end.to_ascii_lowercase())))
}

fn is_state(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let stamp = value.len() >= 10 && value.bytes().all(|b| b.is_ascii_digit());
    LIST_STATE.contains(&name.as_str())
        || matches!(
            name.as_str(),
            "_" | "_t" | "rnd" | "rand" | "random" | "timestamp" | "nocache" | "cachebuster"
        )
        || (name == "t" && stamp)
}

/// A `WeChat` article is named by four parameters; the dozen others tell who shared it.
fn wechat_article(pairs: &[(&str, &str)]) -> Option<String> {
    let value = |wanted: &str| pairs.iter().find(|(name, _)| *name == wanted).map(|(_, v)| *v);
    let (biz, mid, idx) = (value("__biz")?, value("mid")?, value("idx")?);
    let mut only = format!("__biz={biz}&idx={idx}&mid={mid}");
    if let Some(sn) = value("sn") {
        only.push_str("&sn=");
        only.push_str(sn);
    }
    Some(only)
}
