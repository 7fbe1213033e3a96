// The theme switch is a form; with this it changes in place, without loading the page again.
export function watchTheme(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-theme-switch")) return;
    event.preventDefault();
    const button = event.submitter || form.querySelector("button");
    const wanted = button.value;
    const body = new FormData(form);
    body.set(button.name, wanted);
    fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" })
      .then(() => location.reload())
      .catch(() => {});
    document.documentElement.dataset.theme = wanted;
  });
}
