#!/usr/bin/env python3
"""What publishing costs: 10,000 stories of 100 sources, 25 months, all selections. A store is filled through
the program itself from recordings; then the whole folder is built anew, and one new story is brought in.

  scripts/bench_build.py [--sources 100] [--months 25] [--entries 4] [--rounds 3] [--binary FILE] [--keep DIR]
"""
import argparse, json, pathlib, random, shutil, statistics, subprocess, sys, tempfile
from datetime import datetime, timedelta, timezone
from html import escape

from bench_run import program, stamps, timed

LANGUAGES = ["bs", "ro", "de", "en"]
GLUE = {
    "bs": "i u na je se da za su od koji ali iz kao po ili više samo nije".split(),
    "ro": "și în la de cu pe care pentru este mai sau din prin sunt după între".split(),
    "de": "und in die der das zu den mit von für auf ist nicht ein eine sich".split(),
    "en": "and in the of to with on for is that it by at from this are was".split(),
}
LABELS = ["News", "Events", "Projects", "Members", "Training", "Grants", "Startups", "Health", "Energy", "Tourism"]


def vocabulary(seed):
    rng = random.Random(seed)
    syllables = [a + b for a in "bcdfghklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "is", "or")]
    return ["".join(rng.choices(syllables, k=rng.randint(2, 4))) for _ in range(3000)]


WORDS = {language: vocabulary(language) for language in LANGUAGES}


def sentence(rng, language):
    words = [rng.choice(GLUE[language]) if rng.random() < .4 else rng.choice(WORDS[language]) for _ in range(rng.randint(7, 20))]
    return " ".join(words).capitalize() + "."


def entry(source, number, day):
    rng = random.Random(f"{source} {number}")
    language = LANGUAGES[source % 4]
    paragraphs = [" ".join(sentence(rng, language) for _ in range(rng.randint(2, 5))) for _ in range(rng.randint(3, 8))]
    picture = f'<p><img src="https://s{source}.example/img/{number}.jpg" alt="" width="800" height="500"></p>' if rng.random() < .7 else ""
    return {
        "link": f"https://s{source}.example/{day:%Y/%m}/news-{number}/",
        "title": " ".join(rng.choices(WORDS[language], k=rng.randint(4, 9))).capitalize(),
        "day": day,
        "label": LABELS[(source + number) % len(LABELS)],
        "html": picture + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
    }


def feed(source, entries):
    items = "".join(
        f"<item><title>{escape(one['title'])}</title><link>{one['link']}</link><guid>{one['link']}</guid>"
        f"<pubDate>{one['day']:%a, %d %b %Y %H:%M:%S} +0000</pubDate><category>{one['label']}</category>"
        f"<content:encoded><![CDATA[{one['html']}]]></content:encoded></item>" for one in entries)
    return (f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>Source {source}</title><link>https://s{source}.example/</link>"
            f"<language>{LANGUAGES[source % 4]}</language>{items}</channel></rss>")


def record(folder, feeds, now):
    """A recording in which these feeds are what the sources answer."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    rows = []
    for source, entries in feeds.items():
        (folder / f"{source}.xml").write_text(feed(source, entries), "utf-8")
        rows.append({"url": f"https://s{source}.example/feed/", "status": 200, "headers": [["content-type", "application/rss+xml"]],
                     "file": f"{source}.xml", "fetched_at": f"{now:%Y-%m-%dT%H:%M:%SZ}"})
    (folder / "index.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def config(folder, sources):
    tables = ['[site]\ntitle = "Bench"\nurl = "https://news.example.org/"\ncontact = "bench@example.org"',
              "[defaults]\nfirst_run = 100\nevery = \"1h\"",
              f'[[tag_map]]\nfrom = {json.dumps(LABELS[:5])}\nto = "topics"',
              '[[view]]\nname = "late"\nwhen = \'title is matching("(?i)^ba")\'']
    for source in range(sources):
        tables.append(f'[[source]]\nid = "s{source}"\nname = "Source {source}"\nurl = "https://s{source}.example/feed/"\nkind = "feed"\n'
                      f'article = "never"\nlang = ["{LANGUAGES[source % 4]}"]\ntags = ["region-{source % 10}"]\npartner = {str(source % 10 == 0).lower()}')
    path = folder / "feeds.toml"
    path.write_text("\n\n".join(tables) + "\n", "utf-8")
    return path


def fill(run, recording, options):
    """Month after month; a tenth of the stories is carried by a second source too."""
    now = datetime(2024, 11, 2, 6, tzinfo=timezone.utc)
    feeds = {}
    for month in range(options.months):
        feeds = {source: [entry(source, month * options.entries + at, now - timedelta(hours=at + 1)) for at in range(options.entries)]
                 for source in range(options.sources)}
        for source in range(0, options.sources, 10):
            feeds[source] += [{**feeds[source + at][0], "link": f"https://s{source}.example/copy/{month}-{at}/"}
                              for at in range(1, options.entries + 1)]
        record(recording, feeds, now)
        run("run", now)
        now += timedelta(days=30)
    return feeds, now


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("sources", 100), ("months", 25), ("entries", 4), ("rounds", 3)):
        arguments.add_argument(f"--{name}", type=int, default=usual)
    arguments.add_argument("--binary", type=pathlib.Path, help="of the program; else it is built")
    arguments.add_argument("--keep", type=pathlib.Path, help="a folder for store and output, which stays")
    options = arguments.parse_args()
    binary = options.binary or program()
    work = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="bench-build-"))
    work.mkdir(exist_ok=True)
    path, recording, log, output = config(work, options.sources), work / "recording", work / "log", work / "output"

    def run(command, now, *more):
        given = [] if command == "build" else ["--replay", recording]
        result = timed([binary, command, "-c", path, "--state", work / "state", "-o", output, "-q", "--now", f"{now:%Y-%m-%dT%H:%M:%SZ}",
                        *given, "--fail-on", "never", *more], log)
        if result[3]:
            sys.exit(print(f"exit {result[3]}: {log.read_text('utf-8', 'replace')[-2000:]}"))
        return result

    try:
        feeds, now = fill(run, recording, options)
        whole = []
        for number in range(options.rounds):
            # Moved, not removed: ext4 gives nobody a file's number for some minutes, and looks for others meanwhile.
            output.rename(work / f"output{number}")
            whole.append(run("build", now))
        files = stamps(output)
        size = sum(file.stat().st_size for file in files) / 1e6
        print(f"{options.sources * options.months * options.entries} stories, {options.sources} sources, {len(files)} files, {size:.0f} MB, {options.rounds} rounds, medians")
        report("full build", whole)
        again = [run("build", now) for _ in range(options.rounds)]
        report("nothing new", again)
        one = []
        for number in range(options.rounds):
            source = (17 * number + 3) % options.sources
            now += timedelta(hours=2)
            fresh = entry(source, 100_000 + number, now - timedelta(minutes=5))
            feeds[source].insert(0, fresh)
            record(recording, {source: feeds[source]}, now)
            before = stamps(output)
            one.append(run("run", now, "--only", f"s{source}"))
            strangers(output, before, fresh)
        report("run, one new story", one)
        for file in sorted((work / "state").rglob("*")):
            if file.is_file():
                print(f"  {file.relative_to(work)} {file.stat().st_size / 1e6:.1f} MB")
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)


def report(name, runs):
    wall, cpu, memory = (statistics.median(run[k] for run in runs) for k in range(3))
    print(f"{name:22} wall {wall * 1000:7.0f} ms  CPU {cpu * 1000:7.0f} ms  peak {memory:6.1f} MB", flush=True)


def strangers(output, before, fresh):
    """Says which files were written though the new story is not in them."""
    now = stamps(output)
    changed = [path for path, stamp in now.items() if before.get(path) != stamp]
    lost = [path for path in changed if fresh["title"] not in path.read_text("utf-8")]
    print(f"  one new story: {len(changed)} of {len(now)} files written, {len(lost)} of them without it {[str(p.relative_to(output)) for p in lost[:9]]}")


if __name__ == "__main__":
    main()
