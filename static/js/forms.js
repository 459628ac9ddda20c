// Forms: focus the summary of errors, and send once.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-lo-errors]")?.focus();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-lo-many")) return;
    if (form.dataset.loSent) { event.preventDefault(); return; }
    form.dataset.loSent = "1";
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-lo-sent]").forEach((form) => delete form.dataset.loSent);
  });
});
