// The desk beside the form's fields: asks the server to save soon after typing, marks findings at their field, puts the
// cursor where it belongs. The fields themselves are Streamlit's; what they hold is never changed here.
const PAUSE = 500; // ms after the last key before a save is asked for
const LIMIT = 1300; // ms after the first unsaved key, however fast one types
const SETTLE = 60; // ms for a field to hand its text over
const ANSWER = 4000; // ms to wait for the server before asking again
const FORM = ".st-key-form";

const desk = { component: null, serial: 0, acknowledged: 0, dirtySince: 0, timer: 0, retry: 0, composing: false, focused: 0 };
const dirty = new Set();

export default function mount(component) {
  const first = desk.component === null;
  desk.component = component;
  desk.acknowledged = Math.max(desk.acknowledged, component.data.ack ?? 0);
  if (first) desk.serial = Math.max(desk.serial, desk.acknowledged);
  if (desk.acknowledged >= desk.serial) clearTimeout(desk.retry);
  paint();
  putCursor();
  return () => { if (desk.component === component) desk.component = null; };
}

// ---- asking for a save
function schedule(pause = PAUSE) {
  if (!desk.component) return;
  const now = performance.now();
  desk.dirtySince ||= now;
  clearTimeout(desk.timer);
  desk.timer = setTimeout(ask, Math.max(0, Math.min(pause, desk.dirtySince + LIMIT - now)));
}

function ask() {
  if (desk.composing) return; // a Chinese input method is at work: compositionend schedules again
  desk.dirtySince = 0;
  for (const field of dirty) if (field.isConnected) handOver(field);
  dirty.clear();
  setTimeout(send, SETTLE);
}

function handOver(field) {
  const isArea = field.tagName === "TEXTAREA";
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: isArea, bubbles: true, cancelable: true }));
}

function send() {
  if (!desk.component) return;
  desk.serial = Math.max(Date.now(), desk.serial + 1);
  sign("正在保存…");
  desk.component.setTriggerValue("tick", desk.serial);
  clearTimeout(desk.retry);
  desk.retry = setTimeout(() => { if (desk.acknowledged < desk.serial) send(); }, ANSWER);
}

// ---- what the server said
function sign(text) {
  const place = document.querySelector(".saved-sign");
  if (place && place.textContent !== text) place.textContent = text;
}

function paint() {
  const data = desk.component?.data;
  if (!data) return;
  if (desk.acknowledged >= desk.serial) sign(data.sign ?? "");
  const marks = data.marks ?? {};
  for (const old of document.querySelectorAll(".mark")) if (!marks[old.dataset.key]) unmark(old);
  for (const [key, mark] of Object.entries(marks)) markField(key, mark);
  for (const key of data.required ?? []) document.querySelector(`.st-key-${key}`)?.classList.add("required");
  for (const [key, badge] of Object.entries(data.badges ?? {})) badgeButton(key, badge);
  for (const cell of document.querySelectorAll("[data-cell]")) {
    const text = data.cells?.[cell.dataset.cell];
    if (text !== undefined && cell.textContent !== text) cell.textContent = text;
  }
}

function unmark(note) {
  const input = inputOf(note.dataset.key);
  input?.removeAttribute("aria-invalid");
  input?.removeAttribute("aria-describedby");
  document.querySelector(`.st-key-${note.dataset.key}`)?.removeAttribute("data-level");
  note.remove();
}

function markField(key, mark) {
  const box = document.querySelector(`.st-key-${key}`);
  if (!box) return;
  let note = document.getElementById(`mark-${key}`);
  const row = box.closest('[class*="st-key-grid-"]') ? box.closest('[data-testid="stHorizontalBlock"]') : null;
  const home = row ?? box;
  if (!note || !note.isConnected) {
    note = Object.assign(document.createElement("div"), { className: "mark", id: `mark-${key}` });
    note.dataset.key = key;
  }
  if (row ? note.previousElementSibling !== row : note.parentElement !== box) { if (row) row.after(note); else home.append(note); }
  if (note.textContent !== mark.text) note.textContent = mark.text;
  note.dataset.level = mark.level;
  box.dataset.level = mark.level;
  const input = inputOf(key);
  if (input) {
    if (mark.level === "error") input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
    input.setAttribute("aria-describedby", note.id);
  }
}

function badgeButton(key, badge) {
  const button = document.querySelector(`.st-key-${key} button`);
  if (!button) return;
  let tag = button.querySelector(".badge");
  if (!tag) tag = button.appendChild(Object.assign(document.createElement("span"), { className: "badge" }));
  if (tag.textContent !== badge.text) tag.textContent = badge.text;
  if (tag.dataset.level !== badge.level) tag.dataset.level = badge.level;
}

const inputOf = (key) => document.querySelector(`.st-key-${key} input, .st-key-${key} textarea, .st-key-${key} button`);

function putCursor(tries = 20) {
  const wanted = desk.component?.data.focus;
  if (!wanted?.key || wanted.count === desk.focused) return;
  const input = inputOf(wanted.key);
  if (!input) { if (tries) setTimeout(() => putCursor(tries - 1), 100); return; }
  desk.focused = wanted.count;
  input.focus({ preventScroll: true });
  input.scrollIntoView({ block: "center", behavior: "instant" });
}

// ---- what happens on the page
const BESIDE = '[class*="st-key-beside-"]'; // source notes are no column of the grid
const isField = (target) => target instanceof Element && target.matches("input, textarea") && target.closest(FORM);
const keyOf = (target) => /st-key-(f\d[\w]*)/.exec(target.closest?.('[class*="st-key-f"]')?.className ?? "")?.[1];

document.addEventListener("compositionstart", () => { desk.composing = true; }, true);
document.addEventListener("compositionend", (event) => {
  desk.composing = false;
  if (isField(event.target)) { dirty.add(event.target); schedule(); }
}, true);
document.addEventListener("input", (event) => {
  if (!isField(event.target)) return;
  if (!event.target.closest('[data-testid="stSelectbox"]')) dirty.add(event.target);
  schedule();
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest?.('[role="option"], [data-testid="stSelectbox"]')) schedule();
}, true);
document.addEventListener("focusin", (event) => {
  const key = isField(event.target) ? keyOf(event.target) : null;
  const path = key && desk.component?.data.paths?.[key];
  dispatchEvent(new CustomEvent("desk:focus", { detail: { path: path ?? null } }));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.isTrusted || event.isComposing || event.ctrlKey || event.altKey) return;
  const grid = event.target.matches?.('[data-testid="stTextInputField"]') && event.target.closest('[class*="st-key-grid-"]');
  if (!grid || event.target.closest(BESIDE)) return; // Enter in a grid of figures goes down, as in a table
  const column = [...grid.querySelectorAll('[data-testid="stTextInputField"]')].filter((one) => !one.closest(BESIDE));
  const next = column[column.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
  if (next) { next.focus(); next.select(); }
});
document.addEventListener("paste", (event) => {
  const cells = event.clipboardData?.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n") ?? [];
  const grid = cells.length > 1 && event.target.matches?.('[data-testid="stTextInputField"]') && event.target.closest('[class*="st-key-grid-f"], [class*="st-key-grid-"]');
  if (!grid || event.target.closest(BESIDE)) return; // several lines pasted into a figure fill the figures below it, as in a table
  event.preventDefault();
  const column = [...grid.querySelectorAll('[data-testid="stTextInputField"]')].filter((one) => !one.closest(BESIDE));
  const start = column.indexOf(event.target);
  cells.forEach((text, index) => { if (column[start + index]) type(column[start + index], text.split("\t")[0].trim()); });
}, true);

function type(input, text) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

addEventListener("desk:reconnected", () => { for (const field of document.querySelectorAll(`${FORM} textarea`)) dirty.add(field); schedule(300); });
document.addEventListener("visibilitychange", () => { if (document.hidden && desk.dirtySince) { clearTimeout(desk.timer); ask(); } });
document.addEventListener("click", (event) => {
  const tab = event.target.closest?.("[data-side]");
  if (tab) document.body.dataset.side = tab.dataset.side;
});
new MutationObserver(() => {
  if (desk.queued || !desk.component) return;
  desk.queued = true;
  setTimeout(() => { desk.queued = false; paint(); }, 50);
}).observe(document.documentElement, { subtree: true, childList: true });
