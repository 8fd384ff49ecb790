#!/usr/bin/env python3
"""How well feeds, dates, pages and stories are read: the cases of ../shared in, a table of scores out.

  scripts/score.py [--check] [--keep] [--only GROUP] [--shared DIR] [--results DIR] [--program FILE]

--check   fails if a score of tests/scores.toml fell, or is no longer measured
--keep    writes what was measured into tests/scores.toml
--only    one group: feeds, machine, dates, listings, articles, stories or documents (may be repeated)
--results keeps what the program answered, for a look with the evaluators' own -v
--program measures another build than that of the tests

A command that the program does not have yet is skipped and said. Without ../shared there is nothing to measure."""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import score_documents  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests/scores.toml"
HEAD = """# What `make score` reached, and may not lose: `make score ARGS=--check` fails below it, `ARGS=--keep` writes it.
# Cases and evaluators lie beside the repository, in ../shared.
"""

# name, which way is better, the goal
GOALS = [
    ("feeds_passed", "higher", 0.99),
    ("feeds_refused", "lower", 0),
    ("machine_dates_right", "higher", 43),
    ("dates_right", "higher", 0.990),
    ("dates_wrong", "lower", 0.003),
    ("dates_hand_written", "higher", 0.97),
    ("listings_f1", "higher", 0.995),
    ("listings_decoys", "lower", 0),
    ("listings_dates", "higher", 0.97),
    ("listings_images", "higher", 0.95),
    ("listings_next", "higher", 12),
    ("articles_f1", "higher", 0.985),
    ("articles_boilerplate", "lower", 0),
    ("articles_fields", "higher", 1.0),
    ("stories_precision", "higher", 0.999),
    ("stories_recall", "higher", 0.985),
    ("stories_b3", "higher", 0.995),
    ("stories_wrong_merges", "lower", 1),
    ("related_precision", "higher", 0.95),
    ("related_recall", "higher", 0.95),
    ("documents_read", "higher", 0.95),
    ("documents_crashed", "lower", 0),
    ("documents_malformed", "lower", 0),
]


class NotBuilt(Exception):
    """The program has no such command yet."""


def build():
    """The program in the profile of the tests, so that nothing is compiled twice."""
    command = ["cargo", "build", "--locked", "--bin", "clusterwire", "--message-format", "json-render-diagnostics"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("score: the program does not build")
    for line in done.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable"):
            return message["executable"]
    sys.exit("score: cargo names no program")


class Scorer:
    def __init__(self, program, shared, results):
        self.program, self.shared, self.results = program, shared, results

    def needs(self, *command, mentions=""):
        """Raises NotBuilt unless the command answers --help and its help mentions the option."""
        done = subprocess.run([self.program, *command, "--help"], capture_output=True, text=True)
        if done.returncode or not done.stdout.strip() or mentions not in done.stdout:
            raise NotBuilt(" ".join(command + ((mentions,) if mentions else ())))

    def answers(self, name, *arguments):
        """What the program prints, in a file; a failure is told and scored as it stands."""
        path = self.results / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as out:
            done = subprocess.run([self.program, *arguments], stdout=out, stderr=subprocess.PIPE)
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-3:]
            print(f"  {' '.join(map(str, arguments[:3]))} … exit {done.returncode}: {' / '.join(said)}")
        return path

    def evaluate(self, script, *arguments):
        """The evaluator's words."""
        command = [sys.executable, "-B", self.shared / script, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        if done.returncode:
            print(f"  {script}: {done.stderr.strip().splitlines()[-1:]}")
        return done.stdout

    def feeds(self):
        self.needs("inspect", "feed", mentions="--cases")
        path = self.answers("feeds.jsonl", "inspect", "feed", "--cases", self.shared / "conformance/cases.jsonl")
        said = self.evaluate("conformance/evaluate.py", path, "--fails", self.results / "feeds-fails.jsonl")
        print(indented(said))
        return numbers(said, feeds_passed=r"^passed .* = ([\d.]+)", feeds_refused=r"^refused (\d+)")

    def machine(self):
        self.needs("inspect", "date", mentions="--cases")
        path = self.answers("machine.jsonl", "inspect", "date", "--cases", self.shared / "conformance/dates.jsonl")
        said = self.evaluate("conformance/evaluate_dates.py", path)
        print(indented(said))
        return numbers(said, machine_dates_right=r"^right (\d+) of")

    def dates(self):
        self.needs("inspect", "date", mentions="--cases")
        path = self.answers("dates.jsonl", "inspect", "date", "--cases", self.shared / "dates/cases.jsonl")
        said = self.evaluate("dates/evaluate.py", path)
        print(indented(said))
        return numbers(
            said,
            dates_right=r"^right .* = ([\d.]+)",
            dates_wrong=r"wrong ([\d.]+)",
            dates_hand_written=r"hand-written and real .* = ([\d.]+)",
        )

    def pages(self, kind):
        """Reads every page of a folder with what a crawler knows of it: its address and the time."""
        flag = "--" + kind.removesuffix("s")
        self.needs("inspect", "page", mentions=flag)
        for truth in sorted((self.shared / kind).glob("*.json")):
            case = json.loads(truth.read_text("utf-8"))
            page = truth.with_suffix(".html")
            self.answers(f"{kind}/{truth.name}", "inspect", "page", flag, "--url", case["url"], "--now", case["now"],
                         page, "--json")
            answer = self.results / kind / truth.name
            if not answer.read_bytes().strip():
                answer.write_text('{"items": []}')
        said = self.evaluate(f"{kind}/evaluate.py", self.results / kind, "-v")
        print(indented(said))
        return said

    def listings(self):
        said = self.pages("listings")
        return numbers(said, listings_f1=r"R [\d.]+ F1 ([\d.]+)", listings_decoys=r"decoys (\d+)  title",
                       listings_next=r"next (\d+)/") | shares(said, listings_dates=r"date (\d+)/(\d+)  image",
                                                              listings_images=r"image (\d+)/(\d+)  summary")

    def articles(self):
        said = self.pages("articles")
        fields = re.findall(r"\b(?:title|author|date|image|lang|canonical) (\d+)/(\d+)", said)
        right, wanted = (sum(int(field[at]) for field in fields) for at in (0, 1))
        scores = numbers(said, articles_f1=r"R [\d.]+ F1 ([\d.]+)", articles_boilerplate=r"boilerplate hits (\d+)")
        return scores | ({"articles_fields": round(right / wanted, 4)} if wanted else {})

    def stories(self):
        self.needs("inspect", "duplicates")
        path = self.answers("stories.jsonl", "inspect", "duplicates", self.shared / "dedupe/articles.jsonl")
        said = self.evaluate("dedupe/evaluate.py", path)
        print(indented(said))
        return numbers(
            said,
            related_precision=r"^related: precision ([\d.]+)",
            related_recall=r"^related: .* recall ([\d.]+)",
            stories_precision=r"^stories: precision ([\d.]+)",
            stories_recall=r"^stories: .* recall ([\d.]+)",
            stories_b3=r"B3 ([\d.]+)",
            stories_wrong_merges=r"wrong merges (\d+)$",
        )

    def documents(self):
        self.needs("run", mentions="--state")
        return score_documents.score(self.program, self.shared / "feeds", self.results / "documents")


GROUPS = ["feeds", "machine", "dates", "listings", "articles", "stories", "documents"]


def indented(text):
    return "\n".join("  " + line for line in text.rstrip().splitlines())


def numbers(text, **patterns):
    """The number that each pattern catches; what is not there is not scored."""
    found = {}
    for name, pattern in patterns.items():
        match = re.search(pattern, text, re.MULTILINE)
        if match:
            found[name] = float(match[1]) if "." in match[1] else int(match[1])
    return found


def shares(text, **patterns):
    found = {}
    for name, pattern in patterns.items():
        match = re.search(pattern, text)
        if match and int(match[2]):
            found[name] = round(int(match[1]) / int(match[2]), 4)
    return found


def kept():
    """name -> value. The file is ours and flat: `name = value` under [higher] and [lower]."""
    if not KEPT.is_file():
        return {}
    rows = re.findall(r"^(\w+)\s*=\s*([\d.]+)", KEPT.read_text("utf-8"), re.MULTILINE)
    return {name: float(value) for name, value in rows}


def keep(scores):
    held = kept() | scores
    text = HEAD
    for way in ("higher", "lower"):
        text += f"\n[{way}] # is better\n"
        text += "".join(f"{name} = {held[name]:g}\n" for name, better, _ in GOALS if better == way and name in held)
    KEPT.write_text(text, "utf-8")


def table(scores, held):
    """Prints a row for each score; returns the names of those that fell."""
    fell = []
    print(f"\n{'score':24}{'now':>9}{'kept':>9}{'goal':>9}")
    for name, better, goal in GOALS:
        now, before = scores.get(name), held.get(name)
        if now is None and before is None:
            continue
        sign = 1 if better == "higher" else -1
        note = "" if now is None or sign * now >= sign * goal else "short of the goal"
        if before is not None and (now is None or sign * now < sign * before - 1e-9):
            fell.append(name)
            note = "NOT MEASURED" if now is None else "FELL"
        shown = [("-" if value is None else f"{value:g}").rjust(9) for value in (now, before, goal)]
        print(f"{name:24}{''.join(shown)}  {note}".rstrip())
    return fell


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("--keep", action="store_true")
    arguments.add_argument("--only", action="append", choices=GROUPS)
    arguments.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    arguments.add_argument("--results", type=pathlib.Path)
    arguments.add_argument("--program", type=pathlib.Path)
    options = arguments.parse_args()
    if not (options.shared / "conformance/cases.jsonl").is_file():
        print(f"score: SKIPPED, the cases are not there ({options.shared})")
        return
    program = options.program.resolve() if options.program else build()
    with tempfile.TemporaryDirectory(prefix="score-") as folder:
        results = (options.results or pathlib.Path(folder)).resolve()
        results.mkdir(parents=True, exist_ok=True)
        scorer, scores, groups = Scorer(program, options.shared.resolve(), results), {}, options.only or GROUPS
        for group in groups:
            print(f"{group}:", flush=True)
            try:
                scores |= getattr(scorer, group)()
            except NotBuilt as missing:
                print(f"  not built yet: {missing}")
    held = kept()
    if options.only:
        held = {name: value for name, value in held.items() if name in scores}
    fell = table(scores, held)
    if options.keep:
        keep(scores)
        print(f"\nkept in {KEPT.relative_to(ROOT)}")
    elif options.check and fell:
        sys.exit(f"\nscore: {', '.join(fell)} fell below tests/scores.toml")


if __name__ == "__main__":
    main()
