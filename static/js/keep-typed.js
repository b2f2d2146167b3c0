// form[data-keep]: what is typed stays on this device until it is saved, so that a lost network loses
// nothing. A page that says it is saved (.flash--success) lets go of what was sent. One that answers what was
// sent (data-answered) shows it already, and perhaps more: from then on that is what is kept.
const KEY = "resal-typed:";
const here = KEY + location.pathname + location.search;
const DAYS = 7 * 86_400_000;
const OURS = ["csrf_token", "revision"];

const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
const typed = (form) => [...new FormData(form)].filter(([name]) => !OURS.includes(name));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function fill(form, values) {
  for (const field of form.elements) {
    const mine = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) field.checked = mine.includes(field.value);
    else if (mine.length && !OURS.includes(field.name)) field.value = mine[0];
  }
}

function offer(form, kept) {
  const note = form.querySelector("[data-kept]");
  const answer = (act) => { act(); note.hidden = true; };
  note.hidden = false;
  note.querySelector("[data-take]").addEventListener("click", () => answer(() => fill(form, kept)));
  note.querySelector("[data-drop]").addEventListener("click", () => answer(() => localStorage.removeItem(here)));
}

function keep(form) {
  const kept = "answered" in form.dataset ? null : read(here);
  const write = (sent) => localStorage.setItem(here, JSON.stringify({ values: typed(form), at: Date.now(), sent }));
  if (kept && Date.now() - kept.at < DAYS && !same(kept.values, typed(form))) offer(form, kept.values);
  if ("answered" in form.dataset) write(false);
  form.addEventListener("input", () => write(false));
  form.addEventListener("submit", () => write(true));
}

document.querySelectorAll("form[data-keep]").forEach(keep);
if (document.querySelector(".flash--success")) {
  Object.keys(localStorage).filter((key) => key.startsWith(KEY) && read(key).sent).forEach((key) => localStorage.removeItem(key));
}
