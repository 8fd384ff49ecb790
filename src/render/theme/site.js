// Copy buttons and the search box: what a page can do with scripts and does well without.
const own = document.querySelector("script[src$='assets/site.js']");

for (const text of document.querySelectorAll("[data-copy]:not(script)")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = own.dataset.copy;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(text);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    button.textContent = own.dataset.copied;
    setTimeout(() => { button.textContent = own.dataset.copy; }, 2000);
  });
  (text.closest("pre") || text).after(" ", button);
}

// The letters that do not come apart into a plain one and its mark.
const LETTERS = { đ: "d", ð: "d", ł: "l", ø: "o", ß: "ss", æ: "ae", œ: "oe", ı: "i" };
const CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш";
const LATIN = "a b v g d d e z z i j k l lj m n nj o p r s t c u f h c c dz s".split(" ");

const fold = (text) => Array.from(text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, ""), (letter) => {
  const at = CYRILLIC.indexOf(letter);
  return at < 0 ? LETTERS[letter] || letter : LATIN[at];
}).join("");

const form = document.querySelector("form.search");
if (form && location.protocol.startsWith("http")) {
  const found = document.querySelector("#found");
  const field = form.querySelector("input");
  let stories;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());

  const load = async () => {
    const answer = await fetch(form.dataset.index);
    return (await answer.json()).map((story) => ({
      ...story,
      key: fold(`${story.title} ${story.source} ${story.text || ""}`),
    }));
  };

  const row = (story) => {
    const li = document.createElement("li");
    const title = document.createElement(/^https?:/.test(story.url || "") ? "a" : "span");
    if (title.localName === "a") {
      title.href = story.url;
      title.rel = "noopener nofollow ugc";
    }
    title.textContent = story.title;
    title.dir = "auto";
    if (story.lang) title.lang = story.lang;
    const meta = document.createElement("span");
    meta.className = "meta";
    for (const text of [story.source, story.date]) {
      const part = document.createElement("span");
      part.textContent = text;
      meta.append(part);
    }
    li.append(title, " ", meta);
    return li;
  };

  field.addEventListener("input", async () => {
    stories ??= load();
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const all = await stories;
    const hits = words.length ? all.filter((story) => words.every((word) => story.key.includes(word))) : [];
    found.hidden = !words.length;
    found.querySelector("p").textContent = form.dataset.found.replace("{n}", hits.length);
    found.querySelector("ul").replaceChildren(...hits.slice(0, 50).map(row));
  });
}
