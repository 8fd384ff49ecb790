// A folder that was published in; whether a browser shows it as it should out (exit status).
//   node test.mjs OUTPUT [SCREENSHOTS]
import { createServer } from "node:http";
import { readFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, normalize, extname } from "node:path";
import { chromium } from "playwright-core";

const [output, shots] = process.argv.slice(2);
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript",
  ".json": "application/json", ".xml": "application/xml", ".svg": "image/svg+xml",
};

const serve = (answer) => new Promise((ready) => {
  const server = createServer(answer).listen(0, "127.0.0.1", () => ready(server));
});
const at = (server) => `http://127.0.0.1:${server.address().port}/`;

const site = await serve(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://x/").pathname));
  const file = join(output, path.endsWith("/") ? `${path}index.html` : path);
  try {
    const bytes = await readFile(file);
    response.writeHead(200, { "content-type": TYPES[extname(file)] || "text/plain", "access-control-allow-origin": "*" });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
const news = at(site);
// A page of somebody else, on another origin.
const foreign = await serve((request, response) => {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="en"><title>Foreign</title><h1>A partner</h1>
    <script type="module" src="${news}widget/widget.js"></script>
    <cluster-news limit="3"><a href="${news}">News</a></cluster-news>
    <iframe src="${news}widget/latest.html" title="News" width="400" height="420"></iframe>`);
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
let failed = 0;
const check = (what, holds, why = "") => {
  if (!holds) failed += 1;
  console.log(`${holds ? "ok  " : "FAIL"} ${what}${holds ? "" : ` ${why}`}`);
};

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, permissions: ["clipboard-read", "clipboard-write"], ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // Pictures of the sample are on hosts that do not exist.
    if (message.type() === "error" && !message.text().includes("Failed to load resource")) faults.push(message.text());
  });
  // Nothing but our own two servers is reached.
  await page.route((url) => url.hostname !== "127.0.0.1", (route) => route.abort());
  await page.goto(path, { waitUntil: "load" });
  return { page, faults, context };
}

async function shot(page, name) {
  if (!shots) return;
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

async function accessible(page, name) {
  // The page's own policy forbids scripts of others: the test reads in a world of its own.
  await page.evaluate(await readFile(axe, "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  const told = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(" ")}`);
  check(`${name}: nothing stands in anybody's way (axe)`, violations.length === 0, told.join("\n     "));
}

{
  const { page, faults, context } = await open(`${news}index.html`);
  check("the front page shows stories", (await page.locator("article").count()) > 5);
  const first = (await page.locator("article h3").first().textContent()).trim();
  const word = first.split(/\s+/).find((part) => part.length > 4) || first;
  check("the search box is there when scripts run", await page.locator("form.search").isVisible());
  await page.fill("form.search input", word.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase());
  await page.waitForSelector("#found:not([hidden]) li");
  const hits = await page.locator("#found li").allTextContents();
  check("searching without marks and in capitals finds the story", hits.some((hit) => hit.includes(first)), word);
  await shot(page, "search");
  await page.fill("form.search input", "");
  await accessible(page, "front page");
  await shot(page, "front");
  check("the front page makes no error", faults.length === 0, faults.join("; "));
  await page.click("a.button");
  check("the button leads to the page to subscribe from", page.url().includes("/subscribe/index.html"));
  await page.locator("button.copy").first().click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check("an address is copied", copied.startsWith("http") && copied.endsWith("atom.xml"), copied);
  check("and the button says so", (await page.locator("button.copy").first().textContent()) === "Copied");
  await accessible(page, "subscribe");
  await shot(page, "subscribe");
  await context.close();
}
{
  const { page, context } = await open(`${news}index.html`, { colorScheme: "dark" });
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  check("a dark system gets a dark page", paper.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 60), paper);
  await accessible(page, "dark front page");
  await shot(page, "dark");
  await context.close();
}
{
  const { page, context } = await open(`${news}index.html`, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  check("without scripts there are stories", (await page.locator("article").count()) > 5);
  check("and no search box", !(await page.locator("form.search").isVisible()));
  const [wide, window] = [await page.locator("body").evaluate((body) => body.scrollWidth), 390];
  check("a small screen needs no scrolling sideways", wide <= window, `${wide}`);
  await shot(page, "small");
  await context.close();
}
{
  const { page, context } = await open(at(foreign));
  await page.waitForFunction(() => document.querySelector("cluster-news").shadowRoot);
  const rows = await page.locator("cluster-news li").count();
  check("the widget shows three stories on a foreign page", rows === 3, `${rows}`);
  check("the link inside stays", await page.locator("cluster-news > a").isVisible());
  check("the frame shows five", (await page.frameLocator("iframe").locator("li").count()) === 5);
  await shot(page, "widget");
  await context.close();
}
{
  const paths = ["status.html", "widget/latest.html", "partner/bit-alliance/index.html", "source/bit-alliance/index.html"];
  const front = await open(`${news}subscribe/index.html`);
  const month = await front.page.locator("a[href*='archive/']").first().getAttribute("href").catch(() => null);
  await front.context.close();
  if (month) paths.push(month.replace("../", ""));
  for (const path of paths) {
    const { page, faults, context } = await open(news + path);
    await accessible(page, path);
    check(`${path} makes no error`, faults.length === 0, faults.join("; "));
    await shot(page, path.replaceAll("/", "-").replace(".html", ""));
    await context.close();
  }
}
await browser.close();
site.close();
foreign.close();
process.exit(failed ? 1 : 0);
