// Keys of the till: F2 member, F4 exact cash, F8 return, F9 more cash, Escape back. Nothing needs it.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
  if (target.matches("a, button")) target.click();
  else target.select();
});

// A scanner types without looking where the cursor is: what comes goes to the scan box.
const box = document.querySelector("[data-scan]");
document.addEventListener("keypress", (event) => {
  if (!box || document.activeElement !== document.body || event.key.length !== 1) return;
  box.focus();
});
