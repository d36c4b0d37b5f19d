"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const KINDS = ["running", "paused", "closed", "shortfall", "gap"];
  const PAGE = 100;
  const root = document.documentElement;
  const find = (id) => document.getElementById(id);
  const state = { language: "zh", promise: -1, verdict: -1, text: "", shown: PAGE, open: null };

  /* Words and numbers. Everything foreign goes through textContent. */
  const pick = (pair) => pair[state.language === "zh" ? 0 : 1];
  const word = (name, values) => fill(pick(data.words[name]), values);
  function fill(text, values) {
    return values ? text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? said(values[name]) : all)) : text;
  }
  const said = (value) => String(Array.isArray(value) ? pick(value) : value);
  const count = (n) => n.toLocaleString("en-US");
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: data.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
  function instant(us) {
    if (us === undefined || us === null || Math.abs(us) > 8e15) return "—";
    const part = {};
    for (const each of clock.formatToParts(new Date(Math.floor(us / 1000)))) part[each.type] = each.value;
    const micros = ((us % 1e6) + 1e6) % 1e6;
    const second = micros ? `:${part.second}.${String(micros).padStart(6, "0").replace(/0+$/, "")}`
      : part.second === "00" ? "" : `:${part.second}`;
    return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}${second}`;
  }
  function units(us, sizes, most) {
    const parts = [];
    let rest = us, first = -1;
    sizes.forEach(([name, size], place) => {
      const n = Math.floor(rest / size);
      rest -= n * size;
      if (!n || (first >= 0 && place > first + most - 1)) return;
      if (first < 0) first = place;
      parts.push(word(name, { n }));
    });
    return [parts, rest];
  }
  const SIZES = [["days", 864e8], ["hours", 36e8], ["minutes", 6e7], ["seconds", 1e6]];
  function length(us) {
    const size = Math.abs(us);
    const [parts] = units(size, size >= 3 * 864e8 ? SIZES : SIZES.slice(1), 2);
    return parts.join(" ") || (us ? word("under_second") : word("minutes", { n: 0 }));
  }
  function exactly(us) {
    const [parts, rest] = units(Math.abs(us), SIZES.slice(1, 3), 9);
    if (rest || !parts.length) parts.push(word("seconds", { n: rest / 1e6 }));
    return parts.join(" ");
  }
  function margin(us) {
    return us === 0 ? word("exactly") : word(us > 0 ? "early_by" : "late_by", { n: length(us) });
  }
  function percent(top, all) {
    if (!all) return word("no_data");
    for (let places = 1; places < 7; places += 1) {
      const shown = ((100 * top) / all).toFixed(places);
      if (top === 0 || top === all || (Number(shown) !== 0 && Number(shown) !== 100)) return `${shown}%`;
    }
    return `${(100 * top) / all}%`;
  }

  /* Elements. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    for (const child of children) if (child !== null && child !== undefined) element.append(child);
    return element;
  }
  const foreign = (text) => make("bdi", null, String(text));
  function icon(kind) {
    const box = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    box.setAttribute("class", `icon ${kind}`);
    box.setAttribute("viewBox", "0 0 16 16");
    box.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#i-${kind}`);
    box.append(use);
    return box;
  }

  /* Single findings. */
  const all = data.order.flatMap((promise) => data.findings[promise].map((row) => ({ ...row, p: promise })));
  const text = (place) => data.texts[place];
  const barred = (row) => text(row.r) === "condition_false" && (row.b || {}).what === "false";
  function reason(row) {
    if (barred(row)) return word("must_not_happen");
    const pair = data.reasons[text(row.r)];
    return pair ? fill(pick(pair), row.b || {}) : text(row.r);
  }
  function cause(place) {
    const pair = data.causes[text(place)];
    return pair ? pick(pair) : text(place);
  }
  const timed = (row) => data.promises[row.p].timed;
  const done = (row) => (row.me !== undefined ? row.me : row.la);
  const gap = (row) => (!timed(row) || row.du === undefined || done(row) === undefined ? undefined : row.du - done(row));
  /* What is about no subject is about a period, and called by when that begins. */
  const title = (row) => [...(row.s || [instant(row.st)]), ...(row.m === undefined ? [] : [row.m])].join(" · ");
  for (const row of all) {
    const parts = [row.i, ...(row.s || []), row.m, ...(row.ev || []), row.ow >= 0 ? text(row.ow) : "", text(row.r)];
    const pair = data.reasons[text(row.r)];
    if (barred(row)) parts.push(...data.words.must_not_happen);
    else if (pair) parts.push(fill(pair[0], row.b || {}), fill(pair[1], row.b || {}));
    row.hay = parts.join("\n").toLowerCase();
  }
  function matching() {
    const wanted = state.text.trim().toLowerCase();
    return all.filter((row) => (state.promise < 0 || row.p === state.promise)
      && (state.verdict < 0 || row.v === state.verdict) && (!wanted || row.hay.includes(wanted)));
  }
  function lateness(row) {
    const distance = gap(row);
    if (distance !== undefined) return margin(distance);
    const short = (row.iv || []).reduce((sum, part) => sum + (KINDS[part[0]] === "shortfall" ? part[2] - part[1] : 0), 0);
    if (short) return `${word("short")} ${length(short)}`;
    if (row.v === 1 && timed(row) && row.du !== undefined) return word("not_done");
    return row.v === 4 && row.du !== undefined ? `${word("due")} ${instant(row.du)}` : "";
  }
  function listRow(row) {
    const entry = make("button", { type: "button", "data-id": row.i, "aria-current": String(state.open === row) },
      icon(data.verdicts[row.v]), make("b", null, foreign(title(row))), make("em", null, lateness(row)),
      make("small", null, `${word(data.verdicts[row.v])} · ${instant(row.st)} · ${pick(data.promises[row.p].title)}`));
    entry.addEventListener("click", () => open(row, true));
    return make("li", null, entry);
  }
  function showList() {
    const rows = matching();
    find("rows").replaceChildren(...rows.slice(0, state.shown).map(listRow));
    if (!rows.length) find("rows").append(make("li", { class: "note" }, word("none_found")));
    find("matches").textContent = word("matches", { shown: count(rows.length), total: count(all.length) });
    find("more").hidden = rows.length <= state.shown;
    find("more").textContent = word("more", { n: Math.min(PAGE, rows.length - state.shown) });
  }
  function showFilters() {
    const some = (name, place) => make("option", { value: place }, name);
    find("which").replaceChildren(some(word("all_promises"), -1), ...data.promises.map((each, place) => some(pick(each.title), place)));
    find("which").value = String(state.promise);
    find("which").setAttribute("aria-label", word("promise"));
    find("search").placeholder = word("search");
    find("search").setAttribute("aria-label", word("search"));
    find("chips").replaceChildren(...["all", ...data.verdicts].map((name, place) => {
      const chip = make("button", { type: "button", "aria-pressed": String(state.verdict === place - 1), "data-verdict": name },
        place ? icon(name) : null, word(name));
      chip.addEventListener("click", () => { state.verdict = place - 1; state.shown = PAGE; showFilters(); showList(); });
      return chip;
    }));
  }

  /* One finding. */
  function facts(pairs) {
    return make("dl", null, ...pairs.filter(([, value]) => value !== undefined && value !== "—" && value !== "")
      .map(([name, value]) => make("div", null, make("dt", null, word(name)), make("dd", null, foreign(value)))));
  }
  function intervals(row) {
    const last = (row.iv || []).slice(-1)[0];
    return typeof last === "number" ? [row.iv.slice(0, -1), last] : [row.iv || [], 0];
  }
  /* A long time overdue is drawn shorter than it was, with a break in the bar, so that the clock before it can be seen. */
  function scale(from, due, until) {
    const linear = (at) => (100 * (at - from)) / (until - from);
    if (due === undefined || due <= from || until - due < 2 * (due - from)) return [linear, null];
    return [(at) => (at <= due ? (62 * (at - from)) / (due - from) : 62 + (38 * (at - due)) / (until - due)), 81];
  }
  function pin(at, spot, name, kind, side) {
    const turn = spot > 66 ? "right" : spot > 33 ? "mid" : "";
    return make("div", { class: `pin ${side} ${turn} ${kind}`, style: `left:${spot}%` },
      make("span", null, word(name), " ", make("time", null, instant(Math.floor(at / 6e7) * 6e7))));
  }
  function timeline(row) {
    const [parts] = intervals(row);
    const end = [timed(row) ? done(row) : undefined, row.br, row.en].find((at) => at !== undefined);
    const named = !timed(row) ? "broken_at" : row.me !== undefined ? "met" : row.la !== undefined ? "late_done" : row.br !== undefined ? "broken_at" : "ended_at";
    const ends = [row.st, row.du, end, ...parts.map((part) => part[2])].filter((at) => at !== undefined);
    if (row.v === 1 && timed(row) && row.du !== undefined && done(row) === undefined) ends.push(data.as_of);
    const from = Math.min(row.st, ...parts.map((part) => part[1])), until = Math.max(...ends);
    if (!(until > from)) return null;
    const [place, broken] = scale(from, row.v === 1 ? row.du : undefined, until);
    const track = make("div", { class: "track" });
    const draw = (kind, a, b) => {
      const x = Math.max(0, place(a));
      track.append(make("i", { class: `t-${kind}`, style: `left:${x}%;width:${Math.max(0.2, Math.min(100, place(b)) - x)}%` }));
    };
    if (row.du !== undefined && timed(row) && row.v === 1 && until > row.du) draw("late", row.du, until);
    for (const [kind, a, b] of parts) if (row.du === undefined || a < row.du) draw(KINDS[kind], a, row.du === undefined ? b : Math.min(b, row.du));
    const pins = [pin(row.st, place(row.st), "opened", "", "down")];
    if (row.du !== undefined) pins.push(pin(row.du, place(row.du), timed(row) ? "due" : "span_end", timed(row) ? "due" : "", "up"));
    if (end !== undefined && end !== row.du) {
      const spot = place(end);
      pins.push(pin(end, spot, named, named === "met" || named === "ended_at" ? "done" : "late", spot < 50 ? "low" : "down"));
    }
    return make("div", { class: "timeline" }, track, broken ? make("div", { class: "break", style: `left:${broken}%`, title: word("broken_axis") }) : null, ...pins);
  }
  function swatches(row) {
    const kinds = [...new Set(intervals(row)[0].map((part) => part[0]))];
    const names = ["running", "paused", "closed", "short", "gap"];
    return kinds.length ? make("p", { class: "swatches" }, ...kinds.map((kind) => make("span", null, make("i", { class: `t-${KINDS[kind]}` }), word(names[kind])))) : null;
  }
  function sum(row) {
    if (row.du === undefined || !timed(row)) return null;
    const names = ["running", "paused", "closed"];
    const parts = row.su ? row.su.map((us, place) => (us ? `${word(names[place])} ${exactly(us)}` : "")).filter(Boolean)
      : [exactly(row.du - row.st)];
    const lines = [row.du >= row.st ? word("sum_due", { start: instant(row.st), parts: parts.join(" + "), due: instant(row.du) }) : `${word("due")} ${instant(row.du)}`];
    const distance = gap(row);
    if (distance !== undefined) lines.push(word("sum_done", { done: instant(done(row)), margin: distance ? word(distance > 0 ? "early_by" : "late_by", { n: exactly(distance) }) : word("exactly") }));
    else if (row.v === 1) lines.push(word("sum_undone", { as_of: instant(data.as_of), late: length(data.as_of - row.du) }));
    else if (row.v === 4) lines.push(word("sum_pending", { as_of: instant(data.as_of) }));
    return make("div", { class: "sum" }, ...lines.map((line) => make("p", null, line)));
  }
  function table(row) {
    const [parts, more] = intervals(row);
    if (!parts.length) return null;
    const names = ["running", "paused", "closed", "short", "gap"];
    const body = parts.map(([kind, a, b, why]) => make("tr", null, make("td", { class: "v" }, word(names[kind])), make("td", null, instant(a)),
      make("td", null, instant(b)), make("td", { class: "num" }, exactly(b - a)), make("td", null, foreign(cause(why)))));
    if (more) body.push(make("tr", null, make("td", { colspan: 5 }, word("and_more", { n: more }))));
    const head = ["kind_of", "from", "until", "length", "cause"].map((name) => make("th", name === "length" ? { scope: "col", class: "num" } : { scope: "col" }, word(name)));
    return make("div", { class: "scroll" }, make("table", { class: "plain" }, make("thead", null, make("tr", null, ...head)), make("tbody", null, ...body)));
  }
  function ids(name, records) {
    if (!records) return [];
    const shown = records.map((each) => (typeof each === "number" && each === records[records.length - 1] ? make("span", null, `+${each}`) : make("code", null, foreign(said(each)))));
    return [make("h4", null, word(name)), make("p", { class: "ids" }, ...shown)];
  }
  function command(row) {
    const line = `jiannuo explain ${row.i} --in DIR`;
    const button = make("button", { type: "button" }, word("copy"));
    button.addEventListener("click", () => {
      const tell = () => { button.textContent = word("copied"); };
      if (navigator.clipboard) navigator.clipboard.writeText(line).then(tell, () => {});
    });
    return [make("h4", null, word("command")), make("div", { class: "cmd" }, make("code", null, line), button)];
  }
  function showDetail() {
    const row = state.open;
    if (!row) return;
    const kind = data.verdicts[row.v], distance = gap(row), drawn = timeline(row), summed = sum(row), listed = table(row);
    const back = make("button", { type: "button", id: "back" }, `← ${word("back")}`);
    back.addEventListener("click", () => { find("drill").classList.remove("open"); find("drill").scrollIntoView(); });
    find("detail").replaceChildren(...[
      back,
      make("span", { class: `verdict ${kind}` }, icon(kind), word(kind)),
      make("h3", null, foreign(title(row))),
      make("p", { class: "sub" }, pick(data.promises[row.p].title)),
      make("p", { class: "why" }, foreign(reason(row))),
      facts([["opened", instant(row.st)], [timed(row) ? "due" : "span_end", instant(row.du)], ["not_before", instant(row.nb)], ["met", timed(row) ? instant(row.me) : undefined], ["ended_at", instant(row.en)], ["late_done", instant(row.la)],
        ["broken_at", row.br !== row.du ? instant(row.br) : undefined], ["margin", distance === undefined ? undefined : margin(distance)],
        ["reached", row.wa > 1 ? word("reached_of", { n: row.re || 0, of: row.wa }) : undefined],
        ["covered", row.de === undefined ? undefined : word("reached_of", { n: length(row.co || 0), of: length(row.de) })],
        ["owner", row.ow === undefined ? undefined : row.ow < 0 ? word("small_owner") : text(row.ow)], ["owner_verdict", row.ov === undefined ? undefined : word(data.verdicts[row.ov])], ["provisional", row.py ? row.py.join(", ") : undefined]]),
      drawn ? make("h4", null, word("clock")) : null, drawn, swatches(row),
      summed ? make("h4", null, word("sum")) : null, summed, listed,
      ...ids("missing", barred(row) ? undefined : row.mi), ...ids("evidence", row.ev), ...ids("undecided", row.un), ...command(row),
    ].filter(Boolean));
  }
  function open(row, jump) {
    state.open = row;
    for (const entry of find("rows").querySelectorAll("button")) entry.setAttribute("aria-current", String(entry.dataset.id === row.i));
    if (jump) find("drill").classList.add("open");
    showDetail();
    if (jump && matchMedia("(max-width:700px)").matches) find("detail").scrollIntoView();
  }

  /* Plots answer to the pointer and to the arrow keys. */
  const tip = find("tip");
  function say(lines, x, y) {
    tip.replaceChildren(make("b", null, lines[0]), ...lines.slice(1).map((line) => make("div", null, line)));
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(innerWidth - box.width - 8, x + 14))}px`;
    tip.style.top = `${Math.max(8, y - box.height - 14)}px`;
  }
  function trendLines(promise, place) {
    const [kept, broken, excused, unknown, pending] = data.series[promise][place];
    const rest = [["excused", excused], ["unknown", unknown], ["pending", pending]].filter(([, n]) => n);
    return [data.periods[place], `${word("fulfilment")} ${percent(kept, kept + broken)} (${count(kept)}/${count(kept + broken)})`,
      `${word("lower_bound")} ${percent(kept, kept + broken + unknown)}`, `${word("coverage")} ${percent(kept + broken, kept + broken + unknown)}`,
      ...rest.map(([name, n]) => `${word(name)} ${count(n)}`)];
  }
  function marginLines(promise, place) {
    const { start, width, counts } = data.margins[promise];
    const a = start + place * width, b = a + width;
    const side = !data.promises[promise].timed ? "short" : b <= 0 ? "early" : "late";
    const ends = [Math.min(Math.abs(a), Math.abs(b)), Math.max(Math.abs(a), Math.abs(b))].map(length);
    return [`${word(side)} ${ends.join(" – ")}`, `${word("count")} ${count(counts[place])}`];
  }
  for (const plot of document.querySelectorAll(".plot")) {
    const isTrend = plot.dataset.series !== undefined, promise = Number(isTrend ? plot.dataset.series : plot.dataset.margins);
    const size = isTrend ? data.periods.length : data.margins[promise].counts.length;
    const cursor = make("div", { class: "cursor", hidden: "" });
    let place = -1;
    plot.append(cursor);
    const show = (at) => {
      place = Math.max(0, Math.min(size - 1, at));
      const box = plot.getBoundingClientRect(), x = ((place + 0.5) / size) * box.width;
      cursor.hidden = false;
      cursor.style.left = `${x}px`;
      say(isTrend ? trendLines(promise, place) : marginLines(promise, place), box.left + x, box.top + 20);
    };
    const hide = () => { cursor.hidden = true; tip.hidden = true; };
    plot.addEventListener("pointermove", (event) => {
      const box = plot.getBoundingClientRect();
      show(Math.floor(((event.clientX - box.left) / box.width) * size));
    });
    plot.addEventListener("pointerleave", hide);
    plot.addEventListener("blur", hide);
    plot.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) { event.preventDefault(); show(place + step); }
    });
  }

  /* Language. */
  function speak(language) {
    state.language = language;
    root.lang = language === "zh" ? "zh-CN" : "en";
    document.title = `${data.simulated ? `${word("simulated")} · ` : ""}${pick(data.title)} · ${word("kind")}`;
    find("switch").textContent = word("switch");
    find("switch").lang = language === "zh" ? "en" : "zh-CN";
    for (const tag of document.querySelectorAll(".tag[title]")) tag.title = word("ours_hint");
    showFilters();
    showList();
    showDetail();
  }
  find("switch").addEventListener("click", () => speak(state.language === "zh" ? "en" : "zh"));
  find("search").addEventListener("input", (event) => { state.text = event.target.value; state.shown = PAGE; showList(); });
  find("which").addEventListener("change", (event) => { state.promise = Number(event.target.value); state.shown = PAGE; showList(); });
  find("more").addEventListener("click", () => { state.shown += PAGE; showList(); });
  for (const link of document.querySelectorAll("[data-show]")) {
    link.addEventListener("click", () => {
      state.promise = Number(link.dataset.show);
      state.verdict = -1;
      state.shown = PAGE;
      find("drill").classList.remove("open");
      showFilters();
      showList();
      const first = matching()[0];
      if (first) open(first, false);
    });
  }
  /* A link to a promise that is folded away opens it. */
  function reveal() {
    const place = location.hash && find(location.hash.slice(1));
    if (place && place.tagName === "DETAILS") { place.open = true; place.scrollIntoView(); }
  }
  window.addEventListener("hashchange", reveal);
  reveal();
  const asked = new URLSearchParams(location.search).get("lang") || (location.hash === "#en" ? "en" : "zh");
  state.open = all.find((row) => row.v === 1) || all[0] || null;
  speak(asked === "en" ? "en" : "zh");
})();
