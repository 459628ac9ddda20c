// A page left alone is covered: what it shows about somebody must not stay under other eyes. What was typed is a
// draft on the server by then, and is still in the page underneath.
(() => {
  const ASK_AFTER = 60;
  const DEFAULT_MINUTES = 15;
  let last = Date.now();
  let minutes = 0;
  let asked = false;
  let title = "";

  const idle = () => (Date.now() - last) / 1000;
  const moved = () => { if (!cover.open) last = Date.now(); };

  const cover = document.createElement("dialog");
  cover.className = "lo-cover";
  cover.setAttribute("aria-labelledby", "lo-cover-told");
  const told = Object.assign(document.createElement("p"), { id: "lo-cover-told", textContent: "Page couverte : personne ne l'utilise depuis un moment." });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: "Reprendre" });
  const more = Object.assign(document.createElement("p"), { className: "lo-cover-more" });
  more.setAttribute("role", "status");
  cover.append(told, button, more);
  cover.addEventListener("cancel", (event) => event.preventDefault());

  async function ask() {
    try {
      const answer = await fetch("/brouillons/jeton/", { cache: "no-store" });
      if (answer.status === 401) return "out";
      if (answer.ok) minutes = (await answer.json()).cover;
      return "in";
    } catch { return "away"; }
  }

  function hide() {
    if (cover.open) return;
    title = document.title;
    document.title = "Lodabord";
    document.body.classList.add("lo-is-covered");
    document.body.append(cover);
    cover.showModal();
  }

  function show() {
    cover.close();
    cover.remove();
    document.body.classList.remove("lo-is-covered");
    document.title = title;
    last = Date.now();
  }

  button.addEventListener("click", async () => {
    const state = await ask();
    if (state === "in") return show();
    more.textContent = state === "away" ? "Le réseau ne répond pas. Réessayez dans un instant." : "Votre session a expiré. ";
    if (state === "out") {
      more.append(Object.assign(document.createElement("a"), { href: document.body.dataset.loLogin, target: "_blank", rel: "noopener", textContent: "Reconnectez-vous dans un autre onglet" }), ", puis touchez « Reprendre » : la page est telle que vous l'avez laissée.");
    }
  });

  async function watch() {
    if (cover.open) return;
    if (!asked && idle() >= ASK_AFTER) { asked = true; await ask(); }
    if (idle() >= (minutes || DEFAULT_MINUTES) * 60) hide();
  }

  ["pointerdown", "keydown", "wheel", "touchstart", "input"].forEach((name) => document.addEventListener(name, moved, { passive: true, capture: true }));
  document.addEventListener("visibilitychange", () => document.hidden || watch());
  setInterval(watch, 5000);
})();
