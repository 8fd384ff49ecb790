//! Values of one kind where another belongs.

use super::*;

#[test]
fn what_stands_in_the_wrong_place_is_said_with_what_to_write() {
    let url = |rest: &str| format!("{URL}{rest}\n");
    refused(&url("every = 30"), (3, 9), "put it in quotes");
    refused(
        &url("first_run = -1"),
        (3, 13),
        "a number from 0 up belongs",
    );
    refused(
        &url("partner = \"yes\""),
        (3, 11),
        "write `true` or `false`",
    );
    refused(&url("tags = \"a\""), (3, 8), "put it in brackets");
    refused("[source]\nurl = \"x\"\n", (1, 1), "`[[source]]`");
    let single = |name: &str| {
        format!("a list stands where a table belongs (there is only one: write `[{name}]`")
    };
    refused("[[site]]\ntitle = \"x\"\n", (1, 1), &single("site"));
    refused(
        &url("[[source.page]]\nitem = \"a\""),
        (3, 1),
        &single("source.page"),
    );
    refused(
        "site = 1\n",
        (1, 8),
        "a table belongs (write it as `[site]`",
    );
    refused(&url("page = \"x\""), (3, 8), "`[source.page]`");
    refused("rule = [\"x\"]\n", (1, 9), "`[[rule]]`");
    for key in ["rule", "source", "tag_map", "view"] {
        let several = format!("write it as `[[{key}]]`, and its keys below");
        for value in ["\"x\"", "1", "{ url = \"x\" }"] {
            let at = key.len() + 4;
            refused(&format!("{key} = {value}\n"), (1, at), &several);
        }
    }
    refused(
        &url("name = 2026-05-05"),
        (3, 8),
        "a day stands where a text belongs",
    );
    refused(&url("name = 07:30:00"), (3, 8), "a time stands");
    refused("[site]\n[site]\n", (2, 2), "`site` is there twice");
    refused("[[source]]\n", (1, 1), "add a line with `url`");
    refused(
        "[dedupe]\nnever_merge = [\"a\"]\n",
        (2, 16),
        "a pair belongs",
    );
    refused("[site]\ntitle = x\n", (2, 9), "a text stands in quotes");
    let bell = "[site]\ntitle = \"\u{7}\"\n";
    refused(bell, (2, 10), "a text stands in quotes");
    let three = "[dedupe]\nnever_merge = [[\"https://a.example/1\"]]\n";
    refused(three, (2, 16), "a list of 1 stands where a pair belongs");
}

#[test]
fn where_a_table_belongs_its_name_is_found_wherever_the_key_stands() {
    let site = "write it as `[site]`, and its keys below";
    for (text, place, words) in [
        (
            "source = [\n  \"http://a.example/\",\n]\n",
            (2, 3),
            "write it as `[[source]]`, and its keys below",
        ),
        (
            "source = [ # x = 1\n  # [y]\n\n  3,\n]\n[site]\n",
            (4, 3),
            "`[[source]]`",
        ),
        ("\"source\" = 3\n", (1, 12), "`[[source]]`"),
        ("'source' = [\n3]\n", (2, 1), "`[[source]]`"),
        (
            "view = [[1]]\n",
            (1, 10),
            "a table belongs (write it as `[[view]]`",
        ),
        ("view = [\n  [\n    1],\n]\n", (3, 5), "`[[view]]`"),
        ("tag_map = [\n  [1, 2],\n]\n", (2, 4), "`[[tag_map]]`"),
        ("site = \"\"\"\nx = 3\n\"\"\"\n", (1, 8), site),
        ("site = [\n{ title = \"x\" }]\n", (2, 1), site),
        ("output.gate = 3\n", (1, 15), "`[output.gate]`"),
        ("output = { gate = 3 }\n", (1, 19), "`[output]`"),
    ] {
        refused(text, place, words);
    }
    let url = |rest: &str| format!("{URL}{rest}\n");
    refused(&url("\"page\" = \"x\""), (3, 10), "`[source.page]`");
    refused(&url("tags = [\n3]"), (4, 1), "put it in quotes");
    let in_braces =
        |rest: &str| format!("source = [\n{{ url = \"https://a.example/\", {rest} }}]\n");
    refused(&in_braces("page = 3"), (2, 38), "`[[source]]`");
    refused(&in_braces("tags = 3"), (2, 38), "put it in brackets");
}
