"use strict";
(() => {
  /* What each limit would have come to. Texts are there in both languages at once; the page shows one of them. */
  const { words, sliders } = JSON.parse(document.getElementById("limits").textContent);
  const VERDICTS = ["kept", "broken", "excused", "unknown", "pending"];
  const LANGUAGES = [["zh", "zh-CN"], ["en", "en"]];
  const count = (n) => n.toLocaleString("en-US");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const signed = (n, shown) => (n > 0 ? `+${shown}` : n < 0 ? `\u2212${shown}` : "\u00b10");

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }
  function icon(kind) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg"), use = document.createElementNS(space, "use");
    svg.setAttribute("class", `icon ${kind}`);
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#i-${kind}`);
    svg.append(use);
    return svg;
  }
  /* A text in both languages; `values` holds a function of the language or a plain text for each placeholder. */
  const text = (name, language, values) => fill(words[name][language], Object.fromEntries(
    Object.entries(values || {}).map(([key, value]) => [key, typeof value === "function" ? value(language) : value])));
  const both = (name, values) => LANGUAGES.map(([kind, lang], language) => make("bdi", { class: kind, lang }, text(name, language, values)));
  const rate = (counts) => (counts[0] + counts[1] ? (100 * counts[0]) / (counts[0] + counts[1]) : null);
  function percent(counts, language) {
    const exact = rate(counts);
    if (exact === null) return words.no_data[language];
    for (let places = 1; places < 7; places += 1) {
      const shown = exact.toFixed(places);
      if (exact === 0 || exact === 100 || (Number(shown) !== 0 && Number(shown) !== 100)) return `${shown}%`;
    }
    return `${exact}%`;
  }

  for (const box of document.querySelectorAll(".what-if[data-limit]")) {
    const slider = sliders[box.dataset.limit];
    if (!slider) continue;
    const { limits, counts, current } = slider;
    const part = (name) => box.querySelector(name);
    const input = part("input"), stops = part(".stops");
    const most = limits.length - 1;
    counts.forEach((each, place) => {
      const share = rate(each);
      const stop = make("i", { class: [place === current ? "current" : "", share === null ? "none" : ""].join(" ").trim() },
        make("b", { style: `height:${share === null ? 0 : share}%` }));
      stop.addEventListener("click", () => { input.value = String(place); show(); });
      stops.append(stop);
    });
    /* The limit as it is, and both ends where they do not run into it. */
    const spot = (100 * (current + 0.5)) / limits.length;
    const side = spot < 30 ? "left" : spot > 70 ? "right" : "";
    const name = (place) => LANGUAGES.map(([kind, lang], language) => make("bdi", { class: kind, lang }, limits[place][language]));
    if (side !== "left") part(".now").append(make("span", { style: "left:0", class: "left" }, ...name(0)));
    if (side !== "right") part(".now").append(make("span", { style: "left:100%", class: "right" }, ...name(most)));
    part(".now").append(make("span", { style: `left:${spot}%`, class: `as-is ${side}`.trim() },
      ...both("as_it_is_mark", { limit: (language) => limits[current][language] })));
    part(".back").append(...both("back"));
    part(".back").addEventListener("click", () => { input.value = String(current); input.focus(); show(); });

    function show() {
      const place = Math.max(0, Math.min(most, Number(input.value))), now = counts[current], then = counts[place];
      [...stops.children].forEach((stop, other) => stop.classList.toggle("chosen", other === place));
      const points = rate(now) === null || rate(then) === null ? 0 : rate(then) - rate(now);
      const shown = Math.abs(points).toFixed(1);
      const change = place === current ? both("as_it_is")
        : both("points", { points: signed(Number(shown) ? points : 0, shown) });
      part(".outcome .chosen").replaceChildren(...both("limit", { limit: (language) => limits[place][language] }),
        make("small", null, ...both("fulfilment", { rate: (language) => percent(then, language) }), " \u00b7 ", ...change));
      part(".outcome .stack").replaceChildren(...VERDICTS.flatMap((name, kind) => (then[kind]
        ? [make("i", { class: name, style: `flex-grow:${then[kind]}` })] : [])));
      part(".outcome .legend").replaceChildren(...VERDICTS.flatMap((name, kind) => {
        if (!then[kind] && !now[kind]) return [];
        const more = then[kind] - now[kind];
        return [make("li", { "data-verdict": name }, icon(name), ...both(name), " ", make("b", null, count(then[kind])), " ",
          make("em", null, place === current ? "" : `(${signed(more, count(Math.abs(more)))})`))];
      }));
      part(".back").disabled = place === current;
      speak();
    }
    /* Whoever hears the page hears the figures with each step, in the language of the page. */
    function speak() {
      const language = document.documentElement.lang.startsWith("zh") ? 0 : 1, then = counts[Number(input.value)];
      input.setAttribute("aria-valuetext", text("said", language, {
        limit: limits[Number(input.value)][language], kept: count(then[0]), broken: count(then[1]), rate: percent(then, language),
      }));
    }
    input.addEventListener("input", show);
    new MutationObserver(speak).observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
    part(".try").hidden = false;
    show();
  }
})();
