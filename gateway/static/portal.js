/* On top of pages that work without it: lists that follow their filters, "/" for searching, no double sending. */

const FRAGMENT = { "X-Fragment": "results" };
const PAUSE = 250;

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
    history.replaceState(null, "", address);
    announce(fresh.dataset.announce);
  } catch (failure) {
    if (failure.name !== "AbortError") location.assign(address);
  }
}

for (const form of document.querySelectorAll("form[data-live]")) {
  const go = () => follow(addressOf(form), form.dataset.live);
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(go, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    go();
  });
}

/* The second click of a double click sends nothing: the first is on its way. */
addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-once]");
  if (!form) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.getElementById("search");
  if (!search) return;
  event.preventDefault();
  search.focus();
});

document.getElementById("problems")?.focus();
