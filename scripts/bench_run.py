#!/usr/bin/env python3
"""One run over N sources on a local server with 50-400 ms latency, beside a bare reqwest client with
the same concurrency that drops the bodies, and beside one that reads them with feed-rs, cleans them with
ammonia and keeps them in one table: wall, CPU and peak memory, cold and warm, medians of ROUNDS.

  scripts/bench_run.py [--n 1000] [--rounds 3] [--hostile]
"""
import argparse, os, pathlib, re, shutil, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
GEN = ROOT.parent / "shared/workload/gen.py"
PORT = 8091
CONCURRENCY = 64


def timed(command, log):
    """Wall and CPU seconds, peak memory in MB, exit status."""
    start = time.monotonic()
    with open(log, "ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def program():
    """The program, built beside what it is measured with; as cargo does, CARGO_TARGET_DIR says where."""
    manifest = ROOT / "benches/rivals/Cargo.toml"
    subprocess.run(["cargo", "build", "--release", "--quiet", "--manifest-path", manifest], check=True)
    target = os.environ.get("CARGO_TARGET_DIR")
    return (pathlib.Path(target).resolve() if target else manifest.parent / "target") / "release/clusterwire"


def config(folder, urls):
    tables = [
        '[site]\ntitle = "Bench"\nurl = "https://news.example.org/"\ncontact = "bench@example.org"',
        f'[fetch]\nconcurrency = {CONCURRENCY}\nper_host = {CONCURRENCY}\nallow_networks = ["127.0.0.0/8"]',
    ]
    for number, url in enumerate(urls):
        tables.append(f'[[source]]\nid = "s{number:06d}"\nurl = "{url}"\nkind = "feed"\narticle = "never"')
    path = folder / "feeds.toml"
    path.write_text("\n\n".join(tables) + "\n", "utf-8")
    return path


def row(name, runs, floor=None):
    wall, cpu, memory = (statistics.median(run[k] for run in runs) for k in range(3))
    ratio = f"  {wall / floor[0]:5.2f} x wall {cpu / floor[1]:6.2f} x CPU" if floor else ""
    print(f"{name:22} wall {wall:7.2f} s  CPU {cpu:7.2f} s  peak {memory:6.1f} MB{ratio}", flush=True)
    return wall, cpu


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--n", type=int, default=1000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--hostile", action="store_true", help="with a decompression bomb and an endless body among them")
    options = arguments.parse_args()
    if not GEN.is_file():
        sys.exit(print(f"bench-run: {GEN} is not there, nothing to measure"))
    work = pathlib.Path(tempfile.mkdtemp(prefix="bench-run-"))
    binaries = program().parent
    subprocess.run([sys.executable, GEN, "--n", str(options.n), "--seed", "1", "--rounds", "1", "--out", work / "corpus",
                    "--base", f"http://127.0.0.1:{PORT}"], check=True, stdout=subprocess.DEVNULL)
    names = sorted(p.name for p in (work / "corpus/r0").iterdir())
    urls = [f"http://127.0.0.1:{PORT}/{name}" for name in names]
    (work / "urls.txt").write_text("\n".join(urls) + "\n")
    server = subprocess.Popen([binaries / "serve", work / "corpus", str(PORT)], stdout=subprocess.PIPE)
    server.stdout.readline()
    try:
        bare, parts, cold, warm = [], [], [], []
        log = work / "log"
        own = urls + [f"http://127.0.0.1:{PORT}/{name}.xml" for name in ("bomb", "endless")] if options.hostile else urls
        for number in range(options.rounds):
            folder = work / f"run{number}"
            folder.mkdir()
            command = [binaries / "clusterwire", "run", "-c", config(folder, own), "-q", "--fail-on", "never"]
            others = work / "urls.txt", str(CONCURRENCY)
            bare.append(timed([binaries / "bare", *others], log))
            parts.append(timed([binaries / "parts", *others, folder / "parts.db"], log))
            cold.append(timed([*command, "--now", "2026-11-21T06:00:00Z"], log))
            before = stamps(folder / "output")
            warm.append(timed([*command, "--now", "2026-11-25T06:00:00Z"], log))
            if cold[-1][3] or warm[-1][3]:
                print(f"exit {cold[-1][3]} and {warm[-1][3]}: {log.read_text('utf-8', 'replace')[-2000:]}")
            if stamps(folder / "output") != before:
                print("the warm run wrote files")
        print(f"{len(own)} sources, concurrency {CONCURRENCY}, {options.rounds} rounds, medians")
        floor = row("bare client", bare)
        row("sum of parts", parts, floor)
        row("run, cold", cold, floor)
        row("run, warm", warm, floor)
        for path in sorted((work / "run0/.clusterwire").rglob("*")):
            if path.is_file():
                print(f"  {path.relative_to(work / 'run0')} {path.stat().st_size / 1e6:.1f} MB")
    finally:
        server.kill()
        shutil.rmtree(work, ignore_errors=True)


def stamps(folder):
    return {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


if __name__ == "__main__":
    main()
