/* On top of pages that work without it: lists that follow their filters, selecting all rows, "/" for searching, no double
   sending, progress. */

const FRAGMENT = { "X-Fragment": "results" };
const PAUSE = 250;
const DOWNLOADING = 2000;
const POLL = 3000;

let underWay;

function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 50);
}

function addressOf(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(filled).toString();
  return form.action + (query ? `?${query}` : "");
}

/* How many filters are set, and the link that clears them. */
function showFilters({ filters, narrowed }) {
  const number = document.querySelector("[data-filters-set]");
  if (number) number.textContent = filters === "0" ? "" : ` (${filters})`;
  document.querySelector("form[data-live] .clear").hidden = narrowed === undefined;
}

/* Put the list that belongs to this address in place of the one that is shown. */
async function follow(address, id) {
  underWay?.abort();
  underWay = new AbortController();
  const shown = document.getElementById(id);
  shown.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: FRAGMENT, signal: underWay.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (!answer.ok || answer.redirected || !fresh) {
      location.assign(address);
      return;
    }
    shown.replaceWith(fresh);
    showFilters(fresh.dataset);
    showSelection();
    history.replaceState(null, "", address);
    announce(fresh.dataset.announce);
  } catch (failure) {
    if (failure.name !== "AbortError") location.assign(address);
  }
}

for (const form of document.querySelectorAll("form[data-live]")) {
  const go = () => follow(addressOf(form), form.dataset.live);
  let waiting;
  form.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    if (target.type === "date") return; // while a year is typed there are others
    waiting = setTimeout(go, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    go();
  });
}

/* Lists with check boxes (the macro `select_all`): the ticked values by the name of the boxes. Values of rows that the
   filters hide or that are on another page of the list stay ticked, and are sent as hidden fields. */
const ticked = new Map();
/* Where the ticked values of this list are while its reader is on another page. */
const LEFT = `ticked ${document.body.dataset.reader} ${location.pathname}`;

/* Whether what was ticked when the list was left is ticked again: on another page of the list, and after the browser's back
   button (`persisted`: the page was still in its memory) or a reload. A list that is opened anew has nothing ticked. */
function isResumed(persisted) {
  const [visit] = performance.getEntriesByType("navigation");
  const from = document.referrer && new URL(document.referrer).pathname;
  return persisted || visit.type !== "navigate" || from === location.pathname;
}

function resumeSelection(persisted) {
  ticked.clear();
  if (!isResumed(persisted)) return;
  for (const [name, values] of JSON.parse(sessionStorage.getItem(LEFT)) ?? []) ticked.set(name, new Set(values));
}

const boxesOf = (name) => [...document.querySelectorAll(`tbody input[type=checkbox][name="${name}"]`)];

function showSelection() {
  for (const line of document.querySelectorAll("[data-all]")) {
    const name = line.dataset.all;
    const boxes = boxesOf(name);
    const bar = document.querySelector(`[data-bulk="${name}"]`);
    if (!ticked.has(name)) ticked.set(name, new Set(boxes.filter((box) => box.checked).map((box) => box.value)));
    const values = ticked.get(name);
    for (const box of boxes) box.checked = values.has(box.value);
    const shown = new Set(boxes.map((box) => box.value));
    bar.querySelectorAll("[data-kept]").forEach((field) => field.remove());
    for (const value of values) {
      if (shown.has(value)) continue;
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      field.dataset.kept = "";
      bar.append(field);
    }
    bar.hidden = values.size === 0;
    const [all, count] = [line.querySelector("input"), line.querySelector("output")];
    const here = boxes.filter((box) => box.checked).length;
    all.checked = here === boxes.length;
    all.indeterminate = here > 0 && here < boxes.length;
    count.textContent = values.size;
    line.hidden = false;
  }
}

addEventListener("change", (event) => {
  const line = event.target.closest("[data-all]");
  const boxes = line ? boxesOf(line.dataset.all) : [event.target].filter((box) => ticked.has(box.name));
  for (const box of boxes) {
    const values = ticked.get(box.name);
    if (line ? event.target.checked : box.checked) values.add(box.value);
    else values.delete(box.value);
  }
  if (boxes.length) showSelection();
});
addEventListener("pageshow", (event) => {
  resumeSelection(event.persisted);
  showSelection();
});
addEventListener("pagehide", () => {
  if (!ticked.size) return;
  const values = [...ticked].map(([name, chosen]) => [name, [...chosen]]);
  sessionStorage.setItem(LEFT, JSON.stringify(values));
});
addEventListener("submit", (event) => {
  if (!event.target.matches("[data-bulk], :has([data-bulk])")) return;
  ticked.clear();
  sessionStorage.removeItem(LEFT);
});

/* The second click of a double click sends nothing: the first is on its way. */
addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-once]");
  if (!form) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  if ("downloads" in form.dataset) setTimeout(() => { delete form.dataset.sent; }, DOWNLOADING); // no new page is shown
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* A region that shows progress is fetched again until it no longer asks for it. */
async function poll() {
  const shown = document.querySelector("[data-poll]");
  if (!shown) return;
  try {
    const answer = await fetch(location.pathname);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(shown.id);
    if (answer.ok && fresh) {
      shown.replaceWith(fresh);
      announce(fresh.dataset.announce);
    }
  } catch { /* offline for a moment: the next time may succeed */ }
  setTimeout(poll, POLL);
}
setTimeout(poll, POLL);

/* The language buttons send the form that was changed last, so that it is redisplayed as changed. */
addEventListener("input", ({ target: { form } }) => {
  if (!form?.matches("#typed, [data-typed]")) return;
  for (const button of document.querySelectorAll("[data-sends-typed]")) button.setAttribute("form", form.id);
});

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.getElementById("search");
  if (!search) return;
  event.preventDefault();
  search.focus();
});

/* A page that only leads to what its form opens. Reached by the browser's back button, it stays. */
const opening = document.querySelector("form[data-opens-itself]");
if (opening && performance.getEntriesByType("navigation")[0].type === "navigate") opening.requestSubmit();

document.getElementById("problems")?.focus();
