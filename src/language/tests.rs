//! Texts of our own, and the languages they are in.

use super::{decide, detect};
use crate::model::Language;

const BOSNIAN: &str = "Prošle sedmice je u Sarajevu održan sastanak na kojem su učestvovale kompanije iz \
    cijele Bosne i Hercegovine. Razgovaralo se o saradnji sa univerzitetom i o podršci mladima.";
const CROATIAN: &str = "Prošli tjedan u Zagrebu je održan sastanak na kojem su sudjelovale tvrtke iz cijele \
    zemlje. Razgovaralo se o suradnji sa sveučilištem i o europskim projektima.";
const SERBIAN: &str = "Prošle nedelje je u Beogradu održan sastanak na kome su učestvovale kompanije iz cele \
    zemlje. Posle toga su članovi posetili sajam i razgovarali o saradnji sa fakultetom gde uče deca.";
const ROMANIAN: &str = "Săptămâna trecută a avut loc la Cluj o întâlnire la care au participat companii din \
    toată țara. S-a discutat despre colaborarea cu universitatea și despre proiectele pentru tineri.";
const ENGLISH: &str = "Last week companies from all over the country came together in Sarajevo to talk about \
    how they can work with the university and what the new programme will bring for young people.";

#[track_caller]
fn check(text: &str, code: &str) {
    let found = detect(text).map(|(language, _)| language.to_string());
    assert_eq!(found.as_deref(), Some(code), "{text}");
}

fn languages(codes: &[&str]) -> Vec<Language> {
    codes
        .iter()
        .filter_map(|code| Language::parse(code))
        .collect()
}

#[track_caller]
fn decided(declared: Option<&str>, source: &[&str], text: &str, wanted: Option<&str>) {
    let found = decide(declared, &languages(source), text);
    assert_eq!(found.as_ref().map(Language::as_str), wanted);
}

#[test]
fn bosnian_croatian_and_serbian_are_told_apart() {
    check(BOSNIAN, "bs");
    check(CROATIAN, "hr");
    check(SERBIAN, "sr");
}

#[test]
fn marks_left_off_make_no_other_language() {
    check(&super::fold(BOSNIAN), "bs");
    check(&super::fold(ROMANIAN), "ro");
}

#[test]
fn the_languages_of_the_clusters_are_known() {
    check(ROMANIAN, "ro");
    check(ENGLISH, "en");
    check(
        "Прошле недеље је у Београду одржан састанак чланова кластера и представника факултета.",
        "sr",
    );
    check(
        "Миналата седмица в София се проведе среща на клъстера с представители на университета.",
        "bg",
    );
    check(
        "Минулого тижня у Львові відбулася зустріч членів кластера з представниками університету.",
        "uk",
    );
    check(
        "Javën e kaluar në Prishtinë u mbajt takimi me përfaqësues të kompanive dhe është diskutuar për projektet që do të fillojnë.",
        "sq",
    );
    check(
        "Letzte Woche haben sich in Dresden die Mitglieder des Clusters getroffen und über die Zusammenarbeit mit der Universität gesprochen.",
        "de",
    );
    check(
        "A múlt héten a klaszter tagjai találkoztak az egyetem képviselőivel, és megbeszélték, hogy a fiatalok számára milyen programok indulnak.",
        "hu",
    );
}

#[test]
fn too_little_text_says_nothing() {
    assert_eq!(detect("IT"), None);
    assert_eq!(detect("2026 — 100 %"), None);
}

#[test]
fn what_was_declared_holds() {
    decided(Some("en-US"), &["bs", "en"], ENGLISH, Some("en-US"));
    decided(Some("hr"), &["bs"], BOSNIAN, Some("hr"));
    decided(Some("ro"), &["ro"], "IT", Some("ro"));
}

#[test]
fn that_it_is_none_of_the_declared_is_sure_before_it_is_sure_which_of_its_kin_it_is() {
    let either = "Na sastanku je bilo riječi o tome kako se u gradu radi na novoj luci i da li će se \
                  do kraja godine na njoj moći i raditi.";
    assert!(detect(either).is_some_and(|(_, sure)| sure < 0.5));
    decided(Some("en-US"), &["bs"], either, Some("bs"));
    decided(Some("en-US"), &["hr"], either, Some("hr"));
    decided(Some("sr"), &["bs"], either, Some("sr"));
}

#[test]
fn english_declared_on_bosnian_text_is_a_setting_nobody_changed() {
    decided(Some("en-US"), &["bs", "en"], BOSNIAN, Some("bs"));
    decided(Some("en"), &[], BOSNIAN, Some("bs"));
}

#[test]
fn the_source_names_the_language_of_its_texts() {
    decided(None, &["cnr"], SERBIAN, Some("cnr"));
    decided(None, &["sr-Latn", "en"], SERBIAN, Some("sr-Latn"));
    decided(None, &["bs", "en"], ENGLISH, Some("en"));
}

#[test]
fn without_anything_the_first_language_of_the_source_is_assumed() {
    decided(None, &["ro", "en"], "IT", Some("ro"));
    decided(None, &[], "IT", None);
    decided(Some("not a language"), &["ro"], "IT", Some("ro"));
}
