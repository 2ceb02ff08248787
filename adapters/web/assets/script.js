// Everything works without this file. It adds copying, local times and zones, questions before what cannot be undone, and numbers that change.

// Times in the reader's zone.
for (const time of document.querySelectorAll("time[datetime]")) {
  const date = new Date(time.dateTime);
  if (Number.isNaN(date.getTime())) continue;
  const form = time.dataset.day === undefined ? { dateStyle: "medium", timeStyle: "short" } : { dateStyle: "medium" };
  time.title = time.textContent;
  time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, form).format(date);
}

// A button with data-copy copies that text, and says so.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  });
}

// A button with data-zone puts the browser's time zone into the field with that id.
for (const button of document.querySelectorAll("button[data-zone]")) {
  const field = document.getElementById(button.dataset.zone);
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!field || !zone || field.value === zone) continue;
  button.textContent += ` (${zone})`;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.value = zone;
    button.hidden = true;
  });
}

// A button with data-confirm asks in its own place.
for (const button of document.querySelectorAll("button[data-confirm]")) {
  button.addEventListener("click", (event) => {
    if (button.dataset.asked !== undefined) return;
    event.preventDefault();
    const before = button.textContent;
    button.dataset.asked = "";
    button.textContent = button.dataset.confirm;
    button.addEventListener("blur", () => {
      delete button.dataset.asked;
      button.textContent = before;
    }, { once: true });
  });
}

// A select with data-submit sends its form when it changes.
for (const select of document.querySelectorAll("select[data-submit]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
  select.form.querySelector("button")?.setAttribute("hidden", "");
}

// Pasting a URL into an empty field shortens it.
const paste = document.querySelector("input[data-paste]");
paste?.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text").trim() ?? "";
  if (paste.value === "" && /^https?:\/\/\S+$/.test(text)) {
    event.preventDefault();
    paste.value = text;
    paste.form.requestSubmit();
  }
});

// An element with data-live shows what the server sends from there, while the page is seen: a browser has few connections for each site.
for (const number of document.querySelectorAll("[data-live]")) {
  let events;
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource(number.dataset.live);
    events.addEventListener("message", (event) => { number.textContent = event.data; });
  };
  document.addEventListener("visibilitychange", listen);
  listen();
}
