// A form that was sent cannot be sent twice: the button says so and keeps its place.
// The server keeps the promise anyway (request_key); this only spares people the doubt.
const SENT = "sent";

function release(form) {
  delete form.dataset[SENT];
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

export function watchOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-theme-switch")) return;
    if (form.dataset[SENT]) {
      event.preventDefault();
      return;
    }
    form.dataset[SENT] = "1";
    const button = event.submitter || form.querySelector("button:not([type=button])");
    // after the browser has read the button's own name and value
    if (button) setTimeout(() => form.dataset[SENT] && button.setAttribute("aria-busy", "true"), 0);
  });
  // back from the next page, or answered in place: it may be sent again
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.querySelectorAll("form[data-sent]")) release(form);
  });
  root.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });
}
