// Forms whose typing is never lost: a draft on the server as one types, one send per key, again by itself when the
// network drops. Nothing is written on the device (decision 0017).
(() => {
  const SAVE_AFTER = 1500;
  const WAITS = [3, 6, 12, 24, 30];
  const NOT_TYPED = new Set(["csrfmiddlewaretoken", "lo_key", "lo_revision"]);
  const json = { "Content-Type": "application/json" };

  class Kept {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector("[data-lo-kept-status]");
      this.revision = 0;
      this.saved = this.typed();
      this.sending = this.done = false;
      this.tries = 0;
      form.addEventListener("input", () => this.touched());
      form.addEventListener("change", () => this.touched());
      form.addEventListener("submit", (event) => this.submit(event));
      document.addEventListener("visibilitychange", () => document.hidden && this.save());
      window.addEventListener("online", () => this.waiting && this.send());
      window.addEventListener("beforeunload", (event) => this.unsaved() && event.preventDefault());
      window.addEventListener("pageshow", (event) => event.persisted && this.reopen());
    }

    key() { return this.form.elements.lo_key.value; }
    token() { return this.form.elements.csrfmiddlewaretoken.value; }
    draft() { return `/brouillons/${this.key()}/`; }
    say(text, late) { this.status.textContent = text; this.status.classList.toggle("is-late", Boolean(late)); }
    unsaved() { return !this.done && this.typed() !== this.saved; }

    content() {
      const told = {};
      for (const [name, value] of new FormData(this.form)) {
        if (!NOT_TYPED.has(name) && typeof value === "string") (told[name] ||= []).push(value);
      }
      return told;
    }

    typed() { return JSON.stringify(this.content()); }

    path() {
      const here = new URL(location.href);
      here.searchParams.delete("brouillon");
      return here.pathname + here.search;
    }

    touched() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), SAVE_AFTER);
      this.tell();
    }

    // Another part of the page may wait for what is typed to be safe before it covers it.
    tell() { this.form.dataset.loUnsaved = this.unsaved() ? "1" : ""; }

    async save() {
      const typed = this.typed();
      if (this.sending || this.done || this.out || typed === this.saved || this.saving) return;
      this.saving = true;
      const title = document.title.replace(/ — Lodabord$/, "");
      const body = JSON.stringify({ path: this.path(), title, revision: this.revision, content: JSON.parse(typed) });
      try {
        const answer = await fetch(this.draft(), {
          method: "POST", body, keepalive: body.length < 60000, headers: { ...json, "X-CSRFToken": this.token(), "X-Lo-Send": "1" },
        });
        await this.saveAnswered(answer, typed);
      } catch {
        this.say("Pas encore enregistré : le réseau ne répond pas. Continuez, la page réessaie.", true);
        this.timer = setTimeout(() => this.save(), WAITS[1] * 1000);
      } finally {
        this.saving = false;
        this.tell();
      }
    }

    async saveAnswered(answer, typed) {
      if (answer.ok) {
        const told = await answer.json();
        this.revision = told.revision;
        this.saved = typed;
        this.say(`Brouillon gardé à ${told.at}`);
        if (this.typed() !== typed) this.touched();
      } else if (answer.status === 401) {
        this.signedOut();
      } else if (answer.status === 403 && !this.renewed && await this.refresh()) {
        this.renewed = true;
        this.touched();
      } else if (answer.status === 409 || answer.status === 410) {
        this.fork(answer.status);
      } else if (answer.status === 413) {
        this.say((await answer.json()).told, true);
      } else {
        this.say("Pas encore enregistré : le brouillon n'a pas pu être gardé.", true);
      }
    }

    // Another tab holds this draft, or has sent this form: this one goes on under a key of its own.
    fork(status) {
      this.form.elements.lo_key.value = crypto.randomUUID?.() ?? this.random();
      this.revision = 0;
      this.saved = "";
      this.say(status === 410
        ? "Ce formulaire a déjà été envoyé depuis un autre onglet. Ce que vous tapez ici est gardé à part."
        : "Ce brouillon est aussi ouvert dans un autre onglet : les deux textes sont gardés, chacun de son côté.", true);
      this.timer = setTimeout(() => this.save(), SAVE_AFTER);
    }

    random() {
      const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
      bytes[6] = (bytes[6] & 15) | 64;
      bytes[8] = (bytes[8] & 63) | 128;
      const hex = bytes.map((one) => one.toString(16).padStart(2, "0")).join("");
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    }

    submit(event) {
      event.preventDefault();
      event.stopPropagation();
      if (this.sending) return;
      const button = event.submitter;
      this.fields = new FormData(this.form);
      if (button?.name) this.fields.append(button.name, button.value);
      this.button = button;
      this.send();
    }

    lock(on) {
      this.sending = on;
      this.form.querySelectorAll("button").forEach((one) => on ? one.setAttribute("aria-disabled", "true") : one.removeAttribute("aria-disabled"));
    }

    async send() {
      clearTimeout(this.retry);
      clearTimeout(this.timer);
      this.waiting = false;
      this.lock(true);
      if (!this.tries) this.say("Enregistrement…");
      for (const name of NOT_TYPED) if (this.form.elements[name]) this.fields.set(name, this.form.elements[name].value);
      let answer;
      try {
        answer = await fetch(this.form.getAttribute("action") || location.href, { method: "POST", body: this.fields, headers: { "X-Lo-Send": "1" } });
      } catch {
        return this.later("Pas encore enregistré : le réseau ne répond pas. La page réessaie toute seule, gardez-la ouverte.");
      }
      await this.answered(answer);
    }

    async answered(answer) {
      if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) {
        const { to } = await answer.json();
        if (this.form.hasAttribute("data-lo-drop")) await this.drop();
        this.done = true;
        location.assign(to);
      } else if (answer.status === 401) {
        this.signedOut();
      } else if (answer.status === 403 && !this.renewed && await this.refresh()) {
        this.renewed = true;
        this.send();
      } else if (answer.status >= 500) {
        this.later("Pas encore enregistré : le site ne répond pas bien. La page réessaie toute seule, gardez-la ouverte.");
      } else {
        this.natively();
      }
    }

    // What the page answers must be read: what to correct, or that the file is no longer open to us.
    natively() {
      this.done = true;
      if (this.button?.name) {
        const carried = Object.assign(document.createElement("input"), { type: "hidden", name: this.button.name, value: this.button.value });
        this.form.append(carried);
      }
      this.form.submit();
    }

    later(text) {
      this.say(text, true);
      this.waiting = true;
      this.retry = setTimeout(() => this.send(), WAITS[Math.min(this.tries, WAITS.length - 1)] * 1000);
      this.tries += 1;
    }

    async drop() {
      try {
        await fetch(`${this.draft()}suppression/`, { method: "POST", headers: { "X-CSRFToken": this.token(), "X-Lo-Send": "1" } });
      } catch { /* it will be offered again, then forgotten */ }
    }

    // A fresh token, once signed in again elsewhere. False while signed out or away.
    async refresh() {
      try {
        const answer = await fetch("/brouillons/jeton/", { cache: "no-store" });
        if (!answer.ok) return false;
        this.form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
        return true;
      } catch { return false; }
    }

    signedOut() {
      if (this.out) return;
      this.out = true;
      const link = Object.assign(document.createElement("a"), {
        href: document.body.dataset.loLogin, target: "_blank", rel: "noopener",
        textContent: "Reconnectez-vous dans un autre onglet",
      });
      this.say("Pas encore enregistré : votre session a expiré. Votre saisie est toujours là. ", true);
      this.status.append(link, ", puis revenez ici : l'enregistrement reprend tout seul.");
      const back = async () => {
        if (document.hidden || !this.out || !await this.refresh() || !this.out) return;
        this.out = false;
        document.removeEventListener("visibilitychange", back);
        clearInterval(poll);
        this.say("");
        if (this.sending) this.send(); else this.save();
      };
      document.addEventListener("visibilitychange", back);
      const poll = setInterval(back, 3000);
    }

    // Shown again by the browser's « back »: it may be changed and sent anew.
    reopen() { this.done = false; this.lock(false); this.say(""); this.tries = 0; this.renewed = false; }

    async resume() {
      const answer = await fetch(this.draft(), { cache: "no-store" });
      if (!answer.ok) { this.say("Ce brouillon n'existe plus : il a été envoyé ou supprimé.", true); return; }
      const told = await answer.json();
      this.revision = told.revision;
      this.fill(told.content);
      this.saved = this.typed();
      this.say(`Brouillon de ${told.at} repris`);
    }

    fill(content) {
      const next = {};
      for (const field of this.form.elements) {
        if (!field.name || NOT_TYPED.has(field.name) || ["file", "submit", "button"].includes(field.type)) continue;
        const values = content[field.name] ?? [];
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
        else if (field.multiple && field.options) [...field.options].forEach((one) => { one.selected = values.includes(one.value); });
        else {
          const at = next[field.name] = next[field.name] ?? 0;
          if (at < values.length) field.value = values[at];
          next[field.name] += 1;
        }
        if (values.length && values.some(Boolean)) field.closest("details")?.setAttribute("open", "");
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-lo-kept]").forEach((form) => {
      const kept = new Kept(form);
      if (new URL(location.href).searchParams.get("brouillon") === kept.key()) kept.resume();
    });
  });
})();
