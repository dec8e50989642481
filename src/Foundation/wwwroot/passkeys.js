// Passkeys: asks the device, and puts its answer into the form. Without script, or where there are none, nothing is offered.
"use strict";
(() => {
  const known = window.PublicKeyCredential;
  // A passkey belongs to a name; there is none for an address in numbers.
  const hasName = !/^[\d.]+$|:/.test(location.hostname);
  if (!hasName || !known?.parseCreationOptionsFromJSON || !navigator.credentials) return;

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const answer = form.querySelector("[name$='Credential']");
    const failed = form.querySelector("[data-failed]");
    form.hidden = false;
    form.addEventListener("submit", async event => {
      if (answer.value) return;
      event.preventDefault();
      failed.hidden = true;
      try {
        answer.value = JSON.stringify(await ask(form));
      } catch {
        failed.hidden = false;
        return;
      }
      form.requestSubmit();
    });
  }

  async function ask(form) {
    const token = form.querySelector("[name='__RequestVerificationToken']");
    const reply = await fetch(form.dataset.passkey, { method: "POST", body: new URLSearchParams({ [token.name]: token.value }) });
    if (!reply.ok) throw new Error(reply.statusText);
    const options = await reply.json();
    return form.dataset.ceremony === "create"
      ? navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(options) });
  }
})();
