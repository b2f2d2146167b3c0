// What is to correct is read first: the summary takes the focus when the page opens.
const summary = document.querySelector("[data-focus-errors]");
summary?.focus();
// An address with a fragment gives the focus to its target once the page is whole.
addEventListener("load", () => document.activeElement.matches(":target") && summary?.focus());
