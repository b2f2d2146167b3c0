// [data-door]: a tap shows at once, and the server is told as soon as the network allows.
import { flush, keep, waiting } from "./attendance-queue.js";
import { count, rowOf, say, show } from "./attendance-page.js";

const AGAIN_MS = 10000;
const CAME = ["present", "partial", "left"];
const door = document.querySelector("[data-door]");
const hour = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
const left = () => Object.entries(waiting());

function tap(event) {
  const { target: form, submitter: button } = event;
  if (!form.matches("[data-tap]")) return;
  event.preventDefault();
  form.closest("details")?.removeAttribute("open");
  keep(form.getAttribute("action"), button.value);
  const said = { present: hour(), "": "" }[button.value] ?? button.textContent.trim();
  show(form.closest("li"), CAME.includes(button.value), said);
  send();
}

function answered(action, answer) {
  const row = rowOf(action);
  if (action in waiting()) return answer.refused; // tapped again meanwhile: that tap is what shows
  if (row) show(row, answer.arrived ?? false, answer.said ?? "");
  if (action.endsWith(`/${door.dataset.meeting}`) && "count" in answer) count(answer.count);
  return answer.refused;
}

async function send() {
  const refusals = await flush(document.querySelector("[name=csrf_token]").value, answered);
  say(left().length, refusals);
}

if (door) {
  for (const [action, { status }] of left()) if (rowOf(action)) show(rowOf(action), CAME.includes(status), "");
  document.addEventListener("submit", tap);
  window.addEventListener("online", send);
  setInterval(() => left().length && send(), AGAIN_MS);
  send();
}
