// Keys of the counter: F2 another member, Esc leave, Enter goes on. Nothing here is needed: every key
// has its link or button on the page.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const target = document.querySelector(`[data-key="${event.key}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});

// The first place to type, or the button that goes on: a teller's hands stay on the keys.
function firstPlace() {
  if (document.querySelector("[role=alert][autofocus]")) return null;
  return (
    document.querySelector("[data-first]") ||
    document.querySelector("#isian .money input") ||
    document.querySelector("form.confirm button[value=catat]")
  );
}

const place = firstPlace();
if (place) {
  place.focus();
  if (place.select) place.select();
}
