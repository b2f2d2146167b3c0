// What is to correct is read first: the summary takes the focus when the page opens.
const summary = document.querySelector("[data-focus-errors]");
summary?.focus();
