// Taps that the server has not taken yet wait in this browser, by address, with when they were made: no name is kept.
const KEY = "resal-attendance";
const STAYS_MS = 3000;
let busy = false;
let leaving = false; // the next page may be drawn already, without a tap that is answered now

addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => (leaving = false), STAYS_MS); // one may stay after all
});

export const waiting = () => JSON.parse(localStorage.getItem(KEY) ?? "{}");

export function keep(action, status) {
  localStorage.setItem(KEY, JSON.stringify({ ...waiting(), [action]: { status, at: Date.now() } }));
}

function drop(action, tap) {
  const { [action]: last, ...others } = waiting();
  if (last?.at === tap.at && last.status === tap.status) localStorage.setItem(KEY, JSON.stringify(others)); // else tapped again meanwhile
}

function post(action, { status, at }, token) {
  const waited = Math.max(0, Math.round((Date.now() - at) / 1000)); // a wrong clock runs as fast as a right one
  const body = new URLSearchParams({ csrf_token: token, status, waited });
  return fetch(action, { method: "POST", body, headers: { Accept: "application/json" } });
}

// Sends all that waits, one after the other, and tells of each answer; gives back what was refused.
export async function flush(token, told) {
  const refusals = [];
  if (busy) return refusals;
  busy = true;
  try {
    for (let [next] = Object.entries(waiting()); next; [next] = Object.entries(waiting())) {
      const answer = await post(...next, token);
      if ([400, 403].includes(answer.status)) location.reload(); // to sign in, or for a new token
      if (leaving || (!answer.ok && ![404, 409].includes(answer.status))) break; // kept: the next page shows and sends it
      drop(...next);
      refusals.push(told(next[0], answer.status === 404 ? {} : await answer.json()));
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // fetch throws a TypeError without a network
  } finally {
    busy = false;
  }
  return refusals.filter(Boolean);
}
