// A passkey that was refused, cancelled or not found is told on the page, not only in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.getElementById("kunci-gagal");
  if (told === null) return;
  told.hidden = false;
  told.scrollIntoView({ block: "center" });
});
