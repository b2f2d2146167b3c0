// What the page of the door shows: rows, the counter and its windows, what waits for the network.
import { light } from "./facade.js";

const door = document.querySelector("[data-door]");
const find = (name) => document.querySelector(name);
const plural = new Intl.PluralRules(document.documentElement.lang);
const words = (element, n) => (element.dataset[plural.select(n)] ?? element.dataset.other).replace("{n}", n);

export const rowOf = (action) => find(`[data-tap][action="${action}"]`)?.closest("li");

export function show(row, came, said) {
  const button = row.querySelector(".arrival-button");
  const before = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", came);
  button.value = came ? "" : "present";
  row.querySelector(".arrival-time").textContent = said;
  count(Number(door.dataset.arrived) + came - before);
}

export function count(arrived) {
  door.dataset.arrived = arrived;
  find(".door-counter strong").textContent = arrived;
  const said = words(find("[data-people]"), arrived);
  for (const place of ["[data-people]", ".door-counter .visually-hidden"]) find(place).textContent = said;
  light(find(".facade"), arrived, Number(door.dataset.total));
}

export function say(waiting, refusals = []) {
  const banner = find("[data-offline]");
  banner.hidden = !waiting && !refusals.length;
  banner.querySelector("p").textContent = refusals.join(" ") || words(banner, waiting);
  find("[data-saved]").hidden = waiting > 0;
}
