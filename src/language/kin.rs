//! Folded words in, which of Bosnian, Croatian and Serbian they are, out.

use crate::model::Language;
use std::sync::LazyLock;

/// What a text was found to be in.
pub(super) enum Kin {
    /// This language.
    One(Language),
    /// This language, or one as near as Croatian is to Bosnian.
    Any(Language),
}

impl Kin {
    pub(super) fn language(self) -> Language {
        match self {
            Self::One(language) | Self::Any(language) => language,
        }
    }
}

/// None: the words are those of all of them, or of two.
pub(super) fn bosnian_croatian_or_serbian<'a>(
    words: impl Iterator<Item = &'a str>,
) -> Option<&'static str> {
    let mut scores = [(0_u32, "bs"), (0, "hr"), (0, "sr")];
    for word in words {
        let initial = word.bytes().next().map(usize::from);
        let rows = initial.and_then(|initial| BY_INITIAL.get(initial));
        let told = rows
            .into_iter()
            .flatten()
            .find(|(stem, _)| matches(word, stem));
        let Some((_, whose)) = told else { continue };
        let weight = if whose.len() == 1 { 3 } else { 1 };
        for (score, code) in &mut scores {
            *score += if code.starts_with(|c| whose.contains(c)) {
                weight
            } else {
                0
            };
        }
    }
    let [(bosnian, _), (croatian, _), (serbian, _)] = scores;
    let best = bosnian.max(croatian).max(serbian);
    let alone = scores.iter().filter(|(score, _)| *score == best).count() == 1;
    (best > 0 && alone)
        .then(|| {
            scores
                .iter()
                .find(|(score, _)| *score == best)
                .map(|(_, code)| *code)
        })
        .flatten()
}

/// A word of up to four letters must be met whole, a longer one may have endings.
fn matches(word: &str, stem: &str) -> bool {
    if stem.len() <= 4 {
        word == stem
    } else {
        word.starts_with(stem)
    }
}

/// Words (stems of five letters and more), folded, and who uses them: b, h, s.
const TELLING: &[(&str, &str)] = &[
    ("tjedan", "h"),
    ("tjedn", "h"),
    ("sedmic", "b"),
    ("nedelj", "s"),
    ("tko", "h"),
    ("ko", "bs"),
    ("sta", "bs"),
    ("gdje", "bh"),
    ("gde", "s"),
    ("prije", "bh"),
    ("pre", "s"),
    ("poslije", "bh"),
    ("posle", "s"),
    ("uvijek", "bh"),
    ("uvek", "s"),
    ("ovdje", "bh"),
    ("ovde", "s"),
    ("vrijeme", "bh"),
    ("vreme", "s"),
    ("mjest", "bh"),
    ("mesto", "s"),
    ("mesta", "s"),
    ("svijet", "bh"),
    ("svet", "s"),
    ("sveta", "s"),
    ("svetu", "s"),
    ("svetsk", "s"),
    ("djeca", "bh"),
    ("djece", "bh"),
    ("deca", "s"),
    ("dece", "s"),
    ("covjek", "bh"),
    ("covek", "s"),
    ("rijec", "bh"),
    ("primjer", "bh"),
    ("primer", "s"),
    ("vijest", "bh"),
    ("vesti", "s"),
    ("sljedec", "bh"),
    ("sledec", "s"),
    ("dijelov", "bh"),
    ("delov", "s"),
    ("djelatn", "bh"),
    ("delatn", "s"),
    ("cijel", "bh"),
    ("cele", "s"),
    ("celog", "s"),
    ("europ", "h"),
    ("evrop", "bs"),
    ("histori", "b"),
    ("povijes", "h"),
    ("istorij", "s"),
    ("opcin", "bh"),
    ("opstin", "s"),
    ("tvrtk", "h"),
    ("preduzec", "bs"),
    ("poduzec", "h"),
    ("suradnj", "h"),
    ("saradnj", "bs"),
    ("gospodars", "h"),
    ("privred", "bs"),
    ("tisuc", "h"),
    ("hiljad", "bs"),
    ("sveucilis", "h"),
    ("univerzitet", "bs"),
    ("financij", "h"),
    ("finansij", "bs"),
    ("uvjet", "h"),
    ("uslov", "bs"),
    ("takoder", "bh"),
    ("takode", "s"),
    ("znanost", "h"),
    ("nauk", "bs"),
    ("naucn", "bs"),
    ("organizira", "h"),
    ("organizov", "bs"),
    ("sudjelov", "h"),
    ("ucestvov", "bs"),
    ("informira", "h"),
    ("informisa", "bs"),
    ("kahv", "b"),
    ("lahko", "b"),
    ("mehk", "b"),
    ("bezbedn", "s"),
    ("sigurnos", "bh"),
    ("racunal", "h"),
    ("racunar", "bs"),
    ("izvjes", "bh"),
    ("izvest", "s"),
    ("savjet", "bh"),
    ("savet", "s"),
    ("podrucj", "bh"),
    ("podrucj", "bs"),
    ("siječ", "h"),
    ("sijecnj", "h"),
    ("veljac", "h"),
    ("ozujk", "h"),
    ("travnj", "h"),
    ("svibnj", "h"),
    ("lipnj", "h"),
    ("srpnj", "h"),
    ("kolovoz", "h"),
    ("rujn", "h"),
    ("listopad", "h"),
    ("studeno", "h"),
    ("prosinc", "h"),
    ("januar", "bs"),
    ("februar", "bs"),
    ("marta", "bs"),
    ("aprila", "bs"),
    ("juna", "bs"),
    ("jula", "bs"),
    ("avgust", "bs"),
    ("septembr", "bs"),
    ("oktobr", "bs"),
    ("novembr", "bs"),
    ("decembr", "bs"),
    ("bosansk", "b"),
    ("kanton", "b"),
    ("federacij", "b"),
    ("sarajev", "b"),
    ("hrvats", "h"),
    ("srbij", "s"),
    ("beograd", "s"),
    ("zagreb", "h"),
    ("podrsk", "bs"),
    ("potpor", "h"),
    ("sajam", "bs"),
    ("ucenic", "bh"),
    ("kompani", "bs"),
    ("projekat", "bs"),
    ("projekt", "h"),
];

/// The rows of [`TELLING`] by their first byte, in their order.
static BY_INITIAL: LazyLock<Vec<Vec<(&str, &str)>>> = LazyLock::new(|| {
    let beginning = |initial: u8| {
        let rows = TELLING
            .iter()
            .filter(move |(stem, _)| stem.as_bytes().first() == Some(&initial));
        rows.copied().collect()
    };
    (0..=u8::MAX).map(beginning).collect()
});
