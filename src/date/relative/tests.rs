//! Texts that tell a day from now in, days out: one row a shape.

use super::super::{
    Context, read,
    tests::{check, on},
};
use chrono::DateTime;
use chrono_tz::Tz;

#[test]
fn a_day_is_told_from_now() {
    check(&[
        ("pre 2 h", "sr", "2020-06-15T08:00"),
        ("prije sat vremena", "bs", "2020-06-15T09:00"),
        ("prije mjesec dana", "bs", "2020-05-15"),
        ("vor einer Stunde", "de", "2020-06-15T09:00"),
        ("vor einem Tag", "de", "2020-06-14"),
        ("un'ora fa", "it", "2020-06-15T09:00"),
        ("un giorno fa", "it", "2020-06-14"),
        ("a week ago", "en", "2020-06-08"),
        ("an hour ago", "", "2020-06-15T09:00"),
        ("about 3 hours ago", "en", "2020-06-15T07:00"),
        ("3d ago", "en", "2020-06-12"),
        ("2 months ago", "en", "2020-04-15"),
        ("acum 2 luni", "ro", "2020-04-15"),
        ("acum o zi", "ro", "2020-06-14"),
        ("acum 20 de minute", "", "2020-06-15T09:40"),
        ("2 órája", "hu", "2020-06-15T08:00"),
        ("egy hete", "hu", "2020-06-08"),
        ("3 nappal ezelőtt", "", "2020-06-12"),
        ("2 дні тому", "uk", "2020-06-13"),
        ("2 дня назад", "ru", "2020-06-13"),
        ("2 gün önce", "tr", "2020-06-13"),
        ("2 päivää sitten", "fi", "2020-06-13"),
        ("for 2 dager siden", "no", "2020-06-13"),
        ("2 dagen geleden", "", "2020-06-13"),
        ("há 2 dias", "pt", "2020-06-13"),
        ("2 dias atrás", "pt", "2020-06-13"),
        ("πριν από 2 ημέρες", "el", "2020-06-13"),
        ("πριν 2 μέρες", "el", "2020-06-13"),
        ("2 ditë më parë", "sq", "2020-06-13"),
    ]);
}

#[test]
fn a_day_is_told_from_today() {
    check(&[
        ("avant-hier, 14:20", "fr", "2020-06-13T14:20"),
        ("l'altro ieri", "it", "2020-06-13"),
        ("vorgestern", "de", "2020-06-13"),
        ("prekjučer u 14:20", "hr", "2020-06-13T14:20"),
        ("прекјуче", "sr", "2020-06-13"),
        ("tegnapelőtt", "hu", "2020-06-13"),
        ("Včera 14:20", "cs", "2020-06-14T14:20"),
        ("wczoraj o 14:20", "pl", "2020-06-14T14:20"),
        ("вчора о 14:20", "uk", "2020-06-14T14:20"),
        ("вчера в 14:20", "bg", "2020-06-14T14:20"),
        ("Posted yesterday by Admin", "en", "2020-06-14"),
        ("prošlog petka", "sr", "2020-06-12"),
        ("prošli petak", "hr", "2020-06-12"),
        ("venerdì scorso", "it", "2020-06-12"),
        ("letzten Freitag", "de", "2020-06-12"),
        ("upravo sada", "bs", "2020-06-15"),
        ("just now", "en", "2020-06-15"),
        ("ieri alle 14:20", "it", "2020-06-14T14:20"),
        ("ieri la 14:20", "ro", "2020-06-14T14:20"),
        ("alaltăieri", "ro", "2020-06-13"),
        ("înainte de ieri, ora 14:20", "ro", "2020-06-13T14:20"),
        ("igår kl. 14.20", "sv", "2020-06-14T14:20"),
        ("i går kl. 14.20", "da", "2020-06-14T14:20"),
        ("eilen klo 14.20", "fi", "2020-06-14T14:20"),
    ]);
}

#[test]
fn now_decides_what_an_hour_ago_means() {
    let text = "prije 21 sat";
    assert_eq!(
        on("2020-06-15T10:00:00Z", text, "bs").as_deref(),
        Some("2020-06-14T13:00")
    );
    assert_eq!(
        on("2020-06-15T22:00:00Z", text, "bs").as_deref(),
        Some("2020-06-15T01:00")
    );
}

#[test]
fn today_is_today_at_the_source() {
    let now = DateTime::parse_from_rfc3339("2020-06-15T22:30:00Z")
        .expect("a time")
        .to_utc();
    let context = Context {
        timezone: Tz::Europe__Sarajevo,
        ..Context::at(now)
    };
    let today = read("danas, 00:10", &context).expect("a date");
    assert_eq!(today.local_text(), "2020-06-16T00:10");
}

#[test]
fn a_count_may_be_a_word_or_left_out() {
    check(&[
        ("acum două zile", "ro", "2020-06-13"),
        ("acum o lună", "ro", "2020-05-15"),
        ("acum un an", "ro", "2019-06-15"),
        ("pred 2 dnevoma", "sl", "2020-06-13"),
        ("pred dvema dnevoma", "sl", "2020-06-13"),
        ("pred tednom dni", "sl", "2020-06-08"),
        ("пред 2 дена", "mk", "2020-06-13"),
        ("пред два дена", "mk", "2020-06-13"),
        ("пре недељу дана", "sr", "2020-06-08"),
        ("pre mesec dana", "sr", "2020-05-15"),
        ("prije godinu dana", "bs", "2019-06-15"),
        ("prije nekoliko dana", "bs", ""),
        ("prije podne", "bs", ""),
        ("prije svega", "bs", ""),
        ("vor Ort", "de", ""),
        ("vor 2 Std.", "de", "2020-06-15T08:00"),
        ("vor zwei Tagen", "de", "2020-06-13"),
        ("hace una semana", "es", "2020-06-08"),
        ("hace un día", "es", "2020-06-14"),
        ("il y a une semaine", "fr", "2020-06-08"),
        ("il y a un mois", "fr", "2020-05-15"),
        ("una settimana fa", "it", "2020-06-08"),
        ("há uma semana", "pt", "2020-06-08"),
        ("tydzień temu", "pl", "2020-06-08"),
        ("dwa dni temu", "pl", "2020-06-13"),
        ("před týdnem", "cs", "2020-06-08"),
        ("před 3 dny", "cs", "2020-06-12"),
        ("pred týždňom", "sk", "2020-06-08"),
        ("преди един ден", "bg", "2020-06-14"),
        ("преди седмица", "bg", "2020-06-08"),
        ("неделю назад", "ru", "2020-06-08"),
        ("тиждень тому", "uk", "2020-06-08"),
        ("een week geleden", "nl", "2020-06-08"),
        ("en vecka sedan", "sv", "2020-06-08"),
        ("viikko sitten", "fi", "2020-06-08"),
        ("bir hafta önce", "tr", "2020-06-08"),
        ("nädal tagasi", "et", "2020-06-08"),
        ("pirms 2 dienām", "lv", "2020-06-13"),
        ("prieš 2 dienas", "lt", "2020-06-13"),
        ("një javë më parë", "sq", "2020-06-08"),
        ("para 2 ditësh", "sq", "2020-06-13"),
        ("πριν μία εβδομάδα", "el", "2020-06-08"),
        ("2 hrs ago", "en", "2020-06-15T08:00"),
        ("5h ago", "en", "2020-06-15T05:00"),
        ("1 mo ago", "en", "2020-05-15"),
        ("two weeks ago", "en", "2020-06-01"),
        ("Posted 3 days ago by admin", "en", "2020-06-12"),
        ("3 days ago 2 min read", "en", "2020-06-12"),
        ("Updated 3 days ago", "en", "2020-06-12"),
        ("May 12, 2020 - Updated 3 days ago", "en", "2020-05-12"),
        ("a few days ago", "en", ""),
        ("several weeks ago", "en", ""),
        ("prije par dana", "bs", ""),
    ]);
}
