//! What holds for any markup at all.

use super::{assert_inert, cleaned};
use crate::html::{clean, excerpt, plain, text};
use proptest::prelude::*;

/// Pieces that sanitisers and parsers have stumbled over, to be put together in any order.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href='x'>",
    "</a>",
    "<i title='</b>'>",
    "</i>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<caption>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mtext>",
    "<mglyph>",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<noscript>",
    "</noscript>",
    "<select>",
    "<option>",
    "</select>",
    "<button>",
    "</button>",
    "<object>",
    "<marquee>",
    "<template>",
    "</template>",
    "<form>",
    "</form>",
    "<pre>",
    "\n",
    "</pre>",
    "<li>",
    "<ul>",
    "</ul>",
    "<dd>",
    "<div>",
    "</div>",
    "<h1>",
    "<h2>",
    "</h1>",
    "<nobr>",
    "<font color=red>",
    "</font>",
    "<br>",
    "</br>",
    "<img src=x onerror=alert(1)>",
    "<img width=1 src=y>",
    "<img data-src=/z.jpg src=data:,>",
    "<image src=a>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x",
    "x",
    " ",
    "&lt;",
    "&amp;lt;",
    "&#106;avascript:",
    "\u{a0}",
    "\0",
    "\"",
    "'",
    "<a href=\"javascript:alert(1)\">",
    "<a href='&#1;javascript:x'>",
    "<foreignObject>",
    "<desc>",
    "<annotation-xml encoding='text/html'>",
    "<iframe>",
    "</iframe>",
    "<xmp>",
    "</xmp>",
    "<plaintext>",
    "<frameset>",
    "<col>",
    "<colgroup>",
    "<tbody>",
    "<th>",
    "<ruby>",
    "<rt>",
    "<rp>",
    "<details>",
    "<summary>",
    "<center>",
    "<listing>",
    "<hr>",
    "<input>",
    "<p title='",
    ">",
    "<",
    "/>",
    "<blockquote cite='javascript:x'>",
    "</blockquote>",
    "<ol start=-1>",
    "<span lang=bs dir=rtl>",
    "</span>",
    "<a href='//evil.example'>",
    "<img srcset='a.png 1x, b.png 2x'>",
    "č",
    "新聞",
];

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => "[a-z <>&;'\"=/#!-]{0,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_in_only_inert_markup_goes_out(markup in markup()) {
        assert_inert(&cleaned(&markup), &markup);
    }

    #[test]
    fn any_string_is_harmless(markup in any::<String>()) {
        assert_inert(&cleaned(&markup), &markup);
    }

    #[test]
    fn text_holds_no_tag_that_was_markup(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        // What is text whatever it looks like, and `<` that begins no tag, is another matter.
        let literal = ["&", "<!", "<?", "<xmp", "<iframe", "<title", "<textarea", "<plaintext", "<noscript", "<script", "<style", "p title='"];
        let bare: String = pieces
            .into_iter()
            .filter(|piece| *piece != "<" && !literal.iter().any(|start| piece.contains(start)))
            .collect();
        let text = text(&clean(&bare, None));
        prop_assert!(!text.contains('<'), "{:?} of {:?}", text, bare);
        prop_assert!(!text.starts_with('\n') && !text.ends_with('\n') && !text.contains("\n\n"));
    }

    #[test]
    fn a_plain_title_is_one_line(markup in markup()) {
        let title = plain(&markup);
        prop_assert!(!title.contains(['\n', '\t', '\r']) && title.trim() == title, "{:?}", title);
    }

    #[test]
    fn an_excerpt_keeps_to_its_length(text in "\\PC{0,200}", most in 2_usize..80) {
        let short = excerpt(&text, most);
        prop_assert!(short.chars().count() <= most, "{:?}", short);
        prop_assert!(short.ends_with('…') || short.split_whitespace().eq(text.split_whitespace()));
    }
}
