// « CAL du … »: each row shows only the fields that its result asks for. Without scripts, they all show.
const WANTED = {
  a: ["candidates_count", "dwelling_reference", "notified_on"],
  b: ["rank", "candidates_count", "dwelling_reference", "notified_on"],
  c: ["condition_document", "condition_deadline", "candidates_count", "dwelling_reference", "notified_on"],
  d: ["motive", "motive_text", "candidates_count", "dwelling_reference", "notified_on"],
  e: ["motive", "motive_text", "dwelling_reference", "notified_on"],
  retrait: ["motive_text"],
};
const MINIMUM = 3;

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-lo-result-row]").forEach((row) => {
    const decision = row.querySelector("[data-lo-result=decision]");
    if (!decision) return;
    const candidates = row.querySelector("[data-lo-result=candidates_count]");
    const arrange = () => {
      const wanted = new Set(["decision", ...(WANTED[decision.value] || [])]);
      if (wanted.has("candidates_count") && !(Number(candidates.value) >= MINIMUM)) wanted.add("fewer_candidates");
      row.querySelectorAll("[data-lo-result-field]").forEach((box) => {
        const shown = wanted.has(box.dataset.loResultField);
        box.hidden = !shown;
        box.querySelectorAll("input, select").forEach((field) => { field.disabled = !shown; });
      });
    };
    decision.addEventListener("change", arrange);
    candidates?.addEventListener("input", arrange);
    arrange();
  });
});
