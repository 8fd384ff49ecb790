//! The direct way gives what the full way gives, wherever it gives anything.

use super::{
    super::{clean_by_tree, direct, directly},
    base,
};
use proptest::{collection::vec, prelude::*, sample::select};
use url::Url;

/// The direct way's answer, which must be the full way's.
#[track_caller]
fn agreed(markup: &str, base: Option<&Url>) -> Option<String> {
    let direct = directly(markup, base)?;
    if let Some(by_tree) = clean_by_tree(markup, base) {
        assert_eq!(direct, by_tree.as_str(), "from {markup:?}");
    }
    Some(direct)
}

#[track_caller]
fn check_direct(markup: &str) {
    assert!(
        agreed(markup, Some(&base())).is_some(),
        "{markup:?} needs no tree"
    );
}

#[track_caller]
fn check_doubtful(markup: &str) {
    assert_eq!(direct::clean(markup, None), None, "of {markup:?}");
}

#[test]
fn what_most_people_write_needs_no_tree() {
    check_direct(
        "<p>A <b>b</b> c <a class=x href='/d?e=1&f=2' target=_blank>g</a>&nbsp;h &#8211; i</p>\n<p>j",
    );
    check_direct(
        "<P>a<BR/>b<p>c<ul>\n<li>d<li>e\n</ul><hr><h2 id=f>g</h2><blockquote cite=/h><p>i</blockquote>",
    );
    check_direct(
        "<!-- wp:x --><figure class=\"a\"><img src=\"/b.jpg\" alt=\"c &lt; d\" width=640 /><figcaption>e</figcaption></figure>",
    );
    check_direct("<table border=1><tr><td>a<p>b</td><th colspan=2>c</th></tr>\n<tr></tr></table>d");
    check_direct("AT&T; <a title='&n5;' href='/?&0x41;'>b</a> &0x41; &nope; &TH");
    check_direct("a & b, Q&A, 1 > 0 <script>c</script><style>d</style><dl><dt>e<dd>f</dl>");
    check_direct(
        "<section><div>a</div><img src=/b.png width=1 height=1></section><font color=red>c</font>",
    );
}

#[test]
fn where_a_parser_has_to_guess_the_tree_decides() {
    for markup in [
        "<b><i>a</b></i>",
        "<p><b>a<p>b",
        "<a><a>",
        "<table>a",
        "<table><td>",
        "<h1><h2>",
        "<li>a",
        "</p>",
        "</br>",
        "<svg>",
        "<math>",
        "<select>",
        "<noscript>",
        "<iframe>a</iframe>",
        "<script><!-- a</script>",
        "<form>",
        "a < b",
        "<!doctype x>",
        "<?x>",
        "<![CDATA[a]]>",
        "<!-->a",
        "<!--a--!>b",
        "<!--a<!--b-->",
        "&copy",
        "&ampx;",
        "&#0;",
        "&#x80;",
        "&#13;",
        "a\rb",
        "a\0b",
        "<p a='b'c>",
        "<p a=b\">",
        "<p title=a title=b>",
        "<p",
        "<p title='a",
        "<img data-src=a src=lazy>",
        "<ruby>a<rt>b</ruby>",
        "<p>a</p",
        "<p/ >",
        "<li><div><li>",
    ] {
        check_doubtful(markup);
    }
}

#[test]
fn every_element_of_the_direct_way_is_written_as_the_full_way_writes_it() {
    for element in direct::names() {
        for around in [
            "#",
            "<p>#</p>",
            "<ul>#</ul>",
            "<dl>#</dl>",
            "<table><tr>#</tr></table>",
            "<div>a#b</div>",
        ] {
            let inside = format!("<{element} title=a lang=b href=/c src=/d cite=/e>f</{element}>g");
            agreed(&around.replace('#', &inside), Some(&base()));
        }
    }
}

#[test]
fn names_are_sorted_and_shown_where_the_sanitiser_shows_them() {
    let names: Vec<&str> = direct::names().collect();
    assert!(names.is_sorted());
    for name in names {
        let shown = direct::shows(name);
        assert_eq!(
            shown,
            super::ELEMENTS.contains(&format!(" {name} ")),
            "{name}"
        );
    }
}

#[test]
fn what_costs_a_tree_too_much_is_read_to_its_end() {
    for piece in [
        "<p>x",
        "<ul><li></ul>",
        "&amp;",
        "&#65;",
        "<span title=a>x</span>",
    ] {
        let markup = piece.repeat(40_000);
        assert_eq!(clean_by_tree(&markup, None), None, "{piece}");
        let html = agreed(&markup, None).unwrap_or_default();
        assert_eq!(agreed(&html, None).as_ref(), Some(&html), "{piece}");
        assert!(
            html.ends_with(agreed(piece, None).unwrap_or_default().as_str()),
            "{piece}"
        );
    }
}

#[test]
fn a_reference_around_a_picture_that_goes_is_left_to_the_tree() {
    check_doubtful("a &<img src=b width=1>#39; c");
    check_doubtful("a &am<img src=b width=1>p; c");
    check_direct("a &amp;<img src=b width=1>#39; c");
    check_direct("a & b<img src=b>c");
}

#[test]
fn addresses_are_too_dear_to_be_read_without_end() {
    check_direct(&"<a href=b>c</a>".repeat(1_000));
    check_doubtful(&"<a href=b>c</a>".repeat(20_000));
}

const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<a href=\"/x?a=1&b=2&amp;c\">",
    "</a>",
    "<div class=x>",
    "</div>",
    "<ul>",
    "</ul>",
    "<ol start=3>",
    "</ol>",
    "<li>",
    "</li>",
    "<dl>",
    "</dl>",
    "<dt>",
    "</dt>",
    "<dd>",
    "</dd>",
    "<h2>",
    "</h2>",
    "<h3>",
    "</h3>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<span lang=de>",
    "</span>",
    "<br>",
    "<br/>",
    "<hr>",
    "<hr />",
    "<wbr>",
    "<table>",
    "</table>",
    "<tbody>",
    "</tbody>",
    "<thead>",
    "</thead>",
    "<tr>",
    "</tr>",
    "<td colspan=2>",
    "</td>",
    "<th>",
    "</th>",
    "<blockquote cite='http://q.example/'>",
    "</blockquote>",
    "<figure>",
    "</figure>",
    "<figcaption>",
    "</figcaption>",
    "<section>",
    "</section>",
    "<font size=1>",
    "</font>",
    "<picture>",
    "<source srcset=a>",
    "</picture>",
    "<label>",
    "</label>",
    "<address>",
    "</address>",
    "<main>",
    "</main>",
    "<img src=\"/a.jpg\" alt='b \"c\"' width=10>",
    "<img src=x height=1>",
    "<img src=//pixel.wp.com/x>",
    "<img width=5 src='data:x' title=a rel=b loading=eager alt=''>",
    "<IMG SRC=HTTP://A.EXAMPLE/B.PNG>",
    "<a rel=x hreflang=de href='javascript:x'>",
    "<a href=' mailto:a@b.example '>",
    "<a href=http://1.2.3/>",
    "<a href=https://xn--a/>",
    "<a href=\"http://a.example:80/\">",
    "<a href='http://[::1]/'>",
    "<a href='http:///x'>",
    "<del datetime=2026 cite=x>",
    "</del>",
    "<q cite=//e.example/>",
    "</q>",
    "<p dir=rtl title='a&quot;<b>&#233;'>",
    "<p title=\"\u{a0}&nbsp;&copy=1&lt\">",
    "<p title=a&b=c&d>",
    "<script>x</script>",
    "<script>a<b</script>",
    "<style>y{}</style>",
    "<!-- c -->",
    "<!---->",
    "<!--a--",
    "-->",
    "&amp;",
    "&lt;",
    "&gt;",
    "&quot;",
    "&nbsp;",
    "&hellip;",
    "&#8211;",
    "&#x2014;",
    "&#10;",
    "&#39;",
    "&notit;",
    "&not",
    "&",
    " & ",
    "Q&A",
    "AT&T;",
    "&n5;",
    "&0x41;",
    "\u{a0}",
    "\u{ab}",
    "č",
    "\n",
    " ",
    "\t",
    "a",
    "text",
    ">",
    "<",
    "\u{feff}",
    "&#xfeff;",
    "&NotEqualTilde;",
    "&acE;",
    "\u{c}",
    "<P TITLE=A>",
    "<p title = 'b' >",
    "<p hidden>",
    "<p title=a/>",
    "<details open>",
    "</details>",
    "<summary>",
    "</summary>",
    "<u>",
    "</u>",
    "<sup>",
    "</sup>",
    "<nav>",
    "</nav>",
    "<small>",
    "</small>",
    "<time datetime=x>",
    "</time>",
    "<center>",
    "</center>",
    "<caption>",
    "<col>",
    "<svg>",
    "<o:p>",
    "</o:p>",
    "<td>",
    "<big>",
    "</big>",
];

/// An element with something in it, so that most of what comes is closed as it was opened.
fn nested() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(PIECES).prop_map(str::to_owned),
        1 => "[a-z<>&;#= \"'/!-]{0,6}",
    ];
    let names = select(direct::names().collect::<Vec<_>>());
    piece.prop_recursive(6, 60, 6, move |inner| {
        let names = names.clone();
        prop_oneof![
            1 => vec(inner.clone(), 0..6).prop_map(|parts| parts.concat()),
            4 => (names, vec(inner, 0..4)).prop_map(|(name, parts)| format!("<{name}>{}</{name}>", parts.concat())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_agree_on_whatever_is_put_together(parts in vec(select(PIECES), 0..12)) {
        agreed(&parts.concat(), Some(&base()));
    }

    #[test]
    fn both_ways_agree_on_what_is_nested(markup in nested()) {
        agreed(&markup, Some(&base()));
        agreed(&markup, None);
    }
}

#[test]
fn a_byte_order_mark_behind_a_script_is_left_to_the_tree() {
    check_doubtful("<b>a</b><script>b</script>\u{feff}c");
    check_direct("<b>a</b><script>b</script>c\u{feff}");
}
