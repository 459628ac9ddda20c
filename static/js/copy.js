// Copy buttons: they show only where copying works; without scripts the text is selected in one click.
document.addEventListener("DOMContentLoaded", () => {
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-lo-copy]").forEach((button) => {
    const source = document.querySelector(button.dataset.loCopy);
    if (!source) return;
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
        button.textContent = "Copié";
      } catch {
        source.select ? source.select() : getSelection().selectAllChildren(source);
        button.textContent = "Sélectionné";
      }
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  });
});
