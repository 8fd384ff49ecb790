//! Attacks of our own writing on the ways that are known: each must come out inert.

use super::{assert_inert, cleaned};

#[track_caller]
fn inert(payloads: &[&str]) {
    for payload in payloads {
        let surrounded = format!("prije <p>{payload}</p> poslije");
        for markup in [*payload, surrounded.as_str()] {
            let html = cleaned(markup);
            assert_inert(&html, markup);
            assert!(!html.to_ascii_lowercase().contains("<script"), "{html}");
        }
    }
}

#[test]
fn scripts_in_every_spelling_are_inert() {
    inert(&[
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<script\n>alert(1)</script\n>",
        "<script/x>alert(1)</script/y>",
        "<script>/*</script><script>*/alert(1)</script>",
        "<<script>alert(1)//<</script>",
        "<script><!-- </script> --><img src=x onerror=alert(1)>",
        "<script type=\"text/plain\">--></script><b onclick=alert(1)>x",
        "<sCrIpT>alert`1`</ScRiPt>",
        "<script x=\"</script><img src=y onerror=alert(1)>\">",
        "<svg><script>alert(1)</script></svg>",
        "<svg><script href=\"data:text/javascript,alert(1)\"/></svg>",
        "<math><script>alert(1)</script></math>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<script>alert(1)",
    ]);
}

#[test]
fn handlers_on_elements_that_stay_are_inert() {
    inert(&[
        "<img src=x onerror=alert(1)>",
        "<img src=x onerror=\"alert(1)\" onload='alert(2)'>",
        "<img/src=x/onerror=alert(1)>",
        "<img src=\"x\"onerror=\"alert(1)\">",
        "<img src=x OnErRoR=alert(1)>",
        "<img src=x on\terror=alert(1)>",
        "<img \"\"\"><script>alert(1)</script>\">",
        "<a href=\"x\" onclick=alert(1)>y</a>",
        "<a onmouseover=\"alert(1)\" href=x>y</a>",
        "<p onpointerenter=alert(1)>y",
        "<div onanimationstart=alert(1) style=\"animation:x\">y</div>",
        "<details open ontoggle=alert(1)>y</details>",
        "<b onfocus=alert(1) tabindex=1 autofocus contenteditable>y</b>",
        "<table background=\"javascript:alert(1)\" onscroll=alert(1)><tr><td>y",
        "<p/onclick/=alert(1)>y",
        "<p title=\"a\"b=\"c\"onclick=\"alert(1)\">y",
        "<p title='\"' onclick='alert(1)' lang=\"'\">y",
        "<p title=`\"` onclick=alert(1)`>y",
        "<span onbeforeinput=alert(1) onformdata=alert(2)>y</span>",
        "<li oncontentvisibilityautostatechange=alert(1)>y",
    ]);
}

#[test]
fn addresses_that_would_run_are_inert() {
    inert(&[
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
        "<a href=\" javascript:alert(1)\">x</a>",
        "<a href=\"&#1;javascript:alert(1)\">x</a>",
        "<a href=\"java&#9;script:alert(1)\">x</a>",
        "<a href=\"java&#10;script:alert(1)\">x</a>",
        "<a href=\"java&#13;&#10;script&colon;alert(1)\">x</a>",
        "<a href=\"&#x6A;&#x61;vascript:alert(1)\">x</a>",
        "<a href=\"&#0000106avascript:alert(1)\">x</a>",
        "<a href=\"javascript&#58;alert(1)\">x</a>",
        "<a href=\"javascript&Tab;:alert(1)\">x</a>",
        "<a href=\"java&NewLine;script:alert(1)\">x</a>",
        "<a href=\"vbscript:msgbox(1)\">x</a>",
        "<a href=\"livescript:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<a href=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg\">x</a>",
        "<a href=\"view-source:javascript:alert(1)\">x</a>",
        "<a href=\"feed:javascript:alert(1)\">x</a>",
        "<a href=\"jar:javascript:alert(1)!/\">x</a>",
        "<a href=\"about:blank\">x</a>",
        "<a href=\"filesystem:http://evil.example/x\">x</a>",
        "<a href=\"intent://x#Intent;scheme=javascript;end\">x</a>",
        "<a href=\"//evil.example\\@site.example\">x</a>",
        "<a href=\"http:javascript:alert(1)\">x</a>",
        "<a href=\"\u{1}javascript:alert(1)\">x</a>",
        "<img src=\"javascript:alert(1)\">",
        "<img src=\"jav\tascript:alert(1)\">",
        "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">",
        "<img src=\"data:text/html,x\">",
        "<img srcset=\"javascript:alert(1) 1x, data:text/html,y 2x\">",
        "<img srcset=\",javascript:alert(1)\">",
        "<img lowsrc=\"javascript:alert(1)\" dynsrc=\"javascript:alert(2)\">",
        "<img longdesc=\"javascript:alert(1)\" usemap=\"javascript:alert(2)\">",
        "<blockquote cite=\"javascript:alert(1)\">x</blockquote>",
        "<q cite=\"&#106;avascript:alert(1)\">x</q>",
        "<del cite=\"data:text/html,x\">x</del>",
        "<a ping=\"http://evil.example/\" href=\"/x\">y</a>",
        "<a href=\"/x\" target=\"_blank\" download=\"y.exe\">z</a>",
        "<a xlink:href=\"javascript:alert(1)\">x</a>",
        "<a href=\"mailto:a@b.example?body=<script>alert(1)</script>\">x</a>",
        "<area href=\"javascript:alert(1)\"><map name=m><area href=javascript:x></map>",
    ]);
}

#[test]
fn elements_that_load_or_act_are_inert() {
    inert(&[
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=\"javascript:alert(1)\"></object>",
        "<object type=\"text/html\" data=\"//evil.example\"><param name=x value=y></object>",
        "<embed src=\"javascript:alert(1)\">",
        "<applet code=Evil.class></applet>",
        "<form action=\"javascript:alert(1)\"><input type=submit></form>",
        "<form id=x></form><button form=x formaction=\"javascript:alert(1)\">y</button>",
        "<input type=image src=x onerror=alert(1)>",
        "<input autofocus onfocus=alert(1)>",
        "<textarea autofocus onfocus=alert(1)></textarea>",
        "<select autofocus onfocus=alert(1)><option>x",
        "<keygen autofocus onfocus=alert(1)>",
        "<video src=x onerror=alert(1)></video>",
        "<video><source onerror=alert(1)></video>",
        "<audio src=x onerror=alert(1)></audio>",
        "<video poster=\"javascript:alert(1)\"></video>",
        "<base href=\"javascript:alert(1)//\"><a href=\"x\">y</a>",
        "<link rel=stylesheet href=\"javascript:alert(1)\">",
        "<link rel=import href=\"//evil.example\">",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        "<body onload=alert(1) background=\"javascript:x\">y",
        "<html manifest=\"//evil.example\" onclick=alert(1)>",
        "<frameset onload=alert(1)><frame src=\"javascript:alert(1)\">",
        "<bgsound src=\"javascript:alert(1)\">",
        "<layer src=\"//evil.example\"></layer>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<isindex action=\"javascript:alert(1)\" type=image>",
        "<portal src=\"//evil.example\"></portal>",
        "<dialog open onclose=alert(1)>x</dialog>",
        "<slot name=x></slot><template><script>alert(1)</script></template>",
        "<xml id=x><i><![CDATA[<script>alert(1)</script>]]></i></xml>",
        "<custom-element onclick=alert(1)>x</custom-element>",
        "<plaintext><script>alert(1)</script>",
        "<xss style=\"x\" onclick=alert(1)>y</xss>",
    ]);
}

#[test]
fn styles_are_inert() {
    inert(&[
        "<style>body{background:url(javascript:alert(1))}</style>",
        "<style>@import '//evil.example/x.css';</style>",
        "<p style=\"background:url(javascript:alert(1))\">x</p>",
        "<p style=\"width:expression(alert(1))\">x</p>",
        "<p style=\"behavior:url(#default#time2)\">x</p>",
        "<p style=\"-moz-binding:url(//evil.example/x#y)\">x</p>",
        "<p style=\"position:fixed;top:0;left:0;width:100%;height:100%\">x</p>",
        "<div style=\"x:\\65xpression(alert(1))\">y</div>",
        "<p class=\"h-entry modal\" id=\"wp-login\" name=\"admin\">x</p>",
        "<style><img src=\"</style><img src=x onerror=alert(1)>\">",
        "<a style=\"color:red;}</style><script>alert(1)</script>\" href=/x>y</a>",
    ]);
}

#[test]
fn foreign_elements_are_inert() {
    inert(&[
        "<svg onload=alert(1)>",
        "<svg/onload=alert(1)//",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text y=20>x</text></a></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
        "<svg><a><animate attributeName=href values=\"javascript:alert(1)\"/><text>x</text></a></svg>",
        "<svg><set attributeName=href to=\"javascript:alert(1)\"/></svg>",
        "<svg><use href=\"data:image/svg+xml,<svg id=x onload=alert(1)/>#x\"/></svg>",
        "<svg><foreignObject><body onload=alert(1)></foreignObject></svg>",
        "<svg><image href=\"x\" onerror=alert(1)></svg>",
        "<svg><desc><img src=x onerror=alert(1)></desc></svg>",
        "<svg><title><img src=x onerror=alert(1)></title></svg>",
        "<math><a xlink:href=\"javascript:alert(1)\">x</a></math>",
        "<math href=\"javascript:alert(1)\">x</math>",
        "<math><mi xlink:href=\"data:text/html,x\">y</mi></math>",
        "<math><annotation-xml encoding=\"text/html\"><img src=x onerror=alert(1)></annotation-xml></math>",
        "<math><maction actiontype=\"statusline#//evil.example\" xlink:href=\"javascript:alert(1)\">x</maction></math>",
    ]);
}

#[test]
fn trees_that_change_when_they_are_read_again_are_inert() {
    inert(&[
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<svg></br><style><a title=\"</style><img src=x onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title=\"</style><img src onerror=alert(1)>\"></style></h1>",
        "<svg><iframe><a title=\"</iframe><img src onerror=alert(1)>\">x",
        "<svg><noscript><a title=\"</noscript><img src onerror=alert(1)>\">x",
        "<svg><xmp><a title=\"</xmp><img src onerror=alert(1)>\">x",
        "<svg><textarea><a title=\"</textarea><img src onerror=alert(1)>\">x",
        "<math><annotation-xml><p><style><img title=\"</style><img src onerror=alert(1)>\">",
        "<svg><annotation-xml><foreignobject><style><!--</style><p id=\"--><img src onerror=alert(1)>\">",
        "<p><table><p title=\"</table><img src onerror=alert(1)>\"></table>",
        "<select><style><!--</style><a title=\"--><img src onerror=alert(1)>\">",
        "<a href=\"/a\"><table><tr><td><a href=\"/b\"><p></a></table>",
        "<p><button><p title=\"</button></p><img src onerror=alert(1)>\">",
        "<b><p><object></b></object><p><marquee></p>",
        "<table><caption><svg><table></caption><style><a title=\"</style><img onerror=alert(1) src>\">",
        "<title><a title=\"</title><img src onerror=alert(1)>\">",
        "<textarea><a title=\"</textarea><img src onerror=alert(1)>\">",
        "<pre>\n\n<b title=\"</pre><img src onerror=alert(1)>\">",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!--x--!><img src=x onerror=alert(1)>-->",
        "<!-- --!x><img src=x onerror=alert(1)>",
        "<![CDATA[><img src=x onerror=alert(1)>]]>",
        "<svg><![CDATA[><img title=\"]]><img src onerror=alert(1)>\">",
        "<?xml version=\"><img src=x onerror=alert(1)>\"?>",
        "<!doctype x \"><img src=x onerror=alert(1)>",
        "</><img src=x onerror=alert(1)>",
        "</p title=\"><img src=x onerror=alert(1)>\">",
        "<p title=\"&lt;img src=x onerror=alert(1)&gt;\">&lt;img src=x onerror=alert(1)&gt;",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<listing>&lt;img src=1 onerror=alert(1)&gt;</listing>",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
        "<noembed><p title=\"</noembed><img src=x onerror=alert(1)>\">",
        "<image src=x onerror=alert(1)>",
        "<nobr><nobr><img src=x onerror=alert(1)><nobr></nobr>",
        "<template><p title=\"</template><img src=x onerror=alert(1)>\"></template>",
    ]);
}
