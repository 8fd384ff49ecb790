#!/usr/bin/env python3
"""How fast pages and dates are read: pages made here in, a table of pages a CPU second out.

  scripts/bench_pages.py [--program FILE] [--runs N]

Without --program, the release build is made and measured. Starting the program is measured apart and taken off."""
import argparse
import json
import pathlib
import resource
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
NOW = ["--now", "2026-11-20T10:00:00Z"]
URL = ["--url", "https://site.example/news/2026/one"]


def article(kilobytes, words="harbour ferry bridge market garden street river".split()):
    """A page with as much around the article as sites have: scripts, navigation, other news, a footer."""
    sentence = " ".join(words * 3).capitalize() + ", and so it went on."
    text = "".join(f"<p>Number {n}: {sentence}</p>" for n in range(25))
    link = '<li class="menu-item menu-item-{n}"><a href="/section/{n}/page">Section {n} of the site</a></li>'
    card = '<div class="card teaser"><a href="/news/{n}"><img src="/i/{n}.jpg" alt=""><h3>Other news {n}</h3></a><span>3 May 2026</span></div>'
    page = ('<!doctype html><html lang="en"><head><title>The ferry | Site</title><meta property="og:title" content="The ferry">'
            + "<script>var a=1;</script>" * 40 + '</head><body><nav><ul>' + "".join(link.format(n=n) for n in range(80))
            + '</ul></nav><main><article><h1>The ferry</h1><div class="entry-content">' + text + "</div></article></main><aside>")
    number = 0
    while len(page) < kilobytes * 1000:
        page += card.format(n=number)
        number += 1
    return page + "</aside><footer>Site</footer></body></html>"


def listing(items):
    item = ('<article class="item"><a href="/news/piece-{n}-of-it"><img src="/i/{n}.jpg" alt=""></a><h3><a href="/news/piece-{n}-of-it">'
            'How number {n} of the news went on</a></h3><time>{d} October 2026</time><p>What happened then, in a sentence or two of it.</p></article>')
    nav = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(120))
    return (f'<html lang="en"><body><nav><ul>{nav}</ul></nav><main><h1>News</h1><div class="list">'
            + "".join(item.format(n=n, d=30 - n % 28) for n in range(items)) + '</div></main></body></html>')


def seconds(program, *arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, done


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program")
    options.add_argument("--runs", type=int, default=15)
    options = options.parse_args()
    program = options.program
    if not program:
        subprocess.run(["cargo", "build", "--release", "--locked", "--bin", "clusterwire"], cwd=ROOT, check=True)
        program = ROOT / "target/release/clusterwire"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)

        def cost(kind, page):
            file = folder / "page.html"
            file.write_bytes(page if isinstance(page, bytes) else page.encode())
            runs = [seconds(program, "inspect", "page", kind, *URL, *NOW, str(file), "--json") for _ in range(options.runs)]
            return statistics.median(used for used, _ in runs), runs[0][1]

        start, _ = cost("--article", "<p>.</p>")
        print(f"start of the program          {start * 1000:8.1f} ms, taken off below")
        for name, kind, page, goal in [
            ("article page, 60 kB", "--article", article(60), 130),
            ("article page, 150 kB", "--article", article(150), 0),
            ("list of 30, 15 kB", "--listing", listing(30), 170),
            ("list of 100, 40 kB", "--listing", listing(100), 0),
        ]:
            used, _ = cost(kind, page)
            rate = 1 / max(used - start, 1e-4)
            print(f"{name:28}{rate:8.0f} a CPU second" + (f" (goal {goal})" if goal else ""))
        options.runs = 1
        deep = "<div>" * 100_000 + "<p>In the deep, a sentence.</p>"
        for name, page in [("page of 10 MB", article(10_000)), ("100,000 nested elements", deep)]:
            for kind in ("--article", "--listing"):
                used, done = cost(kind, page)
                print(f"{name} {kind:9} {used:6.2f} s of CPU (goal 1), exit {done.returncode}")
        text = "Новости города, и снова о мосте через реку, который открыли вчера утром. "
        page = f'<meta charset="windows-1251"><title>Мост</title><h1>Мост</h1><p>{text * 5}</p>'
        _, done = cost("--article", page.encode("windows-1251"))
        body = json.loads(done.stdout)["articleBody"] or ""
        print("page in windows-1251         " + ("read" if "Новости города" in body else "NOT READ"))
        cases = folder / "cases.jsonl"
        texts = ["3. novembra 2019.", "Objavljeno: 12.11.2019. u 14:30", "12 noiembrie 2019", "prije 3 dana", "2019. november 3.",
                 "Tue, 12 Nov 2019", "no date at all", "3 ноября 2019 г."]
        count = 200_000
        with open(cases, "w", encoding="utf-8") as out:
            for n in range(count):
                out.write(json.dumps({"id": n, "text": texts[n % len(texts)], "now": "2026-11-20T10:00"}, ensure_ascii=False) + "\n")
        used, _ = seconds(program, "inspect", "date", "--cases", str(cases))
        print(f"dates, JSON in and out       {count / used:8.0f} a CPU second (goal 200000 without the JSON)")


main()
