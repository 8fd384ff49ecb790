//! Texts of pages in, days out: one row a shape.

use super::*;
use chrono::Datelike;
use proptest::prelude::*;

/// What is read of each text in its language, on Monday 15 June 2020 at ten; nothing: no date.
#[track_caller]
pub(super) fn check(rows: &[(&str, &str, &str)]) {
    for (text, language, wanted) in rows {
        let found = on("2020-06-15T10:00:00Z", text, language);
        assert_eq!(
            found.as_deref().unwrap_or_default(),
            *wanted,
            "{text:?} in {language:?}"
        );
    }
}

pub(super) fn on(now: &str, text: &str, language: &str) -> Option<String> {
    let languages: Vec<Language> = Language::parse(language).into_iter().collect();
    let now = DateTime::parse_from_rfc3339(now).expect("a time").to_utc();
    let context = Context {
        languages: &languages,
        ..Context::at(now)
    };
    read(text, &context).map(|dated| dated.local_text())
}

#[test]
fn a_number_or_a_name_alone_is_no_date() {
    check(&[
        ("Maja Kovač", "bs", ""),
        ("Mart centar", "bs", ""),
        ("ISO 27001:2013", "en", ""),
        ("ISO 9001:2015 certifikat", "bs", ""),
        ("Verzija 2.10.2020", "bs", ""),
        ("v2.10.12", "en", ""),
        ("192.168.1.12", "en", ""),
        ("+387 33 20 12 2020", "bs", ""),
        ("033/20-12-2020", "bs", ""),
        ("061/123-456", "bs", ""),
        ("2014-2020", "en", ""),
        ("2014/2020", "en", ""),
        ("Horizon 2020", "en", ""),
        ("Industry 4.0", "en", ""),
        ("30.02.2020.", "hr", ""),
        ("31. aprila 2020.", "bs", ""),
        ("32.01.2020", "bs", ""),
        ("13/13/2020", "en", ""),
        ("12:30 - 14:00", "en", ""),
        ("8:00 - 16:00", "en", ""),
        ("5 min čitanja", "bs", ""),
        ("3 min read", "en", ""),
        ("12 komentara", "bs", ""),
        ("Read more", "en", ""),
        ("May the force be with you", "en", ""),
        ("Mai multe", "ro", ""),
        ("1.200,50 KM", "bs", ""),
        ("12.500.000", "bs", ""),
        ("20.000 EUR", "de", ""),
        ("Top 10", "en", ""),
        ("iPhone 12 Pro", "hr", ""),
        ("100% april", "en", ""),
        ("Str. 1 Decembrie 1918 nr. 5", "ro", ""),
        ("Bulevar 11. marta 15", "bs", ""),
        ("2020", "en", ""),
        ("Novembar 2019", "bs", ""),
        ("in 3 days", "en", ""),
        ("za 3 dana", "bs", ""),
        ("71000 Sarajevo", "bs", ""),
        ("Zmaja od Bosne 12", "bs", ""),
        ("4200000000001", "bs", ""),
        ("Sezona 2019/20", "bs", ""),
        ("3 weeks course", "en", ""),
        ("24 hours", "en", ""),
        ("Petak", "bs", ""),
        ("u petak u 14 sati", "bs", ""),
        ("05/2020", "en", ""),
        ("12/05", "en", ""),
        ("1/2", "en", ""),
        ("10.5", "en", ""),
        ("ma", "it", ""),
        ("ma non troppo", "it", ""),
    ]);
}

#[test]
fn what_stands_around_a_date_does_not_hurt_it() {
    check(&[
        ("10 Apr, 2017 1", "uk", "2017-04-10"),
        ("Košice 10. septembra (TASR)", "sk", "2019-09-10"),
        (
            "2017-09-13T18:36:57+00:00 13. 09. 2017",
            "sr",
            "2017-09-13T18:36",
        ),
        ("[12.05.2020]", "bs", "2020-05-12"),
        (
            "By John Smith · Sep 1, 2019 · 5 min read",
            "en",
            "2019-09-01",
        ),
        ("Sep 1, 2019 12 comments", "en", "2019-09-01"),
        ("Vijesti 12.05.2020. Autor: Marko", "bs", "2020-05-12"),
        ("Br. 12/2020 od 12.05.2020.", "bs", "2020-05-12"),
        ("Tel: 033/123-456, 12.05.2020.", "bs", "2020-05-12"),
    ]);
}

#[test]
fn published_beats_updated() {
    check(&[
        ("Publicerad: 2019-01-03 14:20", "sv", "2019-01-03T14:20"),
        ("Publié le 03/10/2019 à 14h", "fr", "2019-10-03T14:00"),
        (
            "Mis à jour le 04/10/2019, publié le 03/10/2019",
            "fr",
            "2019-10-03",
        ),
        ("Stand: 03.10.2019", "de", "2019-10-03"),
        ("Objavljeno: 12/05/2020 14:30", "bs", "2020-05-12T14:30"),
        ("Published: 2019-09-01", "en", "2019-09-01"),
        (
            "Published on 2019-09-01T10:15:00+02:00",
            "en",
            "2019-09-01T10:15",
        ),
        (
            "Rok: 30.06.2020. Objavljeno: 12.05.2020.",
            "bs",
            "2020-05-12",
        ),
        (
            "12. maj 2020. (ažurirano 14. maj 2020.)",
            "bs",
            "2020-05-12",
        ),
        ("Ažurirano: 12.05.2020.", "bs", "2020-05-12"),
    ]);
}

#[test]
fn of_several_days_the_first_counts() {
    check(&[
        ("28. februar – 1. mart 2020.", "sr", "2020-02-28"),
        ("30. decembar 2019. - 2. januar 2020.", "sr", "2019-12-30"),
        ("14.-16.05.2020.", "hr", "2020-05-14"),
        ("14. - 16. 5. 2020", "sl", "2020-05-14"),
        ("May 14-16, 2020", "en", "2020-05-14"),
        ("14. i 15. maja 2020.", "bs", "2020-05-14"),
        ("od 14. do 16. maja 2020.", "bs", "2020-05-14"),
    ]);
}

#[test]
fn a_misspelt_month_is_understood() {
    check(&[
        ("Septmeber 3, 2019", "en", "2019-09-03"),
        ("3. Novemebr 2019.", "bs", "2019-11-03"),
        ("3 Febuary 2019", "en", "2019-02-03"),
        ("3 Ocotber 2019", "", "2019-10-03"),
        ("3. оktobar 2019.", "sr", "2019-10-03"),
        ("3. мaj 2019.", "sr", "2019-05-03"),
        ("3 Nentor, 2019", "", "2019-11-03"),
    ]);
}

#[test]
fn false_friends_are_told_apart_by_language() {
    check(&[
        ("3. listopada 2019.", "bs", "2019-10-03"),
        ("3 листопада 2019", "uk", "2019-11-03"),
        ("3. listopadu 2019", "", "2019-11-03"),
        ("3. srpnja 2019.", "", "2019-07-03"),
        ("3 lipca 2019", "", "2019-07-03"),
        ("3. lipnja 2019.", "", "2019-06-03"),
        ("3-го листопада 2019", "uk", "2019-11-03"),
    ]);
}

#[test]
fn a_date_without_a_year_is_the_latest_that_has_come() {
    check(&[
        ("10. septembra", "sk", "2019-09-10"),
        ("12.05.", "bs", "2020-05-12"),
        ("12.5. u 14:30", "bs", "2020-05-12T14:30"),
        ("12\nmaj", "bs", "2020-05-12"),
        ("maj 12", "sr", "2020-05-12"),
        ("12\nPro", "hr", "2019-12-12"),
        ("nov. 3.", "hu", "2019-11-03"),
    ]);
}

#[test]
fn numbers_are_read_in_the_order_of_the_place() {
    check(&[
        ("7/10/2014", "sq", "2014-10-07"),
        ("3.1.2019 klo 14.20", "fi", "2019-01-03T14:20"),
        ("03.10.19", "de", "2019-10-03"),
        ("3.10.19, 14.20 Uhr", "de", "2019-10-03T14:20"),
        ("03/04/2020", "", "2020-04-03"),
        ("12/25/2019", "", "2019-12-25"),
        ("12.05.2020 | 14:30", "bs", "2020-05-12T14:30"),
        ("12.05.2020. 14:30:22", "bs", "2020-05-12T14:30"),
        ("12 / 05 / 2020", "it", "2020-05-12"),
        ("12-05-2020", "nl", "2020-05-12"),
        ("12 05 2020", "bs", "2020-05-12"),
        ("2020.05.12.", "hu", "2020-05-12"),
        ("2020. 05. 12. 14:30", "hu", "2020-05-12T14:30"),
        ("20.05.12.", "hu", "2020-05-12"),
        ("1. 6. 2020. ob 14.30", "sl", "2020-06-01T14:30"),
        ("2020-05-12 14:30:00", "", "2020-05-12T14:30"),
        ("20200512143000", "", "2020-05-12T14:30"),
        ("2020/5/12", "", "2020-05-12"),
    ]);
}

#[test]
fn words_between_the_parts_of_a_date_are_known() {
    check(&[
        ("11.12.2019.godine", "bs", "2019-12-11"),
        ("17. feb 2012", "sr", "2012-02-17"),
        ("17 Apr-2013", "bg", "2013-04-17"),
        ("December 04, 2016", "en", "2016-12-04"),
        ("Monday, December 25th, 2017", "en", "2017-12-25"),
        ("Saturday, 19 June, 2010", "en", "2010-06-19"),
        ("January 15 d., 2019", "lt", "2019-01-15"),
        ("4 mai 2019", "ro", "2019-05-04"),
        ("1 noiembrie 2019", "ro", "2019-11-01"),
        ("2019 m. sausio 3 d.", "lt", "2019-01-03"),
        ("2019 m. sausio 3 d. 14:20", "", "2019-01-03T14:20"),
        ("2019. gada 3. janvāris", "lv", "2019-01-03"),
        ("2019.gada 14.martā", "", "2019-03-14"),
        ("2018(e)ko abenduaren 31(a), astelehena", "eu", "2018-12-31"),
        ("3. tammikuuta 2019 klo 14.20", "fi", "2019-01-03T14:20"),
        ("Den 3 januari 2019 kl. 14:20", "sv", "2019-01-03T14:20"),
        ("3 Ocak 2019 Perşembe, 14:20", "tr", "2019-01-03T14:20"),
        ("3. jaanuar 2019, kell 14.20", "et", "2019-01-03T14:20"),
        ("3 d’octubre de 2019", "ca", "2019-10-03"),
        ("3 de octubre, 2019", "es", "2019-10-03"),
    ]);
}

#[test]
fn weekdays_and_year_words_are_known() {
    check(&[
        ("octubre 3 de 2019", "es", "2019-10-03"),
        ("le 3 octobre 2019 à 14h20", "fr", "2019-10-03T14:20"),
        ("3 października 2019 r.", "pl", "2019-10-03"),
        ("3 października 2019, godz. 14:20", "pl", "2019-10-03T14:20"),
        ("03 жовтня 2019 року, 14:20", "uk", "2019-10-03T14:20"),
        ("3 жовт. 2019 р.", "uk", "2019-10-03"),
        ("3. X 2019", "sr", "2019-10-03"),
        ("3.X.2019", "pl", "2019-10-03"),
        ("Jänner 3, 2019", "de", "2019-01-03"),
        ("3. Jänner 2019", "", "2019-01-03"),
        ("Feber 3, 2019", "de", "2019-02-03"),
        ("am 3. Oktober 2019 um 14:20 Uhr", "de", "2019-10-03T14:20"),
        ("Donnerstag, den 03. Oktober 2019", "de", "2019-10-03"),
        ("petak, 3. svibnja 2019.", "", "2019-05-03"),
        ("čtvrtek 3. října 2019 14:20", "", "2019-10-03T14:20"),
        ("14:30, 12. maj 2020.", "bs", "2020-05-12T14:30"),
        ("12\n05\n2020", "bs", "2020-05-12"),
        ("MAJ\n12\n2020", "bs", "2020-05-12"),
        ("2020. május 12., kedd 14:30", "", "2020-05-12T14:30"),
        ("2020.V.12", "", "2020-05-12"),
    ]);
}

#[test]
fn times_behind_a_date_are_known() {
    check(&[
        ("1 September 2019 – 10:15 am", "en", "2019-09-01T10:15"),
        ("Sep 1, 2019 at 10:15 p.m.", "en", "2019-09-01T22:15"),
        ("1st of September 2019", "en", "2019-09-01"),
        ("the 1st September, 2019", "en", "2019-09-01"),
        ("21 Ιουνίου, 2019", "el", "2019-06-21"),
        ("Δευτέρα, 21 Οκτ 2019 14:20", "el", "2019-10-21T14:20"),
        ("3 nëntor 2019", "sq", "2019-11-03"),
        ("Nëntor 3, 2019", "sq", "2019-11-03"),
        ("3. aug. 2019.", "bs", "2019-08-03"),
        ("3. avg 2019", "", "2019-08-03"),
        ("3. Augusta 2019.", "bs", "2019-08-03"),
        ("03-nov-2019", "ro", "2019-11-03"),
        ("3/nov/2019", "it", "2019-11-03"),
        ("november 3-án", "hu", "2019-11-03"),
        ("2019. november 3-án", "hu", "2019-11-03"),
        ("Friday the 3rd of May 2019", "en", "2019-05-03"),
        ("ponedjeljak, 01.06.2020.", "hr", "2020-06-01"),
        ("Tue, 12 May 2020 14:30:00 +0200", "", "2020-05-12T14:30"),
        ("12 May 2020, 2:30 PM CEST", "en", "2020-05-12T14:30"),
    ]);
}

#[test]
fn a_weekday_settles_what_the_month_leaves_open() {
    check(&[
        ("3. listopada 2019.", "", ""),
        ("petak, 4. listopada 2019.", "", "2019-10-04"),
        ("poniedziałek, 4 listopada 2019", "", "2019-11-04"),
        ("Tuesday, 05/03/2019", "en", "2019-03-05"),
        ("Friday, 05/03/2019", "en", "2019-05-03"),
    ]);
}

#[test]
fn what_was_learnt_is_used() {
    let now = DateTime::parse_from_rfc3339("2020-06-15T10:00:00Z")
        .expect("a time")
        .to_utc();
    let context = Context {
        order: DateOrder::Mdy,
        ..Context::at(now)
    };
    let read = read("03/04/2020", &context).expect("a date");
    assert_eq!(read.local_text(), "2020-03-04");
}

#[test]
fn the_reason_says_how_it_was_read() {
    let now = DateTime::parse_from_rfc3339("2020-06-15T10:00:00Z")
        .expect("a time")
        .to_utc();
    let read = read("Objavljeno: 26. svibnja", &Context::at(now)).expect("a date");
    assert_eq!(
        read.reason,
        "month by name, in hr, without a year: the latest that is not in the future, said to be published"
    );
    assert_eq!(read.language, Language::parse("hr"));
    assert_eq!(read.precision, Precision::Day);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = machine(&text);
        let _ = read(&text, &Context::at(DateTime::UNIX_EPOCH));
    }

    #[test]
    fn what_is_read_lies_between_1970_and_the_year_after_next(
        text in r"(\PC{0,4}|[0-9]{1,4}|[./,: -]{1,2}|maj|May|listopada|prije|dana|pm|Uhr|ago|h){1,12}"
    ) {
        let now = DateTime::from_timestamp_secs(1_592_215_200).expect("a time");
        if let Some(dated) = read(&text, &Context::at(now)) {
            prop_assert!((1970..=2022).contains(&dated.day().year()), "{dated:?}");
        }
    }
}
