// A toast stays ten seconds, and as long as somebody points at it or stands in it.
const STAYS = 10000;

function watch(toast) {
  toast.dataset.watched = "1";
  let left;
  const leave = () => {
    if (toast.matches(":hover") || toast.contains(document.activeElement)) wait();
    else toast.remove();
  };
  const wait = () => {
    clearTimeout(left);
    left = setTimeout(leave, STAYS);
  };
  toast.addEventListener("pointerleave", wait);
  toast.addEventListener("focusout", wait);
  wait();
}

export function watchToasts(root) {
  for (const toast of root.querySelectorAll("[data-toast]:not([data-watched])")) watch(toast);
}
