"use strict";
(() => {
  const facts = JSON.parse(document.body.dataset.review);
  const spoken = (name, values = {}) =>
    facts.spoken[name].replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
  const state = document.getElementById("state");
  const words = [...document.querySelectorAll(".text button")];
  const places = [...document.querySelectorAll("rect")];
  const reviewed = new Map();
  const toCheck = words.filter((word) => word.classList.contains("doubtful"));
  let isSaved = true;
  let current = null;

  const placeOf = (word) => places[words.indexOf(word)];
  for (const word of toCheck) placeOf(word).classList.add("doubtful");

  function tell(first = "") {
    const left = toCheck.filter((word) => !reviewed.has(word)).length;
    state.textContent = `${first} ${spoken("progress", { left, total: toCheck.length })}`.trim();
  }

  function point(word) {
    if (current) [current, placeOf(current)].forEach((one) => one.classList.remove("here"));
    current = word;
    [word, placeOf(word)].forEach((one) => one.classList.add("here"));
  }

  // The picture scrolls in a frame of its own, so that the text stays where it is.
  function showPlace(word) {
    const view = word.closest("section").querySelector(".view");
    const frame = view.getBoundingClientRect();
    const box = placeOf(word).getBoundingClientRect();
    view.scrollTop += (box.top + box.bottom - frame.top - frame.bottom) / 2;
    view.scrollLeft += (box.left + box.right - frame.left - frame.right) / 2;
  }

  function go(word) {
    if (!word) return;
    word.focus({ preventScroll: true });
    word.scrollIntoView({ block: "center" });
  }

  function following(word, list, step) {
    const start = words.indexOf(word);
    const ordered = step > 0 ? list : [...list].reverse();
    const beyond = (other) => (words.indexOf(other) - start) * step > 0;
    return ordered.find(beyond) || null;
  }

  function goToCheck(word, step) {
    const open = toCheck.filter((other) => !reviewed.has(other) && other !== word);
    const next = word ? following(word, open, step) || (step > 0 ? open[0] : open[open.length - 1]) : open[0];
    if (next) go(next);
    else tell(spoken("none"));
  }

  function corrections() {
    return words.filter((word) => reviewed.has(word)).map((word) => ({
      page: Number(word.closest("section").dataset.page),
      box: word.dataset.box.split(",").map(Number),
      before: word.dataset.before,
      after: reviewed.get(word),
      reason: facts.reason,
    }));
  }

  function fileText() {
    const { format, version, source } = facts;
    return `${JSON.stringify({ format, version, source, corrections: corrections() }, null, 1)}\n`;
  }

  function keep(word, text) {
    reviewed.set(word, text);
    isSaved = false;
    word.textContent = text || word.dataset.before;
    word.classList.add("done");
    word.classList.toggle("removed", !text);
    placeOf(word).classList.add("done");
    const what = !text ? "removed" : text === word.dataset.before ? "accepted" : "corrected";
    word.setAttribute("aria-description", spoken(what));
    word.title = spoken(what);
    document.body.dataset.corrections = JSON.stringify(corrections());
    document.getElementById("copy").value = fileText();
    tell(`${word.textContent}: ${spoken(what)}.`);
  }

  function edit(word) {
    const field = document.createElement("input");
    const list = document.createElement("datalist");
    list.id = "others";
    for (const other of JSON.parse(word.dataset.others || "[]")) {
      const option = document.createElement("option");
      option.value = other;
      list.append(option);
    }
    field.value = reviewed.has(word) ? reviewed.get(word) : word.textContent;
    field.maxLength = facts.longest;
    field.size = Math.max(field.value.length, 6);
    field.setAttribute("list", list.id);
    field.setAttribute("aria-label", spoken("label", { word: word.dataset.before }));
    let isOpen = true;
    const close = (isKept) => {
      if (!isOpen) return;
      isOpen = false;
      const text = field.value.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
      list.remove();
      field.replaceWith(word);
      if (isKept) keep(word, text);
      go(word);
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") close(true);
      else if (event.key === "Escape") close(false);
      else return;
      event.preventDefault();
    });
    field.addEventListener("blur", () => close(field.value !== (reviewed.get(word) ?? word.dataset.before)));
    word.replaceWith(field);
    field.after(list);
    field.focus();
    field.select();
    point(word);
  }

  function save() {
    const name = `${facts.source.name.replace(/[^\w.-]+/g, "_") || "pagina"}.corrections.json`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([fileText()], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    isSaved = true;
    tell(spoken("saved", { name }));
  }

  const keys = {
    n: (word) => goToCheck(word, 1),
    p: (word) => goToCheck(word, -1),
    a: (word) => { keep(word, reviewed.get(word) || word.dataset.before); goToCheck(word, 1); },
    s: () => save(),
    Enter: (word) => edit(word),
    ArrowRight: (word) => go(following(word, words, 1)),
    ArrowLeft: (word) => go(following(word, words, -1)),
  };

  for (const word of words) {
    word.addEventListener("click", () => edit(word));
    word.addEventListener("focus", () => { point(word); showPlace(word); });
    word.addEventListener("mouseenter", () => point(word));
    word.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act(word);
    });
  }
  places.forEach((place, number) => {
    place.addEventListener("mouseenter", () => point(words[number]));
    place.addEventListener("click", () => go(words[number]));
  });
  document.getElementById("next").addEventListener("click", () => goToCheck(current, 1));
  document.getElementById("save").addEventListener("click", save);
  document.getElementById("large").addEventListener("change", (event) => {
    document.body.classList.toggle("large", event.target.checked);
    if (current) showPlace(current);
  });
  window.addEventListener("beforeunload", (event) => {
    if (isSaved) return;
    event.preventDefault();
    event.returnValue = spoken("unsaved");
  });
  document.getElementById("copy").value = fileText();
  tell();
})();
