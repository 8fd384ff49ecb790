//! Which parts of a query only say how a reader came, and never what he came for.

/// True of a parameter that identifies a campaign, a click or a reader. What may be the identity of
/// a page (`p`, `id`, `option`, `page`, `ref` …) is none, whatever else it is used for.
pub(super) fn is_tracking(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    NAMES.binary_search(&name.as_str()).is_ok()
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || PAIRS
            .iter()
            .any(|(of, start)| name == *of && value.starts_with(start))
}

/// Beginnings of names.
const PREFIXES: &[&str] = &[
    "utm_",
    "mtm_",
    "matomo_",
    "hsa_",
    "itm_",
    "trk_",
    "fb_action_",
];

/// Names that track only with a value that begins so.
const PAIRS: &[(&str, &str)] = &[("partner", "rss"), ("source", "rss")];

/// Whole names, lower case, sorted.
const NAMES: &[&str] = &[
    "__hsfp",
    "__hssc",
    "__hstc",
    "__s",
    "__twitter_impression",
    "_branch_match_id",
    "_branch_referrer",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_ke",
    "_kx",
    "_openstat",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_link_id",
    "at_link_origin",
    "at_link_type",
    "at_medium",
    "at_ptr_name",
    "ck_subscriber_id",
    "cmpid",
    "cvid",
    "dclid",
    "dm_i",
    "echobox",
    "ef_id",
    "epik",
    "fb_ref",
    "fb_source",
    "fbclid",
    "ga_campaign",
    "ga_content",
    "ga_medium",
    "ga_place",
    "ga_source",
    "ga_term",
    "gad_campaignid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "gdffi",
    "gdfms",
    "gdftrk",
    "gs_l",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "hmb_campaign",
    "hmb_medium",
    "hmb_source",
    "hsctatracking",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ml_subscriber",
    "ml_subscriber_hash",
    "msclkid",
    "ncid",
    "ns_campaign",
    "ns_fee",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    "oft_c",
    "oft_id",
    "oft_k",
    "oft_lk",
    "oft_sk",
    "oly_anon_id",
    "oly_enc_id",
    "omnisendcontactid",
    "piwik_campaign",
    "piwik_keyword",
    "piwik_kwd",
    "pk_campaign",
    "pk_content",
    "pk_cpn",
    "pk_keyword",
    "pk_kwd",
    "pk_medium",
    "pk_source",
    "rb_clickid",
    "s_cid",
    "s_kwcid",
    "sc_campaign",
    "sc_channel",
    "sc_content",
    "sc_medium",
    "sc_outcome",
    "soc_src",
    "soc_trk",
    "sr_share",
    "srsltid",
    "trk",
    "trkcampaign",
    "trkinfo",
    "ttclid",
    "twclid",
    "vero_conv",
    "vero_id",
    "vgo_ee",
    "wbraid",
    "wickedid",
    "wickedsource",
    "wt.mc_id",
    "wt_mc",
    "wt_zmc",
    "xtor",
    "yclid",
    "ysclid",
    "zanpid",
];

#[cfg(test)]
mod tests {
    use super::{NAMES, is_tracking};

    #[test]
    fn the_table_is_sorted_lower_case_and_without_doubles() {
        assert!(NAMES.is_sorted_by(|a, b| a < b));
        assert!(
            NAMES
                .iter()
                .all(|name| !name.bytes().any(|b| b.is_ascii_uppercase()))
        );
    }

    #[test]
    fn campaigns_and_clicks_are_tracking() {
        for name in [
            "utm_source",
            "UTM_Medium",
            "fbclid",
            "gclid",
            "mc_cid",
            "mc_eid",
            "igshid",
        ] {
            assert!(is_tracking(name, "x"), "{name}");
        }
    }

    #[test]
    fn what_may_name_a_page_is_not() {
        for name in [
            "p",
            "id",
            "page",
            "page_id",
            "option",
            "view",
            "lang",
            "cat",
            "ref",
            "source",
            "s",
            "q",
            "submenu_id",
            "Itemid",
            "tx_news_pi1[news]",
            "v",
            "attachment_id",
            "post_type",
            "cid",
        ] {
            assert!(!is_tracking(name, "1"), "{name}");
        }
    }

    #[test]
    fn source_is_tracking_only_where_it_says_rss() {
        assert!(is_tracking("source", "rss----1a2b---4"));
        assert!(!is_tracking("source", "news"));
    }
}
