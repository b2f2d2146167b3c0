// [data-copy]: a read-only field; its button stays hidden unless this browser can copy.
const SAID_FOR_MS = 4000;

function offer(block) {
  const field = block.querySelector("input");
  const button = block.querySelector("button");
  const words = button.querySelector("span");
  const before = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    words.textContent = button.dataset.copied;
    setTimeout(() => { words.textContent = before; }, SAID_FOR_MS);
  });
}

if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(offer);
