// The pré-CAL on the wall: keyboard between candidates and outcomes; nothing typed is left behind without a word.
document.addEventListener("DOMContentLoaded", () => {
  const KEY = "lo-shortcuts";
  const help = document.querySelector("[data-lo-help]");
  const toggle = document.querySelector("[data-lo-shortcuts]");
  if (toggle) {
    toggle.checked = localStorage.getItem(KEY) !== "off";
    toggle.addEventListener("change", () => localStorage.setItem(KEY, toggle.checked ? "on" : "off"));
  }
  const typing = (target) => target.closest("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  const follow = (selector) => document.querySelector(selector)?.click();
  const choose = (rank) => {
    const radio = document.querySelectorAll(".lo-outcome input")[rank - 1];
    if (radio) { radio.click(); radio.focus(); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "?") { help.open = !help.open; if (help.open) help.querySelector("summary").focus(); return; }
    if (!toggle?.checked) return;
    const onRadio = event.target.matches("input[type=radio]");
    if (event.key === "j" || (event.key === "ArrowRight" && !onRadio)) follow("[data-lo-next]");
    else if (event.key === "k" || (event.key === "ArrowLeft" && !onRadio)) follow("[data-lo-previous]");
    else if (/^[1-5]$/.test(event.key)) choose(Number(event.key));
  });
  let dirty = false;
  document.querySelectorAll("[data-lo-typing]").forEach((form) => {
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", () => { dirty = false; });
  });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
});
