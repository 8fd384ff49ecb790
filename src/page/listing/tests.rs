//! Lists as sites build them, beside decoys; and how far the weights may be off before another group is taken.

use super::{score, weighed};
use crate::{date::Context, model::PageSelectors, page::dom::Dom};
use std::{fs, path::Path};

/// Three pieces of news, as a template says them, beside a longer list of what is popular.
fn page(item: &str, holder: [&str; 2]) -> String {
    let news = [
        (
            "luka",
            "Kako je luka dobila novi most",
            "14",
            "Novembar",
            "2026",
        ),
        (
            "trajekt",
            "Zašto trajekt više ne vozi nedjeljom",
            "9",
            "Novembar",
            "2026",
        ),
        (
            "trg",
            "Trg je opet otvoren za pješake",
            "28",
            "Oktobar",
            "2026",
        ),
    ];
    let items: String = news
        .iter()
        .map(|(slug, title, day, month, year)| {
            let filled = item.replace("{slug}", slug).replace("{title}", title);
            let filled = filled.replace("{day}", day).replace("{month}", month);
            filled.replace("{year}", year)
        })
        .collect();
    let popular = (1..9).fold(String::new(), |list, number| {
        list + &format!(
            "<li><a href='/vijesti/staro-{number}'>Najčitanije, broj {number} ove sedmice</a></li>"
        )
    });
    let [open, close] = holder;
    format!(
        "<html lang='bs'><body><nav><a href='/'>Početna</a><a href='/o-nama'>O nama</a></nav><main><h1>Vijesti</h1>\
         {open}{items}{close}</main><aside class='popular'><h3>Najčitanije</h3><ul>{popular}</ul></aside></body></html>"
    )
}

/// Templates of an item, and what holds them.
const TEMPLATES: &[(&str, [&str; 2])] = &[
    (
        "<tr><td>{day}. {month} {year}.</td><td><a href='/vijesti/{slug}'>{title}</a></td></tr>",
        ["<table><tbody>", "</tbody></table>"],
    ),
    (
        "<dt>{day}. {month} {year}.</dt><dd><a href='/vijesti/{slug}'>{title}</a></dd>",
        ["<dl>", "</dl>"],
    ),
    (
        "<div class='card'><a href='/vijesti/{slug}' style='background-image:url(/s/{slug}.jpg)'></a><h3><a \
         href='/vijesti/{slug}'>{title}</a></h3><time>{day}. {month} {year}.</time></div>",
        ["<div class='grid'>", "</div>"],
    ),
    (
        "<li><a href='/vijesti/{slug}'>{title}</a> ({day}. {month} {year}.)</li>",
        ["<ul>", "</ul>"],
    ),
    (
        "<h3><a href='/vijesti/{slug}'>{title}</a></h3><p>Objavljeno: {day}. {month} {year}.</p><p>O tome se dugo \
         govorilo u gradu.</p><hr>",
        ["", ""],
    ),
];

fn read(html: &str, url: &str, weights: score::Features) -> Vec<(String, bool)> {
    let now = "2026-11-20T10:00:00Z".parse().expect("an instant");
    let context = Context::at(now);
    let none = PageSelectors::default();
    let found = weighed(&Dom::parse(html), url, None, &none, &context, weights);
    let items = found.items.into_iter();
    items.map(|item| (item.url, item.date.is_some())).collect()
}

/// Each weight up to 30 in 100 more or less, the same every time.
fn jittered(round: u64) -> score::Features {
    let mut state = round.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    score::weights().map(|weight| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let share = u32::try_from(state % 601).map_or(0.0, f64::from);
        weight * (0.7 + share / 1000.0)
    })
}

const ROUNDS: u64 = 40;

#[test]
fn lists_of_every_build_are_read_with_their_dates() {
    for (item, holder) in TEMPLATES {
        let found = read(
            &page(item, *holder),
            "https://site.example/vijesti/",
            score::weights(),
        );
        let slugs = ["luka", "trajekt", "trg"];
        let wanted = slugs.map(|slug| (format!("https://site.example/vijesti/{slug}"), true));
        assert_eq!(found, wanted, "{item}");
    }
}

#[test]
fn no_list_hangs_on_a_weight() {
    for (item, holder) in TEMPLATES {
        let html = page(item, *holder);
        let url = "https://site.example/vijesti/";
        let usual = read(&html, url, score::weights());
        for round in 1..=ROUNDS {
            assert_eq!(
                read(&html, url, jittered(round)),
                usual,
                "round {round}: {item}"
            );
        }
    }
}

/// Skipped where the cases do not lie beside the repository.
#[test]
fn no_case_hangs_on_a_weight() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/listings");
    let Ok(folder) = fs::read_dir(cases) else {
        return;
    };
    let (mut asked, mut other) = (0, 0);
    for file in folder.flatten().map(|entry| entry.path()) {
        if file.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        let html = String::from_utf8_lossy(&fs::read(&file).expect("it can be read")).into_owned();
        let url = "https://site.example/";
        let usual = read(&html, url, score::weights());
        asked += ROUNDS;
        other += (1..=ROUNDS)
            .filter(|round| read(&html, url, jittered(*round)) != usual)
            .count();
    }
    println!("{other} of {asked} jittered readings find another list");
    assert!(
        other * 50 <= usize::try_from(asked).unwrap_or_default(),
        "{other} of {asked}"
    );
}
