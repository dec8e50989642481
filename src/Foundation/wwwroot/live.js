// Renews the part of a page that is live: the server says that it changed, and the page is asked for its own part again.
"use strict";
(() => {
  const part = document.getElementById("live");
  const now = () => document.getElementById("live-now");
  const said = document.querySelector(".renewed");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let source = null;
  let asking = false;
  let again = false;
  let kept = null;
  let spokenAt = 0;
  let turnsAt = 0;

  // A window that nobody sees needs no line: it catches up when it is looked at again.
  function listen() {
    if (source || document.hidden) return;
    source = new EventSource(`${part.dataset.live}&seen=${encodeURIComponent(now().dataset.seen)}`);
    source.addEventListener("turn", event => { if (event.data !== now().dataset.seen) renew(now().dataset.address); });
    source.addEventListener("open", () => offline(false));
    source.addEventListener("error", () => {
      offline(true);
      if (source?.readyState !== EventSource.CLOSED) return;
      // Refused: signed out meanwhile, which the page itself finds out, or too many boards are open.
      source = null;
      renew(now().dataset.address);
      setTimeout(listen, 15000);
    });
  }
  function hang() { source?.close(); source = null; }
  document.addEventListener("visibilitychange", () => document.hidden ? hang() : listen());
  window.addEventListener("pagehide", hang);
  window.addEventListener("pageshow", listen);
  listen();

  function offline(is) {
    const word = document.getElementById("offline");
    if (word && !document.hidden) word.hidden = !is;
  }

  // What somebody types or marks is left alone until they have done.
  function busy() {
    const held = document.activeElement;
    const marked = document.getSelection();
    return (part.contains(held) && held.matches("input, select, textarea"))
      || (marked && !marked.isCollapsed && part.contains(marked.anchorNode));
  }

  function renew(address) {
    if (asking) { again = true; return; }
    if (busy()) { setTimeout(() => renew(address), 1000); return; }
    if (!window.htmx) { location.reload(); return; }
    asking = true;
    htmx.ajax("GET", address, { source: part, target: part, select: "#live-now", swap: "innerHTML" }).finally(() => {
      asking = false;
      if (again) { again = false; renew(now().dataset.address); }
    });
  }

  // Opened details, the focus and how far a table is scrolled are the reader's: they outlive the renewal.
  const folds = () => [...part.querySelectorAll("details")];
  const boxes = () => [...part.querySelectorAll(".table")];
  const links = () => [...part.querySelectorAll("a[href], button, summary")];
  const leaves = () => [...part.querySelectorAll("strong, td, dd, li > a, .of > span, svg text, .lead")]
    .filter(leaf => leaf.childElementCount === 0 || leaf.matches("td, dd, .lead"));

  part.addEventListener("htmx:beforeSwap", () => {
    kept = {
      open: folds().map(fold => fold.open), left: boxes().map(box => box.scrollLeft),
      focus: part.contains(document.activeElement) ? links().indexOf(document.activeElement) : -1,
      texts: leaves().map(leaf => leaf.textContent), shown: now().dataset.address,
    };
  });
  part.addEventListener("htmx:afterSwap", () => {
    if (!kept) return;
    folds().forEach((fold, i) => { fold.open = kept.open[i] ?? fold.open; });
    boxes().forEach((box, i) => { box.scrollLeft = kept.left[i] ?? 0; });
    if (kept.focus >= 0) links()[kept.focus]?.focus({ preventScroll: true });
    if (kept.shown === now().dataset.address) mark(kept.texts);
    kept = null;
    turnsAt = Date.now();
  });

  // Numbers that are others than before are marked for a moment; the ear is told at most once in ten seconds.
  function mark(before) {
    const after = leaves();
    const turned = after.length === before.length ? after.filter((leaf, i) => leaf.textContent !== before[i]) : [];
    for (const leaf of turned) leaf.classList.add("turned");
    setTimeout(() => { for (const leaf of turned) leaf.classList.remove("turned"); }, 2500);
    if (!said || Date.now() - spokenAt < 10000) return;
    spokenAt = Date.now();
    said.textContent = `${part.dataset.updated} ${new Date().toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" })}`;
  }

  // Shows one after another, where the page says so; who wants no motion sees none.
  const every = Number(part.dataset.every ?? 0) * 1000;
  if (every > 0 && !calm.matches) {
    turnsAt = Date.now();
    setInterval(() => {
      if (now().dataset.next && !document.hidden && Date.now() - turnsAt >= every) renew(now().dataset.next);
    }, 1000);
  }

  // Back to where the screen was opened.
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") document.querySelector("[data-back]")?.click();
  });
})();
