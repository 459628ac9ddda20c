// Menus: one open at a time, closed by Escape or by looking elsewhere. Without this they are plain <details>.
document.addEventListener("DOMContentLoaded", () => {
  const menus = [...document.querySelectorAll("[data-lo-menu]")];
  const close = (kept) => menus.filter((menu) => menu !== kept).forEach((menu) => menu.removeAttribute("open"));
  document.addEventListener("click", (event) => close(event.target.closest("[data-lo-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = menus.find((menu) => menu.open);
    close(null);
    open?.querySelector("summary").focus();
  });
});
