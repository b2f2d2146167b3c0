// Lights as many windows as the server would, in its own order; ten stand for more than sixty seats.
export function light(facade, taken, total) {
  const paths = ["lit", "dark"].map((name) => facade.querySelector(`.facade-${name}`));
  const windows = paths.map((path) => path.getAttribute("d")).join("").match(/M[^z]*z/g) ?? [];
  const share = Math.round((windows.length * taken) / total);
  const lit = Math.min(Math.max(share, Math.min(taken, 1)), windows.length - (taken < total ? 1 : 0));
  paths[0].setAttribute("d", windows.slice(0, lit).join(""));
  paths[1].setAttribute("d", windows.slice(lit).join(""));
}
