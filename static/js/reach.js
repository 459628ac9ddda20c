// Back from the telephone: what came of the call is asked under the button that was touched.
document.addEventListener("click", (event) => {
  const call = event.target.closest("[data-lo-call]");
  const after = call?.closest("[data-lo-reach]")?.querySelector("[data-lo-after-call]");
  if (after) after.open = true;
});
