// <cluster-news src="https://…/feed.json" limit="5" theme="auto"><a href="…">News</a></cluster-news>
// Shows the newest stories of a JSON Feed; the link inside stays where they cannot be had.
const LOOK = `:host{display:block;color-scheme:light dark;font:inherit}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}
ul{list-style:none;margin:0;padding:0;background:Canvas;color:CanvasText}
li{padding:.5em 0;border-top:1px solid GrayText}
a{color:LinkText}.title{display:block;font-weight:600}small{display:block}`;

const web = (link) => (/^https?:\/\//i.test(link || "") ? link : null);

function element(name, part, text) {
  const made = document.createElement(name);
  made.part = part;
  if (text) made.textContent = text;
  return made;
}

function link(href, part, text) {
  const made = element(web(href) ? "a" : "span", part, text);
  if (web(href)) {
    made.href = href;
    made.rel = "noopener";
  }
  return made;
}

function row(item, frame) {
  const li = element("li", "story");
  const title = link(item.url, "title", item.title);
  title.className = "title";
  title.dir = "auto";
  if (item.language) title.lang = item.language;
  const meta = element("small", "meta");
  const source = item._source || {};
  const day = new Date(item.date_published);
  const time = element("time", "date", day.toLocaleDateString(frame || undefined, { dateStyle: "long" }));
  time.dateTime = item.date_published;
  meta.append(link(source.url, "source", source.name), " · ", time);
  li.append(title, meta);
  return li;
}

customElements.get("cluster-news") || customElements.define("cluster-news", class extends HTMLElement {
  async connectedCallback() {
    if (this.shadowRoot) return;
    const feed = new URL(this.getAttribute("src") || "../feed.json", import.meta.url);
    const limit = Math.min(Math.max(parseInt(this.getAttribute("limit"), 10) || 5, 1), 50);
    try {
      const answer = await fetch(feed, { credentials: "omit", referrerPolicy: "no-referrer" });
      const { items, language } = await answer.json();
      const list = element("ul", "list");
      list.append(...items.slice(0, limit).map((item) => row(item, language)));
      const style = new CSSStyleSheet();
      style.replaceSync(LOOK);
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [style];
      root.append(list, document.createElement("slot"));
    } catch {
      // The link inside is shown.
    }
  }
});
