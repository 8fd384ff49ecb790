"""A folder of feed documents in, served over HTTP as the sources of one run; how many were read out."""
import collections
import functools
import http.server
import json
import pathlib
import subprocess
import threading
import time
import urllib.parse
import xml.etree.ElementTree

TYPES = {".json": "application/feed+json", ".rss": "application/rss+xml"}


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def guess_type(self, path):
        return TYPES.get(pathlib.Path(path).suffix, "application/xml")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


def documents(folder):
    """Everything below `inputs` of each suite, in order."""
    return sorted(path for path in folder.glob("*/inputs/**/*") if path.is_file())


def config(port, folder, paths):
    tables = ["""[site]
title = "Documents"
url = "https://news.example.org/"
contact = "score@example.org"

[defaults]
article = "never"

[fetch]
concurrency = 64
per_host = 64
allow_networks = ["127.0.0.0/8"]
"""]
    for number, path in enumerate(paths):
        name = path.relative_to(folder).as_posix()
        address = f"http://127.0.0.1:{port}/{urllib.parse.quote(name)}"
        tables.append(f'[[source]]\nid = "d{number:04}"\nname = {json.dumps(name)}\nurl = "{address}"\nkind = "feed"\n')
    return "\n".join(tables)


def values(node):
    """Every object within a JSON value, outermost first."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from values(child)


def totals(report):
    for node in values(report):
        if all(isinstance(node.get(name), int) for name in ("read", "failed")):
            return node["read"], node["failed"]
    return None


REASONS = ("message", "reason", "problem", "error", "failure", "failed")


def told(value):
    """The words of a failure, whether it is a text or an object around one."""
    if isinstance(value, dict):
        return next(filter(None, (told(value.get(name)) for name in REASONS)), None)
    return value if isinstance(value, str) else None


def failures(report):
    """(source, words) of each source that failed."""
    found = {}
    for node in values(report):
        source = next((node[name] for name in ("source", "id") if isinstance(node.get(name), str)), None)
        words = told(node) or told(node.get("end"))
        if source and words:
            found.setdefault(source, words)
    return found


def malformed(output):
    bad = []
    for path in sorted(output.rglob("*")):
        try:
            if path.suffix in (".xml", ".opml"):
                xml.etree.ElementTree.parse(path)
            elif path.suffix == ".json":
                json.loads(path.read_text("utf-8"))
        except (xml.etree.ElementTree.ParseError, ValueError) as error:
            bad.append(f"{path.relative_to(output)}: {error}")
    return bad


def run(program, folder, work, paths):
    """The exit status, the report, what stderr said, and the seconds it took."""
    server = Server(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        work.mkdir(parents=True, exist_ok=True)
        settings = work / "feeds.toml"
        settings.write_text(config(server.server_port, folder, paths), "utf-8")
        begun = time.monotonic()
        command = [program, "run", "--config", settings, "--state", work / "state", "--output", work / "output"]
        done = subprocess.run([*command, "--fail-on", "never", "--json"], capture_output=True, timeout=1200)
        seconds = time.monotonic() - begun
    finally:
        server.shutdown()
        server.server_close()
    (work / "report.json").write_bytes(done.stdout)
    (work / "stderr.txt").write_bytes(done.stderr)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        report = None
    return done.returncode, report, done.stderr.decode("utf-8", "replace"), seconds


def score(program, folder, work):
    paths = documents(folder)
    status, report, said, seconds = run(program, folder, work, paths)
    output = work / "output"
    published = (output / "index.html").is_file()
    bad = malformed(output) if published else ["nothing was published"]
    sums = totals(report) or (0, len(paths))
    reasons = failures(report)
    panics = sum("panic" in words.casefold() for words in reasons.values()) + said.count("panicked at")
    crashed = panics + (status < 0 or status not in (0, 3) or report is None)
    print(f"  {len(paths)} documents: {sums[0]} read, {sums[1]} refused, {panics} panics, exit {status}, {seconds:.1f} s")
    silent = sums[1] - len(reasons)
    if silent > 0:
        print(f"  {silent} refused without a reason in the report")
    names = {f"d{number:04}": path.relative_to(folder).as_posix() for number, path in enumerate(paths)}
    groups = collections.defaultdict(list)
    for source, words in sorted(reasons.items()):
        groups[words.replace(names.get(source, source), "…")[:100]].append(names.get(source, source))
    for words, sources in sorted(groups.items(), key=lambda group: -len(group[1])):
        print(f"    {len(sources):4} {words}: {', '.join(sources[:2])}{' …' if len(sources) > 2 else ''}")
    for line in bad[:5]:
        print(f"  malformed: {line}")
    if sums[0] < 0.95 * len(paths):
        print("  FEWER than 95 in 100 were read")
    return {
        "documents_read": round(sums[0] / len(paths), 4),
        "documents_crashed": int(crashed),
        "documents_malformed": len(bad),
    }
