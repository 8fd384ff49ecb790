#!/usr/bin/env python3
"""date_words.py CLDR_FOLDER > src/date/months.rs

Writes the table of month, weekday and relative words that `date` reads and that our pages are dated with.
CLDR_FOLDER is the unpacked npm package `cldr-dates-full` (`npm pack cldr-dates-full`, `tar xzf`). Run by hand when
CLDR has news; the table is checked in. Words are folded here exactly as `src/date/fold.rs` folds a text."""
import collections
import json
import pathlib
import re
import sys
import unicodedata

# Our tag -> the CLDR locales that write it. The order is the order of bits in a language set: only append.
LANGUAGES = {
    "en": ["en", "en-GB"], "bs": ["bs", "bs-Cyrl"], "hr": ["hr"], "sr": ["sr", "sr-Latn", "sr-Latn-BA", "sr-Cyrl-BA"],
    "sl": ["sl"], "mk": ["mk"], "ro": ["ro"], "hu": ["hu"], "bg": ["bg"], "sq": ["sq"], "uk": ["uk"], "ru": ["ru"],
    "be": ["be", "be-tarask"], "de": ["de", "de-AT"], "it": ["it"], "es": ["es", "es-MX"], "fr": ["fr", "fr-CA"],
    "pt": ["pt", "pt-PT"], "nl": ["nl"], "pl": ["pl"], "cs": ["cs"], "sk": ["sk"], "el": ["el"], "tr": ["tr"],
    "lt": ["lt"], "lv": ["lv"], "et": ["et"], "fi": ["fi"], "sv": ["sv"], "da": ["da"], "no": ["nb", "no"],
    "nn": ["nn"], "is": ["is"], "ca": ["ca"], "gl": ["gl"], "eu": ["eu"], "mt": ["mt"], "ga": ["ga"], "cy": ["cy"],
    "lb": ["lb"], "fo": ["fo"], "hy": ["hy"], "ka": ["ka"], "az": ["az", "az-Latn"],
}
PAGES = {
    "en": "en-GB", "bs": "bs", "hr": "hr", "sr": "sr-Latn", "sr-Cyrl": "sr", "ro": "ro", "de": "de", "hu": "hu", "bg": "bg",
    "mk": "mk", "sl": "sl", "sq": "sq", "it": "it", "fr": "fr", "es": "es", "pl": "pl", "cs": "cs", "sk": "sk", "uk": "uk",
    "el": "el", "tr": "tr", "pt": "pt-PT", "nl": "nl",
}
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
UNITS = {"second": "Second", "minute": "Minute", "hour": "Hour", "day": "Day", "week": "Week", "month": "Month", "year": "Year"}
LETTERS = {"đ": "d", "ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ς": "σ"}


def fold(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return "".join(LETTERS.get(c, c) for c in plain)


def words(text):
    """Letters only, as the scanner cuts them: apostrophes part words."""
    return re.findall(r"[^\W\d_]+", fold(text.replace("ʼ", "'")))


def load(folder, locale, name):
    path = folder / "main" / locale / name
    if not path.exists():
        return None
    (content,) = json.load(open(path, encoding="utf-8"))["main"].values()
    return content["dates"]


def names(calendar, kind, widths):
    """Every name with its number, 1 is January or Monday."""
    for context in ("format", "stand-alone"):
        for width in widths:
            for key, text in calendar[kind][context].get(width, {}).items():
                number = DAYS.index(key) + 1 if kind == "days" else int(key)
                parts = [w for w in words(text) if w != "feira"]
                if len(parts) > 1:
                    yield number, " ".join(parts), width
                # Irish calls October the end, September the middle of autumn: only the whole says which.
                if parts and "fomhair" not in parts:
                    yield number, max(parts, key=len), width


def templates(fields):
    for field, unit in UNITS.items():
        for form in ("", "-short", "-narrow"):
            past = fields.get(field + form, {}).get("relativeTime-type-past", {})
            for text in past.values():
                if text.count("{0}") == 1:
                    before, after = text.split("{0}")
                    yield unit, form, words(before), words(after)


def gather(folder):
    table = collections.defaultdict(set)
    for tag, locales in LANGUAGES.items():
        for locale in locales:
            calendar, fields = load(folder, locale, "ca-gregorian.json"), load(folder, locale, "dateFields.json")
            if calendar is None:
                sys.exit(f"no {locale} in {folder}")
            calendar, fields = calendar["calendars"]["gregorian"], fields["fields"]
            months = set(names(calendar, "months", ("wide", "abbreviated")))
            weekdays = set(names(calendar, "days", ("wide", "abbreviated", "short")))
            for number, word, width in months:
                if len(word) > 1 and word not in ("e", "m"):
                    table[word, f"Month({number})"].add(tag)
            prefixes = collections.defaultdict(set)
            for number, word, width in months:
                for length in (3, 4):
                    if width == "wide" and len(word) > length:
                        prefixes[word[:length]].add(number)
            known = {word for _, word, _ in months}
            for word, numbers in prefixes.items():
                if len(numbers) == 1 and word not in known:
                    table[word, f"Stem({min(numbers)})"].add(tag)
            for number, word, _ in weekdays:
                if len(word) > 1:
                    table[word, f"Weekday({number})"].add(tag)
            relative(table, tag, fields, {word for _, word, _ in weekdays})
    return table


def relative(table, tag, fields, weekdays):
    day = fields["day"]
    for offset, key in ((0, "relative-type-0"), (-1, "relative-type--1"), (-2, "relative-type--2")):
        if key in day:
            table[" ".join(words(day[key])), f"Ago({-offset})"].add(tag)
    lasts = {name: set(words(fields.get(name, {}).get("relative-type--1", ""))) for name in DAYS}
    for number, name in enumerate(DAYS, 1):
        for word in lasts[name]:
            # What several days have in common says "last"; the rest is the day's name, inflected.
            shared = sum(word in others for others in lasts.values()) > 1
            if len(word) > 2 and word not in weekdays and tag not in ("mt", "ga"):
                table[word, "Last" if shared else f"Weekday({number})"].add(tag)
    uses = collections.defaultdict(set)
    every = list(templates(fields))
    for unit, _, before, after in every:
        for word in {*before, *after}:
            uses[word].add(unit)
    marker = {word for word, units in uses.items() if len(units) >= 4}
    for unit, form, before, after in every:
        for side, sense in ((before, "Before"), (after, "After")):
            phrase = " ".join(w for w in side if w in marker)
            if phrase not in ("", "de") and (form == "" or len(phrase) > 3):
                table[phrase, sense].add(tag)
            for word in side:
                if word not in marker:
                    table[word, f"Unit({unit})"].add(tag)


def by_hand(table):
    """Adds scripts/date_extras.txt, folded as the scanner folds."""
    path = pathlib.Path(__file__).with_name("date_extras.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        (sense, *tags), entries = (side.split() if at == 0 else side for at, side in enumerate(line.split(":", 1)))
        tags = LANGUAGES if tags == ["*"] else tags
        for entry in entries.split(",") if "," in entries else entries.split():
            unknown = [tag for tag in tags if tag not in LANGUAGES]
            if unknown:
                sys.exit(f"no such language: {unknown}")
            if words(entry):
                table[" ".join(words(entry)), sense].update(tags)


def mask(bits):
    digits = f"{bits:x}"
    digits = digits.zfill(-(-len(digits) // 4) * 4) if len(digits) > 4 else digits
    return "0x" + "_".join(digits[at:at + 4] for at in range(0, len(digits), 4))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    version = json.load(open(folder / "package.json"))["cldrVersion"]
    order = {tag: bit for bit, tag in enumerate(LANGUAGES)}
    table = gather(folder)
    by_hand(table)
    senses = sorted({sense.split("(")[0] for _, sense in table})
    print("//! Words of dates in, months, weekdays and units out: generated by `scripts/date_words.py`.")
    print("//!")
    print(f"//! From CLDR {version}, Copyright © 1991-2025 Unicode, Inc. SPDX-License-Identifier: Unicode-3.0")
    print("//! <https://www.unicode.org/license.txt>, and from `scripts/date_extras.txt`.")
    print()
    print("use super::{words::{Row, Sense::{" + ", ".join(senses) + "}, Unit::{Day, Hour, Minute, Month as Months, Second, Week, Year}}, written::Page};")
    print()
    print("/// The languages, in the order of bits in a set.")
    print("pub(super) const LANGUAGES: &[&str] = &[" + ", ".join(f'"{t}"' for t in LANGUAGES) + "];")
    print()
    print("/// A folded word or phrase, what it means, and in which languages. Sorted by word.")
    print("pub(super) const WORDS: &[Row] = &[")
    for (word, sense), tags in sorted(table.items(), key=lambda row: (row[0][0].encode(), row[0][1])):
        bits = sum(1 << order[tag] for tag in tags)
        if word:
            sense = re.sub(r"(Unit|UnitAgo)\(Month\)", r"\1(Months)", sense)
            print(f'    ("{word}", {sense}, {mask(bits)}),')
    print("];")
    print()
    print("/// How a page writes a day: tag, months within a date, months alone, weekdays from Monday, pattern.")
    print("pub(super) const PAGES: &[Page] = &[")
    for tag, locale in sorted(PAGES.items()):
        calendar = load(folder, locale, "ca-gregorian.json")["calendars"]["gregorian"]
        quoted = lambda rows: "[" + ", ".join(f'"{row}"' for row in rows) + "]"
        print(f'    ("{tag}",')
        for context in ("format", "stand-alone"):
            print("    " + quoted(calendar["months"][context]["wide"].values()) + ",")
        wide = calendar["days"]["format"]["wide"]
        print("    " + quoted(wide[day] for day in DAYS) + ",")
        pattern = calendar["dateFormats"]["long"]
        print(f'    "{pattern}"),')
    print("];")


main()
