// What makes the pages quick at the keyboard. Every page works without it; nothing here decides anything.
"use strict";
(() => {
  const root = document.documentElement;
  root.dataset.script = "";

  const typing = target => target.closest("input, select, textarea, [contenteditable]") !== null;
  const first = row => row?.querySelector("a[href], button");

  // "/" goes to the search, "n" follows the page's way to something new, Escape closes what is open.
  document.addEventListener("keydown", event => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") closeSheets(null);
    if (typing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "n") {
      document.querySelector("a[data-new]")?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      moveInTable(event);
    }
  });

  // Arrows go from row to row of the table that has the focus; Enter opens the row because its link has the focus.
  function moveInTable(event) {
    const box = event.target.closest(".table, table[data-rows]");
    const table = box?.matches("table") ? box : box?.querySelector("table[data-rows]");
    if (!table) return;
    const rows = [...table.tBodies[0].rows].filter(first);
    const at = rows.indexOf(event.target.closest("tbody tr"));
    const next = event.key === "ArrowDown" ? rows[at + 1] : rows[at < 0 ? rows.length - 1 : at - 1];
    if (next) { event.preventDefault(); first(next).focus(); }
  }

  function closeSheets(inside) {
    for (const open of document.querySelectorAll("details.drop[open]")) {
      if (!open.contains(inside)) open.open = false;
    }
  }

  document.addEventListener("click", event => {
    closeSheets(event.target);
    if (event.target.closest("[data-print]")) window.print();
    const copy = event.target.closest("[data-copy]");
    if (copy) copyFrom(copy);
  });

  async function copyFrom(button) {
    await navigator.clipboard?.writeText(button.dataset.copy);
    if (button.dataset.copied) button.textContent = button.dataset.copied;
  }

  // A form with data-guard asks before what was typed is lost.
  let unsaved = false;
  document.addEventListener("input", event => { if (event.target.closest("form[data-guard]")) unsaved = true; });
  window.addEventListener("beforeunload", event => { if (unsaved) event.preventDefault(); });

  // One press sends a form once; coming back by the browser's button frees it again.
  document.addEventListener("submit", event => {
    unsaved = false;
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    keep(form);
    if (form.dataset.sent !== undefined) { event.preventDefault(); return; }
    form.dataset.sent = "";
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      button.setAttribute("aria-disabled", "true");
    }
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  });

  // What was typed into a form that is then answered by the sign-in stays in this window, and can be put back afterwards.
  function keep(form) {
    if (form.action.endsWith("/sign-out")) sessionStorage.removeItem("kept");
    if (!form.matches("form[data-guard]")) return;
    const values = typedIn(form).map(field => [field.name, field.value, field.checked ?? false]);
    sessionStorage.setItem("kept", JSON.stringify({ path: location.pathname, who: who(), values }));
  }
  function typedIn(form) {
    const never = "button, [type=hidden], [type=password], [type=file], [inputmode=tel]";
    return [...form.elements].filter(field => field.name && !field.matches(never));
  }
  function who() { return document.querySelector(".me summary")?.textContent; }
  function offerKept() {
    const kept = JSON.parse(sessionStorage.getItem("kept") ?? "null");
    if (kept === null || document.querySelector("#kept") === null) return;
    sessionStorage.removeItem("kept");
    const form = document.querySelector("form[data-guard]");
    if (!form || kept.path !== location.pathname || kept.who !== who() || document.querySelector("main .notice.good, form[data-guard] .notice.bad")) return;
    const lost = typedIn(form).filter((field, i) => {
      const [name, value, checked] = kept.values[i] ?? [];
      return name === field.name && (field.matches("[type=radio], [type=checkbox]") ? checked !== field.checked : value !== field.value);
    });
    const offer = document.getElementById("kept");
    offer.hidden = lost.length === 0;
    if (lost.length > 0) document.querySelector(".kept-form")?.remove();
    offer.querySelector("button").addEventListener("click", () => {
      typedIn(form).forEach((field, i) => {
        const [name, value, checked] = kept.values[i] ?? [];
        if (name !== field.name) return;
        if (field.matches("[type=radio], [type=checkbox]")) field.checked = checked;
        else field.value = value;
      });
      unsaved = true;
      offer.hidden = true;
      lost[0].focus();
    });
  }
  offerKept();

  // The drop area says which file it holds.
  document.addEventListener("change", event => {
    const drop = event.target.closest("[data-drop]");
    if (drop) drop.querySelector(".chosen").textContent = [...event.target.files].map(file => file.name).join(" · ");
  });
  for (const type of ["dragenter", "dragleave", "drop"]) {
    document.addEventListener(type, event => {
      event.target.closest?.("[data-drop]")?.classList.toggle("over", type === "dragenter");
    });
  }

  // Signed out meanwhile: load the page whole, which leads to the sign-in. No answer at all: say so.
  document.addEventListener("htmx:responseError", event => {
    if ([401, 403].includes(event.detail.xhr.status)) window.location.reload();
    else sayOffline(true);
  });
  document.addEventListener("htmx:sendError", () => sayOffline(true));
  document.addEventListener("htmx:afterOnLoad", () => sayOffline(false));
  function sayOffline(is) {
    const said = document.getElementById("offline");
    if (said) said.hidden = !is;
  }

  // Only a page that renews itself loads what does it.
  const live = document.querySelector("[data-live]");
  if (live) load(live.dataset.script).catch(() => { });

  // Only a page with a chart that can be explored loads the charts, after everything else.
  const figure = document.querySelector("figure[data-chart]");
  if (figure) load(figure.dataset.echarts).then(() => load(figure.dataset.charts)).catch(() => { });
  function load(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }
})();
