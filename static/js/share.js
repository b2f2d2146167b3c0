// [data-share]: the system's own share sheet, on browsers that have one.
function offer(button) {
  const page = { title: button.dataset.shareTitle, url: button.dataset.share };
  button.hidden = false;
  button.addEventListener("click", () => navigator.share(page).catch(closed));
}

// Closing the sheet without choosing is an answer, not a failure.
function closed(error) {
  if (error.name !== "AbortError") throw error;
}

if (navigator.share) document.querySelectorAll("[data-share]").forEach(offer);
