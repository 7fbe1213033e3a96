// One module for every page: it loads the small ones. Nothing here is needed to read or to send a form.
import { watchMoney } from "./money.js";
import { watchOnce } from "./once.js";
import { watchToasts } from "./undo.js";
import { watchTheme } from "./theme.js";

watchOnce(document);
watchTheme(document);

function settle(root) {
  watchMoney(root);
  watchToasts(root);
  for (const button of root.querySelectorAll("[data-print][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const summary = root.querySelector("[autofocus][role=alert]");
  if (summary) summary.focus();
}

settle(document);
document.addEventListener("htmx:afterSettle", (event) => settle(event.target));
